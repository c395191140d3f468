"""The chain: widths by holders, silk between stages, everything in the box."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiera.pictures.chain import Leaf, Stage, draw_narrow, draw_wide, partner, roman, thickness


def stage(*holders: int) -> Stage:
    return Stage("s", "Stage", "St.", tuple(Leaf(str(k), f"Leaf {k}", n, f"/l/{k}") for k, n in enumerate(holders)))


@pytest.mark.parametrize(("holders", "width"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 4), (40, 4)])
def test_thickness_counts_none_one_few_and_many(holders: int, width: int) -> None:
    assert thickness(holders) == width


def test_roman_writes_the_twelve_stages() -> None:
    assert [roman(n) for n in (1, 4, 9, 12)] == ["I", "IV", "IX", "XII"]


@pytest.mark.parametrize(("slot", "k"), [(0, 0), (6, 6), (7, 6), (12, 11)])
def test_partner_is_the_proportional_thread(slot: int, k: int) -> None:
    assert partner(slot, 13, 12) == k


def test_wide_thread_lies_on_the_wave_of_its_stage() -> None:
    drawing = draw_wide([stage(4)] + [stage(1)] * 11)
    assert (drawing.threads[0].d, drawing.threads[0].width) == ("M33.7 270.3H79.7", 4)


def test_silk_is_as_thick_as_the_thinner_end() -> None:
    silk = dict(draw_wide([stage(4), stage(1)]).silk)
    assert (sorted(silk), silk[1].count("C")) == ([1, 2], 1)


def test_gap_lets_no_silk_through() -> None:
    drawing = draw_wide([stage(0), stage(4)])
    assert "C" not in "".join(d for _, d in drawing.silk)
    assert [thread.leaf.id for thread in drawing.gaps] == ["0"]


def test_chain_without_a_stage_is_empty() -> None:
    assert (draw_wide([]).threads, draw_narrow([]).silk) == ((), ())


def test_stage_without_a_leaf_keeps_its_place() -> None:
    drawing = draw_wide([stage(1), stage(), stage(2)])
    assert [mark.numeral for mark in drawing.stages] == ["I", "II", "III"]


STAGES = st.lists(st.builds(lambda n: stage(*n), st.lists(st.integers(0, 6), max_size=40)), min_size=1, max_size=12)


@given(STAGES)
def test_every_thread_stays_in_the_box(stages: list[Stage]) -> None:
    wide, narrow = draw_wide(stages), draw_narrow(stages)
    assert all(52 <= t.y <= 474 and 0 <= t.x <= 1360 for t in wide.threads)
    assert all(12 <= t.x <= 338 and 0 <= t.y <= narrow.height for t in narrow.threads)
    assert len(wide.threads) == sum(len(s.leaves) for s in stages) == len(narrow.threads)


@given(STAGES)
def test_drawing_is_the_same_every_time(stages: list[Stage]) -> None:
    assert draw_wide(stages) == draw_wide(stages)
