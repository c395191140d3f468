"""Nobody is convened who gets no notice, unless who convenes knows it: the minutes say so, and absence does not count."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.test import Client

from factories import UserFactory
from factories.association import statute
from factories.convened import FIRST, arrive, body, convened, director, opened, planned
from filiera.governance.enums import BodyKind, MeetingState
from filiera.governance.models import Mandate
from filiera.governance.operations.agenda import ItemPlan
from filiera.governance.operations.bodies import Office, appoint
from filiera.governance.operations.convening import convene_meeting
from filiera.governance.operations.holding import close_meeting
from filiera.governance.operations.steps import MeetingRefused
from filiera.governance.queries.bodies import absences_of
from filiera.governance.queries.minutes import computed_minutes
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db
TALK = ItemPlan("Comunicazioni", kind="BOARD", vote_mode="NONE")


@pytest.fixture(autouse=True)
def _board() -> None:
    """Give a board of three with an address and two without."""
    statute()
    for name in ("Alba", "Brina", "Cima"):
        director(name)
    for name in ("Tizio", "Caio"):
        appoint(body=body(BodyKind.BOARD), office=Office(name, "DIRECTOR", TODAY), today=TODAY)


def test_who_has_no_address_is_named_before_the_board_is_convened(client: Client) -> None:
    meeting = planned(BodyKind.BOARD, TALK)
    client.force_login(UserFactory(role="OFFICE"))
    with time_machine.travel(NOW, tick=False):
        desk = " ".join(client.get(f"/it/meetings/{meeting.pk}/desk/").content.decode().split())
        address = f"/it/office/meetings/{meeting.pk}/convene/"
        refused: Any = client.post(address, follow=True).content.decode()
        meeting.refresh_from_db()
        state = meeting.state
        done = client.post(address, {"unreached": "on"}, follow=True).content.decode()
    meeting.refresh_from_db()

    assert "Senza indirizzo, e quindi senza avviso: Caio, Tizio." in desk
    assert ("Senza indirizzo: Caio, Tizio." in refused, state) == (True, MeetingState.PLANNED)
    assert ("3 lettere sono partite." in done, meeting.state) == (True, MeetingState.CONVENED)
    assert "2 sono senza indirizzo: Caio, Tizio." in done


def test_the_operation_refuses_where_it_is_not_accepted() -> None:
    meeting = planned(BodyKind.BOARD, TALK)

    with pytest.raises(MeetingRefused, match="Caio, Tizio"):
        convene_meeting(meeting=meeting, now=NOW)


def test_the_minutes_say_whom_no_notice_reached_and_who_was_absent() -> None:
    meeting = opened(convened(BodyKind.BOARD, TALK), "Alba", "Brina", "Tizio")
    told = str(computed_minutes(meeting))

    assert "L'avviso è stato mandato a 3 aventi diritto su 5; senza recapito: Caio, Tizio." in told
    assert "Assenti: Caio; Cima." in told


def test_an_absence_without_a_notice_is_none() -> None:
    meeting = convened(BodyKind.BOARD, TALK)
    arrive(meeting, "Tizio")
    close_meeting(meeting=opened(meeting, "Alba", "Brina"), now=FIRST)
    missed = absences_of(body(BodyKind.BOARD))
    counted = {row.person_name: missed[row.pk] for row in Mandate.objects.all() if missed.get(row.pk)}

    assert counted == {"Cima": 1}
