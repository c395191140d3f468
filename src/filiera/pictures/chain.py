"""The chain: every leaf of the taxonomy a thread, as thick as its holders are many, golden where nobody holds it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from filiera.pictures.strokes import path, r1

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A competence: `holders` is the number of organisations with evidence of it."""

    id: str
    label: str
    holders: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the chain with its leaves in the order of the taxonomy."""

    stage: str
    label: str
    short_label: str
    leaves: tuple[Leaf, ...] = field(default=())
    url: str = ""

    @property
    def gaps(self) -> int:
        """Count the leaves that nobody holds."""
        return sum(leaf.holders == 0 for leaf in self.leaves)


def roman(number: int) -> str:
    """Write 1 to 16 as a roman numeral."""
    return ROMAN[number - 1]


def thickness(holders: int) -> int:
    """Name the width of a thread by its holders: 0 none, 1 one, 2 two or three, 4 four and more."""
    return 0 if holders <= 0 else 1 if holders == 1 else 2 if holders <= 3 else 4


@dataclass(frozen=True, slots=True)
class Thread:
    """One leaf in the picture: its line, its middle, and the class number of its width."""

    leaf: Leaf
    width: int
    d: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class StageMark:
    """What is written of one stage: `x` is its centre across (wide), `y` its heading line down (narrow)."""

    stage: Stage
    numeral: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Chain:
    """The whole picture; `silk` holds the paths that connect the stages, keyed by the width they are drawn with."""

    width: float
    height: float
    silk: tuple[tuple[int, str], ...]
    threads: tuple[Thread, ...]
    stages: tuple[StageMark, ...]

    @property
    def gaps(self) -> tuple[Thread, ...]:
        """List the threads that nobody holds."""
        return tuple(thread for thread in self.threads if thread.width == 0)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Measures of one version: along the flow and across it, in user units."""

    along: float  # length of the picture in the direction of the flow
    start: float  # where the first stage's threads begin
    pitch: float  # from one stage to the next
    length: float  # of a thread
    spacing: float  # between threads
    low: float  # the band across the flow in which threads may lie
    high: float
    middle: float
    wave: float


def draw_wide(stages: Sequence[Stage]) -> Chain:
    """Lay the chain from left to right in 1360 x 560 user units."""
    pitch = 1360 / max(1, len(stages))
    frame = _Frame(
        along=1360, start=(pitch - 46) / 2, pitch=pitch, length=46, spacing=12.4, low=52, high=474, middle=262, wave=42
    )
    marks = tuple(StageMark(stage, roman(i + 1), r1((i + 0.5) * pitch), 0) for i, stage in enumerate(stages))
    return _draw(stages, frame, marks, across=True, size=(1360, 560))


def draw_narrow(stages: Sequence[Stage]) -> Chain:
    """Lay the chain downwards, 350 user units wide and 104 for each stage."""
    height = 104 * len(stages) + 42
    frame = _Frame(along=height, start=52, pitch=104, length=34, spacing=11.6, low=12, high=338, middle=175, wave=21)
    marks = tuple(StageMark(stage, roman(i + 1), 0, 38 + 104 * i) for i, stage in enumerate(stages))
    return _draw(stages, frame, marks, across=False, size=(350, height))


def _draw(
    stages: Sequence[Stage], frame: _Frame, marks: tuple[StageMark, ...], *, across: bool, size: tuple[float, float]
) -> Chain:
    """Place the threads of every stage, then the silk between them; unless `across`, x and y change places."""
    places = [_positions(len(stage.leaves), index, frame) for index, stage in enumerate(stages)]
    threads = []
    for index, stage in enumerate(stages):
        begin = frame.start + index * frame.pitch
        for leaf, place in zip(stage.leaves, places[index], strict=True):
            middle = begin + frame.length / 2
            d = _line(begin, begin + frame.length, place, across=across)
            x, y = (middle, place) if across else (place, middle)
            threads.append(Thread(leaf, thickness(leaf.holders), d, r1(x), r1(y)))
    return Chain(
        width=size[0],
        height=size[1],
        silk=_silk(stages, places, frame, across=across),
        threads=tuple(threads),
        stages=marks,
    )


def _positions(count: int, index: int, frame: _Frame) -> list[float]:
    """Spread the threads of a stage evenly around a centre that waves, kept within the band."""
    spacing = min(frame.spacing, (frame.high - frame.low) / max(1, count - 1))
    half = spacing * (count - 1) / 2
    centre = frame.middle + frame.wave * math.sin(0.8 * index + 0.2)
    centre = min(frame.high - half, max(frame.low + half, centre))
    return [centre - half + spacing * k for k in range(count)]


def partner(slot: int, slots: int, count: int) -> int:
    """Find the proportional thread: slot `slot` of `slots` falls on thread k of `count`."""
    return round(slot * (count - 1) / (slots - 1)) if slots > 1 else 0


def _silk(
    stages: Sequence[Stage], places: Sequence[Sequence[float]], frame: _Frame, *, across: bool
) -> tuple[tuple[int, str], ...]:
    """Connect each stage to the next, as thick as the thinner end; a gap lets nothing through."""
    parts: dict[int, list[str]] = {1: [], 2: [], 4: []}
    if stages:
        _run_out(stages[0], places[0], 0, frame.start, parts, across=across)
        end = frame.start + (len(stages) - 1) * frame.pitch + frame.length
        _run_out(stages[-1], places[-1], end, frame.along, parts, across=across)
    for index in range(len(stages) - 1):
        here, there = stages[index].leaves, stages[index + 1].leaves
        begin = frame.start + index * frame.pitch + frame.length
        slots = max(len(here), len(there)) if here and there else 0
        for slot in range(slots):
            k, j = partner(slot, slots, len(here)), partner(slot, slots, len(there))
            width = min(thickness(here[k].holders), thickness(there[j].holders))
            if width:
                end = begin + frame.pitch - frame.length
                parts[width].append(_curve(begin, places[index][k], end, places[index + 1][j], across=across))
    return tuple((width, "".join(paths)) for width, paths in parts.items() if paths)


def _run_out(
    stage: Stage, places: Sequence[float], begin: float, end: float, parts: dict[int, list[str]], *, across: bool
) -> None:
    """Let the threads of the first and last stage run to the edge of the picture."""
    for leaf, place in zip(stage.leaves, places, strict=True):
        if leaf.holders > 0:
            parts[2].append(_line(begin, end, place, across=across))


def _line(begin: float, end: float, place: float, *, across: bool) -> str:
    return path("M", begin, place, "H", end) if across else path("M", place, begin, "V", end)


def _curve(begin: float, start: float, end: float, stop: float, *, across: bool) -> str:
    half = (begin + end) / 2
    if across:
        return path("M", begin, start, "C", half, start, half, stop, end, stop)
    return path("M", start, begin, "C", start, half, stop, half, stop, end)
