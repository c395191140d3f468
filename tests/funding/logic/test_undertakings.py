"""Who owns whom: truth table of independence, and single undertakings."""

from __future__ import annotations

import pytest

from filiera.funding.logic.consortium import Link
from filiera.funding.logic.undertakings import Ties


def ties(*shares: tuple[str, str, float | None]) -> Ties:
    return Ties(tuple(Link.model_validate({"from": a, "to": b, "share_pct": share}) for a, b, share in shares))


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ((), True),
        ((("A", "B", "24.99"),), True),
        ((("A", "B", "25"),), False),
        ((("B", "A", "25"),), False),
        # A controls C, which holds 20 of B; A itself holds 5: 25 together.
        ((("A", "C", "51"), ("C", "B", "20"), ("A", "B", "5")), False),
        ((("A", "C", "51"), ("C", "B", "20"), ("A", "B", "4.99")), True),
        # Half is no control, and a minority share is not multiplied.
        ((("A", "C", "50"), ("C", "B", "100")), True),
        ((("A", "C", "50.01"), ("C", "B", "25")), False),
        # Control passes on the whole share: 60 % of 30 % is 30 %, not 18 %.
        ((("A", "C", "60"), ("C", "B", "30")), False),
        # One owner in control of both; or of one, with 25 % of the other; a minority in each ties nobody.
        ((("X", "A", "60"), ("X", "B", "60")), False),
        ((("X", "A", "60"), ("X", "B", "25")), False),
        ((("X", "A", "60"), ("X", "B", "24")), True),
        ((("X", "A", "30"), ("X", "B", "30")), True),
        # Control by adding up what one controls: C and A together hold 55 of D, which holds 25 of B.
        ((("A", "C", "60"), ("C", "D", "25"), ("A", "D", "30"), ("D", "B", "25")), False),
        # A circle of shares ends.
        ((("A", "C", "60"), ("C", "A", "60")), True),
        ((("A", "B", None),), None),
        ((("A", "C", None), ("C", "B", "10")), True),
        ((("A", "C", None), ("C", "B", "30")), None),
    ],
)
def test_independence(shares: tuple[tuple[str, str, float | None], ...], expected: bool | None) -> None:
    found = ties(*shares)
    assert (found.are_independent("A", "B"), found.are_independent("B", "A")) == (expected, expected)


def test_nothing_written_is_not_known() -> None:
    assert Ties(None).are_independent("A", "B") is None
    assert Ties(()).are_independent("A", "B") is True


def test_single_undertaking_is_joined_by_control_alone_however_far() -> None:
    found = ties(("X", "A", 60), ("X", "B", 51), ("B", "C", 80), ("C", "D", 50), ("E", "A", 40)).least
    assert found.undertaking_of("A") == {"X", "A", "B", "C"}
    assert found.undertaking_of("D") == {"D"}
    assert found.undertaking_of("E") == {"E"}
