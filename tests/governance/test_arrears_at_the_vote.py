"""What is paid before the vote counts, and whoever does not vote is told why."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from factories.assemblies import Assembly
from filiera.common.models import AuditEvent
from filiera.governance.models import ConflictDeclaration, Fee
from filiera.governance.operations.arrears import settle_arrears
from filiera.governance.operations.attendance import Coming, check_in
from filiera.governance.operations.fees import Payment, record_payment
from filiera.governance.operations.votes import open_vote
from filiera.governance.queries.seats import voting_seats
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


def late_fee(assembly: Assembly, place: int) -> Fee:
    """Let a seat be in arrears on the roll, with a fee that is long due."""
    seat = assembly.seats[place]
    seat.is_in_arrears = True
    seat.save()
    due = TODAY - timedelta(days=200)
    return Fee.objects.create(member=seat.member, year=due.year, amount_eur=Decimal(500), due_on=due)


def pay(fee: Fee) -> None:
    record_payment(fee=fee, payment=Payment(TODAY, fee.amount_eur), now=NOW)


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def open_page(user: Any, address: str) -> str:
    with time_machine.travel(LATER, tick=False):
        return " ".join(client_of(user).get(address).content.decode().split())


def test_who_paid_after_the_record_date_votes() -> None:
    assembly = Assembly(4, statute="with-classes")
    pay(late_fee(assembly, 0))
    late_fee(assembly, 1)
    item = open_vote(item=assembly.item(), now=LATER)

    assert [one.seat.name for one in voting_seats(assembly.users[0], item, at=LATER)] == ["Socio 1"]
    assert voting_seats(assembly.users[1], item, at=LATER) == []
    assert AuditEvent.objects.filter(verb="settle-arrears").count() == 1


def test_presence_settles_arrears_and_nobody_gets_worse() -> None:
    assembly = Assembly(4, present=3, statute="with-classes")
    paid = late_fee(assembly, 3)
    late = late_fee(assembly, 1)
    assembly.seats[1].is_in_arrears = False
    assembly.seats[1].save()
    pay(paid)
    check_in(seat=assembly.seats[3], coming=Coming("ROOM", "Persona 4"), now=LATER)

    in_arrears = list(assembly.meeting.roll.order_by("pk").values_list("is_in_arrears", flat=True))
    assert (in_arrears, late.payments.count()) == ([False] * 4, 0)
    assert settle_arrears(meeting=assembly.meeting, now=LATER) == []


def test_who_comes_in_arrears_is_told_that_it_does_not_count() -> None:
    assembly = Assembly(4, present=3, statute="with-classes")
    late_fee(assembly, 3)
    client = client_of(assembly.users[3])
    with time_machine.travel(LATER, tick=False):
        address = f"/it/meetings/{assembly.meeting.pk}/come/"
        page = client.post(address, {"mode": "ROOM", "accepts": "on"}, follow=True).content.decode()

    assert "Presenza segnata, ma non conti per il numero legale e non voti: quota in arretrato" in page
    assert "da adesso conti" not in page


def test_only_who_votes_is_sent_to_the_ballot_and_the_others_read_why() -> None:
    assembly = Assembly(4, present=3, statute="with-classes")
    late_fee(assembly, 0)
    item = assembly.item()
    ConflictDeclaration.objects.create(item=item, seat=assembly.seats[1], reason="concorrente", declared_at=NOW)
    open_vote(item=item, now=LATER)
    pages = [open_page(user, f"/it/meetings/{assembly.meeting.pk}/") for user in assembly.users]
    ballots = [
        open_page(user, f"/it/meetings/{assembly.meeting.pk}/items/{item.position}/vote/") for user in assembly.users
    ]

    assert [">Vota<" in page.replace("\n", "") for page in pages] == [False, False, True, False]
    assert ["Su questo punto non voti." in page for page in pages] == [True, True, False, True]
    assert "quota in arretrato (art. 9 c. 3 dello statuto); appena la paghi, voti" in ballots[0]
    assert "ha dichiarato un conflitto di interessi" in ballots[1]
    assert "non risulta presente" in ballots[3]
