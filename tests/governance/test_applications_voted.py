"""An application on the agenda of a board that votes: taken back in time, followed by what was decided, never lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from factories import UserFactory
from factories.association import application
from factories.convened import FIRST, director, opened, planned
from filiera.common.models import AuditEvent
from filiera.governance.enums import ApplicationState, BodyKind, ItemState, RegisterEvent
from filiera.governance.logic.closing import ClosingDoubt
from filiera.governance.models import AgendaItem, Member, MembershipApplication, Resolution
from filiera.governance.operations.admissions import decide_application, put_on_agenda, take_application
from filiera.governance.operations.agenda import discuss_item, remove_item
from filiera.governance.operations.applications import ApplicationRefused, withdraw_application
from filiera.governance.operations.convening import convene_meeting
from filiera.governance.operations.holding import close_meeting
from filiera.governance.operations.outcomes import close_vote
from filiera.governance.operations.register import Event, admit_member
from filiera.governance.operations.steps import MeetingRefused
from filiera.governance.operations.votes import Vote, cast_votes, open_vote
from filiera.governance.queries.minutes import computed_minutes
from filiera.governance.queries.waiting import waiting_of_members
from governance.test_admissions import examined
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> MembershipApplication:
    """Give an application on the agenda of a board of two that is planned."""
    for name in ("Alba", "Brina"):
        director(name)
    office = UserFactory(role="OFFICE")
    sent = application(applicant=UserFactory(email="rosa@example.org"))
    put_on_agenda(application=examined(sent, office), meeting=planned(BodyKind.BOARD), today=TODAY, actor=office)
    sent.refresh_from_db()
    return sent


def held(row: MembershipApplication) -> AgendaItem:
    """Convene and open the meeting of an application, and call its item."""
    convene_meeting(meeting=row.item.meeting, now=NOW)
    row.item.meeting.refresh_from_db()
    opened(row.item.meeting, "Alba", "Brina")
    return discuss_item(item=row.item, now=FIRST)


def voted(item: AgendaItem) -> AgendaItem:
    """Let both vote in favour, and close."""
    item = open_vote(item=item, now=FIRST)
    for seat in item.meeting.roll.select_related("mandate__user"):
        cast_votes(item=item, votes={seat.pk: Vote("FOR")}, user=seat.mandate.user, now=FIRST)
    return close_vote(item=item, now=FIRST, sure_of=ClosingDoubt)


def waits() -> list[tuple[str, str]]:
    with time_machine.travel(NOW, tick=False):
        return [(one.text, one.word) for one in waiting_of_members() if one.url != reverse("fees-desk")]


def test_the_vote_closes_and_the_member_is_admitted(row: MembershipApplication) -> None:
    with time_machine.travel(FIRST, tick=False):
        voted(held(row))
    row.refresh_from_db()

    assert (row.state, row.member) == (ApplicationState.ACCEPTED, Member.objects.get())
    assert waits() == []


def test_a_vote_closes_though_nothing_can_follow_it_and_the_office_is_told(row: MembershipApplication) -> None:
    item = held(row)
    event = Event(RegisterEvent.ADMITTED, TODAY, "ordinary", note="atto")
    admit_member(organisation=row.organisation, event=event, now=NOW)
    with time_machine.travel(FIRST, tick=False):
        item = voted(item)
    row.refresh_from_db()
    told = AuditEvent.objects.get(verb="resolution-not-followed")

    assert (item.state, str(Resolution.objects.get())) == (ItemState.DECIDED, "1/2026")
    assert (told.object_id, told.detail.why) == (
        str(Resolution.objects.get().pk),
        "RegisterRefused: Nuova Cosmetica srl è già socio.",
    )
    assert row.state == ApplicationState.BOARD_AGENDA
    assert waits() == [
        (
            "La delibera n. 1/2026 del Consiglio Direttivo ha deciso su questa domanda, ma non ne è seguito ancora nulla.",
            "decisa",
        )
    ]


def test_what_could_not_follow_is_done_later(row: MembershipApplication) -> None:
    item = held(row)
    MembershipApplication.objects.update(member_class="nobody")
    with time_machine.travel(FIRST, tick=False):
        voted(item)
        MembershipApplication.objects.update(member_class="ordinary")
        decide_application(application=row, resolution=Resolution.objects.get(), accepts=True, now=FIRST)
    row.refresh_from_db()

    assert row.state == ApplicationState.ACCEPTED
    assert waits() == []


def test_an_application_whose_item_was_not_decided_waits_for_the_office(row: MembershipApplication) -> None:
    convene_meeting(meeting=row.item.meeting, now=NOW)
    row.item.meeting.refresh_from_db()
    meeting = opened(row.item.meeting, "Alba", "Brina")
    assert waits() == []
    close_meeting(meeting=meeting, now=FIRST)

    assert waits() == [("Il suo punto non è stato deciso: mettila in un altro ordine del giorno.", "non decisa")]


def test_an_item_with_an_application_is_not_removed(row: MembershipApplication) -> None:
    with pytest.raises(MeetingRefused, match="Su questo punto sta la domanda di Nuova Cosmetica srl"):
        remove_item(item=row.item)


def test_one_taken_back_leaves_a_planned_agenda(row: MembershipApplication) -> None:
    item = row.item
    withdraw_application(application=row, now=NOW)
    row.refresh_from_db()

    assert (row.state, row.item) == (ApplicationState.WITHDRAWN, None)
    assert not AgendaItem.objects.filter(pk=item.pk).exists()


@pytest.mark.parametrize("act", [withdraw_application, take_application])
def test_one_taken_back_after_the_notice_is_not_voted(row: MembershipApplication, act: Any) -> None:
    item = held(row)
    more = {"now": NOW} if act is withdraw_application else {}
    act(application=row, actor=UserFactory(role="OFFICE"), **more)
    item.refresh_from_db()
    row.refresh_from_db()
    said = [section.get("decision", []) for section in computed_minutes(item.meeting)["sections"]]

    assert (item.state, item.result, row.item) == (ItemState.DEFERRED, "withdrawn", None)
    assert said[3] == ["Il punto è ritirato."]


def test_nobody_takes_an_application_back_while_it_is_voted(row: MembershipApplication) -> None:
    item = open_vote(item=held(row), now=FIRST)
    with pytest.raises(ApplicationRefused, match="Il punto 2 è in votazione"):
        withdraw_application(application=row, now=FIRST + timedelta(minutes=1))
    row.refresh_from_db()

    assert (row.state, row.item) == (ApplicationState.BOARD_AGENDA, item)
