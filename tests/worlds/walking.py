"""A walk through every address as everybody: what leaks, what nobody could read, what refuses in a way that tells."""

from __future__ import annotations

import itertools
import os
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.views.defaults import page_not_found

from filiera import urls
from filiera.api.entry import api
from worlds.people import Person
from worlds.planting import LEAF, World
from worlds.reading import said

PARAMETER = re.compile(r"<(?:\w+:)?\w+>")

VALUES: dict[str, str | tuple[Any, ...]] = {
    "competences/<str:code>": (LEAF,),
    "competences/<str:competence>": (LEAF,),
    "organisations/<slug:code>": "organisation",
    "keep/<slug:code>": "organisation",
    "drop/<slug:code>": "organisation",
    "saved/<str:token>": "shortlist",
    "shortlist/export.<str:form>": ("csv", "xlsx", "json"),
    "suggestions/<int:pk>": "suggestion",
    "evidence/<int:pk>": "evidence-import",
    "documents/<int:pk>": "document",
    "files/<int:number>": (1,),
    "agreements/<int:pk>": "circle",
    "circles/<int:pk>": "circle",
    "bodies/<slug:code>": "body",
    "meetings/<int:pk>": "meeting",
    "items/<int:position>": (1,),
    "petitions/<int:pk>": "petition",
    "minutes/<int:pk>": "minutes",
    "books/<slug:kind>": ("assembly", "board", "auditors", "members"),
    "<slug:kind>/book.<slug:form>": (1,),
    "resolutions/<int:pk>": "resolution",
    "join/<slug:code>": "application",
    "step/<slug:step>": (1,),
    "papers/<int:pk>": (1,),
    "resume/<str:token>": ("no-such-token",),
    "verify/<str:code>": "certificate",
    "export/<slug:kind>": ("pdf", "xlsx", "csv", "json"),
    "certificates/<str:certificate>": (1,),
    "certificates/<str:code>": "certificate",
    "receipts/<int:year>": (1,),
    "<int:year>/<int:number>": (1,),
    "applications/<slug:code>": "application",
    "checks/<slug:criterion>": (1,),
    "members/<int:number>": "member",
    "fees/<int:pk>": "fee",
    "payments/<int:pk>": "payment",
    "answer/<str:token>": ("no-such-token",),
    "imports/<int:pk>": "import",
    "people/<int:pk>": "rights-request",
    "breaches/<int:pk>": "breach",
    "rows/<slug:band>": ("all", "new", "ask", "wrong", "bad", "same"),
    "rows/<int:row>": (1,),
    "answers/<slug:kind>": ("columns", "duplicates"),
    "<slug:kind>/<int:pk>": (1,),
    "merge/<int:pk>": (1,),
    "letters/<int:pk>": (1,),
    "letters/<str:token>": ("no-such-token",),
    "accounts/<int:pk>": "account",
    "calls/<slug:code>": "call",
    "versions/<int:number>": (1,),
    "bring/<slug:token>": "calls-import",
    "<slug:code>/budget.<slug:form>": (1,),
    "compositions/<int:pk>": "composition",
    "consortia/<slug:code>": "consortium",
    "invitations/<int:pk>": "consortium-invitation",
    "mine/<slug:token>.ics": ("no-such-token",),
    "money/<slug:part>.csv": (1,),
    "offers/<slug:code>": "offer",
    "offers/<slug:code>.pdf": "offer",
    "answers/<int:pk>": "offer-reply",
    "needs/<slug:code>": "need",
    "requests/<slug:code>": "need-match",
    "together/<slug:code>": "need-match",
    "solvers/<slug:code>": "need-match",
    "matches/<slug:code>": "need-match",
    "proposals/<int:pk>": "need-proposal",
    "exits/<int:pk>": "need-exit",
    "papers/<int:number>": (1,),
    "projects/<slug:code>": "project",
    "replies/<int:pk>": "wanted-reply",
    "searches/<int:pk>": "call-search",
    "wanted/<int:pk>": "wanted",
    "set-password/<slug:uidb36>": ("1",),
    "<slug:uidb36>/<str:key>": ("no-such-key",),
    "passkeys/<int:pk>": (1,),
}
"""How the parameters of addresses are filled, by the step before and the step itself: with what a world notes under a name
(`World.value`), or with these. A parameter that is not here fails a test: a new page does not escape the walk."""

