"""Elections: several seats, a class that elects its own, ties, blank and void ballots."""

from __future__ import annotations

from typing import Any

import pytest

from factories.meetings import ids, meeting, member
from filiera.governance.logic.faults import case_of
from filiera.governance.logic.judging import Judgement, judge


def elected(
    ballots: dict[str, list[str]], *, seats: int | None = 1, tie: str = "rejected", **changes: Any
) -> Judgement:
    """Judge an election in which everybody who casts a ballot is there."""
    election = {
        "class": changes.pop("elects", None),
        "seats": seats,
        "secret": changes.pop("secret", False),
        "ballots": ballots,
    }
    case = meeting(6, attendance=ids(1, 6), item={"type": "election", **election}, **changes)
    case["statute"]["tie"] = tie
    return judge(case_of(case))


def test_the_most_named_take_the_seats() -> None:
    judgement = elected({"m01": ["a", "b"], "m02": ["a", "c"], "m03": ["a", "b"], "m04": []}, seats=2)

    assert (judgement.result, judgement.figures.elected, judgement.majority) == ("elected", ("a", "b"), True)
    assert judgement.figures.tally == {"a": 3, "b": 2, "c": 1}
    assert (judgement.figures.blank, judgement.figures.void, judgement.figures.vacant) == (1, 0, 0)


def test_a_ballot_with_too_many_names_is_void() -> None:
    judgement = elected({"m01": ["a", "b"], "m02": ["b"]})

    assert (judgement.figures.tally, judgement.figures.void) == ({"b": 1}, 1)


def test_a_name_written_twice_counts_once() -> None:
    assert elected({"m01": ["a", "a"]}, seats=2).figures.tally == {"a": 1}


def test_a_tied_seat_stays_vacant() -> None:
    judgement = elected({"m01": ["a", "b"], "m02": ["a", "c"]}, seats=2)

    assert (judgement.figures.elected, judgement.figures.vacant) == (("a",), 1)


def test_nobody_is_elected_where_all_are_equal() -> None:
    judgement = elected({"m01": ["a"], "m02": ["b"]})

    assert (judgement.result, judgement.figures.elected, judgement.majority) == ("rejected", (), False)


@pytest.mark.parametrize(("secret", "winner"), [(False, ("a",)), (True, ())])
def test_the_president_decides_a_tie_only_where_the_ballot_is_open(secret: bool, winner: tuple[str, ...]) -> None:
    judgement = elected({"m01": ["a"], "m02": ["b"]}, tie="president", president="m01", secret=secret)

    assert judgement.figures.elected == winner


def test_the_presidents_name_is_read_as_it_is_counted() -> None:
    judgement = elected({"m01": ["a "], "m02": ["b"]}, tie="president", president="m01")

    assert judgement.figures.elected == ("a",)


@pytest.mark.parametrize(
    ("since", "winner"), [({"m03": "2020-01-01"}, ("m03",)), ({}, ()), ({"m03": "2020-01-01", "m04": "2020-01-01"}, ())]
)
def test_the_longest_member_wins_a_tie(since: dict[str, str], winner: tuple[str, ...]) -> None:
    members = [member(number, member_since=since.get(f"m{number:02}", "2024-01-15")) for number in range(1, 7)]
    judgement = elected({"m01": ["m03"], "m02": ["m04"]}, tie="seniority", members=members)

    assert judgement.figures.elected == winner


def test_a_class_elects_its_own() -> None:
    members = [
        member(1, member_class="founder"),
        member(2, member_class="founder"),
        *(member(number) for number in (3, 4, 5, 6)),
    ]
    judgement = elected({"m01": ["a"], "m02": ["a"], "m03": ["b"]}, elects="founder", members=members)

    assert (judgement.figures.tally, judgement.figures.void) == ({"a": 2}, 1)
    assert [(one.id, str(one.bar)) for one in judgement.excluded] == [("m03", "outside_class")]


@pytest.mark.parametrize(("member_class", "seats"), [("founder", 4), ("large", 2), ("sme", 2), ("research", 1)])
def test_the_statute_gives_the_seats_of_a_class(member_class: str, seats: int) -> None:
    members = [member(number, member_class=member_class) for number in range(1, 7)]
    names = ["a", "b", "c", "d", "e"]
    ballots = {f"m0{number}": names[: min(number, seats)] for number in range(1, 6)}
    judgement = elected(
        ballots, seats=None, elects=member_class, statute="with-classes", members=members, tie="rejected"
    )

    assert judgement.figures.elected == tuple(names[:seats])


def test_associates_have_no_vote_in_the_assembly() -> None:
    members = [member(1, member_class="associate"), member(2, member_class="sme"), member(3, member_class="sme")]
    judgement = elected({"m01": ["a"]}, seats=None, elects="associate", statute="with-classes", members=members)

    assert (judgement.result, judgement.figures.base) == ("rejected", 2)
    assert judgement.excluded[0].bar == "class_without_vote"


def test_an_election_takes_the_ordinary_quorum() -> None:
    item = {"type": "election", "election": {"seats": 1, "ballots": {"m01": ["a"]}}}
    judgement = judge(case_of(meeting(6, attendance=ids(1, 2), item=item)))

    assert (judgement.result, judgement.figures.quorum_needed) == ("no_quorum", 3)


def test_who_declared_a_conflict_does_not_elect() -> None:
    judgement = elected({"m01": ["a"], "m02": ["b"]}, conflicts=["m01"])

    assert judgement.figures.elected == ("b",)
