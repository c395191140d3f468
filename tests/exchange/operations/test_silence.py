"""Silence from the first letter to day 45, by the daily job and one click; and what solvers answer otherwise."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from factories.needs import asked, letters_to, link_to, need, organisation, press, read
from filiera.exchange.models import Match
from filiera.exchange.operations.asking import Pick, ask_solvers
from filiera.exchange.operations.chasing import chase_solvers, remind
from filiera.exchange.operations.need_ends import end_need, expire_needs, renew_need
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.exchange.queries.funnel import funnel
from filiera.exchange.queries.waiting import waiting_needs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]

MAIL = "prove-martesana@example.org"


def days(number: int) -> timedelta:
    return timedelta(days=number)


def fresh(match: Match) -> Match:
    return Match.objects.get(pk=match.pk)


def test_silence_is_reminded_by_itself_chased_by_a_click_and_ends_at_day_45() -> None:
    now = timezone.now()
    (match,) = asked(read(need()), "Prove Martesana")
    assert [chase_solvers(now=now + days(number)) for number in (1, 8, 9, 10)] == [0, 0, 1, 0]
    assert len(letters_to(MAIL)) == 2
    assert chase_solvers(now=now + days(21)) == 0
    late = [one for one in waiting_needs(now=now + days(21)) if one.is_late and one.chase]
    assert len(late) == 1
    assert "ultima volta" in late[0].chase.letter  # type: ignore[union-attr]
    remind(match=match, now=now + days(21))
    assert len(letters_to(MAIL)) == 3
    for number in (22, 30):
        with pytest.raises(ExchangeRefused, match="Il tempo delle lettere è finito"):
            remind(match=match, now=now + days(number))
    link = link_to(MAIL)
    assert chase_solvers(now=now + days(45)) == 1
    assert fresh(match).state == "SILENT"
    assert press(link, "YES").status_code == 410
    assert len(letters_to(MAIL)) == 3
    assert any("non ha mai risposto" in one.title for one in waiting_needs(now=now + days(46)))


def test_refusals_say_why_and_later_is_asked_again() -> None:
    now = timezone.now()
    row = read(need("OPEN"))
    first, second = asked(row, "Prove Martesana", "Laboratorio Muzza")
    press(link_to(MAIL), "NO_CAPACITY")
    assert (fresh(first).state, fresh(first).refusal) == ("REFUSED", "NO_CAPACITY")
    press(link_to("laboratorio-muzza@example.org"), "LATER")
    assert fresh(second).state == "LATER"
    assert chase_solvers(now=now + days(9)) == 0
    assert chase_solvers(now=now + days(15)) == 1
    assert fresh(second).state == "ASKED"
    assert len(letters_to("laboratorio-muzza@example.org")) == 3  # the question, the receipt, the question again


def test_somebody_else_gets_the_question_and_the_first_may_not_answer_any_more() -> None:
    (match,) = asked(read(need("OPEN")), "Prove Martesana")
    first = link_to(MAIL)
    press(first, "OTHER", "Mara Provvisoria mara@example.org")
    assert fresh(match).email == "mara@example.org"
    press(link_to("mara@example.org"), "YES")
    assert fresh(match).state == "INTERESTED"


def test_nobody_else_is_asked_once_enough_have_said_yes() -> None:
    row = read(need("OPEN", enough=1))
    asked(row, "Prove Martesana")
    press(link_to(MAIL), "YES")
    picks = [Pick(organisation("Laboratorio Muzza"), "muzza@example.org", is_looked_at=True)]
    with pytest.raises(ExchangeRefused, match="abbastanza"):
        ask_solvers(need=row, picks=picks, now=timezone.now())


def test_batches_are_small_and_silence_holds_a_place_for_a_week() -> None:
    now, row = timezone.now(), read(need("OPEN"))
    names = ["Prove Martesana", "Laboratorio Muzza", "Centro Pelle e Capello", "Laboratorio Colloidi"]
    picks = [Pick(organisation(name), f"x{place}@example.org", is_looked_at=True) for place, name in enumerate(names)]
    with pytest.raises(ExchangeRefused, match="3"):
        ask_solvers(need=row, picks=picks, now=now)
    assert Match.objects.count() == 0
    ask_solvers(need=row, picks=picks[:3], now=now)
    with pytest.raises(ExchangeRefused):
        ask_solvers(need=row, picks=picks[3:], now=now)
    assert len(ask_solvers(need=row, picks=picks[3:], now=now + days(7))) == 1


def test_a_need_that_ends_asks_nobody_any_more() -> None:
    row = read(need())
    (match,) = asked(row, "Prove Martesana")
    link = link_to(MAIL)
    end_need(need=row, solved=False, why="NO_LONGER", now=timezone.now())
    assert fresh(match).state == "WITHDRAWN"
    assert press(link, "READ").status_code == 410


def test_needs_expire_and_are_read_again_when_renewed() -> None:
    row, now = read(need()), timezone.now()
    assert expire_needs(now=now + days(119)) == 0
    assert expire_needs(now=now + days(122)) == 1
    assert renew_need(need=row, now=now + days(123)).state == "PUBLISHED"


def test_funnel_counts_and_is_not_public_for_few() -> None:
    row = read(need("OPEN"))
    asked(row, "Prove Martesana")
    press(link_to(MAIL), "YES")
    found = funnel(now=timezone.now() + days(6))
    assert (found.entered, found.read, found.asked, found.answered, found.introduced) == (1, 1, 1, 1, 0)
    assert (found.in_five, found.precision, found.may_be_public) == (1.0, 1.0, False)