TOGETHER = {
    ("meetings/<int:pk>", "items/<int:position>"): "meeting-item",
    ("join/<slug:code>", "papers/<int:pk>"): "application-paper",
    ("organisations/<slug:code>", "certificates/<str:certificate>"): "own-certificate",
    ("organisations/<slug:code>", "receipts/<int:year>"): "own-receipt",
    ("applications/<slug:code>", "checks/<slug:criterion>"): "check",
    ("imports/<int:pk>", "rows/<int:row>"): "import-row",
    ("books/<slug:kind>", "<slug:kind>/book.<slug:form>"): "book-form",
    ("join/<slug:code>", "step/<slug:step>"): "application-step",
}
"""Parameters that name one thing together: what a world notes are pairs."""

API_VALUES = {
    "/organisations/{id}": "organisation",
    "/competences/{id}": (LEAF,),
    "/evidence/{id}": "evidence",
    "/problems/{id}": ("no-such",),
    "/documents/{id}": "document",
    "/files/{number}": (1,),
    "/certificates/{code}": "certificate",
    "/meetings/{id}": "meeting",
    "/resolutions/{id}": "resolution",
    "/calls/{code}": "call",
    "/consortia/{code}": "consortium",
    "/partners/{partner}": ("alfa",),
    "/budget/{form}": ("csv", "xlsx"),
    "/wanted/{id}": "wanted",
    "/projects/{code}": "project",
    "/needs/{code}": "need",
    "/requests/{code}": "need-match",
    "/collaborations/{code}": "need-match",
    "/offers/{code}": "offer",
    "/papers/{number}": (1,),
    "/books/{kind}": ("assembly", "board", "auditors", "members"),
}
"""The same for the operations of the API."""

MANY = os.environ.get("FILIERA_WORLDS") == "many"
"""Whether to go everywhere as everybody and to make up many worlds: for a night, not for every change."""

OF_A_THING = re.compile(r"/\d+/|\d+$|/(alfa|beta|gamma|ombra-\w+|nuova-\w+)/.+|/minutes.pdf$")

WALKED_BY_ALL = re.compile(
    r"/desk/$|/shortlist/$|/files/|/papers/|/join/.*/step/|/minutes/\d+/$|/delegates/$|/organisations/alfa"
)

NOT_WALKED = re.compile(r"^api/|^\^|sign-out/")
"""Addresses that another list walks (the API's), that are a rule and not a page, or that would end the walk."""


@dataclass(frozen=True)
class Leak:
    """A word where it may not be."""

    person: str
    address: str
    what: str


@dataclass
class Walked:
    """What a walk found: leaks, who saw which word, refusals that are no 404, and answers that broke."""

    leaks: list[Leak] = field(default_factory=list)
    seen: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    told: list[tuple[str, str, int]] = field(default_factory=list)
    broken: list[tuple[str, str, int]] = field(default_factory=list)
    steps: int = 0


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Walk the URL map."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, here)
        elif isinstance(entry, URLPattern):
            yield here


def keys_of(route: str) -> list[str]:
    """Give the names in `VALUES` of a route's parameters."""
    steps = [step for step in route.split("/") if step]
    return [
        f"{steps[place - 1] if place else ''}/{PARAMETER.search(step) and step}"
        for place, step in enumerate(steps)
        if PARAMETER.search(step)
    ]


def filled(route: str, world: World) -> Iterator[str]:
    """Give the addresses of a route, filled with everything that the world has for it."""
    parts = PARAMETER.split(route)
    for values in _arguments(tuple(keys_of(route)), world):
        yield "/" + "".join(f"{part}{value}" for part, value in itertools.zip_longest(parts, values, fillvalue=""))


def _arguments(names: tuple[str, ...], world: World) -> Iterator[tuple[Any, ...]]:
    """Give the arguments of a route: those that go together as the world has them, others each at least once."""
    together = TOGETHER.get(names[:2])
    if together:
        rest = [_choices(VALUES[name], world) for name in names[2:]]
        for pair in world.values[together]:
            yield from ((*pair, *more) for more in itertools.product(*rest))
        return
    choices = [_choices(VALUES[name], world) for name in names]
    for place in range(max((len(one) for one in choices), default=1)):
        yield tuple(one[place % len(one)] for one in choices)


def _choices(found: str | tuple[Any, ...], world: World) -> tuple[Any, ...]:
    return found if isinstance(found, tuple) else tuple(dict.fromkeys(world.values.get(found, (1,))))


def addresses(world: World, language: str = "it") -> list[str]:
    """Give every address of the URL map in a language, filled from the world."""
    found = []
    for route in routes():
        if not NOT_WALKED.search(route.removeprefix("it/")):
            found += filled(route, world)
    own = [one if not one.startswith("/it/") else f"/{language}/{one[4:]}" for one in found]
    return list(dict.fromkeys(own))


