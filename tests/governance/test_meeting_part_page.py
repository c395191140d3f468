"""The page of a meeting for whoever takes part: own acts first, each item with what came of it."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client

from factories import UserFactory
from factories.convened import FIRST, convened, representative
from filiera.governance.enums import ItemState
from filiera.governance.pages_meetings import meeting_page

pytestmark = pytest.mark.django_db


def test_what_a_member_does_stands_above_the_agenda_and_both_parts_are_asked_for_again(client: Client) -> None:
    alba = representative("Alba")
    meeting = convened()
    with time_machine.travel(FIRST, tick=False):
        client.force_login(alba)
        page = client.get(f"/it/meetings/{meeting.pk}/").content.decode()
        live = client.get(f"/it/meetings/{meeting.pk}/live/").content.decode()
    order = [page.find(one) for one in ('id="live"', "Sono in sala", "Dai una delega", 'id="agenda"', 'id="quorum"')]
    assert (order, -1 in order) == (sorted(order), False)
    assert re.findall(r'<div\s+id="(live[^"]*)"', live) == ["live", "live-agenda"]
    assert ("hx-swap-oob" in live, "hx-swap-oob" in page) == (True, False)


@pytest.mark.parametrize(
    ("kind", "result", "told"),
    [
        ("ORDINARY", "adopted", ("ok", "approvato")),
        ("ORDINARY", "rejected", ("bad", "non approvato")),
        ("ELECTION", "rejected", ("bad", "nessun eletto")),
    ],
)
def test_what_came_of_an_item_has_its_own_mark_and_gender(kind: str, result: str, told: tuple[str, str]) -> None:
    representative("Alba")
    meeting = convened()
    meeting.items.update(kind=kind, result=result, state=ItemState.DECIDED)
    (line,) = meeting_page(meeting, user=UserFactory(), now=FIRST).lines
    assert (line.tone, line.word) == told
