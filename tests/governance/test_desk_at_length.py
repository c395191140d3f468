"""The desk of a meeting is short: who is there stands first, the rest is folded or found by name."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from factories import UserFactory
from factories.association import member
from factories.convened import FIRST, arrive, convened, opened, representative
from filiera.governance.models import Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    representative("Alba")
    for number in range(14):
        member(name=f"Socia {number}")
    return convened()


def desk(meeting: Meeting, *, q: str = "", at: object = FIRST) -> str:
    client = Client()
    with time_machine.travel(at, tick=False):  # type: ignore[arg-type]
        client.force_login(UserFactory(role="OFFICE"))
        return client.get(reverse("meeting-desk", args=[meeting.pk]), {"q": q} if q else {}).content.decode()


def test_who_is_not_there_is_folded_and_found_by_name(meeting: Meeting) -> None:
    arrive(meeting, "Alba")
    page, asked, nobody = desk(meeting), desk(meeting, q="socia 3"), desk(meeting, q="Zeta")

    assert "14 non sono presenti" in page
    assert '<details class="fold mt-4" open>' not in page
    assert (asked.count('id="seat-'), "Socia 3" in asked) == (1, True)
    assert "Nessuno con questo nome" in nobody


def test_the_meeting_is_opened_from_two_hours_before(meeting: Meeting) -> None:
    before, ready = desk(meeting, at=FIRST - timedelta(hours=3)), desk(meeting, at=FIRST - timedelta(hours=1))

    assert [reverse("meeting-open", args=[meeting.pk]) in page for page in (before, ready)] == [False, True]
    assert "Comincia il" in before


def test_an_open_meeting_leads_to_its_end_from_the_top(meeting: Meeting) -> None:
    arrive(meeting, *[f"Socia {number}" for number in range(8)])
    opened(meeting, "Alba")

    page = desk(meeting)
    assert page.index('href="#close"') < page.index('id="agenda"')
