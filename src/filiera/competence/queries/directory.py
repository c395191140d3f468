"""The directory: one filter, three views. Each page costs a constant number of queries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import TYPE_CHECKING

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from filiera.common.language import localised
from filiera.competence.enums import EvidenceKind
from filiera.competence.filters import PROOFS, DirectoryFilter, Selection, criteria, current_organisations
from filiera.competence.queries.claims import ClaimLine, claims_of
from filiera.competence.queries.evidence import EvidencePoint, evidence_by_organisation
from filiera.registry.enums import Kind, Size
from filiera.registry.models import Organisation, Province, Stage

if TYPE_CHECKING:
    from filiera.common.visibility import Audience

PAGE_SIZE = 12
CHIPS = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One organisation of a list: `chips` are its strongest competences, `certificates` the names of those in force."""

    id: int
    code: str
    name: str
    url: str
    kind: str
    kind_label: str
    stage: str
    town: str
    province: str
    country: str
    is_example: bool
    is_member: bool
    summary: str
    claims: int
    chips: tuple[ClaimLine, ...]
    certificates: tuple[str, ...]
    evidence: tuple[EvidencePoint, ...]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One choice of a facet with the number of organisations that it would leave."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A group of choices; `name` is the parameter of the address."""

    name: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """A page of the directory. `unknown` counts, by criterion, those set apart; `everybody` is the whole register."""

    entries: tuple[Entry, ...]
    total: int
    everybody: int
    page: int
    pages: int
    facets: tuple[Facet, ...]
    unknown: dict[str, int]
    unknown_total: int


def entries_of(rows: Sequence[Organisation], *, audience: Audience, today: date) -> tuple[Entry, ...]:
    """Dress organisations for a list: five queries however many they are."""
    ids = [row.pk for row in rows]
    claims = claims_of(ids, audience=audience)
    evidence = evidence_by_organisation(ids, audience=audience, today=today)
    return tuple(_entry(row, claims.get(row.pk, []), evidence.get(row.pk, []), today) for row in rows)


def _entry(row: Organisation, claims: list[ClaimLine], points: list[EvidencePoint], today: date) -> Entry:
    held = [line for line in claims if line.held]
    certificates = [
        point.title
        for point in points
        if point.kind == EvidenceKind.CERTIFICATE and point.valid_until and point.valid_until >= today
    ]
    return Entry(
        id=row.pk,
        code=row.code,
        name=row.name,
        url=reverse("organisation", args=[row.code]),
        kind=row.kind,
        kind_label=str(row.get_kind_display()),
        stage=localised(row.stage, "short") if row.stage else "",
        town=row.municipality.name if row.municipality else row.town,
        province=row.province_id or "",
        country=row.country,
        is_example=row.is_example,
        is_member=bool(row.member_since_on and row.member_since_on <= today),
        summary=localised(row, "summary") or (held[0].reason if held else ""),
        claims=len(held),
        chips=tuple(held[:CHIPS]),
        certificates=tuple(dict.fromkeys(certificates))[:2],
        evidence=tuple(points),
    )


def directory_page(
    asked: DirectoryFilter, *, audience: Audience, today: date, page: int = 1, only_unknown: bool = False
) -> DirectoryPage:
    """Give one page of the directory, in chain order and by name, with the facets beside it."""
    selection = Selection(asked, audience=audience, today=today)
    rows = selection.unknown_rows() if only_unknown else selection.matching()
    total = rows.count()
    pages = max(1, ceil(total / PAGE_SIZE))
    page = min(max(1, page), pages)
    ordered = rows.select_related("stage", "municipality").order_by("search_name", "pk")
    shown = list(ordered[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    unknown = selection.undecided()
    return DirectoryPage(
        entries=entries_of(shown, audience=audience, today=today),
        total=total,
        everybody=current_organisations(audience).count(),
        page=page,
        pages=pages,
        facets=facets(selection, today=today),
        unknown=unknown,
        unknown_total=selection.unknown_rows().count() if unknown else 0,
    )


def facets(selection: Selection, *, today: date) -> tuple[Facet, ...]:
    """Count each choice under the rest of the filter: one query a facet, one for all the proofs."""
    stages = _stage_labels()
    provinces = _province_names()
    found = [
        _column("kind", selection, lambda value: str(Kind(value).label)),
        _column("stage", selection, stages.__getitem__, tuple(stages)),
        _column("province", selection, provinces.__getitem__),
        _column("size", selection, lambda value: str(Size(value).label)),
        _proofs(selection, today),
    ]
    return tuple(facet for facet in found if facet.values)


def _stage_labels() -> dict[str, str]:
    return {stage.code: localised(stage, "short") for stage in Stage.objects.order_by("ordinal")}


def _province_names() -> dict[str, str]:
    return dict(Province.objects.filter(organisations__isnull=False).values_list("code", "name"))


def _column(name: str, selection: Selection, label: Callable[[str], str], order: tuple[str, ...] = ()) -> Facet:
    counted = selection.matching(leave_out=name).order_by().values_list(name).annotate(n=Count("pk", distinct=True))
    chosen = getattr(selection.asked, name)
    values = [FacetValue(value, label(value), n, value in chosen) for value, n in counted.order_by("-n", name) if value]
    if order:
        values.sort(key=lambda item: order.index(item.value))
    return Facet(name, tuple(values))


def _proofs(selection: Selection, today: date) -> Facet:
    labels = {
        "certificate": _("Certificate in force"),
        "patent": _("Patent"),
        "project": _("Project with others"),
        "equipment": _("Instrument"),
        "recent": _("In the last three years"),
    }
    alone = criteria(DirectoryFilter(proof=PROOFS), audience=selection.audience, today=today)
    filters = {name: Count("pk", filter=one.passes) for name, one in zip(PROOFS, alone, strict=True)}
    counts: dict[str, int] = selection.matching().aggregate(**filters)
    chosen = selection.asked.proof
    values = [FacetValue(name, labels[name], counts[name], name in chosen) for name in labels]
    return Facet("proof", tuple(value for value in values if value.count or value.chosen))
