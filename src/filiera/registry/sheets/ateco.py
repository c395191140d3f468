"""The divisions that the editions of ATECO have, so that a code that no edition has is told apart."""

from __future__ import annotations


def _divisions(*spans: tuple[int, int]) -> frozenset[int]:
    return frozenset(number for first, last in spans for number in range(first, last + 1))


_OF_NACE_2 = _divisions((1, 3), (5, 9), (10, 33), (35, 39), (41, 43), (45, 47), (49, 53), (55, 56), (58, 66), (68, 75),
                        (77, 82), (84, 88), (90, 99)) - {67}  # fmt: skip
"""Source: NACE Rev. 2, Regulation (EC) 1893/2006, annex I."""

DIVISIONS = {
    2002: _divisions((1, 2), (5, 5), (10, 37), (40, 41), (45, 45), (50, 52), (55, 55), (60, 67), (70, 75), (80, 80),
                     (85, 85), (90, 93), (95, 97), (99, 99)),
    2007: _OF_NACE_2,
    2022: _OF_NACE_2,
    2025: _OF_NACE_2 - {45},
}  # fmt: skip
"""Source for 2002: NACE Rev. 1.1, Regulation (EC) 29/2002; for 2025: NACE Rev. 2.1, Regulation (EU) 2023/137, where trade
in vehicles is no division of its own any more."""

UNDIVIDED = frozenset({97, 99})
"""Divisions whose only group and class is 0, in every edition that has them."""


def exists(code: str, edition: int | None = None) -> bool:
    """Tell whether an edition, or any where none is said, may have a code (`20.42.00`), as far as divisions tell."""
    division, _dot, rest = code.partition(".")
    known = DIVISIONS[edition] if edition else frozenset().union(*DIVISIONS.values())
    number = int(division)
    return number in known and not (number in UNDIVIDED and rest.strip("0."))
