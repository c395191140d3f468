"""What each bears in whole cents: thirds come to the whole, halves stay halves, what the solver leaves over is raised."""

from __future__ import annotations

from decimal import Decimal

import pytest

from filiera.engine.composing.solution import Chosen
from filiera.funding.logic.splits import whole_cents


def chosen(*costs: float | None, shares: tuple[float, ...] = ()) -> list[Chosen]:
    parts = shares or (None,) * len(costs)
    return [Chosen(code, (), 0.0, (), part, cost) for code, cost, part in zip("abcdef", costs, parts, strict=False)]


def splits(rows: list[Chosen]) -> list[tuple[Decimal | None, ...]]:
    return [tuple(one.parts.values()) for one in whole_cents(rows)]


@pytest.mark.parametrize(
    ("costs", "first"),
    [
        ((100_000 / 3,) * 3, ("33333.34", "33333.33", "33333.33")),
        ((50_000.0, 25_000.0, 25_000.0), ("50000.00", "25000.00", "25000.00")),
        ((583_333.3333,) * 6, ("583333.34", "583333.34", "583333.33", "583333.33", "583333.33", "583333.33")),
        ((49_999.99999, 50_000.00001), ("50000.00", "50000.00")),
    ],
)
def test_the_first_split_comes_to_the_whole(costs: tuple[float, ...], first: tuple[str, ...]) -> None:
    assert splits(chosen(*costs))[0] == tuple(Decimal(one) for one in first)


def test_others_follow_where_a_limit_refuses_the_first() -> None:
    found = splits(chosen(*(100_000 / 3,) * 3))
    assert (Decimal("33333.33"), Decimal("33333.33"), Decimal("33333.34")) in found
    assert (Decimal("33333.34"),) * 3 in found
    assert found[-1] == (Decimal(33334),) * 3


def test_without_amounts_the_parts_are_percents_of_the_whole() -> None:
    (one, *_rest) = whole_cents(chosen(None, None, shares=(60.0, 40.0)))
    assert (one.is_euro, one.parts) == (False, {"a": Decimal(60), "b": Decimal(40)})


def test_where_costs_are_not_asked_for_nobody_bears_anything_known() -> None:
    (one,) = whole_cents(chosen(None, None))
    assert list(one.parts.values()) == [None, None]
