"""A silence: a line of days, a point for each day on which something is due, and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from filiera.pictures.strokes import r1

WIDTH, EDGE = 160.0, 8.0


@dataclass(frozen=True, slots=True)
class DuePoint:
    """A day on which something is due: where it stands, and whether it has gone by."""

    day: int
    x: float
    is_past: bool


@dataclass(frozen=True, slots=True)
class Silence:
    """The line from the first day to the last: its points, and where today stands; past the last day it stays there."""

    points: tuple[DuePoint, ...]
    now_x: float

    @property
    def left(self) -> float:
        """Give where the line begins."""
        return EDGE

    @property
    def right(self) -> float:
        """Give where the line ends."""
        return WIDTH - EDGE


def draw_silence(days: int, due: Sequence[int]) -> Silence:
    """Draw a silence of some days; `due` in ascending order, the last of them its end. Raises ValueError with no end."""
    if not due or due[-1] <= 0:
        raise ValueError("a silence needs a last day")
    reached = min(max(days, 0), due[-1])
    points = tuple(DuePoint(day, _x(day, due[-1]), day <= days) for day in due)
    return Silence(points, _x(reached, due[-1]))


def _x(day: int, last: int) -> float:
    return r1(EDGE + (WIDTH - 2 * EDGE) * day / last)
