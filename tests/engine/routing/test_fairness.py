"""The ledger's formula against cases by hand and against a mirror of it in numpy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiera.engine.routing.fairness import adjusted_scores
from filiera.engine.routing.types import Parameters, Solver

RULES = Parameters(fairness=0.2, fairness_doublings=2.0, fairness_prior=2.0)


@pytest.mark.parametrize(
    ("asked", "suggested", "expected"),
    [
        # Nobody had anything: nothing is taken.
        ((0, 0), (0, 0), (0.5, 0.5)),
        # Both had what is due to them.
        ((8, 8), (4, 4), (0.5, 0.5)),
        # Had 30 and 0, due 15 each: log2(32 / 17) = 0.9125 of two doublings, so 0.2 * 0.4563 is taken.
        ((30, 0), (0, 0), (0.5 * (1 - 0.2 * math.log2(32 / 17) / 2), 0.5)),
        # Fits three times as many needs: of 40 asks 30 are its due.
        ((30, 10), (2, 0), (0.5, 0.5)),
        # Had 300 where 1 in 100 was due: what is taken is bounded.
        ((300, 0), (0, 99), (0.5 * (1 - 0.2), 0.5)),
    ],
)
def test_adjusted_scores_by_hand(
    asked: tuple[int, int], suggested: tuple[int, int], expected: tuple[float, float]
) -> None:
    pair = [
        Solver(key, 0.5, key, asked_of_owner=asked[place], suggested=suggested[place]) for place, key in enumerate("ab")
    ]
    assert adjusted_scores(pair, RULES) == pytest.approx(dict(zip("ab", expected, strict=True)))


def test_being_chosen_counts_once_more() -> None:
    pair = [Solver("a", 0.5, "a", asked_of_owner=20, chosen=10), Solver("b", 0.5, "b")]
    same = [Solver("a", 0.5, "a", asked_of_owner=30), Solver("b", 0.5, "b")]
    assert adjusted_scores(pair, RULES) == adjusted_scores(same, RULES)


def test_scores_of_zero_have_no_merit_and_stay() -> None:
    assert adjusted_scores([Solver("a", 0.0, "a", asked_of_owner=5)], RULES) == {"a": 0.0}
    assert adjusted_scores([], RULES) == {}


COUNTS = st.integers(0, 400)
ROWS = st.lists(st.tuples(st.floats(0.01, 1.0), COUNTS, COUNTS, COUNTS), min_size=1, max_size=12)


@given(ROWS)
def test_formula_has_a_mirror(rows: list[tuple[float, int, int, int]]) -> None:
    crowd = [
        Solver(str(n), score, "p", asked_of_owner=asked, suggested=seen, chosen=chosen)
        for n, (score, asked, seen, chosen) in enumerate(rows)
    ]
    score, asked, seen, chosen = np.asarray(rows, dtype=np.float64).T
    had, merit = asked + chosen, score * (1 + seen)
    excess = np.log2((had + 2) / (had.sum() * merit / merit.sum() + 2))
    mirror = score * (1 - 0.2 * np.clip(excess / 2, 0, 1))
    found = adjusted_scores(crowd, RULES)
    assert [found[one.key] for one in crowd] == pytest.approx(mirror.tolist())
    assert all(one.score * 0.8 - 1e-12 <= found[one.key] <= one.score for one in crowd)
    # Who had most for its merit loses some, unless all had alike; who had less than its due loses nothing.
    assert all(found[one.key] == one.score for one, over in zip(crowd, excess, strict=True) if over < -1e-9)
