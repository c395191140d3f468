"""Evidence as pages show it: who holds it, by which source, in force or expired."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from filiera.common.language import current_language, localised
from filiera.common.partial_date import precision_word
from filiera.competence.enums import PROVING_ROLES
from filiera.competence.models import EvidenceLink
from filiera.pictures.marks import Piece

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.competence.models import Evidence


@dataclass(frozen=True, slots=True)
class StripPoint:
    """A piece of evidence as strips take it; `weight` is the middle one where the claim is not in question.

    Summaries keep no precision, and a strip shows no more than years.
    """

    id: int
    kind: str
    start: date | None
    end: date | None
    valid_until: date | None
    independent: bool
    expired: bool
    title: str
    url: str
    weight: float = 0.3
    precision: str = "year"


@dataclass(frozen=True, slots=True)
class EvidencePoint:
    """A piece of evidence as strips, lanes and tables take it; `weight` in [0, 1] is what it adds, 0.3 where not known."""

    id: int
    kind: str
    start: date | None
    precision: str
    end: date | None
    valid_until: date | None
    independent: bool
    expired: bool
    weight: float
    title: str
    title_lang: str
    text: str
    text_lang: str
    url: str
    source_name: str
    source_url: str
    source_on: date | None
    source_precision: str
    certainty: str
    visibility: str
    visibility_label: str
    role: str
    is_example: bool

    @property
    def anchor(self) -> str:
        """Give the id of its row in the table of evidence."""
        return f"evidence-{self.id}"


def evidence_point(
    evidence: Evidence, *, independent: bool, role: str, today: date, weight: float = 0.3, page: str = ""
) -> EvidencePoint:
    """Put a row of evidence in the form in which pages show it, in the language of the request."""
    lang = current_language()
    until = evidence.valid_until_on
    return EvidencePoint(
        id=evidence.pk,
        kind=evidence.kind,
        start=evidence.on,
        precision=precision_word(evidence.on_precision),
        end=evidence.ended_on,
        valid_until=until,
        independent=independent,
        expired=bool(until and until < today),
        weight=weight,
        title=localised(evidence, "title"),
        title_lang=lang if getattr(evidence, f"title_{lang}") else ("en" if lang == "it" else "it"),
        text=localised(evidence, "text"),
        text_lang=lang if getattr(evidence, f"text_{lang}") else ("en" if lang == "it" else "it"),
        url=f"{page}#evidence-{evidence.pk}" if page else "",
        source_name=evidence.source.title,
        source_url=evidence.source.url or evidence.url,
        source_on=evidence.source.on,
        source_precision=precision_word(evidence.source.on_precision),
        certainty=evidence.certainty,
        visibility=evidence.visibility,
        visibility_label=str(evidence.get_visibility_display()),
        role=role,
        is_example=evidence.is_example,
    )


def evidence_by_organisation(
    organisation_ids: Iterable[int],
    *,
    audience: Audience,
    today: date,
    proving: bool = True,
    only: Iterable[int] | None = None,
) -> dict[int, list[EvidencePoint]]:
    """Give, by organisation, the evidence that the audience may see, oldest first, undated last: two queries.

    `only` keeps to the evidence of these ids.
    """
    links = (
        EvidenceLink.objects.visible_to(audience)
        .filter(organisation_id__in=list(organisation_ids))
        .select_related("evidence__source", "organisation")
    )
    if proving:
        links = links.filter(role__in=sorted(PROVING_ROLES))
    if only is not None:
        links = links.filter(evidence_id__in=list(only))
    found: dict[int, list[EvidencePoint]] = defaultdict(list)
    for link in links:
        if link.organisation is None:
            continue
        point = evidence_point(
            link.evidence,
            independent=link.independent,
            role=link.role,
            today=today,
            page=reverse("organisation", args=[link.organisation.code]),
        )
        found[link.organisation.pk].append(point)
    for points in found.values():
        points.sort(key=in_time)
    return found


def as_pieces(points: Sequence[EvidencePoint | StripPoint]) -> list[Piece]:
    """Give evidence as strips and lanes take it."""
    return [
        Piece(
            kind=point.kind.lower(),
            start=point.start,
            end=point.end,
            valid_until=point.valid_until,
            independent=point.independent,
            expired=point.expired,
            weight=min(1.0, max(0.0, point.weight)),
            title=point.title,
            url=point.url,
            precision=point.precision,
        )
        for point in points
    ]


def in_time(point: EvidencePoint) -> tuple[bool, date, int]:
    """Order evidence by date, undated last."""
    return (point.start is None, point.start or date.max, point.id)


def newest_first(points: Sequence[EvidencePoint]) -> list[EvidencePoint]:
    """Order evidence from the newest, undated last."""
    return sorted(points, key=lambda p: (p.start is None, -(p.start.toordinal() if p.start else 0), p.id))
