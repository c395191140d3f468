"""Take every invented thing out: organisations, evidence, people, accounts, sources."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from filiera.common import audit
from filiera.competence.models import Evidence
from filiera.registry import hooks
from filiera.registry.models import Organisation, Source
from filiera.registry.operations import organisations


@transaction.atomic
def remove_examples(*, actor: Any = None) -> dict[str, int]:
    """Remove all that is marked as an example, and all that hangs on it; give the counts by kind of thing.

    Accounts of real people stay, whatever their role: only those that the demo marked when it made them go. Raises
    ExamplesStay where a feature must keep them.
    """
    for remove in hooks.before_examples_go:
        remove()
    evidence = Evidence.objects.filter(is_example=True)
    counts = {"evidence": evidence.count()}
    evidence.delete()
    counts |= organisations.remove_examples(actor=actor)
    sources = Source.objects.filter(is_example=True, evidence=None, facts=None, roles=None, aliases=None)
    sources = sources.filter(identifiers=None, sites=None)
    counts["sources"] = sources.count()
    sources.delete()
    audit.record(actor=actor, verb="remove-examples", thing=Organisation, values=counts)
    return counts
