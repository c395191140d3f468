"""Where fewer sit in a body than the statute wants, or more were elected than it has seats, the office is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from factories import UserFactory
from factories.assemblies import Assembly
from factories.association import statute
from factories.convened import body, director
from filiera.governance.enums import BodyKind
from filiera.governance.logic.closing import ClosingDoubt
from filiera.governance.models import AgendaItem
from filiera.governance.operations.bodies import Office, appoint
from filiera.governance.operations.outcomes import close_vote
from filiera.governance.operations.votes import Vote, cast_votes, open_vote
from filiera.governance.queries.bodies import body_pages, waiting_of_bodies
from filiera.governance.queries.elected import beyond_seats, elected_without_office, waiting_of_elections
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db


def page(lang: str = "it") -> str:
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    return " ".join(client.get(reverse("bodies-office").replace("/it/", f"/{lang}/")).content.decode().split())


def test_a_board_with_too_few_is_told_on_its_page_and_on_today() -> None:
    statute("with-classes")
    for name in ("Dora", "Enzo"):
        director(name)
    said = "2 persone in carica: lo statuto ne vuole almeno 10 (art. 15 dello statuto)."
    with time_machine.travel(NOW, tick=False):
        shown, waiting = page(), [(one.title, one.text) for one in waiting_of_bodies()]

    assert said in shown
    assert waiting[0] == ("In carica: Consiglio Direttivo", said)
    assert len(waiting) == 2


def test_a_board_with_enough_is_no_news() -> None:
    statute()
    for name in ("Dora", "Enzo", "Fulvia"):
        director(name)
    with time_machine.travel(NOW, tick=False):
        assert [one.title for one in waiting_of_bodies()] == ["In carica: Organo di controllo"]


def test_who_sits_without_a_vote_takes_no_seat() -> None:
    statute()
    board = body(BodyKind.BOARD)
    for name in ("Dora", "Enzo"):
        director(name)
    adviser = Office("Gino", "SECRETARY", TODAY - timedelta(days=1), user=UserFactory(name="Gino"), has_vote=False)
    appoint(body=board, office=adviser, today=TODAY)
    with time_machine.travel(NOW, tick=False):
        (page,) = [one for one in body_pages(today=TODAY) if one.body.kind == BodyKind.BOARD]

    assert (len(page.in_office), page.seated, page.missing, page.free) == (3, 2, 1, 9)


def test_more_elected_than_seats_is_told_and_the_buttons_say_what_they_do() -> None:
    assembly = Assembly(4, statute="with-classes")
    body(BodyKind.BOARD)
    item = assembly.election("Contalbene", "Pareggiani", seats=2)
    item.title = "Elezione di due revisori"
    item.save()
    open_vote(item=item, now=NOW)
    ballot = {assembly.seats[1].pk: Vote(names=("Contalbene", "Pareggiani"), code="K7M2-94QD-XP")}
    cast_votes(item=item, votes=ballot, user=assembly.users[1], now=NOW)
    close_vote(item=item, now=NOW, sure_of=ClosingDoubt)
    said = "Organo di controllo: eletti 2, posti ancora liberi 1 (art. 18 dello statuto)."
    with time_machine.travel(NOW, tick=False):
        shown, waiting = page(), [one.text for one in waiting_of_elections()]

    assert (said in shown, waiting[0]) == (True, said)
    assert "Scrivi la carica: Organo di controllo" in shown
    assert "Scrivi la carica: Consiglio Direttivo" not in shown


def _elected(title: str, **values: Any) -> Assembly:
    """Elect two by a vote on an item with a title and what it says of itself."""
    assembly = Assembly(4, statute="with-classes")
    item = assembly.election("Contalbene", "Pareggiani", seats=2)
    AgendaItem.objects.filter(pk=item.pk).update(title=title, **values)
    item = open_vote(item=AgendaItem.objects.get(pk=item.pk), now=NOW)
    ballot = {assembly.seats[1].pk: Vote(names=("Contalbene", "Pareggiani"), code="K7M2-94QD-XP")}
    cast_votes(item=item, votes=ballot, user=assembly.users[1], now=NOW)
    close_vote(item=item, now=NOW, sure_of=ClosingDoubt)
    return assembly


def test_the_body_that_the_item_names_is_filled_whatever_the_title_says() -> None:
    board = body(BodyKind.BOARD)
    body(BodyKind.AUDITORS)
    _elected("Nomina di due revisori", fills=board)
    with time_machine.travel(NOW, tick=False):
        shown = page()
    assert "Scrivi la carica: Consiglio Direttivo" in shown
    assert "Scrivi la carica: Organo di controllo" not in shown


def test_a_renewal_of_the_whole_body_leaves_all_its_seats() -> None:
    board, most = body(BodyKind.BOARD), 10
    _elected("Nomina di due persone", fills=board)
    item = AgendaItem.objects.get(fills=board)
    for number in range(most):
        director(f"Persona {number}")
    with time_machine.travel(NOW, tick=False):
        filling = beyond_seats(elected_without_office(today=TODAY), body_pages(today=TODAY))
        AgendaItem.objects.filter(pk=item.pk).update(renews=True)
        renewing = beyond_seats(elected_without_office(today=TODAY), body_pages(today=TODAY))
    assert filling == "Consiglio Direttivo: eletti 2, posti ancora liberi 0 (art. 15 dello statuto)."
    assert renewing == ""
