"""The evidence strip: what proves a competence, on one line of years, small enough to stand beside any name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from filiera.pictures.marks import Kind, Piece, mark_class, mark_path, mark_size
from filiera.pictures.strokes import joined, path
from filiera.pictures.timeline import Axis, Seat, YearLabel, fit_window, label_step, seat_marks

WIDTH, AXIS_Y, LABEL_Y = 320.0, 50.0, 67.0
LEFT, RIGHT = 14.0, 306.0
MARK_Y, STEP, GAP, LEVELS = 35.0, 16.0, 15.0, 4
PROJECT_BAR_Y, CERTIFICATE_BAR_Y = 46.5, 53.5


@dataclass(frozen=True, slots=True)
class Drawn:
    """Marks of one look in one path; a mark with an address stands alone, so that it can be a link."""

    css: str
    d: str
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Strip:
    """The whole strip. `top` is where the viewBox starts (0, or negative where marks climb), `height` what it spans."""

    top: float
    height: float
    ticks: str
    stems: str
    labels: tuple[YearLabel, ...]
    today_x: float
    bars: str
    certificate_bars: str
    marks: tuple[Drawn, ...]
    undated: int
    hidden: int

    @property
    def has_links(self) -> bool:
        """Tell whether any mark leads somewhere."""
        return any(mark.url for mark in self.marks)


def draw_strip(pieces: Sequence[Piece], today: date) -> Strip:
    """Lay out a strip of 320 x 72 user units; it grows upwards where more than two marks stand on each other."""
    axis = Axis(*fit_window(pieces, today), LEFT, RIGHT)
    seats, hidden = seat_marks(pieces, axis, gap=GAP, levels=LEVELS)
    today_x = axis.x(today)
    top = min([0.0, *(_mark_y(seat) - 12 for seat in seats)])
    years = range(axis.first, axis.last + 1)
    return Strip(
        top=top,
        height=72 - top,
        ticks=joined(path("M", axis.year_x(year), 47, "v", 6) for year in years),
        stems=joined(path("M", seat.x, _mark_y(seat) + 6, "V", AXIS_Y) for seat in seats),
        labels=axis.labels(today_x, step=label_step(axis.first, axis.last), clear=25),
        today_x=today_x,
        bars=joined(_bar(seat.piece, axis) for seat in seats if seat.piece.mark_kind != Kind.CERTIFICATE),
        certificate_bars=joined(_bar(seat.piece, axis) for seat in seats if seat.piece.mark_kind == Kind.CERTIFICATE),
        marks=_group(seats),
        undated=sum(piece.start is None for piece in pieces),
        hidden=hidden,
    )


def _mark_y(seat: Seat) -> float:
    return MARK_Y - STEP * seat.level


def _bar(piece: Piece, axis: Axis) -> str:
    """Draw how long a piece lasts: certificates below the axis, patents on it, everything else above."""
    if piece.start is None or piece.last is None or piece.last <= piece.start:
        return ""
    y = {Kind.CERTIFICATE: CERTIFICATE_BAR_Y, Kind.PATENT: AXIS_Y}.get(piece.mark_kind, PROJECT_BAR_Y)
    return path("M", axis.x(piece.start), y, "H", axis.x(piece.last))


def _group(seats: Sequence[Seat]) -> tuple[Drawn, ...]:
    """Join the marks that look alike and lead nowhere; keep those that are links apart, by date."""
    plain: dict[str, list[str]] = defaultdict(list)
    links = []
    for seat in seats:
        piece = seat.piece
        css = mark_class(piece.mark_kind, independent=piece.independent, expired=piece.expired)
        d = mark_path(piece.mark_kind, seat.x, _mark_y(seat), mark_size(piece.weight))
        if piece.url:
            links.append(Drawn(css, d, piece.title, piece.url))
        else:
            plain[css].append(d)
    return (*(Drawn(css, joined(parts)) for css, parts in plain.items()), *links)
