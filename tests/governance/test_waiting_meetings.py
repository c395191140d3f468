"""What waits of meetings stands in the order in which it is done, each thing once, and nothing is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from factories import UserFactory
from factories.convened import FIRST, convened, director, first_item, opened, planned, representative
from filiera.common.in_words import moment
from filiera.governance.enums import BodyKind, ItemState
from filiera.governance.models import AgendaItem, NoticeDelivery
from filiera.governance.operations.agenda import ItemPlan, carry_item, defer_item, drop_item
from filiera.governance.operations.holding import close_meeting
from filiera.governance.operations.steps import MeetingRefused
from filiera.governance.queries.association import waiting_for
from filiera.governance.queries.deferred import deferred_items
from filiera.governance.queries.meetings import meeting_lines, meetings_open_to
from filiera.governance.queries.waiting_meetings import waiting_of_meetings
from filiera.registry.hooks import in_turn
from tests_clock import TODAY

pytestmark = pytest.mark.django_db
LATER = FIRST.date() + timedelta(days=1)


def waits(now: datetime) -> list[tuple[str, str, bool]]:
    with time_machine.travel(now, tick=False):
        return [(one.title, one.word, one.is_now) for one in in_turn(waiting_of_meetings())]


def page(user: Any, address: str, now: datetime) -> str:
    client = Client()
    with time_machine.travel(now, tick=False):
        client.force_login(user)
        return client.get(address).content.decode()


def test_a_meeting_that_begins_stands_first_and_its_lost_notices_are_another_thing() -> None:
    representative("Alba")
    meeting = convened()
    NoticeDelivery.objects.update(sent_at=None, failed_why="refused")
    lost = ("1 avviso non è arrivato", "da rimandare", False)

    assert waits(FIRST - timedelta(hours=4)) == [(meeting.title, "oggi", False), lost]
    assert waits(FIRST - timedelta(hours=2)) == [(meeting.title, "oggi", True), lost]
    opened(meeting, "Alba")
    assert waits(FIRST) == [(meeting.title, "è in corso", True), lost]
    text = page(UserFactory(role="OFFICE"), "/it/office/", FIRST)
    assert text.index('id="now"') < text.index('id="waits"')


def test_a_member_reads_of_todays_meeting_before_the_rest() -> None:
    alba = representative("Alba")
    convened()
    with time_machine.travel(FIRST - timedelta(hours=3), tick=False):
        found = waiting_for(alba, now=FIRST - timedelta(hours=3))

    assert next((one.word, one.is_now) for one in found) == ("oggi", True)


def test_a_meeting_whose_day_has_passed_is_neither_to_come_nor_over() -> None:
    alba, office = representative("Alba"), UserFactory(role="OFFICE")
    meeting = convened()
    after = FIRST + timedelta(days=2)
    lines = meeting_lines(meetings_open_to(office), today=after.date())

    assert waits(after) == [(meeting.title, "da chiarire", False)]
    assert [(line.is_coming, line.is_unclear, line.is_over) for line in lines] == [(False, True, False)]
    with time_machine.travel(after, tick=False):
        assert [one.title for one in waiting_for(alba, now=after)] == []
    assert "da chiarire" in page(alba, reverse("meetings"), after)
    assert "Da chiarire: doveva tenersi il" in page(alba, reverse("meeting", args=[meeting.pk]), after)
    assert "Nessuna riunione in preparazione" in page(office, reverse("meetings-office"), after)


@pytest.mark.parametrize(
    ("lang", "said"),
    [("it", "non è stata aperta né dichiarata senza numero legale"), ("en", "was neither opened nor declared")],
)
def test_a_first_call_that_nobody_declared_says_what_to_do_before_the_second(lang: str, said: str) -> None:
    alba, office = representative("Alba"), UserFactory(role="OFFICE")
    meeting = convened(second_at=FIRST + timedelta(days=3))
    between, second = FIRST + timedelta(days=1), FIRST + timedelta(days=3)
    declare = f"/meetings/{meeting.pk}/desk/no-quorum/"

    assert waits(between) == [(meeting.title, "da dichiarare", False)]
    assert waits(second) == [(meeting.title, "da dichiarare", True)]
    today = page(office, f"/{lang}/office/", second)
    assert (said in today, declare in today) == (True, True)
    with time_machine.travel(second, tick=False), translation.override("it"):
        assert [(one.text, one.word) for one in waiting_for(alba, now=second)] == [(moment(second), "oggi")]
    assert "18 dicembre 2026" in page(alba, "/it/meetings/", second).partition("</h1>")[0]
    assert "Si tiene <em>il 18 dicembre" in page(alba, f"/it/meetings/{meeting.pk}/", second)


def deferred() -> AgendaItem:
    for name in ("Alba", "Brina"):
        director(name)
    plans = [ItemPlan(title, kind="BOARD", proposal="Si approva.") for title in ("Sito", "Sede")]
    meeting = opened(convened(BodyKind.BOARD, *plans), "Alba", "Brina")
    item = first_item(meeting)
    defer_item(item=item)
    drop_item(item=meeting.items.get(position=2), why="ritirato")
    with time_machine.travel(FIRST, tick=False):
        close_meeting(meeting=meeting, now=FIRST)
    item.refresh_from_db()
    return item


def test_what_was_deferred_waits_until_an_agenda_takes_it_up() -> None:
    item, office = deferred(), UserFactory(role="OFFICE")
    assert [found.title for found in deferred_items(today=LATER)] == ["Sito"]
    assert ("Sito", "rinviato", False) in waits(FIRST)

    later = planned(BodyKind.BOARD, first_at=FIRST + timedelta(days=40), second_at=None)
    assert "Punti rimasti da riunioni precedenti" in page(office, reverse("meeting-desk", args=[later.pk]), FIRST)
    client = Client()
    with time_machine.travel(FIRST, tick=False):
        client.force_login(office)
        client.post(reverse("meeting-item-carry", args=[item.meeting_id, item.position]))

    made = later.items.get(position=2)
    assert (made.title, made.proposal, made.state) == ("Sito", "Si approva.", ItemState.PLANNED)
    assert deferred_items(today=LATER) == []
    with pytest.raises(MeetingRefused):
        carry_item(item=item, to=later, today=TODAY)


def test_only_the_office_takes_items_up() -> None:
    item = deferred()
    later = planned(BodyKind.BOARD, first_at=FIRST + timedelta(days=40), second_at=None)
    client = Client()
    client.force_login(representative("Cima"))
    response = client.post(reverse("meeting-item-carry", args=[item.meeting_id, item.position]))

    assert (response.status_code in (302, 404), later.items.count()) == (True, 1)
