"""Bars: the four bands of a dry run on one line, and plain horizontal bars for everything else that is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from filiera.pictures.labels import text_width
from filiera.pictures.strokes import r1

BAND_WIDTH, BAND_GAP, BAND_LEAST = 1000.0, 3.0, 9.0
BAR_WIDTH, BAR_PITCH, BAR_HEIGHT, LABEL_SIZE = 720.0, 34.0, 14.0, 13.0
NARROW_WIDTH, NARROW_PITCH = 350.0, 46.0
BANDS = ("same", "ask", "new", "error")
BAND_SHAPES = {
    "same": ("bar-fg bar-fg--s", 0, 26),
    "ask": ("bar-fg bar-fg--g", -6, 38),
    "new": ("bar-fg", 0, 26),
    "error": ("bar-edge", 0.5, 25),
}
"""Class, top and height of each band, in user units."""


@dataclass(frozen=True, slots=True)
class DryRun:
    """How many rows fall in each band."""

    same: int
    ask: int
    new: int
    error: int

    @property
    def total(self) -> int:
        """Count all the rows."""
        return self.same + self.ask + self.new + self.error


@dataclass(frozen=True, slots=True)
class Segment:
    """One band on the line; what is in doubt stands out above and below it, errors are only outlined."""

    band: str
    count: int
    x: float
    width: float

    @property
    def css(self) -> str:
        """Give the class of the band's rectangle."""
        return BAND_SHAPES[self.band][0]

    @property
    def y(self) -> float:
        """Give the top of the band."""
        return BAND_SHAPES[self.band][1]

    @property
    def height(self) -> float:
        """Give the height of the band."""
        return BAND_SHAPES[self.band][2]


def draw_bands(run: DryRun) -> tuple[Segment, ...]:
    """Share 1000 user units among the bands; none that exists is thinner than 9, so that three rows of 5,000 show."""
    present = [(band, getattr(run, band)) for band in BANDS if getattr(run, band) > 0]
    if not present:
        return ()
    room = BAND_WIDTH - BAND_GAP * (len(present) - 1)
    widths = _with_least([count / run.total * room for _, count in present], BAND_LEAST, room)
    segments, x = [], 0.0
    for (band, count), width in zip(present, widths, strict=True):
        segments.append(Segment(band, count, r1(x), r1(width)))
        x += width + BAND_GAP
    return tuple(segments)


def _with_least(widths: list[float], least: float, room: float) -> list[float]:
    """Raise the thin ones to `least` and let the others give way in proportion."""
    thin = [width < least for width in widths]
    spare = room - least * sum(thin)
    wide_total = sum(width for width, is_thin in zip(widths, thin, strict=True) if not is_thin)
    return [least if is_thin else width / wide_total * spare for width, is_thin in zip(widths, thin, strict=True)]


@dataclass(frozen=True, slots=True)
class Bar:
    """A quantity to draw; `words` is how it is written, `result` marks the one that matters (sage).

    `whole` is the name where the label is cut: the table says it.
    """

    label: str
    value: float
    words: str
    result: bool = False
    url: str = ""
    whole: str = ""

    @property
    def name(self) -> str:
        """Give the name in full, where the label is cut."""
        return self.whole or self.label


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar in its place: baselines of its label and value at `label_y` and `value_y`, its value from `value_x`."""

    bar: Bar
    y: float
    label_y: float
    width: float
    value_x: float
    value_y: float


@dataclass(frozen=True, slots=True)
class BarChart:
    """Horizontal bars that start at `left`."""

    width: float
    height: float
    left: float
    bars: tuple[DrawnBar, ...]


def draw_bars(bars: Sequence[Bar]) -> BarChart:
    """Lay out bars from zero, labels left and values at the end, in 720 user units."""
    left = r1(min(300.0, max((text_width(bar.label, LABEL_SIZE) for bar in bars), default=0) + 14))
    value_room = max((text_width(bar.words, LABEL_SIZE) for bar in bars), default=0) + 12
    longest = max((bar.value for bar in bars), default=0) or 1
    room = BAR_WIDTH - left - value_room
    drawn = tuple(
        DrawnBar(
            bar,
            r1(i * BAR_PITCH + 6),
            r1(i * BAR_PITCH + 18),
            r1(max(0.0, bar.value) / longest * room),
            r1(left + max(0.0, bar.value) / longest * room + 8),
            r1(i * BAR_PITCH + 18),
        )
        for i, bar in enumerate(bars)
    )
    return BarChart(BAR_WIDTH, r1(max(1, len(bars)) * BAR_PITCH), left, drawn)


def draw_bars_narrow(bars: Sequence[Bar]) -> BarChart:
    """Lay out bars for a telephone, 350 user units wide, each label on its own line above its bar."""
    value_room = max((text_width(bar.words, LABEL_SIZE) for bar in bars), default=0) + 12
    longest = max((bar.value for bar in bars), default=0) or 1
    room = NARROW_WIDTH - value_room
    drawn = tuple(
        DrawnBar(
            bar,
            r1(i * NARROW_PITCH + 20),
            r1(i * NARROW_PITCH + 14),
            r1(max(0.0, bar.value) / longest * room),
            r1(max(0.0, bar.value) / longest * room + 8),
            r1(i * NARROW_PITCH + 32),
        )
        for i, bar in enumerate(bars)
    )
    return BarChart(NARROW_WIDTH, r1(max(1, len(bars)) * NARROW_PITCH), 0.0, drawn)
