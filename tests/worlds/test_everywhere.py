"""Everybody, everywhere: a planted word shows where it may and nowhere else, and a rule that breaks is caught."""

from __future__ import annotations

import logging

import pytest
from django.core import mail
from django.db import connection
from django.db.models import Q
from django.test import Client

from filiera.common.daily import run_daily
from filiera.common.visibility import Audience
from filiera.governance.models import Resolution
from filiera.governance.views import books
from tests_clock import NOW
from worlds.people import Person
from worlds.planting import World
from worlds.reading import said
from worlds.walking import (
    MANY,
    NOT_WALKED,
    VALUES,
    addresses,
    api_addresses,
    client_of,
    keys_of,
    routes,
    seek_unseen,
    shared_out,
    walk,
)

pytestmark = pytest.mark.django_db

OUTSIDE = ("visitor", "stranger")
LEAD_TO_SIGN_IN = ("/sign-in/", "/accesso/")


def test_walk_knows_every_parameter_of_every_address() -> None:
    known = {name for route in routes() if not NOT_WALKED.search(route.removeprefix("it/")) for name in keys_of(route)}
    assert sorted(known - set(VALUES)) == []
    assert sorted(set(VALUES) - known) == []


def test_everybody_reads_what_they_may_and_nothing_else(world: World, caplog: pytest.LogCaptureFixture) -> None:
    places = addresses(world) + api_addresses(world)
    walked = None
    with caplog.at_level(logging.INFO), caplog.at_level(logging.DEBUG, logger="filiera"):
        for person in walkers(world):
            walked = walk(world, [person], shared_out(places, person), into=walked)
    assert walked is not None
    assert walked.steps > 1000
    assert sorted({(one.what, one.person, one.address) for one in walked.leaks}) == []
    assert walked.broken == []
    if walkers(world) == world.cast.people:
        assert seek_unseen(world, walked, places) == []
    written = logged(caplog, places)
    assert [one.what for one in world.secrets if one.word in written] == []


def walkers(world: World) -> tuple[Person, ...]:
    """Give who walks: everybody on SQLite, on PostgreSQL every fifth, unless everybody goes everywhere anyway.

    The rules are one code; what the database alone does is in the tests of each rule, which run on both.
    """
    return world.cast.people if MANY or connection.vendor == "sqlite" else world.cast.people[::5]


def logged(caplog: pytest.LogCaptureFixture, places: list[str]) -> str:
    """Give what was logged, without the addresses that were asked for: those whoever asked knew."""
    written = "\n".join(record.getMessage() for record in caplog.records)
    for place in sorted(places, key=len, reverse=True):
        written = written.replace(place, "")
    return written


def test_what_is_private_does_not_exist_for_others(world: World) -> None:
    told = []
    for key in OUTSIDE:
        client = client_of(world, world.cast.of(key))
        for place, missing in private_places(world):
            answer, other = client.get(place), client.get(missing)
            if answer.status_code == 404 and other.status_code == 404:
                continue
            asks = answer.status_code == 302 and any(one in answer["Location"] for one in LEAD_TO_SIGN_IN)
            if not (asks and other.status_code == 302):
                told.append((key, place, answer.status_code, other.status_code))
    assert told == []


def private_places(world: World) -> list[tuple[str, str]]:
    """Give the pages of what is private to a stranger, each beside the same page of what does not exist."""
    shapes = {
        "organisation": ("/it/organisations/{}/", "no-such-thing"),
        "document": ("/it/documents/{}/", 999_999),
        "meeting": ("/it/meetings/{}/", 999_999),
        "minutes": ("/it/minutes/{}/", 999_999),
        "resolution": ("/it/resolutions/{}/", 999_999),
        "application": ("/it/join/{}/", "no-such-code"),
        "evidence": ("/api/v1/evidence/{}", 999_999),
        "call": ("/it/calls/{}/", "no-such-call"),
        "consortium": ("/it/consortia/{}/", "no-such-consortium"),
        "project": ("/it/projects/{}/", "no-such-project"),
        "need": ("/it/needs/{}/", "no-such-need"),
        "need-match": ("/it/needs/requests/{}/", "no-such-match"),
        "offer": ("/it/offers/{}/", "no-such-offer"),
        "wanted": ("/it/calls/wanted/{}/", 999_999),
    }
    rows = sorted(world.private, key=str)
    assert {kind for kind, _pk in rows} == set(shapes)
    return [(shapes[kind][0].format(pk), shapes[kind][0].format(shapes[kind][1])) for kind, pk in rows]


