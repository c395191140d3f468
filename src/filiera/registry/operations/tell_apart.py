"""Remember that two organisations of the register are two, so that nobody is asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from filiera.common import audit
from filiera.registry.models import DuplicateDecision
from filiera.registry.queries.duplicates import fingerprint_of

if TYPE_CHECKING:
    from filiera.registry.models import Organisation


@transaction.atomic
def tell_apart(*, first: Organisation, second: Organisation, actor: Any = None) -> DuplicateDecision:
    """Record that two organisations are two."""
    decision, _new = DuplicateDecision.objects.update_or_create(
        fingerprint=fingerprint_of(second),
        organisation=first,
        defaults={
            "verdict": DuplicateDecision.Verdict.DIFFERENT,
            "said": {"other": second.code},
            "decided_by": actor if getattr(actor, "pk", None) else None,
        },
    )
    audit.record(actor=actor, verb="tell-apart", thing=decision, values={"first": first.code, "second": second.code})
    return decision
