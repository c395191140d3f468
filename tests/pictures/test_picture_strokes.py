"""Numbers and paths are written one way only."""

from __future__ import annotations

import pytest

from filiera.pictures.strokes import disc, num, path, r1


@pytest.mark.parametrize(("value", "text"), [(1.0, "1"), (1.25, "1.2"), (-0.04, "0"), (12.36, "12.4"), (1000, "1000")])
def test_num_writes_a_length_rounded_to_a_tenth(value: float, text: str) -> None:
    assert num(value) == text


def test_r1_gives_no_negative_zero() -> None:
    assert str(r1(-0.01)) == "0.0"


def test_path_puts_a_space_only_between_numbers() -> None:
    assert path("M", 1, 2.5, "h", 3, "z") == "M1 2.5h3z"


def test_disc_is_two_exact_halves() -> None:
    assert disc(10, 10, 5.95) == "M4 10a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z"
