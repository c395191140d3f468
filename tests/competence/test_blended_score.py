"""How retrieval and the map make one score."""

from __future__ import annotations

import pytest

from filiera.competence.logic import NARROW_PENALTY, RETRIEVAL_SHARE, TRACED_SHARE, UNPROVED_SHARE, blended_score

ASKED = {"A": 1.0, "B": 1.0}
OF_THE_MAP = 1 - RETRIEVAL_SHARE


@pytest.mark.parametrize(
    ("strengths", "retrieval_kept", "of_the_map"),
    [
        ({"A": 0.4, "B": 0.6}, 1.0, 0.5),
        ({"A": 0.4}, 1 - NARROW_PENALTY / 2, 0.2),
        ({"A": 0.4, "B": 0.05}, 1 - NARROW_PENALTY / 2, 0.225),
        ({"A": 0.05}, TRACED_SHARE, 0.025),
        ({}, UNPROVED_SHARE, 0.0),
    ],
)
def test_score_is_retrievals_as_far_as_proved_and_the_maps(
    strengths: dict[str, float], retrieval_kept: float, of_the_map: float
) -> None:
    score = blended_score(0.8, strengths, ASKED, held_at=0.1)
    assert score == pytest.approx(RETRIEVAL_SHARE * 0.8 * retrieval_kept + OF_THE_MAP * of_the_map)


def test_retrieval_alone_decides_where_nothing_was_recognised() -> None:
    assert blended_score(0.8, {}, {}, held_at=0.1) == 0.8


def test_doubtful_reading_costs_little() -> None:
    assert blended_score(0.8, {}, {"A": 0.5}, held_at=0.1) > blended_score(0.8, {}, {"A": 1.0}, held_at=0.1)
