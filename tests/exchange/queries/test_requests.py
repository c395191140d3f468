"""What was asked of a solver costs the same however much it is, and waits on two pages in the same words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from factories.needs import asked, need, organisation, person_of, read
from filiera.documents.operations.receiving import Sent
from filiera.exchange.operations.answers import refuse
from filiera.exchange.operations.papers import add_paper, release_paper
from filiera.exchange.queries.basket import basket
from filiera.exchange.queries.matches import request_of, requests_to, shown_requests
from filiera.exchange.queries.refusals import doubtable, may_be_doubted
from filiera.exchange.queries.waiting import waiting_needs
from filiera.exchange.queries.waiting_people import MOST, waiting_for_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]

SOLVER = "Prove Martesana"


def ask_for(number: int) -> list[Any]:
    """Ask a solver so many open needs, each with a paper."""
    found = []
    for at in range(number):
        row, now = need("OPEN", title=f"Prova {at} di stabilità"), timezone.now()
        file = Sent(f"{at}.txt", [f"Siero {at}".encode()])
        release_paper(paper=add_paper(need=row, file=file, stage="PROBLEM", now=now), now=now)
        found += asked(read(row), SOLVER)
    return found


def refused(number: int) -> list[Any]:
    """Give so many refusals, of reserved and of open needs, for want of the competence."""
    rows = [read(need("OPEN" if at % 2 else "RESERVED", title=f"Altra {at}")) for at in range(number)]
    return [refuse(match=asked(row, SOLVER)[0], why="NO_COMPETENCE", now=timezone.now()) for row in rows]


def late(number: int) -> None:
    """Let a solver be silent about so many reserved needs."""
    then = timezone.now() - timedelta(days=24)
    for at in range(number):
        asked(read(need("RESERVED", title=f"Tarda {at}", now=then), now=then), SOLVER, now=then)


def person() -> Any:
    """Give somebody who acts for the solver today."""
    user = person_of(organisation(SOLVER), "sua@example.org")
    user.stand(user.standing(timezone.localdate()))
    return user


@pytest.mark.parametrize("number", [1, 3])
def test_requests_cost_the_same_however_many(number: int, django_assert_num_queries: Callable[[int], Any]) -> None:
    ask_for(number)
    own = organisation(SOLVER).pk
    with django_assert_num_queries(3):
        found = shown_requests(requests_to(own))
    assert found == [request_of(row) for row in requests_to(own)]
    assert [len(one.papers) for one in found] == [1] * number


@pytest.mark.parametrize("number", [1, 3])
def test_basket_costs_the_same_however_much_is_in_it(
    number: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    user = person()
    refuse(match=ask_for(number + 1)[0], why="OTHER", now=timezone.now())
    with django_assert_num_queries(7):
        found = basket(user)
    assert [one.title for one in found] == [f"Prova {at} di stabilità" for at in range(number, 0, -1)]


def test_the_page_of_the_association_says_what_the_basket_says() -> None:
    user = person()
    ask_for(MOST + 1)
    told = [(one.title, one.url) for one in waiting_for_person(user)]
    assert told == [(one.title, one.url) for one in basket(user)][:MOST]


@pytest.mark.parametrize("number", [1, 3])
def test_needs_for_which_nobody_is_asked_cost_the_office_the_same(
    number: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    for match in ask_for(number):
        refuse(match=match, why="OTHER", now=timezone.now())
    with django_assert_num_queries(14):
        found = waiting_needs(now=timezone.now())
    assert len(found) == number


@pytest.mark.parametrize("number", [2, 5])
def test_what_refusals_let_be_doubted_costs_the_same_however_many(
    number: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    rows = refused(number)
    with django_assert_num_queries(3):
        found = doubtable(rows)
    assert found == {row.pk: may_be_doubted(row) for row in rows}
    assert all(found.values())
    assert found[rows[0].pk] != found[rows[1].pk]


@pytest.mark.parametrize("number", [2, 5])
def test_the_requests_of_the_api_cost_the_same_however_many(
    number: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    refused(number)
    client = Client()
    client.force_login(person_of(organisation(SOLVER), "sua@example.org"))
    with django_assert_num_queries(9):
        found = client.get("/api/v1/requests").json()["items"]
    assert [bool(one["doubtable"]) for one in found] == [True] * number


@pytest.mark.parametrize("number", [2, 5])
def test_late_answers_cost_the_office_the_same_however_many(
    number: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    late(number)
    with django_assert_num_queries(15):
        found = waiting_needs(now=timezone.now())
    assert len([one for one in found if one.chase]) == number
