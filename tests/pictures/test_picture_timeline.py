"""The axis of years and the clash rule."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiera.pictures.marks import Piece
from filiera.pictures.timeline import Axis, fit_window, label_step, seat_marks, year_fraction

TODAY = date(2026, 11, 25)
AXIS = Axis(2017, 2029, 14, 306)


@pytest.mark.parametrize(("day", "years"), [(date(2026, 1, 1), 2026.0), (date(2024, 7, 2), 2024.5)])
def test_year_fraction_counts_days(day: date, years: float) -> None:
    assert year_fraction(day) == pytest.approx(years)


def test_axis_places_first_and_last_day_at_its_ends() -> None:
    assert (AXIS.x(date(2017, 1, 1)), AXIS.x(date(2029, 1, 1))) == (14, 306)


def test_axis_keeps_what_is_older_at_its_edge() -> None:
    assert AXIS.x(date(1980, 5, 5)) == 14


def test_window_is_twelve_years_without_evidence() -> None:
    assert fit_window([], TODAY) == (2017, 2029)


def test_window_widens_to_the_oldest_piece_and_the_longest() -> None:
    pieces = [Piece("project", date(2009, 3, 1)), Piece("patent", date(2020, 1, 1), valid_until=date(2033, 6, 1))]
    assert fit_window(pieces, TODAY) == (2009, 2031)


def test_window_never_exceeds_its_limits() -> None:
    pieces = [Piece("plant", date(1881, 1, 1)), Piece("patent", date(2020, 1, 1), valid_until=date(2090, 1, 1))]
    assert fit_window(pieces, TODAY) == (2006, 2031)


@pytest.mark.parametrize(("first", "last", "step"), [(2017, 2029, 3), (2009, 2029, 5), (2006, 2031, 7)])
def test_label_step_writes_five_years_at_most(first: int, last: int, step: int) -> None:
    assert label_step(first, last) == step


def test_labels_leave_room_for_today() -> None:
    labels = AXIS.labels(AXIS.x(TODAY), step=3, clear=25)
    assert [label.year for label in labels] == [2017, 2020, 2023, 2029]


def test_marks_nearer_than_the_gap_climb_one_step() -> None:
    pieces = [Piece("product", date(2022, 1, 1)), Piece("patent", date(2022, 6, 1)), Piece("award", date(2023, 6, 1))]
    seats, hidden = seat_marks(pieces, AXIS, gap=15, levels=4)
    assert ([seat.level for seat in seats], hidden) == ([0, 1, 0], 0)


def test_crowd_keeps_its_heaviest_pieces_and_counts_the_others() -> None:
    pieces = [Piece("product", date(2022, 1, n), weight=n / 10) for n in range(1, 8)]
    seats, hidden = seat_marks(pieces, AXIS, gap=15, levels=4)
    assert ([seat.piece.weight for seat in seats], hidden) == ([0.4, 0.5, 0.6, 0.7], 3)


DAYS = st.dates(min_value=date(2012, 1, 1), max_value=date(2028, 12, 31))
PIECES = st.lists(
    st.builds(
        Piece,
        kind=st.sampled_from(["project", "patent", "course"]),
        start=DAYS,
        weight=st.floats(min_value=0, max_value=1),
    ),
    max_size=60,
)


@given(PIECES)
def test_no_two_marks_of_a_level_are_nearer_than_the_gap(pieces: list[Piece]) -> None:
    axis = Axis(*fit_window(pieces, TODAY), 14, 306)
    seats, hidden = seat_marks(pieces, axis, gap=15, levels=4)
    for level in range(4):
        xs = [seat.x for seat in seats if seat.level == level]
        assert all(b - a >= 15 for a, b in itertools.pairwise(xs))
    assert (len(seats) + hidden, max((seat.level for seat in seats), default=0) < 4) == (len(pieces), True)
