"""Measures against cases solved by hand and against scikit-learn."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiera.engine.metrics import average_precision, measure, ndcg, recall, reciprocal_rank, success

RANKING = ["a", "b", "c", "d", "e"]


def test_measure_of_a_hand_solved_ranking() -> None:
    # Relevant: b (grade 2) at rank 2, d (grade 1) at rank 4, z (grade 1) never ranked.
    grades = {"b": 2.0, "d": 1.0, "z": 1.0, "a": 0.0}
    ideal = 2 + 1 / math.log2(3) + 1 / 2
    assert measure(RANKING, grades) == pytest.approx(
        {
            "ndcg@10": (2 / math.log2(3) + 1 / math.log2(5)) / ideal,
            "mrr": 1 / 2,
            "map": (1 / 2 + 2 / 4) / 3,
            "recall@10": 2 / 3,
            "recall@20": 2 / 3,
            "success@10": 1.0,
        }
    )


def test_measure_of_nothing_relevant_is_zero() -> None:
    assert set(measure(RANKING, {"a": 0.0}).values()) == {0.0}
    assert set(measure([], {"a": 1.0}).values()) == {0.0}


def test_depth_cuts_the_ranking() -> None:
    grades = {"c": 1.0}
    assert (ndcg(RANKING, grades, 2), recall(RANKING, grades, 2), success(RANKING, grades, 2)) == (0.0, 0.0, 0.0)
    assert (recall(RANKING, grades, 3), success(RANKING, grades, 3)) == (1.0, 1.0)
    assert reciprocal_rank(RANKING, grades) == pytest.approx(1 / 3)


def test_negative_grades_gain_nothing() -> None:
    assert ndcg(["a", "b"], {"a": -1.0, "b": 1.0}, 10) == pytest.approx(1 / math.log2(3))


@given(st.lists(st.integers(min_value=0, max_value=4), min_size=2, max_size=30).filter(any))
def test_ndcg_equals_scikit_learn(grades: list[int]) -> None:
    # scikit-learn ranks by score: falling scores put the targets in the order of the list.
    names = [str(place) for place in range(len(grades))]
    judged = dict(zip(names, map(float, grades), strict=True))
    scores = np.arange(len(grades), 0, -1)
    from sklearn.metrics import ndcg_score  # loaded then: it takes seconds

    assert ndcg(names, judged, 10) == pytest.approx(ndcg_score([grades], [scores], k=10))


@given(st.lists(st.booleans(), min_size=1, max_size=30).filter(any))
def test_average_precision_equals_scikit_learn(relevant: list[bool]) -> None:
    names = [str(place) for place in range(len(relevant))]
    judged = {name: float(good) for name, good in zip(names, relevant, strict=True)}
    scores = np.arange(len(relevant), 0, -1)
    from sklearn.metrics import average_precision_score

    assert average_precision(names, judged) == pytest.approx(average_precision_score(relevant, scores))