def api_addresses(world: World) -> list[str]:
    """Give the address of every reading operation that the API describes of itself."""
    found = []
    for path, operations in api.get_openapi_schema()["paths"].items():
        if "get" not in operations:
            continue
        steps = re.findall(r"/[^/]+/\{\w+\}", path)
        choices = [_choices(API_VALUES[step], world) for step in steps]
        for chosen in itertools.product(*choices):
            address = path
            for value in chosen:
                address = re.sub(r"\{\w+\}", str(value), address, count=1)
            found.append(address)
    return found


def shared_out(places: Iterable[str], person: Person) -> list[str]:
    """Give a twentieth of the places of things, a sixth of the others, another part to each, files and desks; or all."""
    if MANY:
        return list(places)
    turn = zlib.crc32(person.key.encode())
    return [
        place
        for place in places
        if WALKED_BY_ALL.search(place)
        or (zlib.crc32(place.encode()) + turn) % (20 if OF_A_THING.search(place) else 6) == 0
    ]


def client_of(world: World, person: Person) -> Client:
    """Give a browser in which the person has signed in and, where there are several, acts as chosen."""
    # Another name than the test client's: what a walk reads needs no squeezing.
    client = Client(raise_request_exception=True, SERVER_NAME="walk.example")
    if person.has_account:
        client.force_login(world.users[person.key])
        if person.wears:
            session = client.session
            session["as"] = person.wears
            session.save()
    return client


def walk(
    world: World,
    people: Iterable[Person],
    places: Iterable[str],
    *,
    into: Walked | None = None,
    until: Callable[[Walked], bool] | None = None,
) -> Walked:
    """Go to every place as each of the people, and look for every word; where only acts go, once is enough.

    Whoever goes stops where `until` says that it is enough.
    """
    walked, left = into or Walked(), list(places)
    for person in people:
        client, acts = client_of(world, person), set()
        with short_refusals():
            for place in left:
                response = client.get(place)
                look(world, walked, person, place, response)
                if response.status_code == 405 or is_act(place, response.status_code):
                    acts.add(place)
                if until is not None and until(walked):
                    break
        left = [place for place in left if place not in acts]
    return walked


def is_act(place: str, status: int) -> bool:
    """Tell whether an address takes acts alone, and led back to the page where they are done."""
    return status == 302 and hasattr(resolve(place.partition("?")[0]).func, "is_act")


@contextmanager
def short_refusals() -> Iterator[None]:
    """Let the page of what does not exist be drawn for every eighth place alone: all refusals are that one page."""
    if MANY:
        yield
        return
    urls.handler404 = _refused  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del urls.handler404  # type: ignore[attr-defined]


def _refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    if zlib.crc32(request.path.encode()) % 8 == 0:
        return page_not_found(request, exception)
    return HttpResponseNotFound(b"")


def look(world: World, walked: Walked, person: Person, place: str, response: HttpResponse) -> None:
    """Read an answer."""
    walked.steps += 1
    text = said(response)
    if response.status_code >= 500:
        walked.broken.append((person.key, place, response.status_code))
    if "zqx" not in text and ":" not in text:
        return
    for secret in world.secrets:
        if secret.word.casefold() not in text:
            continue
        if secret.word in place and response.status_code != 200:
            continue  # a refusal may repeat the address that was asked for
        if person.key in secret.readers or place.startswith(secret.bearers or ("\0",)):
            walked.seen[secret.what].add(person.key)
        else:
            walked.leaks.append(Leak(person.key, place, secret.what))


def unseen(world: World, walked: Walked) -> list[str]:
    """Give what is planted and was never read by anybody who may: a walk that misses it proves nothing of it."""
    return [one.what for one in world.secrets if one.is_shown and one.readers and not walked.seen[one.what]]


def _has_seen(world: World, reader: str, walked: Walked) -> bool:
    """Tell whether nothing is missing that a reader may read."""
    missing = set(unseen(world, walked))
    return not any(one.what in missing and reader in one.readers for one in world.secrets)


def seek_unseen(world: World, walked: Walked, places: Sequence[str]) -> list[str]:
    """Let readers of what was not seen go where they have not been, until all is seen; give what nobody saw.

    Whoever may read the most of what is missing goes next, and no further than all of that: the places of things come first.
    """
    gone: set[str] = set()
    things_first = sorted(places, key=lambda place: not OF_A_THING.search(place))
    while missing := set(unseen(world, walked)):
        may = Counter(
            key for one in world.secrets if one.what in missing for key in sorted(one.readers) if key not in gone
        )
        if not may:
            break
        reader = world.cast.of(may.most_common(1)[0][0])
        gone.add(reader.key)
        been = set(shared_out(places, reader))
        left = [place for place in things_first if place not in been]
        walk(world, [reader], left, into=walked, until=partial(_has_seen, world, reader.key))
    return unseen(world, walked)
