"""Which proxies hold, and which of too many."""

from __future__ import annotations

from typing import Any

import pytest

from factories.meetings import meeting, member, proxy, votes
from filiera.governance.logic.faults import case_of
from filiera.governance.logic.judging import judge
from filiera.governance.logic.proxies import JudgedProxies, judge_proxies
from filiera.governance.logic.standing import Standing


def judged(case: dict[str, Any]) -> JudgedProxies:
    return judge_proxies(Standing(case_of(case)))


@pytest.mark.parametrize(
    ("changes", "bar"),
    [
        ({}, None),
        ({"dated": None}, "proxy_undated"),
        ({"dated": ""}, "proxy_undated"),
        ({"revoked": False}, None),
        ({"revoked": True}, "proxy_revoked"),
        ({"signed": False}, "proxy_unsigned"),
        ({"to": None}, "proxy_blank"),
        ({"to": " "}, "proxy_blank"),
        ({"to": "stranger"}, "proxy_holder_not_member"),
        ({"to": "m09"}, "proxy_holder_not_member"),
        ({"to": "m03"}, "proxy_holder_not_member"),
        ({"to": "m08"}, "proxy_holder_absent"),
        ({"dated": "2027-04-21"}, "proxy_dated_after_meeting"),
        ({"dated": "2027-04-20"}, None),
        ({"revoked": "2027-04-20T14:59"}, "proxy_revoked"),
        ({"revoked": "2027-04-20"}, "proxy_revoked"),
        ({"revoked": "2027-04-20T13:30Z"}, None),
        ({"revoked": "2027-04-21T09:00"}, None),
        ({"received_by_proxy": "m02"}, "proxy_passed_on"),
        ({"from": "m09"}, "withdrawn"),
        ({"from": "stranger"}, "not_a_member"),
    ],
)
def test_a_proxy(changes: dict[str, Any], bar: str | None) -> None:
    members = [*(member(number) for number in range(1, 9)), member(9, state="withdrawn")]
    written = proxy("m03", "m01") | changes
    result = judged(meeting(members=members, attendance=["m01", "m02"], proxies=[written]))

    assert result.refused == ({} if bar is None else {written["from"]: bar})
    assert result.holders == ({"m03": "m01"} if bar is None else {})


def test_a_proxy_falls_when_its_giver_comes() -> None:
    case = meeting(4, attendance=["m01", "m03"], proxies=[proxy("m03", "m01")], votes={"m03": "against", "m01": "for"})
    judgement = judge(case_of(case))

    assert judged(case) == JudgedProxies({}, {})
    assert (judgement.figures.present, judgement.figures.against) == (2, 1)


def test_of_too_many_proxies_the_last_dated_are_refused() -> None:
    days = {"m02": "2027-04-12", "m03": "2027-04-10", "m04": "2027-04-11", "m05": "2027-04-13"}
    proxies = [proxy(giver, "m01", dated=day) for giver, day in days.items()]
    result = judged(meeting(8, attendance=["m01"], proxies=proxies))

    assert result.holders == {"m03": "m01", "m04": "m01"}
    assert result.refused == {"m02": "proxy_too_many", "m05": "proxy_too_many"}


def test_a_proxy_that_does_not_hold_takes_no_place() -> None:
    proxies = [
        proxy("m02", "m01", dated="2027-04-01", signed=False),
        proxy("m03", "m01", dated="2027-04-02"),
        proxy("m04", "m01", dated="2027-04-03"),
    ]
    result = judged(meeting(8, attendance=["m01"], proxies=proxies))

    assert result.holders == {"m03": "m01", "m04": "m01"}


def test_of_two_proxies_from_one_giver_the_last_dated_holds() -> None:
    proxies = [proxy("m03", "m02", dated="2027-04-15"), proxy("m03", "m01", dated="2027-04-10")]
    result = judged(meeting(8, attendance=["m01", "m02"], proxies=proxies))

    assert result == JudgedProxies({"m03": "m02"}, {})


def test_a_proxy_from_whoever_has_no_vote_gives_nothing_and_takes_no_place() -> None:
    members = [member(1), *(member(number, state="suspended") for number in (2, 3)), member(4), member(5)]
    proxies = [proxy(f"m0{number}", "m01", dated=f"2027-04-0{number}") for number in (2, 3, 4, 5)]
    judgement = judge(case_of(meeting(members=members, attendance=["m01"], proxies=proxies)))

    assert (judgement.figures.base, judgement.figures.present) == (3, 3)
    assert {one.id: str(one.bar) for one in judgement.excluded} == {"m02": "suspended", "m03": "suspended"}


