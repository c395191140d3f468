"""Funded projects, funding won and partners wanted through the API: what each reader may see, and no more."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from factories import UserFactory
from factories.consortium_work import firm, share, won
from filiera.api.tokens import issue_token
from filiera.common.visibility import Role
from filiera.funding.drafts import CallDraft, WindowDraft
from filiera.funding.enums import CallSource
from filiera.funding.models import Call, FundedProject, PartnerWanted
from filiera.funding.operations.calls import record_call, show_call
from filiera.funding.operations.projects import ResultSaid, add_result, keep_project
from filiera.registry.models import Province
from tests_clock import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def public() -> FundedProject:
    cremona = Province.objects.get(code="CR")
    hidden = share(firm("Ombra", visibility="BILATERAL"), None)
    return keep_project(
        said=won("Flaconi", share(firm("Alfa", province=cremona), 100, leads=True), share("Dehors SA", None), hidden),
        now=NOW,
    )


@pytest.fixture
def reserved() -> FundedProject:
    return keep_project(
        said=won("Riservato", share(firm("Beta"), 50), visibility="MEMBERS", starts_on=date(2023, 1, 1)), now=NOW
    )


def office() -> dict[str, str]:
    return {"HTTP_AUTHORIZATION": f"Bearer {issue_token(UserFactory(role=Role.OFFICE))}"}


def titles(answer: Any) -> list[str]:
    return [one["title"] for one in answer.json()["items"]]


def test_list_gives_each_reader_what_they_may_see(
    client: Client, public: FundedProject, reserved: FundedProject
) -> None:
    assert titles(client.get("/api/v1/projects")) == ["Flaconi"]
    assert titles(client.get("/api/v1/projects", **office())) == ["Riservato", "Flaconi"]
    for query, found in {
        "q=flaconi": 1,
        "q=niente": 0,
        "year=2023": 0,
        "province=cr": 1,
        "organisation=alfa": 1,
    }.items():
        assert client.get(f"/api/v1/projects?{query}").json()["total"] == found, query


def test_project_says_who_got_what_and_hides_whom_the_reader_may_not_see(client: Client, public: FundedProject) -> None:
    made = add_result(project=public, result=ResultSaid(title="Un flacone di carta", on=date(2026, 1, 2)), now=NOW)
    found = client.get(f"/api/v1/projects/{public.code}").json()
    assert [(one["organisation"], one["name"], one["grant_eur"]) for one in found["partners"]] == [
        ("alfa", "Alfa", 100),
        (None, "Dehors SA", None),
    ]
    assert (found["partners"][0]["province"], found["hidden_partners"]) == ("CR", 1)
    said = {"id": made.pk, "title": "Un flacone di carta", "kind": None, "on": "2026-01-02", "url": None}
    assert found["results"] == [said]
    assert len(client.get(f"/api/v1/projects/{public.code}", **office()).json()["partners"]) == 3


def test_project_of_members_is_nowhere_for_a_visitor(client: Client, reserved: FundedProject) -> None:
    assert client.get(f"/api/v1/projects/{reserved.code}").status_code == 404
    assert client.get(f"/api/v1/projects/{reserved.code}", **office()).status_code == 200


def test_money_sums_what_the_reader_may_see(client: Client, public: FundedProject, reserved: FundedProject) -> None:
    seen = client.get("/api/v1/projects/money").json()
    assert (seen["total"]["grant_eur"], seen["total"]["unknown"]) == (100, 0)
    assert [(one["id"], one["grant_eur"]) for one in seen["provinces"]] == [("CR", 100)]
    assert client.get("/api/v1/projects/money", **office()).json()["total"] == {
        "id": None,
        "name": None,
        "grant_eur": 150,
        "known": 2,
        "unknown": 1,
        "projects": 2,
    }


@pytest.fixture
def call() -> Call:
    draft = CallDraft(
        source=CallSource.HAND,
        ref="prova",
        language="it",
        title="Flaconi airless (esempio)",
        window=WindowDraft(closes=NOW.replace(year=NOW.year + 1, tzinfo=None)),
    )
    return show_call(call=record_call(draft=draft, now=NOW).call, is_shown=True)


def test_notices_are_read_by_whom_they_are_for(client: Client, call: Call) -> None:
    alfa = firm("Alfa")
    for title, level in (("Cerchiamo chi riempie", "PUBLIC"), ("Solo fra noi", "MEMBERS")):
        PartnerWanted.objects.create(
            call=call,
            organisation=alfa,
            title=title,
            text="Per lotti piccoli.",
            competences=["PKG.07"],
            visibility=level,
            opened_at=NOW,
        )
    assert titles(client.get("/api/v1/wanted")) == ["Cerchiamo chi riempie"]
    assert titles(client.get("/api/v1/wanted", **office())) == ["Solo fra noi", "Cerchiamo chi riempie"]
    assert titles(client.get("/api/v1/wanted?competence=PKG")) == ["Cerchiamo chi riempie"]
    assert titles(client.get("/api/v1/wanted?competence=FRM")) == []
    show_call(call=call, is_shown=False)
    assert titles(client.get("/api/v1/wanted")) == []
