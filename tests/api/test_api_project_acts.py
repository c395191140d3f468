"""Funded projects written through the API: by hand, of a consortium that won, corrected, with results, taken back."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from asking import asked, fault, in_session
from factories import UserFactory
from factories.calls import member
from factories.consortium_work import Team, acting_for, firm, share, team, won
from filiera.accounts.models import User
from filiera.common.visibility import Role
from filiera.funding.models import FundedProject
from filiera.funding.operations.projects import keep_project
from tests_clock import NOW

pytestmark = pytest.mark.django_db
SAID = {
    "title_it": "Flaconi di carta",
    "starts_on": "2025-01-01",
    "grant_eur": 1000,
    "source": {"name": "Decreto (esempio)", "url": "https://example.org/decreto", "on": "2025-01-02"},
    "partners": [{"organisation": "alfa", "leads": True, "grant_eur": 600.5}, {"name": "Dehors SA", "country": "fr"}],
}


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office(db: None) -> User:
    for name in ("Alfa", "Beta", "Gamma", "Delta"):
        member(name, code=name.lower())
    return UserFactory(role=Role.OFFICE)


@pytest.fixture
def funded(office: User) -> Team:
    return team("FUNDED", duration_months=12)


@pytest.fixture
def made(funded: Team) -> FundedProject:
    said = won("Flaconi", share(firm("Alfa"), 100, leads=True))
    return keep_project(said=said, consortium=funded.row, now=NOW)


def test_office_writes_a_project_and_a_second_click_is_the_same(office: User) -> None:
    for _twice in range(2):
        answer = asked("post", "/projects", SAID, office).json()
    assert [(one["name"], one["role"], one["grant_eur"]) for one in answer["partners"]] == [
        ("Alfa", "LEAD", 600.5),
        ("Dehors SA", "PARTNER", None),
    ]
    assert (answer["source"], answer["visibility"], FundedProject.objects.count()) == ("Decreto (esempio)", "PUBLIC", 1)
    for user in (acting_for(firm("Alfa")), UserFactory(), None):
        assert asked("post", "/projects", {**SAID, "title_it": "Altro"}, user).status_code == 404
    assert in_session("post", "/projects", SAID, office) == 404


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"title_it": " "}, "/title_it"),
        ({"ends_on": "2024-01-01"}, "/ends_on"),
        ({"grant_eur": 10}, "/grant_eur"),
        ({"visibility": "BOARD"}, "/visibility"),
        ({"partners": [{"organisation": "nobody"}]}, "/partners/0/organisation"),
        ({"partners": [{"organisation": "alfa"}, {}]}, "/partners/1/organisation"),
        ({"source": {"name": "x", "url": "ftp://x"}}, "/source/url"),
    ],
)
def test_project_that_cannot_be_is_refused_at_its_place(said: dict[str, Any], pointer: str, office: User) -> None:
    assert fault(asked("post", "/projects", {**SAID, **said}, office)) == (422, pointer)
    assert FundedProject.objects.count() == 0


def test_project_is_made_of_a_consortium_that_won_by_who_leads(funded: Team) -> None:
    address, lead = f"/consortia/{funded.row.code}/project", acting_for(firm("Alfa"))
    for user in (acting_for(firm("Beta")), acting_for(firm("Gamma")), UserFactory(), None):
        assert asked("post", address, {}, user).status_code == 404
    assert in_session("post", address, {}, lead) == 404
    given = asked("post", address, {"grant_eur": 500}, lead).json()
    assert (given["title"], given["grant_eur"], given["consortium"]) == (funded.row.name, 500, funded.row.code)
    assert [one["organisation"] for one in given["partners"]] == ["alfa", "beta"]
    assert asked("get", f"/consortia/{funded.row.code}", None, lead).json()["funded_project"] == given["id"]
    assert asked("post", address, {}, lead).status_code == 404


def test_project_is_corrected_as_far_as_it_is_named(made: FundedProject, office: User) -> None:
    address, lead = f"/projects/{made.code}", acting_for(firm("Alfa"))
    given = asked("patch", address, {"acronym": "CARTA", "total_cost_eur": 900}, lead).json()
    assert (given["acronym"], given["title"], given["total_cost_eur"]) == ("CARTA", "Flaconi", 900)
    assert (given["source"], len(given["partners"])) == ("Decreto di concessione (esempio)", 1)
    assert asked("patch", address, {"source": None}, office).json()["source"] is None
    for user in (acting_for(firm("Beta")), UserFactory(), None):
        assert asked("patch", address, {"acronym": "X"}, user).status_code == 404
        assert asked("delete", address, {}, user).status_code == 404
    assert in_session("patch", address, {"acronym": "X"}, lead) == 404
    assert fault(asked("patch", address, {"title_it": "", "title_en": ""}, lead)) == (422, "/title_it")


def test_partners_that_one_does_not_know_of_stay(funded: Team) -> None:
    hidden = share(firm("Ombra", visibility="BILATERAL"), None)
    made = keep_project(said=won("Flaconi", share(firm("Alfa"), 100), hidden), consortium=funded.row, now=NOW)
    said = {"partners": [{"organisation": "beta"}]}
    given = asked("patch", f"/projects/{made.code}", said, acting_for(firm("Alfa"))).json()
    assert ([one["organisation"] for one in given["partners"]], given["hidden_partners"]) == (["beta"], 1)


def test_result_is_added_and_dropped_and_the_project_taken_back(made: FundedProject) -> None:
    address, lead = f"/projects/{made.code}", acting_for(firm("Alfa"))
    body = {"title": "Un flacone", "kind": "prototype", "on": "2026-01-02", "url": "https://example.org/flacone"}
    for _twice in range(2):
        (row,) = asked("post", f"{address}/results", body, lead).json()["results"]
    assert {name: row[name] for name in body} == body
    own = f"{address}/results/{row['id']}"
    for user in (acting_for(firm("Beta")), UserFactory(), None):
        assert asked("post", f"{address}/results", body, user).status_code == 404
        assert asked("delete", own, {}, user).status_code == 404
    assert in_session("delete", own, {}, lead) == 404
    assert fault(asked("post", f"{address}/results", {"title": " "}, lead)) == (422, "/title")
    assert fault(asked("post", f"{address}/results", {"title": "x", "on": "ieri"}, lead)) == (422, "/on")
    assert asked("delete", own, {}, lead).json()["results"] == []
    assert asked("delete", own, {}, lead).status_code == 404
    assert asked("delete", address, {}, lead).json() == {"id": made.code, "taken_back": True}
    assert asked("get", address, None, lead).status_code == 404
