"""The lanes: all the evidence of one organisation, a lane per kind, the future shaded, the longer pieces named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from filiera.pictures.labels import Box, is_free, text_box
from filiera.pictures.marks import ORDER, Kind, Piece, mark_class, mark_path, mark_size
from filiera.pictures.strokes import joined, path, r1
from filiera.pictures.timeline import Axis, Seat, YearLabel, fit_window, label_step, seat_marks


@dataclass(frozen=True, slots=True)
class Style:
    """The measures of one version of the picture, in user units."""

    width: float
    left: float
    right: float
    lane: float
    mark_from_bottom: float
    label_x: float
    label_from_top: float
    named: bool
    year_step: int
    gap: float = 15.0
    climb: float = 15.0
    levels: int = 4


WIDE = Style(
    width=1180,
    left=130,
    right=1160,
    lane=40,
    mark_from_bottom=20,
    label_x=0,
    label_from_top=25,
    named=True,
    year_step=1,
)
NARROW = Style(
    width=350, left=18, right=332, lane=56, mark_from_bottom=20, label_x=18, label_from_top=17, named=False, year_step=3
)


@dataclass(frozen=True, slots=True)
class LaneMark:
    """One piece in its lane."""

    css: str
    d: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Note:
    """A name written beside its mark; `anchor` is an SVG text-anchor."""

    x: float
    y: float
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One kind of evidence: its rule lies at `bottom`, its word at (label_x, label_y)."""

    kind: Kind
    bottom: float
    label_x: float
    label_y: float
    bars: str
    marks: tuple[LaneMark, ...]
    notes: tuple[Note, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Lanes:
    """The whole picture: `height` is where the lanes end, the years stand 20 below."""

    width: float
    height: float
    left: float
    right: float
    year_lines: str
    labels: tuple[YearLabel, ...]
    today_x: float
    lanes: tuple[Lane, ...]
    undated: int
    hidden: int

    @property
    def future(self) -> float:
        """Give the width of what lies after today."""
        return r1(self.right - self.today_x)


def draw_lanes(pieces: Sequence[Piece], today: date, style: Style = WIDE) -> Lanes:
    """Lay out one lane per kind that has a dated piece, in the order of the legend."""
    axis = Axis(*fit_window(pieces, today), style.left, style.right)
    today_x = axis.x(today)
    lanes: list[Lane] = []
    top, hidden = 0.0, 0
    for kind in ORDER:
        own = [piece for piece in pieces if piece.mark_kind == kind and piece.start is not None]
        if not own:
            continue
        lane, lost = _draw_lane(kind, own, axis, today_x, top, style)
        lanes.append(lane)
        hidden += lost
        top = lane.bottom
    many = axis.last - axis.first > 14
    step = style.year_step if not many else max(2 if style.named else 3, label_step(axis.first, axis.last))
    lines = range(axis.first, axis.last + 1, 1 if style.named else step)
    return Lanes(
        width=style.width,
        height=top,
        left=axis.left,
        right=axis.right,
        year_lines=joined(path("M", axis.year_x(year), 0, "V", top) for year in lines),
        labels=axis.labels(today_x, step=step, clear=34),
        today_x=today_x,
        lanes=tuple(lanes),
        undated=sum(piece.start is None for piece in pieces),
        hidden=hidden,
    )


def _draw_lane(
    kind: Kind, pieces: Sequence[Piece], axis: Axis, today_x: float, top: float, style: Style
) -> tuple[Lane, int]:
    """Lay out one lane from `top` downwards; it grows by one climb for each level that clashes need."""
    seats, lost = seat_marks(pieces, axis, gap=style.gap, levels=style.levels)
    highest = max((seat.level for seat in seats), default=0)
    bottom = top + style.lane + style.climb * highest
    line = bottom - style.mark_from_bottom
    frame = Box(axis.left, top - 8, style.width, bottom)
    today_line = Box(today_x - 2, top - 8, today_x + 2, bottom)
    return Lane(
        kind=kind,
        bottom=bottom,
        label_x=style.label_x,
        label_y=top + style.label_from_top,
        bars=joined(_bar(seat, axis, line, style) for seat in seats),
        marks=tuple(_mark(seat, line, style) for seat in seats),
        notes=_notes(seats, axis, line, frame, today_line, style) if style.named else (),
        count=len(pieces),
    ), lost


def _level_y(seat: Seat, line: float, style: Style) -> float:
    return line - style.climb * seat.level


def _size(seat: Seat) -> float:
    return min(8.0, mark_size(seat.piece.weight) + 0.5)


def _mark(seat: Seat, line: float, style: Style) -> LaneMark:
    piece = seat.piece
    return LaneMark(
        css=mark_class(piece.mark_kind, independent=piece.independent, expired=piece.expired),
        d=mark_path(piece.mark_kind, seat.x, _level_y(seat, line, style), _size(seat)),
        title=piece.title,
        url=piece.url,
    )


def _bar(seat: Seat, axis: Axis, line: float, style: Style) -> str:
    piece = seat.piece
    if piece.start is None or piece.last is None or piece.last <= piece.start:
        return ""
    return path("M", seat.x, _level_y(seat, line, style), "H", axis.x(piece.last))


def _notes(
    seats: Sequence[Seat], axis: Axis, line: float, frame: Box, today_line: Box, style: Style
) -> tuple[Note, ...]:
    """Write the names that find room, the longest lasting and heaviest first: above a bar, right of a mark, or left."""
    taken = [today_line]
    taken += [
        Box(seat.x - 9, _level_y(seat, line, style) - 9, seat.x + 9, _level_y(seat, line, style) + 9) for seat in seats
    ]
    taken += [
        Box(seat.x, _level_y(seat, line, style) - 1, axis.x(seat.piece.last), _level_y(seat, line, style) + 1)
        for seat in seats
        if seat.piece.last
    ]
    notes = []
    for seat in sorted(seats, key=_longest_first):
        if not seat.piece.title:
            continue
        y = _level_y(seat, line, style)
        tries = [(seat.x + 14, y - 7, "start")] if seat.piece.last else []
        tries += [(seat.x + 14, y + 5, "start"), (seat.x - 14, y + 5, "end")]
        for x, base, anchor in tries:
            box = text_box(seat.piece.title, x, base, 15, anchor)
            if is_free(box, taken, frame):
                taken.append(box)
                notes.append(Note(r1(x), r1(base), anchor, seat.piece.title))
                break
    return tuple(notes)


def _longest_first(seat: Seat) -> tuple[int, float, float]:
    piece = seat.piece
    days = (piece.last - piece.start).days if piece.last and piece.start else 0
    return (-days, -piece.weight, -seat.x)
