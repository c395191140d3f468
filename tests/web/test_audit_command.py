"""The audit trail, verified from the command line."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from factories import OrganisationFactory
from factories.audit import untied
from filiera.common import audit
from filiera.common.models import AuditEvent

pytestmark = pytest.mark.django_db


def verified() -> dict[str, object]:
    out = StringIO()
    call_command("audit", "verify", "--json", stdout=out)
    found: dict[str, object] = json.loads(out.getvalue())
    return found


def test_trail_that_stands_is_counted() -> None:
    for verb in ("one", "two"):
        audit.record(actor=None, verb=verb, thing=OrganisationFactory(), values={})
    assert verified() == {"entries": 2, "first_broken": None}


def test_entry_that_was_changed_is_named() -> None:
    events = [audit.record(actor=None, verb="one", thing=OrganisationFactory(), values={}) for _n in range(3)]
    with untied():
        AuditEvent.objects.filter(pk=events[1].pk).update(verb="other")
    with pytest.raises(CommandError, match=str(events[1].pk)):
        verified()
