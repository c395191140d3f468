"""Searches that a person keeps, calls that they follow, how they are told: on pages, without a script, one's own alone."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories import DelegateFactory, OrganisationFactory, UserFactory
from factories.calls import call, member
from factories.wanting import MONDAY, delegate, kept, letters, rhythm, signed_in
from filiera.accounts.operations_letters import send_letters
from filiera.funding.models import CallDigest, CallFeed, CallSearch, CallTold, CallWatch
from filiera.funding.operations import searches
from filiera.funding.personal_data_interest import interest_sections
from tests_clock import NOW

pytestmark = pytest.mark.django_db
MINE = "/it/calls/mine/"


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def text(response: Any) -> str:
    return " ".join(unescape(response.content.decode()).split())


def test_search_is_kept_from_the_list_and_a_double_click_keeps_it_once() -> None:
    user = UserFactory()
    client = signed_in(user)
    page = client.get("/it/calls/?q=imballaggi&level=EU")
    assert 'value="«imballaggi», bando europeo"' in text(page)
    said = {"query": "q=imballaggi&level=EU", "name": "", "is_told": "on"}
    answers = [client.post(f"{MINE}keep/", said) for _time in range(2)]

    assert [(one.status_code, one["Location"]) for one in answers] == [(302, MINE)] * 2
    row = CallSearch.objects.get()
    assert (row.user, row.query, row.is_told) == (user, "q=imballaggi&level=EU", True)
    assert row.name == "«imballaggi», bando europeo"
    assert "Tieni questa ricerca come" in text(client.get("/it/calls/?level=EU&q=imballaggi"))


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        (
            "it",
            [
                "1 ricerca tenuta",
                "1 bando seguito",
                "Nelle tue lettere",
                "1 bando adesso",
                "Il tuo calendario",
            ],
        ),
        ("en", ["1 search kept", "1 call followed", "In your letters", "1 call now", "Your calendar"]),
    ],
)
def test_page_shows_what_one_is_told(lang: str, sentences: list[str]) -> None:
    user = UserFactory()
    made = call()
    kept(user)
    searches.follow_call(user=user, call=made, now=NOW)
    page = text(signed_in(user).get(f"/{lang}/calls/mine/"))
    for sentence in sentences:
        assert sentence in page


def test_search_is_renamed_hushed_told_and_taken_away() -> None:
    user = UserFactory()
    row, client = kept(user), signed_in(user)
    address = f"{MINE}searches/{row.pk}/"
    client.post(address, {"name": "Carta"})
    client.post(address, {"act": "hush"})
    row.refresh_from_db()
    assert (row.name, row.is_told) == ("Carta", False)
    client.post(address, {"act": "tell"})
    row.refresh_from_db()
    assert row.is_told
    assert [client.post(address, {"act": "drop"}).status_code for _time in range(2)] == [302, 302]
    assert not CallSearch.objects.exists()


def test_name_that_is_missing_is_told_at_its_box() -> None:
    user = UserFactory()
    row = kept(user)
    answer = signed_in(user).post(f"{MINE}searches/{row.pk}/", {"name": " "})
    assert answer.status_code == 422
    assert f'id="rename-{row.pk}-name"' in answer.content.decode()


def test_searches_of_others_do_not_exist() -> None:
    row = kept(UserFactory())
    client = signed_in(UserFactory())
    assert client.post(f"{MINE}searches/{row.pk}/", {"name": "Mia"}).status_code == 404
    assert "Imballaggi" not in text(client.get(MINE))
    assert client.post(f"{MINE}searches/{2**70}/", {"name": "x"}).status_code == 404


@pytest.mark.parametrize("address", ["", "keep/", "searches/1/", "letters/", "calendar/"])
def test_whoever_has_not_signed_in_is_asked_to(address: str) -> None:
    answer = Client().get(f"{MINE}{address}")
    assert (answer.status_code, "sign-in" in answer["Location"]) == (302, True)


def test_too_many_searches_are_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searches, "MOST_SEARCHES", 1)
    user = UserFactory()
    kept(user, "q=a")
    answer = signed_in(user).post(f"{MINE}keep/", {"query": "q=b", "name": "B"}, follow=True)
    assert "Tieni già 1 ricerche: prima togline una." in text(answer)
    assert CallSearch.objects.count() == 1


def test_call_is_followed_and_left_from_its_page() -> None:
    user, made = UserFactory(), call()
    client = signed_in(user)
    page = f"/it/calls/{made.code}/"
    assert "Segui questo bando" in text(client.get(page))
    for _time in range(2):
        assert client.post(f"{page}follow/", {"act": "follow"}).status_code == 302
    assert CallWatch.objects.count() == 1
    assert "Non seguirlo più" in text(client.get(page))
    for _time in range(2):
        client.post(f"{page}follow/", {"act": "leave"})
    assert not CallWatch.objects.exists()


def test_hidden_call_cannot_be_followed_and_leaves_the_page() -> None:
    user = UserFactory()
    made = call()
    client = signed_in(user)
    client.post(f"/it/calls/{made.code}/follow/")
    type(made).objects.update(visibility="OFFICE")
    assert client.post(f"/it/calls/{made.code}/follow/").status_code == 404
    assert made.title_it not in text(client.get(MINE))


def test_whoever_stands_for_several_is_not_asked_as_whom() -> None:
    user = UserFactory()
    for name in ("Uno", "Due"):
        DelegateFactory(user=user, organisation=OrganisationFactory(name=name))
    client = signed_in(user)
    assert client.post(f"{MINE}keep/", {"query": "", "name": "Tutti", "is_told": "on"}).status_code == 302
    assert CallSearch.objects.get().query == ""


def test_what_letters_tell_of_calls_is_chosen_once_and_wrong_days_are_told_at_their_box() -> None:
    user = UserFactory()
    client = signed_in(user)
    assert client.post(f"{MINE}letters/", {"is_told": "on", "closing_days": "7"}).status_code == 302
    row = CallDigest.objects.get()
    assert (row.is_told, row.closing_days) == (True, 7)
    refused = client.post(f"{MINE}letters/", {"is_told": "on", "closing_days": "700"})
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.content.decode()
    row.refresh_from_db()
    assert row.closing_days == 7


def test_first_search_begins_the_weekly_letter() -> None:
    user = UserFactory()
    kept(user)
    assert CallDigest.objects.get(user=user).is_told
    assert not CallDigest.objects.exclude(user=user).exists()


def test_private_calendar_is_made_shown_and_revoked() -> None:
    user = UserFactory()
    client = signed_in(user)
    for _time in range(2):
        client.post(f"{MINE}calendar/", {"act": "make"})
    assert CallFeed.objects.count() == 1
    found = re.search(r'value="http://[^"]*(/it/calls/mine/[0-9a-f]{64}\.ics)"', client.get(MINE).content.decode())
    assert found is not None
    assert Client().get(found[1]).status_code == 200
    client.post(f"{MINE}calendar/", {"act": "revoke"})
    assert Client().get(found[1]).status_code == 404


def test_link_in_the_letter_stops_them_and_the_answer_can_be_taken_back(
    django_capture_on_commit_callbacks: Any,
) -> None:
    user = UserFactory()
    rhythm(user, "DAILY")
    kept(user)
    call()
    assert send_letters(now=MONDAY) == 1
    found = re.search(r"(/it/answer/\S+)", letters()[0][2])
    assert found is not None
    with time_machine.travel(MONDAY, tick=False):
        assert "Fermare le lettere sui bandi?" in text(Client().get(found[1]))
        assert CallDigest.objects.get().is_told
        Client().post(found[1], {"choice": "STOP"})
        assert CallDigest.objects.get().is_told is False
        undo = re.search(r"(/it/answer/\S+)", letters("answer-by-link")[0][2])
        assert undo is not None
        Client().post(undo[1], {"choice": "UNDO"})
    assert CallDigest.objects.get().is_told


def test_stopped_letters_do_not_leave() -> None:
    user = UserFactory()
    rhythm(user, "NEVER")
    kept(user)
    call()
    assert [send_letters(now=MONDAY + timedelta(days=n)) for n in range(8)] == [0] * 8
    assert not CallTold.objects.filter(told_at__gte=NOW).exists()


def test_queries_of_the_page_grow_only_by_one_for_each_search() -> None:
    user, numbers = UserFactory(), []
    client = signed_in(user)
    for number in (1, 3):
        for one in range(number):
            searches.follow_call(user=user, call=call(f"N{number}-{one}"), now=NOW)
        with CaptureQueriesContext(connection) as captured:
            client.get(MINE)
        numbers.append(len(captured))
    assert numbers[0] == numbers[1]


def test_members_name_does_not_stand_on_a_strangers_page() -> None:
    user, organisation = delegate()
    assert organisation.name in text(signed_in(user).get(f"/it/calls/{call().code}/"))
    assert member("Beta Imballi").name not in text(signed_in(user).get(MINE))


def test_own_data_names_no_call_that_is_hidden_now() -> None:
    user, made = UserFactory(), call()
    searches.follow_call(user=user, call=made, now=NOW)
    assert made.title_it in str(interest_sections(user))
    type(made).objects.update(visibility="OFFICE")
    assert made.title_it not in str(interest_sections(user))
    assert "un bando che non è più mostrato" in str(interest_sections(user))
