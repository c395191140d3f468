"""A completed collaboration becomes evidence by a link too: the side that has not said is asked once the other agrees."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories import UserFactory
from factories.needs import (
    TITLE,
    completed,
    introduced,
    letters_to,
    link_to,
    need,
    organisation,
    person_of,
    press,
    read,
)
from filiera.accounts.operations_letters import choose_letters, send_letters
from filiera.exchange.enums import Side
from filiera.exchange.models import Collaboration
from filiera.exchange.operations.collaborations import Result, agree_to_evidence, name_result

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]

SOLVER, ASKS, NAME = "prove-martesana@example.org", "chiede@example.org", "Stabilità di un siero"
MAILS = {Side.SOLVER: SOLVER, Side.REQUESTER: ASKS}


def done() -> Collaboration:
    return completed(introduced(read(need())), NAME)


def agree(row: Collaboration, side: Side, agrees: bool = True) -> Collaboration:
    return agree_to_evidence(collaboration=row, side=side, agrees=agrees, now=timezone.now())


def fresh(row: Collaboration) -> Collaboration:
    return Collaboration.objects.get(pk=row.pk)


def said(row: Collaboration) -> tuple[bool | None, bool | None, bool]:
    held = fresh(row)
    return held.requester_agrees, held.solver_agrees, held.evidence is not None


@pytest.mark.parametrize("first", [Side.SOLVER, Side.REQUESTER])
def test_the_side_that_has_not_said_is_asked_by_a_link_and_its_yes_makes_the_evidence(first: Side) -> None:
    row, other = done(), Side.REQUESTER if first == Side.SOLVER else Side.SOLVER
    before = {mail: len(letters_to(mail)) for mail in MAILS.values()}
    agree(row, first)
    assert len(letters_to(MAILS[first])) == before[MAILS[first]]
    letter = letters_to(MAILS[other])[before[MAILS[other]]]
    assert f"«{NAME}»" in letter.body
    assert TITLE not in letter.body + letter.subject
    page = Client().get(link_to(MAILS[other])).content.decode()
    assert NAME in page
    assert "Prova superata" not in page
    press(link_to(MAILS[other]), "YES")
    assert said(row) == (True, True, True)
    shown = Client().get(reverse("organisation", args=[organisation("Prove Martesana").code])).content.decode()
    assert NAME in shown
    assert "Prove Martesana e Alba Cosmetici hanno lavorato insieme." in shown


def test_a_no_leaves_no_evidence_and_is_not_asked_again() -> None:
    row = agree(done(), Side.REQUESTER)
    press(link_to(SOLVER), "NO")
    assert said(row) == (True, False, False)
    number = len(letters_to(SOLVER))
    agree(agree(row, Side.REQUESTER, agrees=False), Side.REQUESTER)
    assert len(letters_to(SOLVER)) == number


@pytest.mark.parametrize("choice", ["YES", "NO"])
def test_an_answer_is_taken_back_by_the_receipt_and_asked_again(choice: str) -> None:
    row = agree(done(), Side.REQUESTER)
    press(link_to(SOLVER), choice)
    press(link_to(SOLVER), "UNDO")
    assert said(row) == (True, None, False)
    press(link_to(SOLVER), "YES")
    assert said(row) == (True, True, True)


def test_an_answer_that_was_changed_on_the_page_is_not_taken_back_by_the_receipt() -> None:
    row = agree(done(), Side.REQUESTER)
    press(link_to(SOLVER), "YES")
    undo = link_to(SOLVER)
    agree(row, Side.SOLVER, agrees=False)
    assert press(undo, "UNDO").status_code == 410
    assert said(row) == (True, False, False)


def test_the_link_answers_nothing_once_the_other_has_taken_its_word_back_or_one_has_said_on_the_page() -> None:
    row = agree(done(), Side.REQUESTER)
    link = link_to(SOLVER)
    agree(row, Side.REQUESTER, agrees=False)
    assert Client().get(link).status_code == 410
    agree(row, Side.REQUESTER)
    agree(row, Side.SOLVER)
    assert Client().get(link_to(SOLVER)).status_code == 410


def test_another_title_is_agreed_to_anew_by_both() -> None:
    row = agree(done(), Side.REQUESTER)
    link = link_to(SOLVER)
    name_result(collaboration=row, result=Result("Prova superata", public_title="Prove su cosmetici"))
    assert said(row) == (None, None, False)
    assert press(link, "YES").status_code == 410
    agree(row, Side.REQUESTER)
    assert "Prove su cosmetici" in Client().get(link_to(SOLVER)).content.decode()


def test_it_goes_by_the_rhythm_and_stands_among_what_waits() -> None:
    solver = person_of(organisation("Prove Martesana"), SOLVER)
    choose_letters(email=SOLVER, channel="MAIL", rhythm="DAILY", now=timezone.now(), actor=solver)
    row = done()
    send_letters(now=timezone.now() + timedelta(days=1))
    number = len(letters_to(SOLVER))
    agree(row, Side.REQUESTER)
    assert len(letters_to(SOLVER)) == number
    client = Client()
    client.force_login(solver)
    assert NAME in client.get("/it/account/waiting/").content.decode()
    send_letters(now=timezone.now() + timedelta(days=2))
    assert "1 risultato può diventare una prova" in letters_to(SOLVER)[-1].subject
    press(link_to(SOLVER), "YES")
    assert said(row) == (True, True, True)
    assert NAME not in client.get("/it/account/waiting/").content.decode()


def test_the_pages_say_who_has_agreed_and_whom_it_waits_for() -> None:
    row = agree(done(), Side.REQUESTER)
    asks, office = Client(), Client()
    asks.force_login(person_of(organisation("Alba Cosmetici"), ASKS))
    office.force_login(UserFactory(role="OFFICE"))
    code = row.match.need.code
    for client, address in (
        (asks, reverse("need-collaboration", args=[row.match.code])),
        (office, reverse("need-office", args=[code])),
    ):
        page = re.sub(r"\s+", " ", client.get(address).content.decode())
        assert "Alba Cosmetici è d’accordo che diventi una prova." in page
        assert "Si attende che Prove Martesana sia d’accordo." in page
    agree(row, Side.SOLVER)
    page = office.get(reverse("need-office", args=[code])).content.decode()
    assert "è d’accordo che diventi una prova" not in page
