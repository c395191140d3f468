"""One stage, leaf by leaf."""

from __future__ import annotations

import pytest

from filiera.pictures.dots import Holder, LeafRow, draw_rows, strength_x


@pytest.mark.parametrize(("strength", "x"), [(0, 4), (1, 256), (0.5, 130), (0.91, 233.3), (1.4, 256)])
def test_strength_x_runs_from_zero_to_one(strength: float, x: float) -> None:
    assert strength_x(strength) == x


def test_row_draws_the_strongest_last_and_names_it() -> None:
    row = draw_rows([LeafRow("l", "Airless", (Holder("a", "Aria", 0.9), Holder("b", "Vetro", 0.5)))])[0]
    assert ([dot.holder.id for dot in row.dots], row.best) == (["b", "a"], Holder("a", "Aria", 0.9))


def test_row_with_one_holder_is_single() -> None:
    row = draw_rows([LeafRow("l", "Airless", (Holder("a", "Aria", 0.9),))])[0]
    assert (row.is_single, row.is_gap) == (True, False)


def test_row_without_holder_is_a_gap() -> None:
    row = draw_rows([LeafRow("l", "Airless")])[0]
    assert (row.is_gap, row.best) == (True, None)
