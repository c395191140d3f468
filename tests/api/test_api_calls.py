"""Calls and consortia through the API: the same rules as on the pages; what changes something asks a token."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from factories import DelegateFactory, UserFactory
from factories.calls import member
from filiera.accounts.models import User
from filiera.api.tokens import issue_token
from filiera.common.visibility import Role
from filiera.funding.drafts import CallDraft, RuleDraft, WindowDraft
from filiera.funding.enums import CallSource
from filiera.funding.models import Call, ExpressionOfInterest, WantedReply
from filiera.funding.operations.calls import record_call, show_call

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def call() -> Call:
    draft = CallDraft(
        source=CallSource.HAND,
        ref="prova",
        language="it",
        title="Flaconi airless (esempio)",
        window=WindowDraft(opens=datetime(2026, 10, 1, 10), closes=datetime(2099, 3, 1, 16)),
        rules=(RuleDraft("partners", {"min": 3, "max": 8}, "Da tre a otto soggetti.", "Art. 4"),),
    )
    made = record_call(draft=draft, now=NOW).call
    return show_call(call=made, is_shown=True)


@pytest.fixture
def office() -> User:
    return UserFactory(role=Role.OFFICE)


def bearer(user: User) -> dict[str, str]:
    return {"HTTP_AUTHORIZATION": f"Bearer {issue_token(user)}"}


def test_call_is_listed_with_its_rules_and_clauses(client: Client, call: Call) -> None:
    listed = client.get("/api/v1/calls").json()
    assert [one["id"] for one in listed["items"]] == [call.code]
    assert listed["items"][0]["standing"] == "OPEN"
    assert listed["items"][0]["closes_at"] == "2099-03-01T15:00:00+00:00"
    whole = client.get(f"/api/v1/calls/{call.code}").json()
    assert whole["rules"] == [
        {
            "rule": "partners",
            "value": {"min": 3, "max": 8},
            "clause": "Da tre a otto soggetti. – Art. 4",
            "origin": "SOURCE",
            "sure": True,
        }
    ]


def test_hidden_call_is_nowhere_but_for_the_office(client: Client, call: Call, office: User) -> None:
    show_call(call=call, is_shown=False)
    assert client.get("/api/v1/calls").json()["total"] == 0
    for address in (f"/api/v1/calls/{call.code}", f"/api/v1/calls/{call.code}/fits"):
        assert client.get(address).status_code == 404
        assert client.get(address, **bearer(office)).status_code == 200


def test_office_writes_and_drops_a_rule_with_a_token_and_not_with_a_session(
    client: Client, call: Call, office: User
) -> None:
    address = f"/api/v1/calls/{call.code}/rules/duration_max"
    body: dict[str, Any] = {"value": 30, "clause": "Trenta mesi.", "article": "Art. 6", "amends": True}
    client.force_login(office)
    assert client.put(address, body, content_type="application/json").status_code == 404
    answer = client.put(address, body, content_type="application/json", **bearer(office)).json()
    assert {one["rule"]: one["value"] for one in answer["rules"]} == {
        "partners": {"min": 3, "max": 8},
        "duration_max": 30,
    }
    assert [one["amendment"] for one in answer["versions"]] == [True, False]
    dropped = client.delete(address, **bearer(office)).json()
    assert [one["rule"] for one in dropped["rules"]] == ["partners"]


def test_rule_that_cannot_be_read_is_refused_with_what_is_wrong(client: Client, call: Call, office: User) -> None:
    answer = client.put(
        f"/api/v1/calls/{call.code}/rules/partners",
        {"value": {"min": 9, "max": 2}},
        content_type="application/json",
        **bearer(office),
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/value"
    assert call.rules.get().value == {"min": 3, "max": 8}


@pytest.mark.parametrize("role", [Role.VISITOR, Role.MEMBER])
def test_nobody_else_writes_rules(client: Client, call: Call, role: Role) -> None:
    person = UserFactory()
    answer = client.put(
        f"/api/v1/calls/{call.code}/rules/partners", {"value": 2}, content_type="application/json", **bearer(person)
    )
    assert answer.status_code == 404


def test_member_says_interest_with_a_token_says_it_otherwise_and_takes_it_back(client: Client, call: Call) -> None:
    firm = member("Alba")
    person = DelegateFactory(organisation=firm).user
    address, put = f"/api/v1/calls/{call.code}/interest", {"content_type": "application/json"}
    client.force_login(person)
    assert client.put(address, {}, **put).status_code == 404
    client.logout()
    for words in ("Ci siamo", "Ci siamo eccome"):
        answer = client.put(address, {"note": words, "for_members": True}, **put, **bearer(person))
    assert answer.json() == {
        "call": call.code,
        "organisation": firm.code,
        "interested": True,
        "note": "Ci siamo eccome",
        "offers": "",
        "for_members": True,
    }
    assert ExpressionOfInterest.objects.get(withdrawn_at=None).said_by == person
    gone = client.delete(address, **bearer(person)).json()
    assert (gone["interested"], ExpressionOfInterest.objects.filter(withdrawn_at=None).exists()) == (False, False)


def test_interest_is_for_members_and_too_long_a_note_is_refused(client: Client, call: Call, office: User) -> None:
    address, put = f"/api/v1/calls/{call.code}/interest", {"content_type": "application/json"}
    stranger = UserFactory()
    assert [client.put(address, {}, **put, **bearer(one)).status_code for one in (office, stranger)] == [404, 404]
    assert client.put(address, {}, **put).status_code == 404
    person = DelegateFactory(organisation=member("Alba")).user
    assert client.put(address, {"note": "x" * 601}, **put, **bearer(person)).status_code == 422
    show_call(call=call, is_shown=False)
    assert client.put(address, {}, **put, **bearer(person)).status_code == 404
    assert ExpressionOfInterest.objects.count() == 0


def test_member_looks_for_partners_and_another_answers_once(client: Client, call: Call) -> None:
    put = {"content_type": "application/json"}
    alba = DelegateFactory(organisation=member("Alba")).user
    beta = DelegateFactory(organisation=member("Beta")).user
    address = f"/api/v1/calls/{call.code}/wanted"
    said = {"title": "Un laboratorio", "competences": ["PK1.CMP.AIR"], "for_everybody": True}
    notice = client.post(address, said, **put, **bearer(alba)).json()
    assert (notice["title"], notice["competences"], notice["organisation_name"]) == (
        "Un laboratorio",
        ["PK1.CMP.AIR"],
        "Alba",
    )
    assert client.post(address, said, **put, **bearer(alba)).json()["id"] == notice["id"]
    wrong = client.post(address, {**said, "competences": ["NO"]}, **put, **bearer(alba))
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/competences/0")
    answer = {"notice": notice["id"], "note": "Abbiamo il laboratorio."}
    for words in ("Abbiamo il laboratorio.", "Altro."):
        told = client.post("/api/v1/wanted/replies", {**answer, "note": words}, **put, **bearer(beta))
        assert (told.status_code, told.json()["note"]) == (200, "Abbiamo il laboratorio.")
    own = client.post("/api/v1/wanted/replies", answer, **put, **bearer(alba))
    nobody = client.post("/api/v1/wanted/replies", answer, **put)
    assert (own.status_code, nobody.status_code, WantedReply.objects.count()) == (404, 404, 1)
    client.force_login(beta)
    assert client.post("/api/v1/wanted/replies", answer, **put).status_code == 404


def test_consortium_is_judged_from_the_body_alone(client: Client) -> None:
    body = {
        "call": {"id": "x", "rules": {"partners": {"min": 2}, "duration_max": 24}},
        "consortium": {"project": {"duration_months": 12}, "partners": [{"id": "a"}, {"id": "b"}]},
    }
    answer = client.post("/api/v1/calls/check", body, content_type="application/json").json()
    assert (answer["verdict"], [one["rule"] for one in answer["checks"]]) == ("pass", ["partners", "duration_max"])


def test_body_that_cannot_be_read_names_the_place(client: Client) -> None:
    body = {"call": {"id": "x", "rules": {"duration_max": "tanto"}}, "consortium": {}}
    answer = client.post("/api/v1/calls/check?lang=it", body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/call/rules/duration_max"


def test_composing_asks_a_token_and_somebody_who_may(client: Client, call: Call, office: User) -> None:
    address = f"/api/v1/calls/{call.code}/consortium"
    assert client.post(address, {}, content_type="application/json").status_code == 404
    answer = client.post(address, {}, content_type="application/json", **bearer(office))
    assert (answer.status_code, answer.json()["breadth"]) == (200, True)
    assert client.get("/api/v1/consortia").json() == {"items": [], "next": None}
