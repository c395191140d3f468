"""How it went is asked on the page too, of the side that has not said: on the site alone as by mail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from factories.needs import client_of, introduced, letters_to, need, organisation, person_of
from factories.needs import read as read_through
from filiera.accounts.operations_letters import choose_letters
from filiera.common.instance import current_instance
from filiera.exchange.models import Match, Satisfaction
from filiera.exchange.operations.contents import ask_contents

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]

SOLVER = "prove-martesana@example.org"
DAYS = current_instance().needs.content_days[0]


def asked_how_it_went(*, on_site: bool = False) -> Match:
    now = timezone.now()
    match = introduced(read_through(need(now=now - timedelta(days=DAYS + 1))), now=now - timedelta(days=DAYS))
    if on_site:
        choose_letters(email=SOLVER, channel="SITE", rhythm="AT_ONCE", now=now, actor=None)
    ask_contents(now=now)
    return match


def test_whoever_reads_on_the_site_finds_the_question_there_and_answers_it() -> None:
    solver = client_of(person_of(organisation("Prove Martesana"), SOLVER))
    match = asked_how_it_went(on_site=True)
    assert not [one for one in letters_to(SOLVER) if "andata" in one.subject]
    page = reverse("need-collaboration", args=[match.code])
    waiting = solver.get(reverse("own-waiting")).content.decode()
    assert ("Come è andata con Alba Cosmetici?" in waiting, page in waiting) == (True, True)
    assert 'name="mark"' in solver.get(page).content.decode()
    act = reverse("need-content", args=[match.code])
    assert solver.post(act, {"mark": "9"}).status_code == 422
    solver.post(act, {"mark": "4", "note": "Puntuali."})
    said = Satisfaction.objects.get(match=match, side="SOLVER")
    assert (said.mark, said.note, said.after_days) == (4, "Puntuali.", DAYS)
    assert 'name="mark"' not in solver.get(page).content.decode()
    assert page not in solver.get(reverse("own-waiting")).content.decode()
    solver.post(act, {"mark": "1"})
    assert Satisfaction.objects.get(match=match, side="SOLVER").mark == 4


def test_question_is_of_the_two_sides_alone() -> None:
    match = asked_how_it_went()
    act = reverse("need-content", args=[match.code])
    assert (
        client_of(person_of(organisation("Casa Indaco"), "altra@example.org")).post(act, {"mark": "1"}).status_code
        == 404
    )
    asks = client_of(person_of(organisation("Alba Cosmetici"), "sua@example.org"))
    asks.post(act, {"mark": "2"})
    assert list(Satisfaction.objects.filter(said_at__isnull=False).values_list("side", "mark")) == [("REQUESTER", 2)]
