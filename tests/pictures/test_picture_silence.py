"""Where a silence stands between the days on which something is due."""

from __future__ import annotations

import pytest

from filiera.pictures.silence import draw_silence


def test_a_silence_stands_between_its_days() -> None:
    drawn = draw_silence(24, (9, 21, 45))
    assert [(point.day, point.x, point.is_past) for point in drawn.points] == [
        (9, 36.8, True),
        (21, 75.2, True),
        (45, 152.0, False),
    ]
    assert drawn.now_x == 84.8


def test_a_silence_past_its_end_stays_at_the_end() -> None:
    drawn = draw_silence(60, (9, 21, 45))
    assert drawn.now_x == drawn.right == 152.0
    assert all(point.is_past for point in drawn.points)


def test_a_silence_before_its_first_day_stands_at_the_beginning() -> None:
    assert draw_silence(-3, (9, 21, 45)).now_x == draw_silence(0, (9,)).left == 8.0


def test_a_silence_without_an_end_is_refused() -> None:
    with pytest.raises(ValueError, match="last day"):
        draw_silence(3, ())
