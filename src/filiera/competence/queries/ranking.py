"""What ranks organisations for what is asked: claims and retrieval joined, after all that the audience may not see is gone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from filiera.common.kept import Kept
from filiera.common.visibility import Visibility
from filiera.competence.enums import Verdict
from filiera.competence.logic import blended_score
from filiera.competence.models import Claim, Competence, Evidence
from filiera.competence.models.claims import HELD_AT

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.competence.queries.state import MapState
    from filiera.engine.index import Index
    from filiera.engine.types import AskedCompetence, OwnerHit

PROVED_FIRST = 0.6
"""Reading in [0, 1] from which who has proof of something asked stands before whoever only comes near."""


def hidden_from(audience: Audience) -> frozenset[str]:
    """Give the ids of the evidence that the audience may not see: looked for among what is not open to it."""
    if audience.is_office:
        return frozenset()
    closed = Evidence.objects.filter(visibility__in=sorted(set(Visibility) - audience.levels))
    visible = Evidence.objects.visible_to(audience).filter(pk=OuterRef("pk"))
    return frozenset(str(pk) for pk in closed.filter(~Exists(visible)).values_list("pk", flat=True))


_kept_gone: Kept[frozenset[str]] = Kept(4)


def gone_since(index: Index, state: MapState) -> frozenset[str]:
    """Give the ids of the evidence that was taken out since the index was made: it answers nothing any more."""

    def found() -> frozenset[str]:
        there = {str(pk) for pk in Evidence.objects.values_list("pk", flat=True)}
        return frozenset(index.document_ids) - there

    return _kept_gone.get((state.shared, index.root, index.generation), found, keep=state.settled)


def claims_on(
    found: tuple[AskedCompetence, ...], allowed: frozenset[int], everybody: frozenset[int], audience: Audience
) -> tuple[dict[str, dict[int, Claim]], Counter[str]]:
    """Give, by competence and organisation, the claims on what is asked, traces too; and count the holders left out."""
    by_code: dict[str, dict[int, Claim]] = {}
    outside: Counter[str] = Counter()
    competences = Competence.objects.in_bulk([one.competence_id for one in found])
    for row in Claim.objects.visible_to(audience).filter(competence__in=list(competences)):
        if row.verdict == Verdict.REFUSED:
            continue
        if row.organisation_id in allowed:
            row.competence = competences[row.competence_id]
            by_code.setdefault(row.competence_id, {})[row.organisation_id] = row
        elif row.organisation_id in everybody and row.strength >= HELD_AT:
            outside[row.competence_id] += 1
    return by_code, outside


@dataclass(frozen=True, slots=True)
class Hit:
    """An organisation with its score in [0, 1], and what retrieval found of it."""

    organisation_id: int
    score: float
    hit: OwnerHit | None


def holders_of(claims: dict[str, dict[int, Claim]]) -> set[int]:
    """Give the organisations that hold something of what is asked."""
    return {owner for held in claims.values() for owner, claim in held.items() if claim.strength >= HELD_AT}


def joined(
    hits: tuple[OwnerHit, ...], claims: dict[str, dict[int, Claim]], found: tuple[AskedCompetence, ...]
) -> list[Hit]:
    """Join what retrieval found with what the map knows, best first; either alone can bring an organisation in.

    Where something is surely asked, who has proof of a part stands before who only comes near. Of a group that is asked for
    as one thing an organisation's strongest competence counts.
    """
    by_owner = {int(hit.owner): hit for hit in hits}
    owners = set(by_owner) | holders_of(claims)
    things = {one.competence_id: one.group or one.competence_id for one in found}
    weights = {things[one.competence_id]: one.score for one in found}
    joined = []
    for owner in owners:
        strengths: dict[str, float] = {}
        for code in claims:
            if owner in claims[code]:
                strengths[things[code]] = max(claims[code][owner].strength, strengths.get(things[code], 0.0))
        hit = by_owner.get(owner)
        score = blended_score(hit.score if hit else 0.0, strengths, weights, held_at=HELD_AT)
        if score > 0:
            joined.append(Hit(owner, score, hit))
    proved = holders_of(claims) if max(weights.values(), default=0.0) >= PROVED_FIRST else set()
    return sorted(joined, key=lambda one: (one.organisation_id not in proved, -one.score, one.organisation_id))
