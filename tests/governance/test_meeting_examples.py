"""The example board and meetings are made once, marked, by the operations that make real ones; no letter leaves."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail

from factories.convened import representative
from filiera.governance.enums import MeetingState
from filiera.governance.models import Body, Mandate, Meeting
from filiera.governance.operations.examples_meetings import make_meeting_examples
from tests_clock import NOW

pytestmark = pytest.mark.django_db
PATH = Path(settings.INSTANCE_DIR) / "examples" / "meetings.yaml"


def test_examples_are_made_once_and_marked() -> None:
    representative("Alba")
    made = make_meeting_examples(path=PATH, now=NOW)

    assert [(one.body.code, one.state, one.is_example) for one in made] == [
        ("assembly", MeetingState.CONVENED, True),
        ("board", MeetingState.PLANNED, True),
    ]
    names = list(Mandate.objects.values_list("person_name", "is_example"))
    assert [(name.endswith("(esempio)"), is_example) for name, is_example in names] == [(True, True)] * 5
    assert [one.name.endswith("(esempio)") for one in made[0].items.get(kind="ELECTION").candidates.all()] == [True] * 3
    assert mail.outbox == []

    assert make_meeting_examples(path=PATH, now=NOW) == []
    assert (Meeting.objects.count(), Body.objects.count()) == (2, 3)


def test_without_members_the_assembly_stays_a_draft() -> None:
    (assembly, _board) = make_meeting_examples(path=PATH, now=NOW)
    assert assembly.state == MeetingState.PLANNED
