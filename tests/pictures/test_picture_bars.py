"""Bars: the bands of a dry run, and charts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiera.pictures.bars import Bar, DryRun, Segment, draw_bands, draw_bars, draw_bars_narrow


def test_bands_share_the_line_and_keep_thin_ones_visible() -> None:
    assert draw_bands(DryRun(same=50, ask=0, new=50, error=0)) == (
        Segment("same", 50, 0, 498.5),
        Segment("new", 50, 501.5, 498.5),
    )


def test_bands_raise_three_rows_of_five_thousand() -> None:
    widths = {segment.band: segment.width for segment in draw_bands(DryRun(4997, 3, 0, 0))}
    assert widths == {"same": 988.0, "ask": 9.0}


def test_bands_of_nothing_are_empty() -> None:
    assert draw_bands(DryRun(0, 0, 0, 0)) == ()


@given(st.builds(DryRun, *[st.integers(0, 100_000)] * 4))
def test_bands_fill_the_line(run: DryRun) -> None:
    segments = draw_bands(run)
    if segments:
        assert abs(segments[-1].x + segments[-1].width - 1000) < 0.5
        assert min(segment.width for segment in segments) >= 9


def test_longest_bar_takes_the_room_and_the_others_their_share() -> None:
    chart = draw_bars([Bar("A", 40, "40"), Bar("B", 10, "10")])
    assert chart.bars[1].width == pytest.approx(chart.bars[0].width / 4, abs=0.1)


def test_chart_of_zeros_has_no_length() -> None:
    assert [bar.width for bar in draw_bars([Bar("A", 0, "0")]).bars] == [0]


def test_narrow_bar_stands_below_its_label() -> None:
    bar = draw_bars_narrow([Bar("A", 1, "1")]).bars[0]
    assert (bar.label_y, bar.y) == (14, 20)
