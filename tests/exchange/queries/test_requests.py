"""What was asked of a solver costs the same however much it is, and waits on two pages in the same words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from factories.needs import asked, need, organisation, person_of, read
from filiera.documents.operations.receiving import Sent
from filiera.exchange.operations.answers import refuse
from filiera.exchange.operations.papers import add_paper, release_paper
from filiera.exchange.queries.basket import basket
from filiera.exchange.queries.matches import request_of, requests_to, shown_requests
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
