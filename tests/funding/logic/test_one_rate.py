"""One rate for all: the grant of all is known from the cost of the project, also where who bears how much is not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from factories.consortia import check_of, judged, partner

FIVE = [partner(code, "university", cost_eur=None) for code in "ABC"]


@pytest.mark.parametrize(
    ("rules", "cost", "expected"),
    [
        ({"intensity": {"any": 50}}, 180_000, 90_000),
        ({"intensity": {"any": 50}, "grant_max": 100_000}, 200_000, 100_000),
        ({"intensity": {"any": 50}, "grant_max": 100_000}, "200.000,02", 100_000),
        ({"intensity": {"any": 50}}, None, None),
        ({"intensity": {"research": 40}}, "100.000,01", 40_000),
        ({"intensity": {"small": 40}}, 100_000, None),
        ({"intensity": {"industrial_research": 50, "experimental_development": 25}}, 100_000, None),
        ({"intensity": {"any": 50}, "fixed_grant_max": 10_000}, 100_000, None),
        ({"intensity": {"any": 50}, "grant_max": {"partner": 10_000}}, 100_000, None),
    ],
)
def test_grant_of_all_from_the_cost_of_the_project(rules: dict[str, Any], cost: Any, expected: int | None) -> None:
    aid = judged(rules, *FIVE, project={"cost_eur": cost}).aid
    assert aid.max_grant_eur == (None if expected is None else Decimal(expected))
    assert [one.grant_eur for one in aid.by_partner] == [None] * 3


def test_rates_that_differ_leave_it_open() -> None:
    rules = {"intensity": {"small": 60, "research": 40}}
    assert judged(rules, partner("F", cost_eur=None), *FIVE, project={"cost_eur": 100_000}).aid.max_grant_eur is None


@pytest.mark.parametrize(
    ("cost", "expected"), [(4_000_000, "pass"), ("3.999.999,99", "fail"), (6_000_000, "pass"), ("6.000.000,01", "fail")]
)
def test_range_of_the_grant_is_judged_from_it(cost: Any, expected: str) -> None:
    rules = {"intensity": {"any": 100}, "grant_range": [4_000_000, 6_000_000]}
    assert check_of("grant_range", judged(rules, *FIVE, project={"cost_eur": cost})).verdict == expected
