"""A quorum, seat by seat: a row a class, filled present, ringed by proxy, open absent, dotted without vote; and the bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from filiera.pictures.strokes import r1

WIDTH, PITCH, LINE, RADIUS = 560.0, 15.4, 16.0, 5.4
FIRST_X, PER_LINE = 8.0, 36
HEAD, CLASS_GAP = 17.0, 19.0
BAR_HEIGHT = 16.0
SEAT_CIRCLES: dict[str, tuple[tuple[str, float], ...]] = {
    "in": (("st-in", RADIUS),),
    "proxy": (("st-proxy", RADIUS), ("st-half", 2.2)),
    "out": (("st-out", 4.7),),
    "none": (("st-none", 5.0),),
    "none-in": (("st-none", 5.0), ("st-in", 2.0)),
}
"""The circles of each kind of seat, each as class and radius in user units."""


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One class: how many of its seats with a vote are there, there by proxy, absent; how many have no vote."""

    label: str
    present: int
    by_proxy: int
    absent: int
    silent_present: int = 0
    silent_absent: int = 0

    @property
    def voting(self) -> int:
        """Count the seats with a vote."""
        return self.present + self.by_proxy + self.absent

    @property
    def silent(self) -> int:
        """Count the seats without one."""
        return self.silent_present + self.silent_absent

    @property
    def counted(self) -> int:
        """Count what makes the quorum; of a class without vote, who came."""
        return self.present + self.by_proxy if self.voting else self.silent_present

    @property
    def total(self) -> int:
        """Count what `counted` is out of."""
        return self.voting or self.silent_present + self.silent_absent


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat in its place: `kind` is in, proxy, out, none, or none-in (without vote, there)."""

    kind: str
    x: float
    y: float

    @property
    def circles(self) -> tuple[tuple[str, float], ...]:
        """Give the circles of the seat, each as class and radius."""
        return SEAT_CIRCLES[self.kind]


@dataclass(frozen=True, slots=True)
class ClassDrawing:
    """A class in its place."""

    row: SeatRow
    text_y: float
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class SeatsDrawing:
    """The whole picture; the bar is WIDTH wide, `person_width` of it in person and `proxy_width` by proxy."""

    width: float
    height: float
    classes: tuple[ClassDrawing, ...]
    bar_text_y: float
    bar_y: float
    person_width: float
    proxy_width: float
    need_x: float
    need_text_x: float
    need_anchor: str
    need_text_y: float
    tick_y: float


def _kinds(row: SeatRow) -> list[str]:
    return [
        *["in"] * row.present,
        *["proxy"] * row.by_proxy,
        *["out"] * row.absent,
        *["none-in"] * row.silent_present,
        *["none"] * row.silent_absent,
    ]


def draw_seats(rows: Sequence[SeatRow], *, needed: int) -> SeatsDrawing:
    """Lay out the classes one under the other, 36 seats a line, and the bar with a tick at the number needed."""
    classes, y = [], 16.0
    for row in rows:
        kinds = _kinds(row)
        seats = tuple(
            Seat(kind, r1(FIRST_X + (i % PER_LINE) * PITCH), r1(y + HEAD + (i // PER_LINE) * LINE))
            for i, kind in enumerate(kinds)
        )
        lines = max(1, -(-len(kinds) // PER_LINE))
        classes.append(ClassDrawing(row, r1(y), seats))
        y += HEAD + (lines - 1) * LINE + CLASS_GAP + 16.0
    base = sum(row.voting for row in rows) or 1
    person = sum(row.present for row in rows) / base * WIDTH
    proxy = sum(row.by_proxy for row in rows) / base * WIDTH
    need_x = min(WIDTH - 1, needed / base * WIDTH)
    anchor = "start" if need_x < 60 else "end" if need_x > WIDTH - 60 else "middle"
    return SeatsDrawing(
        width=WIDTH,
        height=r1(y + 58),
        classes=tuple(classes),
        bar_text_y=r1(y),
        bar_y=r1(y + 12),
        person_width=r1(person),
        proxy_width=r1(proxy),
        need_x=r1(need_x),
        need_text_x=r1(need_x),
        need_anchor=anchor,
        need_text_y=r1(y + 12 + BAR_HEIGHT + 22),
        tick_y=r1(y + 6),
    )
