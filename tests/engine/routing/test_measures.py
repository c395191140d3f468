"""Measures of routing: cases by hand and mirrors of their formulas."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiera.engine.routing.measures import answered_within, by_merit, gini, jain, precision


@pytest.mark.parametrize(
    ("values", "jain_index", "gini_coefficient"),
    [
        ([], 1.0, 0.0),
        ([0.0, 0.0], 1.0, 0.0),
        ([3.0, 3.0, 3.0], 1.0, 0.0),
        ([4.0, 0.0, 0.0, 0.0], 0.25, 0.75),
        ([1.0, 3.0], 16 / 20, 0.25),
    ],
)
def test_jain_and_gini_by_hand(values: list[float], jain_index: float, gini_coefficient: float) -> None:
    assert (jain(values), gini(values)) == pytest.approx((jain_index, gini_coefficient))


@given(st.lists(st.floats(0, 1000).map(lambda value: round(value, 3)), min_size=1, max_size=20))
def test_gini_is_half_the_relative_mean_difference(values: list[float]) -> None:
    given_values = np.asarray(values)
    mean = given_values.mean()
    mirror = np.abs(given_values[:, None] - given_values[None, :]).mean() / (2 * mean) if mean else 0.0
    assert gini(values) == pytest.approx(mirror, abs=1e-9)
    assert 1 / len(values) - 1e-9 <= jain(values) <= 1 + 1e-9


def test_asks_by_merit_leave_out_who_has_none() -> None:
    assert by_merit({"b": 6.0, "x": 9.0}, {"c": 1.0, "b": 3.0, "x": 0.0}) == [2.0, 0.0]


def test_precision_of_asks() -> None:
    able = {"n1": {"a", "b"}, "n2": {"c"}}
    assert precision([("n1", "a"), ("n1", "c"), ("n2", "c"), ("n3", "a")], able) == 0.5
    assert precision([], able) is None


def test_answered_within_days() -> None:
    assert answered_within([1.0, 5.0, 5.1, None], 5) == 0.5
    assert answered_within([], 5) is None
