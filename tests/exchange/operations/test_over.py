"""When a need ends, whoever was told of it and still waits gets one short letter, at its stage; nobody else does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from factories.needs import TITLE, asked, completed, introduced, letters_to, link_to, need, press, read
from filiera.accounts.operations_letters import choose_letters, send_letters
from filiera.common.instance import current_instance
from filiera.common.models import OutgoingMail
from filiera.exchange.models import Match, Need
from filiera.exchange.operations.answers import accept_terms, answer_later, refuse, say_yes
from filiera.exchange.operations.need_ends import end_need, expire_needs, renew_need
from filiera.exchange.operations.needs import read_need
from filiera.exchange.operations.requesters import meet_solver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]

SOLVER, MAIL = "Prove Martesana", "prove-martesana@example.org"
OTHER, OTHER_MAIL = "Laboratorio Muzza", "laboratorio-muzza@example.org"
THANKS = "Per questo non si cerca più nessuno: grazie lo stesso."


def end(row: Need) -> None:
    end_need(need=Need.objects.get(pk=row.pk), solved=False, why="ELSEWHERE", note="Un segreto", now=timezone.now())


def over_to(email: str) -> list[OutgoingMail]:
    return [one for one in letters_to(email) if THANKS in one.body]


def brought(match: Match, state: str) -> None:
    """Bring a match of a reserved need to a state."""
    now = timezone.now()
    if state != "ASKED":
        accept_terms(match=match, name="Mara Provvisoria", now=now)
    if state == "LATER":
        answer_later(match=match, on=timezone.localdate(now) + timedelta(days=5), now=now)
    if state == "REFUSED":
        refuse(match=match, why="NO_CAPACITY", now=now)
    if state in ("INTERESTED", "MUTUAL", "DECLINED"):
        say_yes(match=match, now=now)
    if state in ("MUTUAL", "DECLINED"):
        meet_solver(match=match, meets=state == "MUTUAL", now=now)
    assert Match.objects.get(pk=match.pk).state == state


@pytest.mark.parametrize(
    ("state", "letters"),
    [("ASKED", 1), ("READING", 1), ("LATER", 1), ("INTERESTED", 1), ("MUTUAL", 1), ("REFUSED", 0), ("DECLINED", 0)],
)
def test_who_hears_that_a_need_has_ended(state: str, letters: int) -> None:
    row = read(need())
    (match,) = asked(row, SOLVER)
    brought(match, state)
    end(row)
    assert len(over_to(MAIL)) == letters
    for one in over_to(MAIL):
        for words in ("Alba", TITLE, "Un segreto", "/answer/"):
            assert words not in one.subject + one.body


def test_of_an_open_need_the_title_is_said() -> None:
    row = read(need("OPEN"))
    asked(row, SOLVER)
    end(row)
    assert over_to(MAIL)[0].subject == f"«{TITLE}»: non si cerca più nessuno"


def test_the_introduced_hear_nothing_and_a_result_ends_the_asking_of_others() -> None:
    row = read(need())
    asked(row, OTHER)
    completed(introduced(row))
    assert (len(over_to(MAIL)), len(over_to(OTHER_MAIL))) == (0, 1)
    assert Match.objects.get(need=row, solver__name=OTHER).state == "WITHDRAWN"


def test_one_that_was_never_told_hears_nothing() -> None:
    choose_letters(email=MAIL, channel="MAIL", rhythm="DAILY", now=timezone.now())
    row = read(need())
    asked(row, SOLVER)
    end(row)
    send_letters(now=timezone.now() + timedelta(days=1))
    assert letters_to(MAIL) == []


def test_the_word_goes_by_the_rhythm() -> None:
    choose_letters(email=MAIL, channel="MAIL", rhythm="DAILY", now=timezone.now())
    row = read(need())
    asked(row, SOLVER)
    send_letters(now=timezone.now() + timedelta(days=1))
    end(row)
    assert over_to(MAIL) == []
    send_letters(now=timezone.now() + timedelta(days=2))
    assert over_to(MAIL)[0].subject == "1 richiesta è finita"


def test_one_that_said_yes_hears_nothing_where_the_need_was_renewed_before_the_letter() -> None:
    choose_letters(email=MAIL, channel="MAIL", rhythm="DAILY", now=timezone.now())
    row = read(need())
    (match,) = asked(row, SOLVER)
    send_letters(now=timezone.now() + timedelta(days=1))
    press(link_to(MAIL), "READ")
    say_yes(match=match, now=timezone.now())
    later = timezone.now() + timedelta(days=current_instance().needs.lasts_days + 1)
    assert expire_needs(now=later) == 1
    read_need(need=renew_need(need=row, now=later), brief="Di nuovo", now=later)
    send_letters(now=later + timedelta(days=1))
    assert over_to(MAIL) == []
