"""Take away what the map says by evidence that goes or closes, so that nothing of it stays shown until the next map."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from filiera.competence.models import Claim, Summary
from filiera.competence.models.evidence import EvidenceLink
from filiera.competence.operations.summaries import lock_organisations

CHUNK = 500


@transaction.atomic
def withdraw(evidence_ids: Iterable[int]) -> set[int]:
    """Delete the claims that these pieces of evidence prove, and the summaries that show them; give the organisations.

    The claims come back with the next computation of the map, from the evidence that is left. The organisations are held
    until the transaction ends, so that a computation under way does not put back what goes.
    """
    ids = sorted(set(evidence_ids))
    touched: set[int] = set()
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        links = EvidenceLink.objects.filter(evidence_id__in=part, organisation__isnull=False)
        found = {pk for pk in links.values_list("organisation_id", flat=True) if pk is not None}
        lock_organisations(sorted(found))
        Claim.objects.filter(pk__in=Claim.objects.filter(claim_proofs__evidence_id__in=part).values("pk")).delete()
        Summary.objects.filter(organisation_id__in=found).delete()
        touched |= found
    return touched
