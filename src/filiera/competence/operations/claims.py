"""What people say of a claim: it is recorded with who said it, and outlives every run of the engine."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.refusals import Refused
from filiera.competence.enums import Verdict
from filiera.competence.models import Claim, ClaimDecision, Competence
from filiera.competence.operations.map import update_claims_of
from filiera.competence.operations.summaries import lock_organisations

if TYPE_CHECKING:
    from filiera.accounts.models import User
    from filiera.registry.models import Organisation


class ClaimError(Refused):
    """A decision that cannot be taken; its text is for the reader."""


@transaction.atomic
def decide_claim(
    *,
    organisation: Organisation,
    competence: Competence,
    verdict: str,
    actor: User,
    today: date,
    corrected_to: Competence | None = None,
    note: str = "",
) -> ClaimDecision:
    """Record a verdict on a competence of an organisation, and compute its claims again; a computation under way is awaited.

    Raises ClaimError where the map proposes no such competence that the person may see, or a correction names no other leaf.
    """
    lock_organisations([organisation.pk])
    decided = ClaimDecision.objects.filter(organisation=organisation, competence=competence)
    known = Claim.objects.visible_to(actor.audience(today)).filter(organisation=organisation, competence=competence)
    if not decided.exists() and not known.exists():
        raise ClaimError(_("There is no evidence of this competence: there is nothing to confirm or refuse."))
    if verdict == Verdict.CORRECTED and (corrected_to is None or corrected_to == competence or corrected_to.level != 3):
        raise ClaimError(_("A correction names another competence of the taxonomy."))
    decision, _new = ClaimDecision.objects.update_or_create(
        organisation=organisation,
        competence=competence,
        defaults={
            "verdict": verdict,
            "corrected_to": corrected_to if verdict == Verdict.CORRECTED else None,
            "note": note[:300],
            "decided_by": actor,
            "decided_as": actor.audience(today).role,
        },
    )
    values = {"competence": competence.code, "verdict": verdict, "to": corrected_to.code if corrected_to else ""}
    audit.record(actor=actor, verb="decide-claim", thing=organisation, values=values)
    update_claims_of(organisations=[organisation], today=today)
    return decision
