"""The axis of years that strips and lanes share: its window, its scale and its labels."""

from __future__ import annotations

import bisect
import heapq
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from filiera.pictures.marks import Piece
from filiera.pictures.strokes import r1

BACK, AHEAD = 9, 3  # the usual window: 2017 to 2029 seen from 2026
FURTHEST_BACK, FURTHEST_AHEAD = 20, 5  # what is older, or lasts longer, runs to the edge
CONSIDERED = 400  # the heaviest pieces; no picture has room for more marks


def year_fraction(day: date) -> float:
    """Turn a date into years with a fraction: 2 July 2026 is about 2026.5."""
    start = date(day.year, 1, 1)
    length = date(day.year + 1, 1, 1).toordinal() - start.toordinal()
    return day.year + (day.toordinal() - start.toordinal()) / length


@dataclass(frozen=True, slots=True)
class YearLabel:
    """A year written below the axis, centred at `x`."""

    x: float
    year: int


@dataclass(frozen=True, slots=True)
class Axis:
    """Years `first` to `last`, drawn from `left` to `right` in user units."""

    first: int
    last: int
    left: float
    right: float

    def x(self, day: date) -> float:
        """Place a date; what lies before or after the window stands at its edge."""
        share = (year_fraction(day) - self.first) / (self.last - self.first)
        return r1(self.left + min(1.0, max(0.0, share)) * (self.right - self.left))

    def year_x(self, year: int) -> float:
        """Place the first of January of a year."""
        return r1(self.left + (year - self.first) / (self.last - self.first) * (self.right - self.left))

    def labels(self, today_x: float, *, step: int, clear: float) -> tuple[YearLabel, ...]:
        """List the years to write, every `step`, leaving out those nearer than `clear` to today's own label."""
        return tuple(
            YearLabel(self.year_x(year), year)
            for year in range(self.first, self.last + 1, step)
            if abs(self.year_x(year) - today_x) >= clear
        )


def fit_window(pieces: Iterable[Piece], today: date) -> tuple[int, int]:
    """Choose the first and last year: twelve around today, wider where evidence is older or lasts longer.

    Never more than 20 years back or 5 ahead: what is beyond stands at the edge.
    """
    first, last = today.year - BACK, today.year + AHEAD
    for piece in pieces:
        if piece.start is None:
            continue
        first = min(first, max(piece.start.year, today.year - FURTHEST_BACK))
        end = piece.last or piece.start
        last = max(last, min(end.year + 1, today.year + FURTHEST_AHEAD))
    return first, last


def label_step(first: int, last: int, at_most: int = 5) -> int:
    """Choose every how many years to write one, three at least, so that at most `at_most` are written."""
    return max(3, math.ceil((last - first) / (at_most - 1)))


@dataclass(frozen=True, slots=True)
class Seat:
    """A dated piece with its place: `x` in user units, `level` 0 on the line and higher where marks would clash."""

    piece: Piece
    x: float
    level: int


def seat_marks(pieces: Sequence[Piece], axis: Axis, *, gap: float, levels: int) -> tuple[tuple[Seat, ...], int]:
    """Give each dated piece its level: marks nearer than `gap` climb one step, at most `levels` of them.

    Returns the seats by date, and how many pieces found no place (the lightest ones of a crowd).
    """
    dated = [piece for piece in pieces if piece.start is not None]
    taken: list[float] = []
    kept: list[tuple[float, Piece]] = []
    for piece in heapq.nsmallest(CONSIDERED, dated, key=_heaviest_first):
        x = axis.x(piece.start) if piece.start else axis.left
        if _has_room(taken, x, gap, levels):
            bisect.insort(taken, x)
            kept.append((x, piece))
    kept.sort(key=lambda place: (place[0], *_by_date(place[1])))
    return tuple(_climb(kept, gap)), len(dated) - len(kept)


def _has_room(taken: Sequence[float], x: float, gap: float, levels: int) -> bool:
    """Tell whether a mark at `x` leaves every stretch of one gap with at most `levels` marks (`taken` is sorted)."""
    after = bisect.bisect_right(taken, x)
    if after - bisect.bisect_right(taken, x - gap) >= levels:
        return False
    for index in range(after, bisect.bisect_left(taken, x + gap)):
        if index + 1 - bisect.bisect_right(taken, taken[index] - gap) >= levels:
            return False
    return True


def _climb(ordered: Sequence[tuple[float, Piece]], gap: float) -> list[Seat]:
    """Seat marks from left to right, each on the lowest level whose last mark is at least one gap away."""
    last_x: list[float] = []
    seats = []
    for x, piece in ordered:
        level = next((n for n, previous in enumerate(last_x) if x - previous >= gap), len(last_x))
        if level == len(last_x):
            last_x.append(x)
        last_x[level] = x
        seats.append(Seat(piece, x, level))
    return seats


def _by_date(piece: Piece) -> tuple[int, str, str]:
    return (piece.start.toordinal() if piece.start else 0, piece.kind, piece.title)


def _heaviest_first(piece: Piece) -> tuple[float, int, str, str]:
    return (-piece.weight, -(piece.start.toordinal() if piece.start else 0), piece.kind, piece.title)
