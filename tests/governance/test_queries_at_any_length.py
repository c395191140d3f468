"""What lists of the association ask of the database does not grow with what they list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.association import member, statute
from factories.convened import body, director, planned
from filiera.governance.enums import BodyKind
from filiera.governance.models import Minutes
from filiera.governance.operations import minutes as acts
from filiera.governance.operations.petitions import open_petition
from filiera.governance.queries.petitions import counted, petitions_to_show
from filiera.governance.queries.roll import drawn_roll
from filiera.governance.queries.waiting_acts import waiting_of_acts
from filiera.governance.queries.waiting_meetings import waiting_of_meetings
from governance.test_minutes import AT_END, held_assembly
from tests_clock import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("count", [1, 3])]


def test_drafts_that_wait(count: int, django_assert_num_queries: Any) -> None:
    for _number in range(count):
        planned(first_at=NOW + timedelta(days=10), second_at=None)
    with time_machine.travel(NOW, tick=False), django_assert_num_queries(8):
        assert len(waiting_of_meetings()) == count


def test_petitions(count: int, django_assert_num_queries: Any) -> None:
    statute()
    asking = [member() for _number in range(11)]
    for one in asking[:count]:
        open_petition(member=one, title="Quote", reasons="Alte", now=NOW, user=None)
    with django_assert_num_queries(7):
        assert len(counted(petitions_to_show(), today=TODAY)) == count


def test_the_roll_of_a_board(count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        mandate = director(f"Persona {number}")
        mandate.organisation = member().organisation
        mandate.save()
    meeting = planned(BodyKind.BOARD)
    with django_assert_num_queries(3):
        assert [seat.seat_class for seat in drawn_roll(meeting, record_on=TODAY)] == ["ordinary"] * count


def test_minutes_to_be_signed(count: int) -> None:
    assembly = held_assembly()
    meeting = assembly.meeting
    meeting.chaired_by = assembly.seats[0]
    meeting.save()
    row = acts.send_to_check(minutes=acts.draft_minutes(meeting=meeting), now=NOW)
    acts.approve_minutes(minutes=row, approval=AT_END, now=NOW)
    acts.sign_minutes(minutes=row, role="SECRETARY", name="Ufficio", now=NOW, user=None)
    for number in range(count - 1):
        other = type(meeting).objects.get(pk=meeting.pk)
        other.pk, other.uid = None, f"00000000-0000-0000-0000-00000000000{number}"
        other.save()
        more = Minutes.objects.create(meeting=other, state="APPROVED", content=row.content, approved_at=NOW)
        more.signatures.create(role="SECRETARY", name="Ufficio", signed_at=NOW, digest="")
    with time_machine.travel(NOW + timedelta(days=1), tick=False), CaptureQueriesContext(connection) as queries:
        found = waiting_of_acts()

    assert [one.chase is not None for one in found] == [True] * count
    assert len(queries) == 6
    assert "Buongiorno Persona 1," in str(found[0].chase and found[0].chase.letter)
    assert body().meetings.count() == count
