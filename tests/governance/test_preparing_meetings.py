"""Preparing a meeting: each thing said once, an election secret unless said otherwise, only papers for meetings offered."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from factories import UserFactory
from factories.convened import planned, representative
from filiera.documents.models import Document
from filiera.governance.enums import BodyKind
from tests_clock import NOW

pytestmark = pytest.mark.django_db


def office() -> Client:
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    return client


def test_what_comes_too_late_is_said_once_with_the_first_good_day() -> None:
    representative("Alba")
    meeting = planned(first_at=NOW + timedelta(days=2), second_at=None)
    with time_machine.travel(NOW, tick=False):
        page = office().get(reverse("meeting-desk", args=[meeting.pk])).content.decode()

    assert page.count("avviso deve partire") + page.count("avviso va") <= 1
    assert "Sposta la prima convocazione al" in page


def test_an_election_is_secret_unless_said_otherwise() -> None:
    meeting = planned(BodyKind.ASSEMBLY)
    values = {"title": "Rinnovo", "kind": "ELECTION", "seats": "3"}
    with time_machine.travel(NOW, tick=False):
        client = office()
        for mode in ("", "OPEN"):
            client.post(reverse("meeting-item-new", args=[meeting.pk]), {**values, "vote_mode": mode})
        plain = {"title": "Piano", "kind": "ORDINARY", "vote_mode": "", "proposal": "Si approva."}
        client.post(reverse("meeting-item-new", args=[meeting.pk]), plain)

    assert [item.vote_mode for item in meeting.items.order_by("position")[1:]] == ["SECRET", "OPEN", "OPEN"]


def test_only_papers_for_meetings_are_offered() -> None:
    meeting = planned()
    for title, level in (("Bilancio", "MEMBERS"), ("Scansione di una delega", "OFFICE")):
        Document.objects.create(
            title=title, visibility="OFFICE", content_visibility=level, created_at=NOW, changed_at=NOW
        )
    with time_machine.travel(NOW, tick=False):
        page = office().get(reverse("meeting-desk", args=[meeting.pk])).content.decode()

    assert ("Bilancio" in page, "Scansione" in page) == (True, False)
    assert reverse("document-add") in page


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        (
            "meeting-edit",
            {"title": "Prova", "remote_url": "javascript:alert(1)"},
            "Questo non è un indirizzo web. Per esempio: https://meet.example.org/assemblea.",
        ),
        (
            "meeting-item-new",
            {"title": "Prova", "kind": "ELECTION", "seats": "-3"},
            "Scrivi un numero intero, da 1 a 99.",
        ),
    ],
)
def test_what_is_wrong_is_said_with_what_to_write(name: str, values: dict[str, str], said: str) -> None:
    meeting = planned()
    with time_machine.travel(NOW, tick=False):
        answer = office().post(reverse(name, args=[meeting.pk]), values)

    assert (answer.status_code, said in answer.content.decode()) == (422, True)
