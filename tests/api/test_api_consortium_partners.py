"""What a consortium is and who takes part, through the API: for those who may, with a token, in the words of the page."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from asking import asked, fault, in_session
from factories import UserFactory
from factories.calls import member
from factories.consortium_work import Team, acting_for, firm, team
from filiera.accounts.models import User
from filiera.common.visibility import Role
from tests_clock import NOW

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


ACTS: dict[str, tuple[str, str, Any]] = {
    "project": ("patch", "", {"duration_months": 24}),
    "judgement": ("post", "/judgement", {}),
    "figures": ("patch", "/partners/beta", {"cost_eur": 10}),
    "out": ("delete", "/partners/beta", {}),
    "lead": ("put", "/lead", {"partner": "beta"}),
    "swap": ("post", "/partners/beta/swap", {"into": "epsilon"}),
    "answer": ("put", "/partners/gamma/answer", {"accepts": True}),
}


@pytest.mark.parametrize("act", ACTS)
def test_who_leads_and_the_office_act_and_nobody_else(act: str, work: Team, lead: User) -> None:
    member("Epsilon", code="epsilon")
    method, path, body = ACTS[act]
    address = f"/consortia/{work.row.code}{path}"
    before = list(work.row.partners.values_list("organisation__code", "state", "cost_eur"))
    for user in (acting_for(firm("Beta")), acting_for(firm("Gamma")), acting_for(firm("Zeta")), UserFactory(), None):
        assert asked(method, address, body, user).status_code == 404
    assert in_session(method, address, body, lead) == 404
    assert list(work.row.partners.values_list("organisation__code", "state", "cost_eur")) == before
    assert asked(method, address, body, UserFactory(role=Role.OFFICE)).status_code == 200


def test_project_is_written_as_far_as_it_is_named(work: Team, lead: User) -> None:
    address = f"/consortia/{work.row.code}"
    said = {"name": " Vuoti a rendere ", "trl_start": 4, "trl_end": 6, "documents": ["application"], "inkind_pct": 12.5}
    given = asked("patch", address, said, lead).json()
    assert (given["name"], given["project"]["trl_end"], given["project"]["inkind_pct"]) == ("Vuoti a rendere", 6, 12.5)
    assert [(one["id"], one["ready"]) for one in given["documents_asked"]] == [
        ("application", True),
        ("project_agreement", False),
    ]
    again = asked("patch", address, {"trl_end": None, "civil_only": True}, lead).json()["project"]
    assert (again["trl_start"], again["trl_end"], again["civil_only"]) == (4, None, True)
    assert fault(asked("patch", address, {"trl_start": 8, "trl_end": 2}, lead)) == (422, "/trl_end")
    assert fault(asked("patch", address, {"name": " "}, lead)) == (422, "/name")
    assert fault(asked("patch", address, {"supplier_kind": "nobody"}, lead)) == (422, "/supplier_kind")
    assert fault(asked("patch", address, {"nome": "x"}, lead)) == (422, "/nome")


def test_verdict_is_kept_until_something_changes(work: Team, lead: User) -> None:
    address = f"/consortia/{work.row.code}"
    judged = asked("post", f"{address}/judgement", {}, lead).json()
    assert (judged["verdict"], judged["checked_at"]) == (judged["judgement"]["verdict"], NOW.isoformat())
    changed = asked("patch", address, {"duration_months": 12}, lead).json()
    assert (changed["verdict"], changed["checked_at"]) == ("", None)


def test_partner_is_given_figures_and_parts_do_not_pass_the_whole(work: Team, lead: User) -> None:
    address = f"/consortia/{work.row.code}/partners/beta"
    said = {"cost_eur": 1000.5, "industrial_research_eur": 400, "tasks": " Le prove "}
    beta = partners(asked("patch", address, said, lead))["beta"]
    assert (beta["cost_eur"], beta["industrial_research_eur"], beta["tasks"]) == (1000.5, 400, "Le prove")
    assert fault(asked("patch", address, {"experimental_development_eur": 700}, lead)) == (422, "/cost_eur")
    assert partners(asked("patch", address, {"cost_eur": None}, lead))["beta"]["tasks"] == "Le prove"
    assert asked("patch", f"{address}x", said, lead).status_code == 404


def test_partner_from_outside_is_named_with_its_country_and_found_by_its_id(work: Team, lead: User) -> None:
    address = f"/consortia/{work.row.code}/partners"
    said = {"name": "Dehors SA", "country": "fr", "kind": "company"}
    added = asked("post", address, said, lead).json()["members"][-1]
    row = work.row.partners.get(name="Dehors SA")
    assert (added["id"], added["organisation"], row.country) == (f"x{row.pk}", None, "FR")
    assert fault(asked("post", address, {"name": "Due", "organisation": "beta"}, lead)) == (422, "/organisation")
    assert fault(asked("post", address, {}, lead)) == (422, "/organisation")
    assert fault(asked("post", address, {"name": "Dehors SA", "kind": "circo"}, lead)) == (422, "/kind")
    assert asked("delete", f"{address}/{added['id']}", {}, lead).status_code == 200
    assert not work.row.partners.filter(name="Dehors SA").exists()


def test_who_leads_stays_until_another_leads(work: Team, lead: User) -> None:
    address = f"/consortia/{work.row.code}"
    assert fault(asked("delete", f"{address}/partners/alfa", {}, lead)) == (422, None)
    assert fault(asked("put", f"{address}/lead", {"partner": "gamma"}, lead)) == (422, None)
    assert fault(asked("put", f"{address}/lead", {"partner": "nobody"}, lead)) == (422, "/partner")
    given = asked("put", f"{address}/lead", {"partner": "beta"}, lead).json()
    assert (given["lead"], {one["id"]: one["state"] for one in given["members"]}["alfa"]) == ("Beta", "ACCEPTED")
    assert asked("put", f"{address}/lead", {"partner": "alfa"}, lead).status_code == 404


def test_swaps_are_ranked_and_one_is_made(work: Team, lead: User) -> None:
    member("Epsilon", code="epsilon")
    address = f"/consortia/{work.row.code}/partners/beta"
    found = asked("get", f"{address}/swaps", None, lead)
    assert found.status_code == 200
    assert {one["verdict"] for one in found.json()["items"]} <= {"pass", "fail", "unknown"}
    for user in (acting_for(firm("Beta")), UserFactory(), None):
        assert asked("get", f"{address}/swaps", None, user).status_code == 404
    assert fault(asked("post", f"{address}/swap", {"into": "nobody"}, lead)) == (422, "/into")
    given = asked("post", f"{address}/swap", {"into": "epsilon"}, lead)
    assert {key: one["state"] for key, one in partners(given).items()} == {
        "alfa": "LEADS",
        "gamma": "INVITED",
        "epsilon": "PROPOSED",
    }
    assert {one["id"] for one in given.json()["gone"]} == {"beta", "delta"}


def test_answer_is_noted_by_who_leads_and_given_by_who_was_asked(work: Team, lead: User) -> None:
    asked_one, number = acting_for(firm("Gamma")), work.partners["Gamma"].pk
    waiting = asked("get", "/invitations", None, asked_one).json()["items"]
    assert [(one["id"], one["name"]) for one in waiting] == [(number, work.row.name)]
    assert asked("get", "/invitations", None, lead).json()["items"] == []
    assert asked("get", "/invitations", None, None).status_code == 404
    for user in (lead, acting_for(firm("Beta")), UserFactory(), None):
        assert asked("put", f"/invitations/{number}", {"accepts": True}, user).status_code == 404
    assert in_session("put", f"/invitations/{number}", {"accepts": True}, asked_one) == 404
    assert fault(asked("put", f"/invitations/{number}", {"accepts": "sì"}, asked_one)) == (422, "/accepts")
    taken = asked("put", f"/invitations/{number}", {"accepts": True}, asked_one)
    assert taken.json() == {"id": number, "state": "ACCEPTED", "consortium": work.row.code}
    assert asked("get", f"/consortia/{work.row.code}", None, asked_one).status_code == 200
    assert fault(asked("put", f"/consortia/{work.row.code}/partners/gamma/answer", {"accepts": False}, lead))[0] == 422


def test_invitation_of_what_went_on_is_refused_in_words(work: Team) -> None:
    work.row.state, work.row.submitted_at = "SUBMITTED", NOW
    work.row.save()
    number = work.partners["Gamma"].pk
    assert fault(asked("put", f"/invitations/{number}", {"accepts": False}, acting_for(firm("Gamma")))) == (422, None)


def test_what_a_partner_sent_back_is_read_by_who_leads_alone(work: Team, lead: User) -> None:
    work.row.partners.filter(organisation__code="beta").update(answer="Con una riserva.")
    address = f"/consortia/{work.row.code}"
    assert partners(asked("get", address, None, lead))["beta"]["answer"] == "Con una riserva."
    assert partners(asked("get", address, None, acting_for(firm("Beta"))))["beta"]["answer"] == ""


def test_what_those_who_left_would_have_borne_is_read_by_who_leads_alone(work: Team, lead: User) -> None:
    work.row.partners.update(cost_eur=100, tasks="Le prove", invited_at=NOW, answered_at=NOW, answer="No.")
    work.row.partners.filter(organisation__code="gamma").update(state="PROPOSED")
    address = f"/consortia/{work.row.code}"
    whole, seen = (asked("get", address, None, user).json() for user in (lead, acting_for(firm("Beta"))))
    asked_before = {"invited_at": None, "answered_at": None, "answer": ""}
    hidden = {"cost_eur": None, "tasks": "", "invited_at": None, "answered_at": None}
    assert [one | asked_before for one in whole["members"]] == seen["members"] != whole["members"]
    assert [one | hidden for one in whole["gone"]] == seen["gone"] != whole["gone"]
    assert seen["gone"][0]["answer"] == "No."


def partners(answer: Any) -> dict[str, Any]:
    return {one["id"]: one for one in answer.json()["members"]}
