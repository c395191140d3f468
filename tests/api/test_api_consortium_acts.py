"""A consortium through the API, from its beginning to the outcome; for those who may, with a token."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from factories import DelegateFactory, UserFactory
from factories.calls import call as made_call
from factories.calls import member
from filiera.accounts.models import User
from filiera.api.tokens import issue_token
from filiera.common.visibility import Role
from filiera.funding.models import Call, Consortium
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def call() -> Call:
    return made_call()


@pytest.fixture
def lead() -> User:
    person: User = DelegateFactory(organisation=member("Alba", code="alba")).user
    member("Beta", code="beta")
    return person


def asked(address: str, body: dict[str, Any], user: User | None, *, method: str = "post") -> Any:
    headers = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(user)}"} if user else {}
    return getattr(Client(), method)(f"/api/v1{address}", body, content_type="application/json", **headers)


def begun(call: Call, lead: User) -> str:
    body = {"name": "Flaconi insieme", "lead": "alba", "partners": ["beta"]}
    answer = asked(f"/calls/{call.code}/consortia", body, lead)
    assert (answer.status_code, answer.json()["lead"], answer.json()["state"]) == (200, "Alba", "DRAFT")
    return str(answer.json()["id"])


def test_consortium_goes_from_its_beginning_to_the_outcome(
    call: Call, lead: User, django_capture_on_commit_callbacks: Any
) -> None:
    code = begun(call, lead)
    member("Gamma", code="gamma")
    added = asked(f"/consortia/{code}/partners", {"organisation": "gamma", "cost_eur": 1000.5}, lead).json()
    assert {one["organisation"]: one["state"] for one in added["members"]} == {
        "alba": "LEADS",
        "beta": "PROPOSED",
        "gamma": "PROPOSED",
    }
    with django_capture_on_commit_callbacks(execute=True):
        for name in ("beta", "gamma"):
            asked(f"/consortia/{code}/invitations", {"organisation": name, "email": f"{name}@example.org"}, lead)
    assert sorted(to for letter in mail.outbox for to in letter.to) == ["beta@example.org", "gamma@example.org"]
    row = Consortium.objects.get(code=code)
    row.partners.filter(state="INVITED").update(state="ACCEPTED", answered_at=NOW)
    task = {"what": "Scrivere la parte B", "owner": "beta", "due_on": "2026-12-20"}
    assert asked(f"/consortia/{code}/tasks", task, lead).status_code == 200
    assert row.tasks.get().owner == row.partners.get(organisation__code="beta")
    for state in ("READY", "SUBMITTED"):
        assert asked(f"/consortia/{code}/steps", {"to": state}, lead).json()["state"] == state
    decision = {
        "to": "FUNDED",
        "on": TODAY.isoformat(),
        "total_points": 13.5,
        "criteria": [{"name": "Impatto", "points": 4, "most_points": 5, "comment": "Chiaro."}],
    }
    assert asked(f"/consortia/{code}/outcome", decision, lead, method="put").json()["state"] == "FUNDED"
    assert [(one.name, one.comment) for one in row.criteria.all()] == [("Impatto", "Chiaro.")]


def test_step_that_is_not_open_is_refused_in_words(call: Call, lead: User) -> None:
    code = begun(call, lead)
    answer = asked(f"/consortia/{code}/steps", {"to": "SUBMITTED"}, lead)
    assert (answer.status_code, "problem+json" in answer["Content-Type"]) == (422, True)
    assert Consortium.objects.get(code=code).state == "DRAFT"
    nobody = asked(f"/consortia/{code}/partners", {"organisation": "nessuno"}, lead)
    assert (nobody.status_code, nobody.json()["errors"][0]["pointer"]) == (422, "/organisation")


ACTS = {
    "partners": {"organisation": "beta"},
    "invitations": {"organisation": "beta"},
    "tasks": {"what": "Qualcosa"},
    "steps": {"to": "ABANDONED"},
}


@pytest.mark.parametrize("act", ACTS)
def test_nobody_else_acts_and_a_session_is_not_enough(act: str, call: Call, lead: User) -> None:
    code = begun(call, lead)
    rival = DelegateFactory(organisation=member("Rivale", code="rivale")).user
    for user in (rival, UserFactory(), None):
        assert asked(f"/consortia/{code}/{act}", ACTS[act], user).status_code == 404
    session = Client()
    session.force_login(lead)
    answer = session.post(f"/api/v1/consortia/{code}/{act}", ACTS[act], content_type="application/json")
    assert answer.status_code == 404
    assert Consortium.objects.get(code=code).state == "DRAFT"


def test_nobody_begins_in_the_name_of_another_and_the_office_may_for_all(call: Call, lead: User) -> None:
    body = {"name": "Di altri", "lead": "beta"}
    assert asked(f"/calls/{call.code}/consortia", body, lead).status_code == 404
    assert asked(f"/calls/{call.code}/consortia", body, None).status_code == 404
    assert Consortium.objects.count() == 0
    office = UserFactory(role=Role.OFFICE)
    assert asked(f"/calls/{call.code}/consortia", body, office).json()["lead"] == "Beta"
