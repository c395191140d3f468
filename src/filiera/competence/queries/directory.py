"""The directory: one filter, three views. Each page costs a constant number of queries."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Q, When
from django.urls import reverse
from django.utils.translation import gettext as _

from filiera.common.folding import fold
from filiera.common.kept import Kept
from filiera.common.language import current_language, localised
from filiera.competence.enums import PROVING_ROLES, EvidenceKind
from filiera.competence.filters import DirectoryFilter, Selection, current_organisations, proof_conditions
from filiera.competence.models import EvidenceLink, Summary
from filiera.competence.queries.evidence import StripPoint, as_pieces
from filiera.competence.queries.state import map_state, waiting_state
from filiera.pictures.marks import Piece
from filiera.registry.enums import Kind, Size
from filiera.registry.models import Organisation, Province, Stage

if TYPE_CHECKING:
    from filiera.common.visibility import Audience

PAGE_SIZE = 12


@dataclass(frozen=True, slots=True)
class Chip:
    """One of an organisation's strongest competences."""

    code: str
    label: str
    url: str
    strength: float


@dataclass(frozen=True, slots=True)
class Entry:
    """One organisation of a list. What its summary holds is unpacked only when it is asked for.

    `key` changes whenever anything that the line shows does, so that a line once drawn can be kept. `waits` says that there
    is evidence which the audience may see and the map has not read: its competences are not none, they are not known yet.
    """

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
    today: date
    row: Summary | None
    waits: bool
    key: str

    @property
    def chips(self) -> tuple[Chip, ...]:
        """Give its strongest competences, three at most."""
        lang = current_language()
        found = self.row.chips if self.row else ()
        return tuple(
            Chip(code, it if lang == "it" else en, reverse("competence", args=[code]), value)
            for code, it, en, value in found
        )

    @property
    def evidence(self) -> tuple[StripPoint, ...]:
        """Give its evidence, by date, undated last."""
        points = [_point(values, self.url, self.today) for values in (self.row.points if self.row else ())]
        return tuple(sorted(points, key=lambda one: (one.start is None, one.start or self.today, one.id)))

    @property
    def pieces(self) -> list[Piece]:
        """Give its evidence as the strip of a list takes it: no links, there are many."""
        return [replace(one, url="") for one in self.linked_pieces]

    @property
    def linked_pieces(self) -> list[Piece]:
        """Give its evidence as a strip takes it, each piece a link to where it is told."""
        return as_pieces(self.evidence)

    @property
    def certificates(self) -> tuple[str, ...]:
        """Give the names of its certificates in force, two at most."""
        names = [
            point.title
            for point in self.evidence
            if point.kind == EvidenceKind.CERTIFICATE and point.valid_until and point.valid_until >= self.today
        ]
        return tuple(dict.fromkeys(names))[:2]


def best_known(summary: Summary | None) -> str:
    """Say why the best proved competence is held, and of which competence that is said; nothing where none is known."""
    said = localised(summary, "reason") if summary else ""
    if not said or summary is None or not summary.chips:
        return said
    _code, it, en, _strength = summary.chips[0]
    return f"{it if current_language() == 'it' else en}: {said[0].lower()}{said[1:]}"


