"""Addresses of what does not exist: whoever may do everything gets “not found” too, at every address that names a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from factories import RunFactory, UserFactory
from worlds.walking import NOT_WALKED, PARAMETER, routes

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db

MISSING = {
    "int": ("999999999", "9" * 25),
    "slug": ("no-such-thing",),
    "str": ("no-such-thing",),
    "": ("no-such-thing",),
}
"""What is asked for where a thing is named; the second number is larger than any that a database keeps."""


def missing(route: str) -> Iterator[str]:
    """Give the addresses of a route at which nothing is."""
    kinds = [one.group().strip("<>").partition(":") for one in PARAMETER.finditer(route)]
    names = [kind if sign else "" for kind, sign, _name in kinds]
    for turn in range(2):
        values = iter([MISSING[name][turn % len(MISSING[name])] for name in names])
        yield "/" + PARAMETER.sub(lambda _found: next(values), route)  # noqa: B023 - used at once


def named() -> list[str]:
    """Give every address that names a thing, filled with things that are not there."""
    own = [route for route in routes() if not NOT_WALKED.search(route.removeprefix("it/"))]
    return sorted({one for route in own if PARAMETER.search(route) for one in missing(route)})


OTHERWISE = {
    "get /it/account/passkeys/": 302,
    "post /it/account/passkeys/": 302,
    "get /it/calls/mine/searches/": 302,
    "post /it/office/answers/": 302,
    "post /it/office/evidence/": 302,
    "get /it/set-password/": 200,
    "post /it/set-password/": 200,
}
"""Where something else is right: “is it you?” comes before every passkey; whoever comes by the address of an act on
an own search is led to the searches, whatever its number; an act on what somebody else threw away meanwhile
says so on the list; a link that is over gets a page that offers another."""


def test_what_does_not_exist_is_not_found_for_whoever_may_do_everything(client: Client) -> None:
    RunFactory()
    client.force_login(UserFactory(role="ADMINISTRATOR"))
    client.raise_request_exception = False
    places = named()
    assert len(places) > 80
    asked = [(method, place) for place in places for method in ("get", "post")]
    answers = {f"{method} {place}": getattr(client, method)(place).status_code for method, place in asked}
    wrong = [
        (asked, status)
        for asked, status in answers.items()
        if status not in (404, 405) and not any(asked.startswith(one) and status == OTHERWISE[one] for one in OTHERWISE)
    ]
    assert wrong == []