def test_letters_of_a_day_say_nothing_that_their_reader_may_not_read(
    world: World, django_capture_on_commit_callbacks: object
) -> None:
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        outcomes = run_daily(now=NOW)
    assert [(one.job.code, one.error) for one in outcomes if one.error] == []
    keys = {user.email: key for key, user in world.users.items()}
    assert mail.outbox
    assert world.letters
    wrong = []
    for letter in [*world.letters, *mail.outbox]:
        text = f"{letter.subject}\n{letter.body}\n{getattr(letter, 'alternatives', '')}".casefold()
        for secret in world.secrets:
            for to in letter.recipients() if secret.word in text else ():
                if to not in secret.mailed and keys.get(to) not in secret.readers:
                    wrong.append((secret.what, to, letter.subject))
    assert wrong == []


def test_broken_rule_is_caught(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    places = [f"/it/documents/{pk}/" for pk in world.values["document"]] + ["/it/documents/"]
    stranger = [world.cast.of("stranger")]
    assert walk(world, stranger, places).leaks == []
    monkeypatch.setattr(Audience, "may_see", lambda *_arguments, **_more: True)
    one_page = {one.what for one in walk(world, stranger, places[:-1]).leaks}
    assert {"title of NDA with file NDA", "title of BOARD with file BOARD"} <= one_page
    monkeypatch.setattr(Audience, "query", lambda *_arguments, **_more: Q())
    a_list = {one.what for one in walk(world, stranger, places[-1:]).leaks}
    assert {"title of NDA with file NDA", "title of OFFICE with file OFFICE"} <= a_list


def test_list_that_forgets_its_rule_is_caught(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    member, places = [world.cast.of("rep_beta")], ["/it/resolutions/"]
    assert walk(world, member, places).leaks == []
    monkeypatch.setattr(books, "resolutions_open_to", lambda _user: Resolution.objects.order_by("pk"))
    assert [one.what for one in walk(world, member, places).leaks if "BOARD" in one.what]


def test_acts_without_words_break_nothing_and_tell_nothing(world: World) -> None:
    from worlds.walking import Walked, look

    walked = Walked()
    for key in OUTSIDE:
        person = world.cast.of(key)
        client = client_of(world, person)
        for place in shared_out(addresses(world), person):
            look(world, walked, person, place, client.post(place, {}))
    assert (walked.broken, [(one.what, one.address) for one in walked.leaks]) == ([], [])


def test_heads_and_english_pages_say_no_more(world: World) -> None:
    person = world.cast.of("stranger")
    places = shared_out(addresses(world, "en"), person)
    assert walk(world, [person], places).leaks == []
    client = client_of(world, person)
    for place in places[::7]:
        answer = client.head(place)
        assert not any(one.word in said(answer) for one in world.secrets if one.word not in place), place


def test_token_reads_as_its_person(world: World) -> None:
    wrong = []
    for key in ("stranger", "rep_beta", "director"):
        client = Client(headers={"authorization": f"Bearer {world.tokens[key]}"})
        for place in shared_out(api_addresses(world), world.cast.of(key)):
            text = said(client.get(place))
            for secret in world.secrets:
                known = key in secret.readers or place.startswith(secret.bearers or ("\0",)) or secret.word in place
                if secret.word.casefold() in text and not known:
                    wrong.append((key, place, secret.what))
    assert wrong == []
