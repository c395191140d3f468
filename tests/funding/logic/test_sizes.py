"""Sizes: the thresholds of Recommendation 2003/361/EC, annex, article 2, at their limits; groups; what is not known."""

from __future__ import annotations

from typing import Any

import pytest

from factories.consortia import partner
from filiera.funding.logic.consortium import Link, Partner
from filiera.funding.logic.sizes import Among, sizes_of
from filiera.funding.logic.undertakings import Ties

M = 1_000_000


def sizes(
    *partners: dict[str, Any], links: list[tuple[str, str, float]] | None = None, is_known: bool = True
) -> set[str]:
    everybody = [Partner.model_validate(one) for one in partners]
    written = [Link.model_validate({"from": a, "to": b, "share_pct": share}) for a, b, share in links or ()]
    return set(sizes_of(everybody[0], Among.of(everybody), Ties(tuple(written) if is_known else None)))


def firm(
    code: str = "A", heads: Any = None, turnover: Any = None, balance: Any = None, size: Any = None
) -> dict[str, Any]:
    return partner(code, headcount=heads, turnover_eur=turnover, balance_sheet_eur=balance, size=size)


@pytest.mark.parametrize(
    ("heads", "turnover", "balance", "expected"),
    [
        (9, 2 * M, 3 * M, "micro"),
        (9, 2 * M + 0.01, 2 * M, "micro"),
        (9, 2 * M + 0.01, 2 * M + 0.01, "small"),
        (10, 1 * M, 1 * M, "small"),
        (49, 10 * M, 99 * M, "small"),
        (50, 10 * M, 10 * M, "medium"),
        (249, 50 * M, 99 * M, "medium"),
        (249, 50 * M + 0.01, 43 * M, "medium"),
        (249, 50 * M + 0.01, 43 * M + 0.01, "large"),
        (250, 1 * M, 1 * M, "large"),
    ],
)
def test_thresholds(heads: int, turnover: float, balance: float, expected: str) -> None:
    assert sizes(firm("A", heads, turnover, balance)) == {expected}


def test_what_figures_show_overrules_what_is_declared() -> None:
    assert sizes(firm("A", 250, M, M, size="small")) == {"large"}
    assert sizes(firm("A", 5, M, M, size="medium")) == {"micro"}


def test_figures_of_whom_one_controls_are_added() -> None:
    pair = [firm("A", 200, 20 * M, 20 * M, "medium"), firm("B", 60, 5 * M, 5 * M, "medium")]
    assert sizes(*pair, links=[("A", "B", 51)]) == {"large"}
    assert sizes(*pair, links=[("A", "B", 50)]) == {"medium"}


def test_what_is_not_known_leaves_every_size_that_may_be() -> None:
    assert sizes(firm()) == {"micro", "small", "medium", "large"}
    assert sizes(firm("A", 60)) == {"medium", "large"}
    assert sizes(firm("A", 60, size="medium")) == {"medium"}
    assert sizes(firm("A", 60, size="small")) == {"medium", "large"}
    assert sizes(firm("A", 20, M, M), is_known=False) == {"small", "medium", "large"}
    assert sizes(firm("A", 20, M, M), links=[("X", "A", 60)]) == {"small", "medium", "large"}
    assert sizes(firm("A", size="small"), is_known=False) == {"small"}


def test_the_largest_declaration_of_a_group_counts() -> None:
    assert sizes(firm("A", size="small"), firm("B", size="large"), links=[("B", "A", 60)]) == {"large"}


def test_who_is_owned_by_a_public_body_is_no_sme() -> None:
    town = partner("T", "municipality")
    assert sizes(firm("A", 5, M, M), town, links=[("T", "A", 25)]) == {"large"}
    assert sizes(firm("A", 5, M, M), town, links=[("T", "A", 24)]) == {"micro"}
