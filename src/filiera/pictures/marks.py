"""The eleven marks of evidence: one shape per kind, each readable at 12 px, filled or open.

Filled means that a third party says so, open that the organisation says so itself, open in brick that it has expired.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from filiera.pictures.strokes import disc, path


class Kind(StrEnum):
    """The eleven kinds of evidence, in the order in which pictures and legends show them."""

    PROJECT = "project"
    PUBLICATION = "publication"
    PATENT = "patent"
    CERTIFICATE = "certificate"
    EQUIPMENT = "equipment"
    PLANT = "plant"
    PRODUCT = "product"
    SERVICE = "service"
    PARTNERSHIP = "partnership"
    COURSE = "course"
    AWARD = "award"


ORDER = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence as a picture takes it.

    `start` None means undated, `precision` (day, month or year) is how exactly it is known; `weight` in [0, 1];
    `independent` is False where the organisation says so itself.
    """

    kind: str
    start: date | None
    end: date | None = None
    valid_until: date | None = None
    independent: bool = True
    expired: bool = False
    weight: float = 0.3
    title: str = ""
    url: str = ""
    precision: str = "day"

    @property
    def mark_kind(self) -> Kind:
        """Read the kind whatever its case. Raises ValueError on an unknown one."""
        return Kind(self.kind.lower())

    @property
    def last(self) -> date | None:
        """Say where its bar ends: the expiry before the end, None where it is a single moment."""
        return self.valid_until or self.end


def mark_size(weight: float) -> float:
    """Turn a weight in [0, 1] into the size of a mark, 6 to 9 user units."""
    return 6 + 3 * min(1.0, max(0.0, weight))


def mark_class(kind: Kind, *, independent: bool, expired: bool) -> str:
    """Name the classes that fill a mark."""
    names = ["mk"]
    if kind == Kind.CERTIFICATE:
        names.append("mk--cert")
    if kind == Kind.PATENT:
        names.append("mk--pat")
    if expired:
        names.append("mk--out")
    elif not independent:
        names.append("mk--self")
    return " ".join(names)


def _triangle(x: float, y: float, r: float) -> str:
    return path("M", x - r, y + 0.8 * r, "l", r, -1.8 * r, "l", r, 1.8 * r, "z")


def _circle(x: float, y: float, r: float) -> str:
    return disc(x, y, 0.85 * r)


def _lozenge(x: float, y: float, r: float) -> str:
    return path("M", x, y - 1.2 * r, "l", 1.1 * r, 1.2 * r, "l", -1.1 * r, 1.2 * r, "l", -1.1 * r, -1.2 * r, "z")


def _square(x: float, y: float, r: float) -> str:
    side = 1.7 * r
    return path("M", x - side / 2, y - side / 2, "h", side, "v", side, "h", -side, "z")


def _cross(x: float, y: float, r: float) -> str:
    w, a = 0.7 * r, 0.65 * r
    return path(
        "M",
        x - w / 2,
        y - r,
        "h",
        w,
        "v",
        a,
        "h",
        a,
        "v",
        w,
        "h",
        -a,
        "v",
        a,
        "h",
        -w,
        "v",
        -a,
        "h",
        -a,
        "v",
        -w,
        "h",
        a,
        "z",
    )


def _drop(x: float, y: float, r: float) -> str:
    return path(
        "M",
        x,
        y - 1.2 * r,
        "c",
        0.5 * r,
        0.9 * r,
        r,
        1.2 * r,
        r,
        1.6 * r,
        "a",
        r,
        0.75 * r,
        0,
        0,
        1,
        -2 * r,
        0,
        "c",
        0.0,
        -0.5 * r,
        0.5 * r,
        -0.7 * r,
        r,
        -1.6 * r,
        "z",
    )


def _shed(x: float, y: float, r: float) -> str:
    """Draw a plant: the saw-tooth roof of a factory."""
    tooth, rise = r, 0.95 * r
    return path(
        "M", x - r, y + 0.85 * r, "v", -1.75 * r, "l", tooth, rise, "v", -rise, "l", tooth, rise, "v", 0.8 * r, "z"
    )


def _hourglass(x: float, y: float, r: float) -> str:
    """Draw a service: what passes from one hand to another."""
    return path("M", x - 0.9 * r, y - r, "h", 1.8 * r, "l", -1.8 * r, 2 * r, "h", 1.8 * r, "z")


def _pair(x: float, y: float, r: float) -> str:
    """Draw a partnership: two discs that touch."""
    return disc(x - 0.62 * r, y, 0.58 * r) + disc(x + 0.62 * r, y, 0.58 * r)


def _book(x: float, y: float, r: float) -> str:
    """Draw a course: an open book."""
    return path(
        "M",
        x - r,
        y - 0.85 * r,
        "l",
        r,
        0.5 * r,
        "l",
        r,
        -0.5 * r,
        "v",
        1.3 * r,
        "l",
        -r,
        0.5 * r,
        "l",
        -r,
        -0.5 * r,
        "z",
    )


def _star(x: float, y: float, r: float) -> str:
    """Draw an award: a star of five points."""
    points: list[str | float] = []
    for step in range(10):
        radius = 1.15 * r if step % 2 == 0 else 0.5 * r
        angle = math.radians(-90 + 36 * step)
        points += ["L" if step else "M", x + radius * math.cos(angle), y + radius * math.sin(angle)]
    return path(*points, "z")


SHAPES: dict[Kind, Callable[[float, float, float], str]] = {
    Kind.PROJECT: _triangle,
    Kind.PUBLICATION: _circle,
    Kind.PATENT: _lozenge,
    Kind.CERTIFICATE: _square,
    Kind.EQUIPMENT: _cross,
    Kind.PLANT: _shed,
    Kind.PRODUCT: _drop,
    Kind.SERVICE: _hourglass,
    Kind.PARTNERSHIP: _pair,
    Kind.COURSE: _book,
    Kind.AWARD: _star,
}


def mark_path(kind: Kind, x: float, y: float, size: float) -> str:
    """Draw the mark of a kind around (x, y); it stays within 1.3 times `size` of its centre."""
    return SHAPES[kind](x, y, size)
