"""What the office is shown before anything leaves: words in answers too, the letter, its own ticks; and what is never sent."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories import UserFactory
from factories.needs import asked, client_of, letters_to, need, organisation, person_of, read
from filiera.exchange.models import Match
from filiera.exchange.operations.answers import accept_terms, say_yes
from filiera.exchange.operations.needs import answer_questions
from filiera.exchange.operations.requesters import introduce, meet_solver
from filiera.exchange.queries.understood import doubtful_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]

MARKED = {
    "Chiedete a Bea Rispondente (esempio).": ["PERSON"],
    "Siamo a Crema.": ["OWN_PLACE"],
    "siamo a crema": ["OWN_PLACE"],
    "Una crema che si separa": [],
}


@pytest.fixture
def office() -> Client:
    return client_of(UserFactory(role="OFFICE"))


def test_words_in_the_answers_are_marked_beside_those_of_the_text(office: Client) -> None:
    row = need()
    answer_questions(need=row, answers={"done": "Come per Alba Cosmetici, 3 euro al pezzo"}, now=timezone.now())
    page = office.get(reverse("need-office", args=[row.code])).content.decode()
    marked = page[page.index("Guarda queste parole") : page.index("È letta")]
    assert ("Alba Cosmetici" in marked, "3 euro" in marked) == (True, True)


def test_people_who_stand_for_it_are_marked_and_a_town_that_is_a_word_too_only_as_a_town() -> None:
    row = need()
    person_of(row.organisation, "delegata@example.org")
    row.organisation.town = "Crema"
    marked = {text: [one.code for one in doubtful_in(row, text)] for text in MARKED}
    assert marked == MARKED


def test_introduced_the_solver_gets_what_was_let_out_and_not_what_was_taken_out(office: Client) -> None:
    row = read(need(words="Budget segreto: 12.000 euro. Serve una prova.", enough=1), brief="Serve una prova.")
    (match,) = asked(row, "Prove Martesana")
    accept_terms(match=match, name="Mara Provvisoria", now=timezone.now())
    say_yes(match=match, now=timezone.now())
    meet_solver(match=match, meets=True, now=timezone.now())
    introduce(match=match, now=timezone.now())
    letter = letters_to(match.email)[-1].body
    assert ("Serve una prova." in letter, "12.000" in letter) == (True, False)
    solver = client_of(person_of(organisation("Prove Martesana"), "risponde@example.org"))
    page = solver.get(reverse("need-request", args=[match.code])).content.decode()
    assert ("Serve una prova." in page, "12.000" in page) == (True, False)


def test_office_reads_the_letter_before_it_asks_and_keeps_its_ticks_where_it_is_refused(office: Client) -> None:
    row = read(need())
    page = office.get(reverse("need-office", args=[row.code])).content.decode()
    assert "Leggi prima la lettera" in page
    assert "cerca aiuto per" in page
    codes = [one.split('value="')[1].split('"')[0] for one in page.split('name="solver"')[1:]]
    assert len(codes) > 3
    answer = office.post(reverse("need-ask", args=[row.code]), {"solver": codes[:4]}, follow=True)
    again = answer.content.decode().split('name="solver"')[1:]
    ticked = [one.split('value="')[1].split('"')[0] for one in again if "checked" in one.split(">")[0]]
    assert (sorted(ticked), Match.objects.filter(need=row, asked_at__isnull=False).count()) == (sorted(codes[:4]), 0)
