"""What a person is told of calls, through the API: calls followed, searches kept, the rhythm; and who is interested."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine

from asking import asked, fault, in_session
from factories import UserFactory
from factories.calls import call as made_call
from factories.calls import member
from factories.consortium_work import acting_for, firm
from filiera.accounts.models import User
from filiera.common.visibility import Role
from filiera.funding.models import Call, CallSearch, CallWatch
from filiera.funding.operations.calls import show_call
from filiera.funding.operations.interest import Interest, say_interest
from tests_clock import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def call() -> Call:
    return made_call()


@pytest.fixture
def person() -> User:
    return UserFactory()


def test_call_is_followed_and_left(call: Call, person: User) -> None:
    address = f"/calls/{call.code}/following"
    assert asked("put", address, {}, None).status_code == 404
    assert in_session("put", address, {}, person) == 404
    for _twice in range(2):
        assert asked("put", address, {}, person).json() == {"call": call.code, "followed": True}
    assert [one["id"] for one in asked("get", "/searches", None, person).json()["followed"]] == [call.code]
    assert asked("delete", address, {}, person).json()["followed"] is False
    assert CallWatch.objects.count() == 0
    show_call(call=call, is_shown=False)
    assert asked("put", address, {}, person).status_code == 404


def test_search_is_kept_renamed_hushed_and_dropped(call: Call, person: User) -> None:
    body = {"q": "imballaggi", "standing": ["OPEN"], "name": "Le mie"}
    for _twice in range(2):
        (kept,) = asked("post", "/searches", body, person).json()["searches"]
    assert (kept["name"], kept["told"], kept["found"]) == ("Le mie", True, 1)
    address = f"/searches/{kept['id']}"
    (hushed,) = asked("patch", address, {"told": False}, person).json()["searches"]
    assert (hushed["name"], hushed["told"]) == ("Le mie", False)
    (renamed,) = asked("patch", address, {"name": "Altre"}, person).json()["searches"]
    assert (renamed["name"], renamed["told"]) == ("Altre", False)
    assert fault(asked("patch", address, {"name": " "}, person)) == (422, "/name")
    for user in (UserFactory(), UserFactory(role=Role.OFFICE), None):
        assert asked("patch", address, {"told": True}, user).status_code == 404
        assert asked("delete", address, {}, user).status_code == 404
    assert in_session("delete", address, {}, person) == 404
    assert asked("delete", address, {}, person).json()["searches"] == []


def test_search_that_cannot_be_read_names_the_place(person: User) -> None:
    assert fault(asked("post", "/searches", {"standing": ["FORSE"]}, person)) == (422, "/standing/0")
    assert fault(asked("post", "/searches", {"nome": "x"}, person)) == (422, "/nome")
    assert asked("post", "/searches", {}, None).status_code == 404
    assert in_session("post", "/searches", {}, person) == 404
    assert asked("get", "/searches", None, None).status_code == 404
    assert CallSearch.objects.count() == 0


def test_whether_letters_tell_of_calls_is_chosen(person: User) -> None:
    body = {"told": False, "closing_days": 7}
    assert asked("put", "/digest", body, person).json() == body
    assert asked("get", "/searches", None, person).json()["digest"] == body
    assert fault(asked("put", "/digest", {**body, "closing_days": 91}, person)) == (422, "/closing_days")
    assert fault(asked("put", "/digest", {**body, "told": "perhaps"}, person)) == (422, "/told")
    assert (asked("put", "/digest", body, None).status_code, in_session("put", "/digest", body, person)) == (404, 404)


def test_way_and_rhythm_of_letters_are_read_and_chosen(person: User) -> None:
    assert asked("get", "/letters", None, person).json() == {"channel": "MAIL", "rhythm": None, "next_on": None}
    body = {"channel": "MAIL", "rhythm": "WEEKLY"}
    said = asked("put", "/letters", body, person).json()
    assert {name: said[name] for name in body} == body
    assert date.fromisoformat(said["next_on"]).weekday() == 0
    assert asked("put", "/letters", {**body, "channel": "SITE"}, person).json()["next_on"] is None
    assert fault(asked("put", "/letters", {**body, "rhythm": "HOURLY"}, person)) == (422, "/rhythm")
    assert asked("get", "/letters", None, None).status_code == 404
    assert (asked("put", "/letters", body, None).status_code, in_session("put", "/letters", body, person)) == (404, 404)


def test_interest_is_read_as_far_as_one_may(call: Call) -> None:
    for name, for_members in (("Alfa", True), ("Beta", False)):
        said = Interest("Ci siamo.", "Le prove.", for_members)
        say_interest(call=call, organisation=member(name, code=name.lower()), said=said, now=NOW)
    member("Gamma")
    readers = {
        "visitor": None,
        "gamma": acting_for(firm("Gamma")),
        "beta": acting_for(firm("Beta")),
        "office": UserFactory(role=Role.OFFICE),
    }
    found = {name: asked("get", f"/calls/{call.code}/interest", None, user).json() for name, user in readers.items()}
    assert {name: ([row["id"] for row in one["organisations"]], one["total"]) for name, one in found.items()} == {
        "visitor": ([], None),
        "gamma": (["alfa"], None),
        "beta": (["alfa"], None),
        "office": (["beta", "alfa"], 2),
    }
    assert (found["beta"]["own"]["organisation"], found["gamma"]["own"]) == ("beta", None)
    show_call(call=call, is_shown=False)
    assert asked("get", f"/calls/{call.code}/interest", None, readers["gamma"]).status_code == 404
