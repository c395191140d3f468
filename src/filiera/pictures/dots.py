"""One stage, leaf by leaf: a dot per organisation at its strength, a ring where it is alone, a dashed line for none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from filiera.pictures.strokes import r1

WIDTH, HEIGHT, LEFT, RIGHT, RADIUS = 260.0, 22.0, 4.0, 256.0, 6.0


@dataclass(frozen=True, slots=True)
class Holder:
    """An organisation with its strength in [0, 1] on one leaf."""

    id: str
    name: str
    strength: float
    url: str = ""


@dataclass(frozen=True, slots=True)
class LeafRow:
    """One leaf with its holders, in any order."""

    id: str
    label: str
    holders: tuple[Holder, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A holder on the axis."""

    x: float
    holder: Holder


@dataclass(frozen=True, slots=True)
class DotRow:
    """One row: dots weakest first, so that the strongest is drawn on top; `best` is the strongest holder."""

    leaf: LeafRow
    dots: tuple[Dot, ...]

    @property
    def is_gap(self) -> bool:
        """Tell whether nobody holds the leaf."""
        return not self.dots

    @property
    def is_single(self) -> bool:
        """Tell whether one organisation alone holds the leaf."""
        return len(self.dots) == 1

    @property
    def has_links(self) -> bool:
        """Tell whether any dot leads somewhere."""
        return any(dot.holder.url for dot in self.dots)

    @property
    def best(self) -> Holder | None:
        """Give the strongest holder, the first by name among equals."""
        return min((dot.holder for dot in self.dots), key=lambda h: (-h.strength, h.name), default=None)


def strength_x(strength: float) -> float:
    """Place a strength in [0, 1] on the axis."""
    return r1(LEFT + min(1.0, max(0.0, strength)) * (RIGHT - LEFT))


def draw_rows(rows: Sequence[LeafRow]) -> tuple[DotRow, ...]:
    """Lay out every leaf of a stage, in the order given."""
    return tuple(
        DotRow(
            row,
            tuple(
                Dot(strength_x(holder.strength), holder)
                for holder in sorted(row.holders, key=lambda h: (h.strength, h.name))
            ),
        )
        for row in rows
    )
