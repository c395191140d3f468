"""What of the association waits for one person, and for nobody else."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from factories import UserFactory
from factories.assemblies import Assembly
from factories.convened import director
from filiera.common.in_words import long_date
from filiera.governance.enums import MeetingState
from filiera.governance.models import Fee
from filiera.governance.operations import minutes as acts
from filiera.governance.operations.fees import Payment, record_payment
from filiera.governance.operations.votes import open_vote
from filiera.governance.queries.association import waiting_for
from filiera.registry.models import Delegate, Organisation
from governance.test_minutes import held_assembly
from tests_clock import NOW, TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _the_meeting_is_on() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


def members(assembly: Assembly) -> Assembly:
    Organisation.objects.update(member_since_on=TODAY - timedelta(days=800))
    return assembly


def words(user: Any) -> list[tuple[str, str]]:
    return [(thing.title, thing.word) for thing in waiting_for(user, now=LATER)]


def test_an_open_vote_comes_first() -> None:
    assembly = members(Assembly(3))
    open_vote(item=assembly.item(), now=NOW)

    assert words(assembly.users[0])[:2] == [("Punto 1", "si vota adesso"), ("Assemblea ordinaria", "è in corso")]


def test_minutes_wait_for_those_who_were_there_and_then_for_whoever_chaired() -> None:
    assembly = members(held_assembly())
    assembly.meeting.chaired_by = assembly.seats[0]
    assembly.meeting.save()
    minutes = acts.send_to_check(minutes=acts.draft_minutes(meeting=assembly.meeting), now=NOW)
    there, absent = words(assembly.users[1]), words(assembly.users[5])
    acts.approve_minutes(minutes=minutes, approval=acts.Approval("AT_END"), now=NOW)

    assert there == [("Verbale di «Assemblea ordinaria»", "da leggere")]
    assert absent == []
    assert words(assembly.users[0]) == [("Verbale di «Assemblea ordinaria»", "da firmare")]
    assert words(assembly.users[1]) == []


def test_the_year_in_the_cluster_is_told_when_it_comes() -> None:
    assembly = members(Assembly(1))
    assembly.meeting.state = MeetingState.CLOSED
    assembly.meeting.save()
    year = TODAY - timedelta(days=500 - 365)
    told = {days: waiting_for(assembly.users[0], now=NOW + timedelta(days=days)) for days in (-500, -150, -130, 0)}

    assert {days: [(one.title, one.word) for one in found] for days, found in told.items()} == {
        -500: [],
        -150: [(f"Un anno nel cluster il {long_date(year)}", "fra poco")],
        -130: [(f"Un anno nel cluster dal {long_date(year)}", "compiuto")],
        0: [],
    }


def test_a_delegation_that_ends_is_told() -> None:
    assembly = members(Assembly(1))
    assembly.meeting.state = MeetingState.CLOSED
    assembly.meeting.save()
    Delegate.objects.update(until_on=TODAY + timedelta(days=30))

    assert words(assembly.users[0]) == [("La tua delega finisce", "fra poco")]


@pytest.mark.parametrize(("lang", "said"), [("it", "ti aspetta"), ("en", "waits for you")])
def test_the_page_is_for_members(lang: str, said: str) -> None:
    assembly = members(Assembly(2))
    client = Client()
    client.force_login(assembly.users[0])
    page = client.get(f"/{lang}/association/")
    stranger = Client()
    stranger.force_login(UserFactory())

    assert page.status_code == 200
    assert reverse("meeting", args=[assembly.meeting.pk]).removeprefix("/it") in page.content.decode()
    assert stranger.get(f"/{lang}/association/").status_code == 404
    assert Client().get(f"/{lang}/association/").status_code == 302


def test_every_part_opens() -> None:
    assembly = members(Assembly(2))
    client = Client()
    client.force_login(assembly.users[0])
    links = client.get("/it/association/").context["links"]

    assert {link.url: client.get(link.url).status_code for link in links} == {link.url: 200 for link in links}


def test_the_board_sees_the_sums_and_nobody_else() -> None:
    assembly = members(Assembly(2))
    row = assembly.seats[0].member
    assert row is not None
    fee = Fee.objects.create(member=row, year=TODAY.year, amount_eur=300, due_on=TODAY - timedelta(days=40))
    record_payment(fee=fee, payment=Payment(TODAY, Decimal("100.10")), now=NOW)
    pages = []
    for user in (director("Ada").user, assembly.users[1]):
        client = Client()
        client.force_login(user)
        pages.append(client.get("/it/association/").content.decode())

    assert f"Quote {TODAY.year}: arrivati 100,10 € su 300,00 €" in pages[0]
    assert "1 quota è in ritardo" in pages[0]
    assert "L'associazione oggi" not in unescape(pages[1])
