"""Work the summaries of lists out again, from the evidence and the claims of each level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from filiera.common.folding import fold
from filiera.common.visibility import PLAIN_LEVELS, Visibility
from filiera.competence.enums import PROVING_ROLES, EvidenceKind, Verdict
from filiera.competence.models import Claim, EvidenceLink, Summary
from filiera.competence.models.claims import HELD_AT
from filiera.competence.models.evidence import level_for
from filiera.registry.models import Organisation

LEVELS = (
    (Visibility.PUBLIC, frozenset({Visibility.PUBLIC})),
    (Visibility.MEMBERS, frozenset({Visibility.PUBLIC, Visibility.MEMBERS})),
    (Visibility.BILATERAL, frozenset({Visibility.PUBLIC, Visibility.MEMBERS, Visibility.BILATERAL})),
    (Visibility.OFFICE, frozenset(PLAIN_LEVELS)),
)
"""What each level's claims and summaries are computed from."""

CHIPS = 3

EVIDENCE_FIELDS = (
    "organisation_id",
    "independent",
    "evidence_id",
    "evidence__visibility",
    "evidence__kind",
    "evidence__on",
    "evidence__ended_on",
    "evidence__valid_until_on",
    "evidence__title_it",
    "evidence__title_en",
    "role",
    "band",
)


def lock_organisations(organisation_ids: Sequence[int]) -> None:
    """Hold the rows of some organisations, in the order of their ids, until the transaction ends."""
    rows = Organisation.objects.select_for_update().filter(pk__in=organisation_ids).order_by("pk")
    list(rows.values_list("pk", flat=True))


@transaction.atomic
def refresh_summaries(*, organisation_ids: Sequence[int]) -> int:
    """Make the summaries of some organisations again, four each; one without evidence has none. Give their number."""
    lock_organisations(organisation_ids)
    links: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    rows = EvidenceLink.objects.filter(organisation_id__in=organisation_ids, role__in=sorted(PROVING_ROLES))
    for values in rows.order_by("evidence__on", "evidence_id").values_list(*EVIDENCE_FIELDS):
        links[values[0]].append(values[1:])
    claims: dict[tuple[int, str], list[Claim]] = defaultdict(list)
    held = Claim.objects.filter(organisation_id__in=organisation_ids, strength__gte=HELD_AT)
    held = held.exclude(verdict=Verdict.REFUSED).select_related("competence")
    for claim in held.order_by("-strength", "competence_id"):
        claims[(claim.organisation_id, claim.seen_by)].append(claim)
    made = [
        _summary(organisation_id, level, _open(pieces, open_to), claims[(organisation_id, level)])
        for organisation_id, pieces in links.items()
        for level, open_to in LEVELS
    ]
    Summary.objects.filter(organisation_id__in=organisation_ids).delete()
    Summary.objects.bulk_create(made, batch_size=200)
    return len(made)


def _open(pieces: list[tuple[Any, ...]], levels: Collection[str]) -> list[tuple[Any, ...]]:
    """Keep the pieces that count at some levels for this organisation, without what it has to do with them."""
    return [piece[:-2] for piece in pieces if level_for(piece[2], *piece[-2:]) in levels]


def _summary(organisation_id: int, level: str, pieces: list[tuple[Any, ...]], claims: list[Claim]) -> Summary:
    """Make one summary. `pieces` are (independent, id, visibility, kind, on, ended, until, title_it, title_en)."""
    kinds = {piece[3] for piece in pieces}
    certificates = [piece[6] for piece in pieces if piece[3] == EvidenceKind.CERTIFICATE]
    days = [day for piece in pieces for day in (piece[4], piece[5]) if day]
    labels = [f"{claim.competence.label_it} {claim.competence.label_en}" for claim in claims]
    titles = [f"{piece[7]} {piece[8]}" for piece in pieces]
    return Summary(
        organisation_id=organisation_id,
        seen_by=level,
        held=len(claims),
        chips=[
            [claim.competence_id, claim.competence.label_it, claim.competence.label_en, claim.strength]
            for claim in claims[:CHIPS]
        ],
        reason_it=claims[0].reason_it if claims else "",
        reason_en=claims[0].reason_en if claims else "",
        points=[
            [piece[1], piece[3], _text(piece[4]), _text(piece[5]), _text(piece[6]), piece[0], piece[7], piece[8]]
            for piece in pieces
        ],
        certificate_until_on=max((day for day in certificates if day), default=None),
        certificate_undated=any(day is None for day in certificates),
        has_patent=EvidenceKind.PATENT in kinds,
        has_project=EvidenceKind.PROJECT in kinds,
        has_equipment=EvidenceKind.EQUIPMENT in kinds,
        latest_on=max(days, default=None),
        words=" | ".join(fold(text) for text in [*labels, *titles]),
    )


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
