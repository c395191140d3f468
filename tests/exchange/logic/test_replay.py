"""What a ranking was worth: hand-solved."""

from __future__ import annotations

import pytest

from filiera.exchange.logic.replay import Case, Worth, worth

RANKS = {"a": 1, "b": 2, "c": 3, "d": 4}


@pytest.mark.parametrize(
    ("cases", "found"),
    [
        ([], Worth(None, None, None)),
        ([Case(RANKS, {"a"}, {"b"})], Worth(1.0, 1.0, 1.0)),
        ([Case(RANKS, {"d"}, {"a"})], Worth(0.0, 0.0, 0.25)),
        ([Case(RANKS, {"b", "d"}, {"c"})], Worth(0.5, 0.5, 0.5)),
        ([Case(RANKS, {"z"}, {"a"})], Worth(0.0, 0.0, 0.0)),
        ([Case(RANKS, {"y"}, {"z"})], Worth(0.5, 0.0, 0.0)),
        ([Case(RANKS, (), {"a"})], Worth(None, None, None)),
        ([Case(RANKS, {"a"}, ()), Case(RANKS, {"b"}, ())], Worth(None, 1.0, 0.75)),
    ],
)
def test_worth_of_a_ranking(cases: list[Case], found: Worth) -> None:
    assert worth(cases) == found
