"""Resolutions and books through the API: for whom they are, and a book that verifies."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.test import Client

from factories import UserFactory
from filiera.governance.enums import MinutesState
from filiera.governance.logic.book_files import verified
from filiera.governance.models import Resolution
from filiera.governance.operations import minutes as acts
from filiera.governance.operations.resolutions import add_follow_up
from filiera.registry.models import Organisation
from governance.test_minutes import held_assembly, to
from tests_clock import NOW, TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factories.assemblies import Assembly

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture(autouse=True)
def _after_the_meeting() -> Iterator[None]:
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        yield


@pytest.fixture
def assembly() -> Assembly:
    made = held_assembly()
    Organisation.objects.update(member_since_on=TODAY - timedelta(days=400))
    to(MinutesState.FILED, acts.draft_minutes(meeting=made.meeting))
    return made


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_member_reads_what_the_assembly_decided(assembly: Assembly) -> None:
    first = Resolution.objects.order_by("pk")[0]
    add_follow_up(resolution=first, what="Scrivere", owner_name="Ufficio", due_on=TODAY)
    body = client_of(assembly.users[1]).get(f"{API}/resolutions?limit=1").json()
    rest = client_of(assembly.users[1]).get(f"{API}/resolutions?cursor={body['next']}").json()

    assert [row["number"] for row in body["items"] + rest["items"]] == ["2/2026", "1/2026"]
    assert rest["items"][0]["follow_ups"] == [
        {"what": "Scrivere", "who": "Ufficio", "due_on": "2026-11-25", "done_on": None}
    ]
    assert client_of(assembly.users[1]).get(f"{API}/resolutions?q=punto+2").json()["items"][0]["title"] == "Punto 2"
    assert client_of(assembly.users[1]).get(f"{API}/resolutions/{first.pk}").json()["state"] == "IN_FORCE"


def test_a_book_verifies(assembly: Assembly) -> None:
    book = client_of(UserFactory(role="OFFICE")).get(f"{API}/books/assembly").json()

    assert verified(book).broken is None
    assert verified(book).acts == 1


@pytest.mark.parametrize("address", ["resolutions", "resolutions/{pk}", "books/assembly", "books/board"])
def test_for_others_there_is_nothing(assembly: Assembly, address: str) -> None:
    path = f"{API}/{address.format(pk=Resolution.objects.order_by('pk')[0].pk)}"

    assert [client.get(path).status_code for client in (Client(), client_of(UserFactory()))] == [404, 404]


def test_the_board_s_is_for_the_board(assembly: Assembly) -> None:
    assert client_of(assembly.users[1]).get(f"{API}/books/board").status_code == 404
    assert client_of(UserFactory(role="OFFICE")).get(f"{API}/books/board").json()["acts"] == []
