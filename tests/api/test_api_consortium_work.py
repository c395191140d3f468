"""The work of a consortium through the API: tasks, papers, signatures, the budget, what the evaluators said."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from asking import asked, fault, in_session
from factories import UserFactory
from factories.calls import member
from factories.consortium_work import Team, acting_for, firm, team
from factories.documents import pdf
from filiera.accounts.models import User
from filiera.common.visibility import Role
from filiera.funding.operations.workspace import TaskSaid, add_task
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def work() -> Team:
    for name in ("Alfa", "Beta", "Gamma", "Delta"):
        member(name, code=name.lower())
    return team()


@pytest.fixture
def lead(work: Team) -> User:
    return acting_for(firm("Alfa"))


@pytest.fixture
def partner(work: Team) -> User:
    return acting_for(firm("Beta"))


def brought(work: Team, user: User | None, *, content: bytes = b"", **said: Any) -> Any:
    file = SimpleUploadedFile("accordo.pdf", content or pdf(), content_type="application/pdf")
    body = {"title": "Accordo", "signed_by_all": "true", **said, "file": file}
    return asked("post", f"/consortia/{work.row.code}/papers", body, user, format="multipart")


def test_task_is_done_undone_and_dropped(work: Team, lead: User, partner: User) -> None:
    task = add_task(consortium=work.row, task=TaskSaid("Scrivere", work.partners["Beta"], TODAY), now=NOW)
    address = f"/consortia/{work.row.code}/tasks/{task.pk}"
    for is_done in (True, False):
        (given,) = asked("put", address, {"done": is_done}, partner).json()["tasks"]
        assert (given["id"], given["owner"], given["done_at"] is not None) == (task.pk, "beta", is_done)
    for user in (acting_for(firm("Gamma")), UserFactory(), None):
        assert asked("put", address, {"done": True}, user).status_code == 404
        assert asked("delete", address, {}, user).status_code == 404
    assert in_session("put", address, {"done": True}, partner) == 404
    assert fault(asked("put", address, {"done": "forse"}, partner)) == (422, "/done")
    assert asked("put", f"/consortia/{work.row.code}/tasks/{task.pk + 1}", {"done": True}, lead).status_code == 404
    assert asked("delete", address, {}, partner).status_code == 404
    assert asked("delete", address, {}, lead).json()["tasks"] == []


def test_task_of_somebody_without_is_refused_at_its_place(work: Team, lead: User) -> None:
    address = f"/consortia/{work.row.code}/tasks"
    assert fault(asked("post", address, {"what": "Prove", "owner": "gamma"}, lead)) == (422, "/owner")
    assert fault(asked("post", address, {"what": "Prove", "due_on": "domani"}, lead)) == (422, "/due_on")


def test_paper_is_brought_signed_and_taken_out(work: Team, lead: User, partner: User) -> None:
    given = brought(work, partner, stands_for="application").json()
    (paper,) = given["papers"]
    assert (paper["title"], paper["owner"], paper["stands_for"]) == ("Accordo", "beta", "application")
    assert [(one["partner"], one["on"]) for one in paper["signatures"]] == [("alfa", None), ("beta", None)]
    assert [one["ready"] for one in given["documents_asked"]] == [True, False]
    assert asked("get", f"/documents/{paper['document']}", None, lead).status_code == 200
    own = f"/consortia/{work.row.code}/papers/{paper['id']}"
    signed = asked("put", f"{own}/signatures/beta", {"on": TODAY.isoformat()}, partner).json()["papers"][0]
    assert signed["signatures"][1] == {"partner": "beta", "name": "Beta", "on": TODAY.isoformat()}
    assert asked("put", f"{own}/signatures/alfa", {"on": TODAY.isoformat()}, partner).status_code == 404
    assert fault(asked("put", f"{own}/signatures/alfa", {"on": "2099-01-01"}, lead)) == (422, "/on")
    assert fault(asked("put", f"{own}/signatures/alfa", {"on": 5}, lead)) == (422, "/on")
    free = asked("delete", f"{own}/signatures/beta", {}, lead).json()["papers"][0]
    assert free["signatures"][1]["on"] is None
    for user in (acting_for(firm("Gamma")), UserFactory(), None):
        assert asked("delete", own, {}, user).status_code == 404
        assert asked("put", f"{own}/signatures/beta", {"on": TODAY.isoformat()}, user).status_code == 404
    assert in_session("delete", own, {}, partner) == 404
    assert asked("delete", own, {}, partner).json()["papers"] == []


def test_paper_of_another_is_taken_out_by_who_leads(work: Team, lead: User, partner: User) -> None:
    (paper,) = brought(work, lead).json()["papers"]
    address = f"/consortia/{work.row.code}/papers/{paper['id']}"
    assert asked("delete", address, {}, partner).status_code == 404
    assert asked("delete", address, {}, UserFactory(role=Role.OFFICE)).json()["papers"] == []


def test_paper_that_cannot_be_taken_is_refused_at_its_place(work: Team, lead: User) -> None:
    assert fault(brought(work, lead, content=b"non un PDF")) == (422, "/file")
    assert fault(brought(work, lead, stands_for="altro")) == (422, "/stands_for")
    assert fault(brought(work, lead, title=" ")) == (422, "/title")
    nothing = asked("post", f"/consortia/{work.row.code}/papers", {"title": "x"}, lead, format="multipart")
    assert fault(nothing) == (422, "/file")
    for user in (acting_for(firm("Gamma")), UserFactory(), None):
        assert brought(work, user).status_code == 404
    assert not work.row.papers.exists()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_budget_is_taken_away_by_those_within(form: str, work: Team, partner: User) -> None:
    address = f"/consortia/{work.row.code}/budget/{form}"
    found = asked("get", address, None, partner)
    assert (found.status_code, found["Cache-Control"]) == (200, "private, no-store")
    assert len(found.content) > 100
    for user in (acting_for(firm("Gamma")), UserFactory(), None):
        assert asked("get", address, None, user).status_code == 404
    assert asked("get", f"{address}x", None, partner).status_code == 422


def test_decision_is_read_back_and_a_criterion_is_refused_at_its_place(lead: User, work: Team) -> None:
    work.row.state, work.row.submitted_at = "SUBMITTED", NOW
    work.row.save()
    address = f"/consortia/{work.row.code}/outcome"
    said = {"name": "Impatto", "points": 4, "most_points": 5, "comment": "Chiaro."}
    body = {"to": "RESERVE", "on": TODAY.isoformat(), "total_points": 11.5, "note": "Bene.", "criteria": [said]}
    assert asked("put", address, body, lead).json()["outcome"] == {
        "on": TODAY.isoformat(),
        "total_points": 11.5,
        "least_points": None,
        "note": "Bene.",
        "criteria": [said],
    }
    wrong = {**body, "criteria": [said, {**said, "points": 6}]}
    assert fault(asked("put", address, wrong, lead)) == (422, "/criteria/1/points")
    assert fault(asked("put", address, {**body, "on": "2099-01-01"}, lead)) == (422, "/on")
