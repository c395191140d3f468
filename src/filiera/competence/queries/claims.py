"""Claims as pages show them: strongest first, each with its strength, state and reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from filiera.common.language import localised
from filiera.competence.models import Claim, ClaimProof
from filiera.competence.models.claims import HELD_AT

if TYPE_CHECKING:
    from filiera.common.visibility import Audience


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One competence of one organisation. `verdict` is empty where nobody decided; `proofs` are (evidence id, weight)."""

    id: int
    organisation_id: int
    code: str
    label: str
    stage: str
    url: str
    strength: float
    verdict: str
    reason: str
    change: str
    changed_on: date | None
    previous_strength: float | None
    expires_on: date | None
    proofs: tuple[tuple[int, float], ...] = field(default_factory=tuple)

    @property
    def held(self) -> bool:
        """Tell whether it counts as held."""
        return self.strength >= HELD_AT and self.verdict != "REFUSED"


def claim_line(claim: Claim, proofs: tuple[tuple[int, float], ...] = ()) -> ClaimLine:
    """Put a row in the form in which pages show it, in the language of the request."""
    return ClaimLine(
        id=claim.pk,
        organisation_id=claim.organisation_id,
        code=claim.competence_id,
        label=localised(claim.competence, "label"),
        stage=claim.competence.stage_id or "",
        url=reverse("competence", args=[claim.competence_id]),
        strength=claim.strength,
        verdict=claim.verdict,
        reason=localised(claim, "reason"),
        change=localised(claim, "change"),
        changed_on=claim.changed_on,
        previous_strength=claim.previous_strength,
        expires_on=claim.expires_on,
        proofs=proofs,
    )


def claims_of(
    organisation_ids: Iterable[int], *, audience: Audience, with_proofs: bool = False, competence: str | None = None
) -> dict[int, list[ClaimLine]]:
    """Give, by organisation, its claims as computed for the audience, strongest first: one query, or two with proofs.

    With the code of a `competence`, the claims of that one alone.
    """
    asked = Claim.objects.visible_to(audience).filter(organisation_id__in=list(organisation_ids))
    if competence is not None:
        asked = asked.filter(competence_id=competence)
    rows: list[Claim] = list(asked.select_related("competence").order_by("-strength", "competence_id"))
    proofs = _proofs([row.pk for row in rows]) if with_proofs else {}
    found: dict[int, list[ClaimLine]] = defaultdict(list)
    for row in rows:
        found[row.organisation_id].append(claim_line(row, tuple(proofs.get(row.pk, ()))))
    return found


def _proofs(claim_ids: list[int]) -> dict[int, list[tuple[int, float]]]:
    """Give the proofs behind claims; a claim of a level holds no proof that the level may not see."""
    found: dict[int, list[tuple[int, float]]] = defaultdict(list)
    rows = ClaimProof.objects.filter(claim_id__in=claim_ids).order_by("-weight", "pk")
    for claim_id, evidence_id, weight in rows.values_list("claim_id", "evidence_id", "weight"):
        found[claim_id].append((evidence_id, weight))
    return found
