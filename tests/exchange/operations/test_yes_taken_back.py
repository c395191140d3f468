"""A solver that takes its yes back: whoever asks is told where it had been told of the yes, and nobody else is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories.needs import asked, letters_to, link_to, need, press, read
from filiera.accounts.operations_letters import choose_letters, send_letters
from filiera.exchange.models import Match
from filiera.exchange.operations.answers import accept_terms, refuse, reopen_answer, say_yes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]

ASKS, SAID = "chiede@example.org", "Prove Martesana ritira il suo sì"


def interested() -> Match:
    (match,) = asked(read(need()), "Prove Martesana")
    accept_terms(match=match, name="Mara Provvisoria", now=timezone.now())
    return say_yes(match=match, now=timezone.now())


def told() -> int:
    return sum(SAID in one.subject for one in letters_to(ASKS))


def test_whoever_was_told_of_the_yes_is_told_and_its_link_answers_nothing() -> None:
    match = interested()
    path = link_to(ASKS)
    assert reopen_answer(match=match, now=timezone.now())
    assert told() == 1
    assert "aveva detto di sì" in letters_to(ASKS)[-1].body
    press(path, "YES")
    assert Match.objects.get(pk=match.pk).requester_yes_at is None


def test_what_still_waited_for_the_letter_that_gathers_falls_away_without_a_word() -> None:
    choose_letters(email=ASKS, channel="MAIL", rhythm="WEEKLY", now=timezone.now())
    match = interested()
    assert reopen_answer(match=match, now=timezone.now())
    send_letters(now=timezone.now() + timedelta(days=8))
    assert told() == 0
    assert "Prove Martesana" not in "".join(one.body for one in letters_to(ASKS))


def test_a_refusal_taken_back_is_nobodys_matter() -> None:
    (match,) = asked(read(need()), "Prove Martesana")
    refuse(match=match, why="NO_CAPACITY", now=timezone.now())
    assert reopen_answer(match=match, now=timezone.now())
    assert told() == 0


def test_a_second_yes_taken_back_is_told_again() -> None:
    match = interested()
    assert reopen_answer(match=match, now=timezone.now())
    say_yes(match=Match.objects.get(pk=match.pk), now=timezone.now())
    assert reopen_answer(match=Match.objects.get(pk=match.pk), now=timezone.now())
    assert told() == 2


@pytest.mark.parametrize("who", ["prove-martesana@example.org", ASKS])
def test_an_answer_by_link_holds_the_need_and_its_match_before_the_link(who: str) -> None:
    interested() if who == ASKS else asked(read(need()), "Prove Martesana")
    path = link_to(who)
    with CaptureQueriesContext(connection) as run:
        press(path, "YES" if who == ASKS else "LATER")
    asked_of = [one["sql"].split(" FROM ", 1)[1].split('"')[1] for one in run if " FROM " in one["sql"]]
    needs, links = "exchange_need", "accounts_answerlink"
    taken = len(asked_of) - 1 - asked_of[::-1].index(links)
    first = asked_of.index(needs)
    assert first < taken
    assert asked_of[:first].count(links) < asked_of.count(links)