@pytest.mark.parametrize(("kind", "allowed", "bar"), [
    ("accounts", False, "proxy_holder_director"),
    ("liability", False, "proxy_holder_director"),
    ("accounts", True, None),
    ("ordinary", False, None),
])  # fmt: skip
def test_a_director_holds_no_proxy_on_the_accounts(kind: str, allowed: bool, bar: str | None) -> None:
    members = [member(1, director=True), *(member(number) for number in range(2, 5))]
    case = meeting(kind=kind, members=members, attendance=["m01", "m02"], proxies=[proxy("m03", "m01")])
    case["statute"]["proxy"]["director_may_hold_on_accounts"] = allowed

    assert judged(case).refused.get("m03") == bar


def test_a_director_who_is_represented_does_not_vote_on_the_accounts() -> None:
    members = [member(1, director=True), *(member(number) for number in range(2, 5))]
    cast = {"m01": "for", "m02": "against"}
    case = meeting(kind="accounts", members=members, attendance=["m02"], proxies=[proxy("m01", "m02")], votes=cast)
    judgement = judge(case_of(case))

    assert (judgement.figures.present, judgement.figures.in_favour, judgement.result) == (2, 0, "rejected")


@pytest.mark.parametrize(
    ("holder_rule", "holder", "bar"),
    [
        ("member", "m02", None),
        ("member_with_vote", "m02", "proxy_holder_without_vote"),
        ("same_class", "m02", "proxy_holder_other_class"),
        ("same_class", "m01", None),
        ("anyone", "lawyer", None),
        ("member", "lawyer", "proxy_holder_not_member"),
    ],
)
def test_who_may_hold_a_proxy(holder_rule: str, holder: str, bar: str | None) -> None:
    members = [member(1), member(2, member_class="observer"), member(3)]
    case = meeting(members=members, attendance=["m01", "m02", "lawyer"], proxies=[proxy("m03", holder)])
    case["statute"]["proxy"]["holder"] = holder_rule

    assert judged(case).refused.get("m03") == bar


def test_proxies_without_limit_where_the_statute_sets_none() -> None:
    case = meeting(8, attendance=["m01"], proxies=[proxy(f"m0{number}", "m01") for number in range(2, 8)])
    case["statute"]["proxy"]["max_per_holder"] = None

    assert len(judged(case).holders) == 6


def test_the_statute_with_classes_binds_proxies_to_a_class() -> None:
    members = [member(1, member_class="sme"), member(2, member_class="sme"), member(3, member_class="research")]
    proxies = [proxy("m02", "m01"), proxy("m03", "m01")]
    case = meeting(statute="with-classes", members=members, attendance=["m01"], proxies=proxies, votes=votes(1))

    assert judged(case) == JudgedProxies({"m02": "m01"}, {"m03": "proxy_holder_other_class"})


@pytest.mark.parametrize(
    ("dated", "refused"),
    [
        ({"m04": "2027-04-10T12:00", "m05": "2027-04-10T09:00"}, "m04"),
        ({"m04": "2027-04-10T09:00", "m05": "2027-04-10T12:00"}, "m05"),
        ({"m04": "2027-04-10", "m05": "2027-04-10"}, "m05"),
    ],
)
def test_the_hour_tells_which_of_too_many_is_the_last(dated: dict[str, str], refused: str) -> None:
    rules = meeting()["statute"] | {"proxy": {"max_per_holder": 1}}
    written = [proxy(giver, "m01", dated=when) for giver, when in dated.items()]
    result = judged(meeting(statute=rules, attendance=["m01"], proxies=written))

    assert result.refused == {refused: "proxy_too_many"}


def test_a_proxy_that_replaces_another_takes_its_place_from_its_own_day() -> None:
    rules = meeting()["statute"] | {"proxy": {"max_per_holder": 1}}
    written = [
        proxy("m04", "m01", dated="2027-04-15"),
        proxy("m05", "m02", dated="2027-04-11"),
        proxy("m05", "m01", dated="2027-04-15"),
    ]
    result = judged(meeting(statute=rules, attendance=["m01", "m02"], proxies=written))

    assert (result.holders, result.refused) == ({"m04": "m01"}, {"m05": "proxy_too_many"})


@pytest.mark.parametrize(("said", "kind", "bar"), [(False, "board", "proxy_in_board"), (True, "board", None)])
def test_a_proxy_in_the_board_is_refused_where_the_statute_says_so(said: bool, kind: str, bar: str | None) -> None:
    case = meeting(5, kind=kind, attendance=["m01"], proxies=[proxy("m02", "m01")])
    case["statute"]["proxy"]["in_board"] = said

    assert judged(case).refused.get("m02") == bar
    del case["statute"]["proxy"]["in_board"]
    assert judged(case).holders == {"m02": "m01"}, "a statute that is silent is judged as the file says"
    case["statute"]["proxy"]["in_board"] = said
    case["item"]["type"] = "ordinary"
    assert judged(case).holders == {"m02": "m01"}
