"""Codes of ballots, and the count that anybody makes again."""

from __future__ import annotations

from typing import Any

import pytest

from filiera.governance.logic.ballots import (
    ALPHABET,
    BallotFault,
    Recount,
    read_code,
    recount,
    with_ballot,
    written_code,
)


@pytest.mark.parametrize("typed", ["K7M2-94QD-XP", "k7m294qdxp", " K7M2 94QD XP "])
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert read_code(typed) == "K7M2-94QD-XP"


@pytest.mark.parametrize("typed", ["", "K7M2-94QD-X", "K7M2-94QD-X0", "K7M2-94QD-XPP"])
def test_what_is_no_code(typed: str) -> None:
    assert read_code(typed) == ""


def test_the_alphabet_has_no_twins() -> None:
    assert not set("01OIL") & set(ALPHABET)
    assert written_code(ALPHABET[:10]) == "2345-6789-AB"


def test_an_urn_is_in_the_order_of_its_codes() -> None:
    urn: list[dict[str, Any]] = []
    for letters in ("M222222222", "3222222222", "A222222222"):
        urn = with_ballot(urn, {"code": written_code(letters), "choice": "FOR"})

    assert [ballot["code"][0] for ballot in urn] == ["3", "A", "M"]


def test_a_count() -> None:
    urn = [
        {"code": "2222-2222-22", "names": ["a", "b"]},
        {"code": "2222-2222-23", "names": ["a"]},
        {"code": "2222-2222-24", "names": []},
    ]

    assert recount(urn, seats=2) == Recount(3, {"a": 2, "b": 1}, 1)
    assert recount([{"code": "2222-2222-22", "choice": "FOR"}]) == Recount(1, {"FOR": 1}, 0)


@pytest.mark.parametrize(
    ("ballot", "fault"),
    [
        ({"code": "2222-2222-22", "choice": "FOR"}, "code-twice"),
        ({"choice": "FOR"}, "no-code"),
        ({"code": "hello", "choice": "FOR"}, "no-code"),
        ({"code": "2222-2222-23"}, "no-choice"),
        ({"code": "2222-2222-23", "choice": "FOR", "names": []}, "no-choice"),
        ({"code": "2222-2222-23", "names": ["a", "b"]}, "too-many-names"),
        ({"code": "2222-2222-23", "names": ["a", "a"]}, "too-many-names"),
    ],
)
def test_a_list_that_cannot_be_counted(ballot: dict[str, Any], fault: str) -> None:
    with pytest.raises(BallotFault) as caught:
        recount([{"code": "2222-2222-22", "choice": "FOR"}, ballot], seats=1)

    assert (caught.value.code, caught.value.place) == (fault, 2)