def _point(values: list[Any], page: str, today: date) -> StripPoint:
    pk, kind, start, end, until, independent, title_it, title_en = values
    last = date.fromisoformat(until) if until else None
    first, second = (title_it, title_en) if current_language() == "it" else (title_en, title_it)
    return StripPoint(
        id=pk,
        kind=kind,
        start=date.fromisoformat(start) if start else None,
        end=date.fromisoformat(end) if end else None,
        valid_until=last,
        independent=independent,
        expired=bool(last and last < today),
        title=first or second,
        url=f"{page}#evidence-{pk}",
    )


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
    """A page of the directory. `unknown` counts, by criterion, those set apart; `everybody` is the whole register.

    `key` changes whenever the page or its facets would, so that they can be kept once drawn, for `seconds`; 0 where they
    must not be. The entries are read where they are asked for, each time anew.
    """

    read: Callable[[], tuple[Entry, ...]]
    total: int
    everybody: int
    page: int
    pages: int
    facets: tuple[Facet, ...]
    unknown: dict[str, int]
    unknown_total: int
    key: str = ""
    seconds: int = 0

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Read the organisations of the page: two queries."""
        return self.read()


def entries_of(rows: Sequence[Organisation], *, audience: Audience, today: date) -> tuple[Entry, ...]:
    """Dress organisations for a list: one query however many they are, two where the map says nothing of one."""
    summaries = Summary.objects.visible_to(audience).filter(organisation__in=[row.pk for row in rows]).defer("words")
    found = {summary.organisation_id: summary for summary in summaries}
    waiting = organisations_waiting([row.pk for row in rows if row.pk not in found], audience=audience)
    return tuple(_entry(row, found.get(row.pk), row.pk in waiting, today) for row in rows)


def organisations_waiting(unread: Collection[int], *, audience: Audience) -> frozenset[int]:
    """Give, of organisations without a summary, those with evidence that the audience may see: one query, none for none."""
    if not unread:
        return frozenset()
    ties = EvidenceLink.objects.visible_to(audience).filter(organisation__in=unread, role__in=sorted(PROVING_ROLES))
    return frozenset(ties.values_list("organisation_id", flat=True).distinct())


def _entry(row: Organisation, summary: Summary | None, waits: bool, today: date) -> Entry:
    made = summary.made_at.timestamp() if summary else 0
    return Entry(
        id=row.pk,
        code=row.code,
        name=row.name,
        url=reverse("organisation", args=[row.code]),
        kind=row.kind,
        kind_label=str(Kind(row.kind).label),
        stage=localised(row.stage, "short") if row.stage else "",
        town=row.municipality.name if row.municipality else row.town,
        province=row.province_id or "",
        country=row.country,
        is_example=row.is_example,
        is_member=bool(row.member_since_on and row.member_since_on <= today),
        summary=localised(row, "summary") or best_known(summary),
        claims=summary.held if summary else 0,
        today=today,
        row=summary,
        waits=waits,
        key=f"{row.pk}-{summary.seen_by if summary else waits}-{made}-{row.updated_at.timestamp()}-{today}",
    )


@dataclass(frozen=True, slots=True)
class _Tally:
    """What every page of one filter shares: all but its rows."""

    total: int
    everybody: int
    facets: tuple[Facet, ...]
    unknown: dict[str, int]
    unknown_total: int


A_DAY = 86_400
"""Seconds for which what is drawn is kept at most; its key says when it is old before."""

_tallies: Kept[_Tally] = Kept(240)


def directory_page(
    asked: DirectoryFilter, *, audience: Audience, today: date, page: int = 1, only_unknown: bool = False
) -> DirectoryPage:
    """Give one page of the directory, in chain order and by name, with the facets beside it.

    What the pages of a filter share is kept until the map or the register changes, but for a text: aliases change alone.
    """
    selection = Selection(asked, audience=audience, today=today)
    state = map_state(audience)
    key = (*state.key, asked, today)
    keep = state.settled and not asked.q
    tally = _tallies.get(key, lambda: _tally(selection, today), keep=keep)
    total = tally.unknown_total if only_unknown else tally.total
    pages = max(1, ceil(total / PAGE_SIZE))
    page = min(max(1, page), pages)
    rows = selection.unknown_rows() if only_unknown else selection.matching()
    ordered = _in_order(rows.select_related("stage", "municipality"), asked.q)
    shown = ordered[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return DirectoryPage(
        read=lambda: entries_of(list(shown), audience=audience, today=today),
        total=total,
        everybody=tally.everybody,
        page=page,
        pages=pages,
        facets=tally.facets,
        unknown=tally.unknown,
        unknown_total=tally.unknown_total,
        key=hashlib.sha256(repr((*key, only_unknown, *waiting_state(audience))).encode()).hexdigest()[:24],
        seconds=A_DAY if keep else 0,
    )


def _in_order(rows: Any, words: str) -> Any:
    """Order by name; under a search whoever is called so comes first, who begins with it before who holds it."""
    said = fold(words)
    if not said:
        return rows.order_by("search_name", "pk")
    named = Case(When(search_name__startswith=said, then=0), When(search_name__contains=said, then=1), default=2)
    return rows.annotate(named=named).order_by("named", "search_name", "pk")


def _tally(selection: Selection, today: date) -> _Tally:
    unknown = selection.undecided()
    return _Tally(
        total=selection.matching().count(),
        everybody=current_organisations(selection.audience).count(),
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
        "equipment": _("Equipment"),
        "recent": _("In the last three years"),
    }
    conditions = proof_conditions(today)
    rows = Summary.objects.visible_to(selection.audience).filter(organisation__in=selection.matching())
    counts: dict[str, int] = rows.aggregate(**{name: Count("pk", filter=Q(**conditions[name])) for name in labels})
    chosen = selection.asked.proof
    values = [FacetValue(name, labels[name], counts[name], name in chosen) for name in labels]
    return Facet("proof", tuple(value for value in values if value.count or value.chosen))
