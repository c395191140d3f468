"""The trail is one chain, however many write to it at once; what is erased or altered shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factories import OrganisationFactory, UserFactory
from factories.installation import installation, started, told
from filiera.common import audit
from filiera.common.models import AuditDetail, AuditEvent
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from pathlib import Path

WRITE = """
from django.db import transaction
from filiera.common import audit
from filiera.registry.models import Organisation
for number in range(40):
    with transaction.atomic():
        audit.record(actor=None, verb="test", thing=Organisation, values={"number": number})
        audit.record(actor=None, verb="test", thing=Organisation)
"""
LOOK = """
from filiera.common import audit
from filiera.common.models import AuditEvent
print(AuditEvent.objects.count(), audit.broken_link())
"""


def test_processes_that_write_at_once_make_one_chain(tmp_path: Path) -> None:
    with installation(tmp_path) as place:
        writers = [started(WRITE, place) for _number in range(3)]
        for writer in writers:
            writer.communicate(timeout=120)
        assert [writer.returncode for writer in writers] == [0, 0, 0]
        assert told(LOOK, place) == "240 None"


@pytest.mark.django_db
def test_trail_stands_when_a_detail_is_erased_and_breaks_when_an_event_is_altered() -> None:
    events = [audit.record(actor=UserFactory(), verb="test", thing=OrganisationFactory()) for _n in range(3)]
    AuditDetail.objects.filter(event=events[0]).delete()
    assert audit.broken_link() is None
    AuditEvent.objects.filter(pk=events[1].pk).update(verb="other")
    assert audit.broken_link() == events[1]


@pytest.mark.django_db
def test_act_on_many_of_a_kind_names_the_kind_alone() -> None:
    event = audit.record(actor=None, verb="test", thing=Organisation)
    assert (event.object_type, event.object_id) == ("registry.Organisation", "")
