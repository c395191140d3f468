"""The question page slows down whoever floods it, says when to try again, and keeps the question."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from factories import RunFactory, UserFactory
from filiera.common.limits import Asker
from filiera.competence.limits import OF_ADDRESS, OF_PERSON, seconds_to_wait

pytestmark = pytest.mark.django_db


def exhaust(client: Client, times: int) -> None:
    """Ask until the window is full; a new window within the loop only makes it longer."""
    for _time in range(times * 2):
        if client.get("/api/v1/answers", {"q": "airless", "top": 0}).status_code == 429:
            return
    raise AssertionError("nobody asked to wait")


@pytest.mark.parametrize(
    ("lang", "title"), [("it", r"Riprova <em>fra \d+ second[oi]</em>"), ("en", r"Try again <em>in \d+ seconds?</em>")]
)
def test_flood_gets_a_page_that_says_when(client: Client, lang: str, title: str) -> None:
    RunFactory()
    exhaust(client, OF_ADDRESS.times)
    response = client.get(f"/{lang}/ask/", {"q": "flaconi airless", "near": "Crema"})
    page = response.content.decode()
    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= OF_ADDRESS.seconds + 1
    assert re.search(title.replace(r"\d+", r"(\d+|un|one)"), page)
    assert "flaconi airless</textarea>" in page
    assert '<input type="hidden" name="near" value="Crema">' in page
    assert client.get(f"/{lang}/ask/").status_code == 200, "the page without a question costs nothing"


def test_person_may_ask_more_than_an_address(client: Client) -> None:
    exhaust(client, OF_ADDRESS.times)
    client.force_login(UserFactory())
    assert client.get("/api/v1/answers", {"q": "airless", "top": 0}).status_code == 422
    assert OF_PERSON.times > OF_ADDRESS.times


def test_persons_limit_is_a_limit_too() -> None:
    asker = Asker("person:1", True)
    waits = [seconds_to_wait(asker, 30.0) for _time in range(OF_PERSON.times + 1)]
    assert (set(waits[:-1]), waits[-1]) == ({0}, 31)
