"""Notices of partners wanted through the API: the draft that one is for, its answers, taken up, declined, closed."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from asking import asked, fault, in_session
from factories import UserFactory
from factories.calls import call as made_call
from factories.calls import member
from factories.consortium_work import acting_for, firm, team
from filiera.accounts.models import User
from filiera.common.visibility import Role
from filiera.funding.models import Call, PartnerWanted, WantedReply
from filiera.funding.operations.interest import Notice, reply_to_notice, write_notice
from tests_clock import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def call() -> Call:
    for name in ("Alfa", "Beta", "Gamma"):
        member(name, code=name.lower())
    return made_call()


@pytest.fixture
def alfa(call: Call) -> User:
    return acting_for(firm("Alfa"))


@pytest.fixture
def notice(call: Call) -> PartnerWanted:
    return write_notice(call=call, organisation=firm("Alfa"), said=Notice("Un laboratorio", ""), now=NOW)


@pytest.fixture
def reply(notice: PartnerWanted) -> WantedReply:
    return reply_to_notice(notice=notice, organisation=firm("Beta"), note="Ci siamo.", now=NOW)


def test_notice_written_anew_keeps_the_draft_that_it_is_for(call: Call, alfa: User) -> None:
    draft, other = team(of=call, partners={"Alfa": "LEADS"}).row, team(of=call, partners={"Beta": "LEADS"}).row
    address, said = f"/calls/{call.code}/wanted", {"title": "Un laboratorio"}
    written = asked("post", address, {**said, "consortium": draft.code}, alfa).json()
    assert written["consortium"] == draft.code
    again = asked("post", address, {**said, "text": "Per le prove."}, alfa).json()
    assert (again["id"], again["consortium"], again["text"]) == (written["id"], draft.code, "Per le prove.")
    assert fault(asked("post", address, {**said, "consortium": other.code}, alfa)) == (422, "/consortium")
    assert asked("get", f"/wanted/{again['id']}", None, acting_for(firm("Beta"))).json()["consortium"] is None
    assert asked("post", address, {**said, "consortium": None}, alfa).json()["consortium"] is None


def test_draft_that_went_on_is_left_and_the_notice_is_written(call: Call, alfa: User) -> None:
    draft = team(of=call, partners={"Alfa": "LEADS"}).row
    address, said = f"/calls/{call.code}/wanted", {"title": "Un laboratorio"}
    asked("post", address, {**said, "consortium": draft.code}, alfa)
    draft.state, draft.submitted_at = "SUBMITTED", NOW
    draft.save()
    assert asked("post", address, said, alfa).json()["consortium"] is None


def test_answers_are_read_by_who_wrote_the_notice_and_one_s_own_by_each(
    notice: PartnerWanted, reply: WantedReply, alfa: User
) -> None:
    seen = {"alfa": alfa, "beta": acting_for(firm("Beta")), "gamma": acting_for(firm("Gamma"))}
    found = {name: asked("get", f"/wanted/{notice.pk}", None, user).json()["replies"] for name, user in seen.items()}
    assert {name: [one["id"] for one in rows] for name, rows in found.items()} == {
        "alfa": [reply.pk],
        "beta": [reply.pk],
        "gamma": [],
    }
    assert asked("get", f"/wanted/{notice.pk}", None, None).status_code == 404


@pytest.mark.parametrize(("takes", "state"), [(True, "TAKEN"), (False, "DECLINED")])
def test_answer_is_decided_once(takes: bool, state: str, reply: WantedReply, alfa: User) -> None:
    address = f"/wanted/replies/{reply.pk}"
    for user in (acting_for(firm("Beta")), acting_for(firm("Gamma")), UserFactory(), None):
        assert asked("put", address, {"takes": takes}, user).status_code == 404
    assert in_session("put", address, {"takes": takes}, alfa) == 404
    assert fault(asked("put", address, {"takes": 1}, alfa)) == (422, "/takes")
    for _twice in range(2):
        assert asked("put", address, {"takes": takes}, alfa).json()["state"] == state
    assert fault(asked("put", address, {"takes": not takes}, alfa)) == (422, None)


def test_answer_taken_up_is_proposed_for_the_draft(call: Call, alfa: User) -> None:
    draft = team(of=call, partners={"Alfa": "LEADS"}).row
    said = Notice("Un laboratorio", "", consortium=draft)
    notice = write_notice(call=call, organisation=firm("Alfa"), said=said, now=NOW)
    reply = reply_to_notice(notice=notice, organisation=firm("Beta"), note="Ci siamo.", now=NOW)
    asked("put", f"/wanted/replies/{reply.pk}", {"takes": True}, UserFactory(role=Role.OFFICE))
    assert draft.partners.get(organisation__code="beta").state == "PROPOSED"


def test_notice_is_closed_and_leaves_the_list(notice: PartnerWanted, alfa: User) -> None:
    beta = acting_for(firm("Beta"))
    for user in (beta, UserFactory(), None):
        assert asked("delete", f"/wanted/{notice.pk}", {}, user).status_code == 404
    assert in_session("delete", f"/wanted/{notice.pk}", {}, alfa) == 404
    assert asked("delete", f"/wanted/{notice.pk}", {}, alfa).json()["closed_on"] == NOW.date().isoformat()
    assert asked("get", "/wanted", None, beta).json()["items"] == []
    assert asked("get", f"/wanted/{notice.pk}", None, beta).status_code == 404
    assert asked("get", f"/wanted/{notice.pk}", None, alfa).status_code == 200
    assert asked("post", "/wanted/replies", {"notice": notice.pk, "note": "Tardi"}, beta).status_code == 404
