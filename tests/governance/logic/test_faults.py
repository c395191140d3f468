"""Files that cannot be judged: each fault with its field."""

from __future__ import annotations

from typing import Any

import pytest

from factories.meetings import meeting, member
from filiera.governance.logic.faults import CaseError, case_of
from filiera.governance.logic.shares import Share, share_of


def fields(raw: Any) -> list[tuple[str, str]]:
    with pytest.raises(CaseError) as caught:
        case_of(raw)
    return [(fault.field, fault.code) for fault in caught.value.faults]


def test_what_is_not_an_object() -> None:
    assert fields(["a"]) == [("", "no-group")]


@pytest.mark.parametrize("name", ["statute", "members", "item"])
def test_what_is_missing(name: str) -> None:
    raw = meeting()
    del raw[name]

    assert fields(raw) == [(name, "missing")]


@pytest.mark.parametrize(
    ("place", "value", "fault"),
    [
        (("members", 2, "fee"), "maybe", ("members[2].fee", "no-choice")),
        (("members", 2, "class"), "friend", ("members[2].class", "unknown-class")),
        (("members", 2, "member_since"), "yesterday", ("members[2].member_since", "no-moment")),
        (("members", 2, "id"), "m01", ("members[0].id", "twice")),
        (("item", "type"), "picnic", ("item.type", "no-choice")),
        (("call",), 3, ("call", "no-choice")),
        (("times", "first"), "at three", ("times.first", "no-moment")),
        (("votes", "m01"), "yes", ("votes.m01", "no-choice")),
        (("statute", "quorum", "ordinary", "first"), "half", ("statute.quorum.ordinary.first", "no-share")),
        (("statute", "quorum", "ordinary", "first"), "3/2", ("statute.quorum.ordinary.first", "no-share")),
        (("statute", "majority", "ordinary", "of"), "all", ("statute.majority.ordinary.of", "no-choice")),
        (("statute", "proxy", "max_per_holder"), -1, ("statute.proxy.max_per_holder", "too-small")),
        (("attendance",), "m01", ("attendance", "no-list")),
        (("call",), True, ("call", "no-number")),
        (("members", 2, "id"), "", ("members[2].id", "missing")),
        (("members", 2, "member_since"), "0001-01-01T00:00+14:00", ("members[2].member_since", "no-moment")),
        (("statute", "min_seniority_days"), float("inf"), ("statute.min_seniority_days", "no-number")),
    ],
)
def test_what_cannot_be_read(place: tuple[Any, ...], value: Any, fault: tuple[str, str]) -> None:
    raw = meeting()
    target: Any = raw
    for part in place[:-1]:
        target = target[part]
    target[place[-1]] = value

    assert fault in fields(raw)


def test_a_statute_without_the_rule_of_the_item() -> None:
    raw = meeting(kind="board")
    del raw["statute"]["quorum"]["board"], raw["statute"]["majority"]["board"]

    assert fields(raw) == [("statute.quorum.board", "missing"), ("statute.majority.board", "missing")]


def test_a_seniority_that_cannot_be_computed() -> None:
    raw = meeting(members=[member(1), member(2, member_since=None)])
    raw["statute"]["min_seniority_days"] = 10

    assert fields(raw) == [("members[1].member_since", "missing")]


def test_an_election_without_seats() -> None:
    assert fields(meeting(item={"type": "election", "ballots": {}})) == [("item.seats", "missing")]


def test_ids_written_as_numbers_are_read() -> None:
    case = case_of(meeting(members=[member(1, id=1), member(2, id=2)], attendance=[1], votes={"1": "for"}))

    assert case.attendance == ["1"]


@pytest.mark.parametrize(
    ("written", "base", "needed"),
    [
        ("1/2", 11, 6),
        (">1/2", 10, 6),
        ("any", 10, 0),
        ("3/4", 10, 8),
        ("75%", 10, 8),
        ("0.5", 11, 6),
        ("≥1/2", 11, 6),
        (1, 7, 7),
    ],
)
def test_a_share_is_rounded_up_to_whole_members(written: Any, base: int, needed: int) -> None:
    assert share_of(written).needed(base) == needed


@pytest.mark.parametrize("written", ["", "half", "1/0", "2", ">1", True, None, "-1/2"])
def test_what_is_not_a_share(written: Any) -> None:
    with pytest.raises(ValueError, match=r".*"):
        share_of(written)


def test_a_share_says_itself() -> None:
    assert [str(share_of(text)) for text in ("any", "1/2", ">1/2")] == ["any", "1/2", ">1/2"]
    assert share_of(Share(share_of("1/3").part).part) == share_of("1/3")


@pytest.mark.parametrize("name", ["votes", "proxies", "conflicts", "attendance", "president"])
def test_null_is_what_is_not_written(name: str) -> None:
    raw = meeting(attendance=["m01"])
    without = {key: value for key, value in raw.items() if key != name}

    assert case_of(raw | {name: None}) == case_of(without)


@pytest.mark.parametrize(
    ("parts", "place"),
    [
        ({"item": {"type": "election", "seats": 0}}, "item.seats"),
        ({"item": {"type": "election", "election": {"seats": 0}}}, "item.election.seats"),
        ({"item": {"type": "election"}, "election": {"seats": 0}}, "election.seats"),
        ({"item": {"type": "election", "seats": True}}, "item.seats"),
        ({"item": {"type": "petition", "signatories": "m01"}}, "item.signatories"),
    ],
)
def test_the_place_of_a_fault_is_that_of_the_file(parts: dict[str, Any], place: str) -> None:
    assert [field for field, _code in fields(meeting() | parts)] == [place]


def test_rules_that_the_item_does_not_ask_for_may_be_missing() -> None:
    raw = meeting(item={"type": "petition", "signatories": ["m01"], "reasons": "Bilancio"})
    raw["statute"] = {name: value for name, value in raw["statute"].items() if name not in ("quorum", "majority")}

    assert case_of(raw).item.kind == "petition"
