"""The latest evidence: grouped by organisation, newest first, with the sentence that matters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from filiera.competence.enums import PROVING_ROLES
from filiera.competence.filters import current_organisations
from filiera.competence.models import Evidence, EvidenceLink
from filiera.competence.queries.directory import Entry, entries_of
from filiera.competence.queries.evidence import EvidencePoint, StripPoint, evidence_point
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from filiera.common.visibility import Audience


@dataclass(frozen=True, slots=True)
class LatestLine:
    """A new piece of evidence with the organisation that leads it; `others` are the names of the rest."""

    entry: Entry
    newest: EvidencePoint
    evidence: tuple[StripPoint, ...]
    others: tuple[str, ...]


def latest_evidence(*, audience: Audience, today: date, limit: int = 4) -> list[LatestLine]:
    """Give the newest evidence by its own date, a line each, and an organisation once; a future date is not news.

    Of several pieces that one source tells of one day (the partners' parts of a project) the last recorded stands for all.
    """
    known = current_organisations(audience).filter(pk=OuterRef("organisation_id"))
    proving = EvidenceLink.objects.filter(Exists(known), role__in=sorted(PROVING_ROLES))
    news = Evidence.objects.visible_to(audience).filter(
        Exists(proving.filter(evidence_id=OuterRef("pk"))), on__lte=today
    )
    newest = list(news.order_by("-on", "-pk").values_list("pk", flat=True)[: limit * 40])
    links = (
        proving.filter(evidence__in=newest)
        .order_by("-evidence__on", "-evidence_id", "pk")
        .values_list("evidence_id", "organisation_id", "evidence__on", "evidence__source__name")
    )
    members: dict[int, list[int]] = {}
    told: dict[tuple[date | None, str], int] = {}
    for evidence_id, organisation_id, on, source in links:
        if organisation_id is not None and told.setdefault((on, source), evidence_id) == evidence_id:
            members.setdefault(evidence_id, []).append(organisation_id)
    chosen: dict[int, int] = {}
    for evidence_id, ids in members.items():
        leader = next((pk for pk in ids if pk not in chosen.values()), None)
        if leader is not None and len(chosen) < limit:
            chosen[evidence_id] = leader
    rows = Organisation.objects.select_related("stage", "municipality").in_bulk(
        {pk for evidence_id in chosen for pk in members[evidence_id]}
    )
    dressed = entries_of([rows[pk] for pk in chosen.values()], audience=audience, today=today)
    entries = {entry.id: entry for entry in dressed}
    newest_rows = {link.evidence_id: link for link in _links(chosen)}
    lines = []
    for evidence_id, leader in chosen.items():
        entry, link = entries[leader], newest_rows[evidence_id]
        point = evidence_point(link.evidence, independent=link.independent, role=link.role, today=today, page=entry.url)
        others = tuple(rows[pk].name for pk in members[evidence_id] if pk != leader)
        lines.append(LatestLine(entry, point, entry.evidence, others))
    return lines


def _links(chosen: dict[int, int]) -> list[EvidenceLink]:
    rows = EvidenceLink.objects.filter(evidence_id__in=chosen, organisation_id__in=chosen.values())
    return [
        link for link in rows.select_related("evidence__source") if chosen[link.evidence_id] == link.organisation_id
    ]
