"""Who stands in an election: written with the agenda or in the meeting, until the vote opens."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from factories import UserFactory
from factories.assemblies import Assembly
from filiera.governance.models import AgendaItem, Candidate
from filiera.governance.operations.candidates import set_candidates
from filiera.governance.operations.steps import MeetingRefused
from filiera.governance.operations.votes import open_vote
from tests_clock import NOW

pytestmark = pytest.mark.django_db


def standing() -> list[tuple[int, str]]:
    return list(Candidate.objects.order_by("position").values_list("position", "name"))


def test_candidates_are_written_once_each_in_their_order() -> None:
    item = Assembly(3).election("Boschi")
    set_candidates(item=item, names=[" Amin ", "", "Tirelli", "Amin"])

    assert standing() == [(1, "Amin"), (2, "Tirelli")]


def test_nobody_stands_once_the_vote_is_open() -> None:
    item = Assembly(3).election("Boschi")
    open_vote(item=item, now=NOW)

    with pytest.raises(MeetingRefused):
        set_candidates(item=item, names=["Amin"])


@pytest.mark.parametrize("state", ["CLOSED", "NO_QUORUM", "CANCELLED"])
def test_nobody_stands_in_a_meeting_that_is_over(state: str) -> None:
    item = Assembly(3).election("Boschi")
    item.meeting.state = state
    item.meeting.save()

    with pytest.raises(MeetingRefused, match="di una riunione finita"):
        set_candidates(item=item, names=["Amin"])
    assert standing() == [(1, "Boschi")]


def test_only_an_election_has_candidates() -> None:
    with pytest.raises(MeetingRefused):
        set_candidates(item=Assembly(3).item(), names=["Amin"])


def test_the_desk_writes_who_stands_in_the_meeting() -> None:
    item = Assembly(3).election("Boschi")
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        page = client.get(reverse("meeting-desk", args=[item.meeting_id])).content.decode()
        act = {"act": "candidates", "candidates": "Boschi\r\nAmin\r\n"}
        client.post(reverse("meeting-item-act", args=[item.meeting_id, item.position]), act)

    assert "Un nome per riga" in page
    assert standing() == [(1, "Boschi"), (2, "Amin")]


def test_the_agenda_writes_who_stands() -> None:
    meeting = Assembly(1).meeting
    meeting.state = "PLANNED"
    meeting.save()
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    form = {
        "title": "Revisore",
        "kind": "ELECTION",
        "vote_mode": "SECRET",
        "seats": "1",
        "candidates": "Boschi\r\nAmin",
    }
    client.post(reverse("meeting-item-new", args=[meeting.pk]), form)
    item = AgendaItem.objects.get()
    page = client.get(reverse("meeting-item", args=[meeting.pk, item.position])).content.decode()

    assert standing() == [(1, "Boschi"), (2, "Amin")]
    assert "Boschi\nAmin</textarea>" in page
