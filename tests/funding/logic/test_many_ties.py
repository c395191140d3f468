"""Consortia with many shares in every direction: judged at once; so many independent partners, or not known."""

from __future__ import annotations

import random
from itertools import combinations
from typing import Any

import pytest

from factories.consortia import check_of, judged, partner
from filiera.funding.logic.consortium import Link
from filiera.funding.logic.undertakings import Ties

SHARES = [10, 24.99, 25, 26, 50, 50.01, 51, None]


def shares(ids: list[str], number: int, seed: int) -> list[dict[str, Any]]:
    rows = random.Random(seed)  # noqa: S311 - a world to try
    pairs = [rows.sample(ids, 2) for _ in range(number)]
    return [{"from": a, "to": b, "share_pct": rows.choice(SHARES)} for a, b in pairs]


def most_apart(ids: list[str], ties: Ties, *, is_certain: bool) -> int:
    """Count by looking at every choice."""

    def are_apart(pair: tuple[str, str]) -> bool:
        found = ties.are_independent(*pair)
        return found is True if is_certain else found is not False

    sizes = range(len(ids), 0, -1)
    return next(n for n in sizes for chosen in combinations(ids, n) if all(map(are_apart, combinations(chosen, 2))))


@pytest.mark.parametrize("seed", range(40))
def test_so_many_independent_is_what_every_choice_gives(seed: int) -> None:
    ids = list("ABCDEFG")
    links = shares([*ids, "H"], 9, seed)
    ties = Ties(tuple(Link.model_validate(one) for one in links))
    certain, possible = (most_apart(ids, ties, is_certain=known) for known in (True, False))
    for least in range(1, 8):
        expected = "pass" if certain >= least else "fail" if possible < least else "unknown"
        found = judged({"independent": {"min": least}}, *map(partner, ids), links=links)
        assert check_of("independent", found).verdict == expected, least


@pytest.mark.parametrize(
    ("rule", "expected"), [(True, "fail"), ({"min": 3}, "pass"), ({"min": 55}, "pass"), ({"min": 301}, "fail")]
)
def test_hundreds_of_partners_and_shares_end_at_once(rule: Any, expected: str) -> None:
    ids = [f"P{number}" for number in range(300)]
    found = judged({"independent": rule, "min_by_kind": {"sme": 1}}, *map(partner, ids), links=shares(ids, 600, 1))
    assert check_of("independent", found).verdict == expected


def test_a_choice_that_cannot_be_looked_at_whole_is_not_known() -> None:
    ids = [f"P{number}" for number in range(120)]
    rows = random.Random(2)  # noqa: S311 - a world to try
    links = [{"from": a, "to": b, "share_pct": 25} for a, b in combinations(ids, 2) if rows.random() < 0.1]
    found = judged({"independent": {"min": 60}}, *map(partner, ids), links=links)
    assert check_of("independent", found).verdict == "unknown"
