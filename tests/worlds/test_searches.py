"""Asking for a planted word answers whoever may not read it like asking for a word that is nowhere: no hit, no count."""

from __future__ import annotations

import zlib

import pytest

from worlds.people import Person
from worlds.planting import Secret, World, word_of
from worlds.reading import masked, said
from worlds.walking import MANY, client_of

pytestmark = pytest.mark.django_db

BOXES = (
    "/it/organisations/?q={}",
    "/it/organisations/map/?q={}",
    "/it/organisations/network/?q={}",
    "/it/chain/?q={}",
    "/it/documents/?q={}",
    "/it/resolutions/?text={}",
    "/it/resolutions/?q={}",
    "/it/shortlist/?q={}",
    "/it/calls/?q={}",
    "/it/offers/?q={}",
    "/api/v1/calls?q={}",
    "/api/v1/offers?q={}",
    "/api/v1/organisations?q={}",
    "/api/v1/coverage?q={}",
    "/api/v1/documents?q={}",
    "/api/v1/map.geojson?q={}",
    "/api/v1/resolutions?q={}",
)
"""Where something is asked for by words, with what stands around the word in the address."""

QUESTIONS = ("/it/ask/?q={}", "/api/v1/answers?q={}")
"""Where meaning is asked for: no two words are equally near to anything, so that only what is said can be looked at."""

NOWHERE = word_of("a word that nothing bears")
PEOPLE = ("visitor", "stranger", "rep_beta", "undecided", "former", "director", "unsigned", "office")
SOUGHT = (
    "title",
    "name of",
    "content",
    "evidence",
    "organisation",
    "other name",
    "legal name",
    "person",
    "item of",
    "proposal",
)
"""What searches look into: titles, file names, texts, names."""


def sought(world: World, person: Person, box: str) -> list[Secret]:
    """Give words that the person may not read: a few for each box, others for the next; all of them where many."""
    words = [one for one in world.secrets if person.key not in one.readers and not one.what.startswith("token")]
    named = [one for one in words if one.what.startswith(SOUGHT)]
    if MANY:
        return words
    turn = zlib.crc32(f"{person.key}{box}".encode())
    return [named[(turn + step * 7) % len(named)] for step in range(3)]


@pytest.mark.parametrize("key", PEOPLE)
def test_search_for_a_private_word_is_a_search_for_nothing(world: World, key: str) -> None:
    person = world.cast.of(key)
    client = client_of(world, person)
    told = []
    for box in BOXES:
        nothing = client.get(box.format(NOWHERE))
        assert nothing.status_code in (200, 302, 404, 422), box
        expected = masked(said(nothing), NOWHERE, NOWHERE.upper())
        for secret in sought(world, person, box):
            answer = masked(said(client.get(box.format(secret.word))), secret.word, secret.word.upper())
            if answer != expected:
                told.append((box, secret.what))
    for box in QUESTIONS:
        for secret in sought(world, person, box):
            answer = masked(said(client.get(box.format(secret.word))), secret.word)
            hidden = [one.what for one in world.secrets if one.word in answer and key not in one.readers]
            told += [(box, what) for what in hidden]
    assert told == []


@pytest.mark.parametrize(
    ("box", "what", "key"),
    [
        ("/api/v1/documents?q={}", "title of NDA with file NDA", "signer"),
        ("/api/v1/documents?q={}", "name of MEMBERS with file MEMBERS", "rep_beta"),
        ("/api/v1/organisations?q={}", "evidence MEMBERS", "rep_beta"),
        ("/api/v1/organisations?q={}", "organisation OFFICE", "office"),
    ],
)
def test_search_finds_for_whoever_may_read(world: World, box: str, what: str, key: str) -> None:
    secret = next(one for one in world.secrets if one.what == what)
    client = client_of(world, world.cast.of(key))
    found, nothing = client.get(box.format(secret.word)).json(), client.get(box.format(NOWHERE)).json()
    assert found != nothing
