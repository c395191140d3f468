"""Shares as statutes write them: "1/2" is at least half, ">1/2" more than half, "any" whatever number comes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

WRITTEN = re.compile(r"(>=|>|≥)?\s*(?:(\d+)\s*/\s*(\d+)|(\d+(?:\.\d+)?)\s*(%)?)")
ANY = "any"


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, in [0, 1]; `is_strict` asks for more than the part, not for the part itself."""

    part: Fraction
    is_strict: bool = False

    def needed(self, base: int) -> int:
        """Give the least whole number out of `base` that satisfies the share: a quotient is rounded up."""
        product = self.part * base
        return floor(product) + 1 if self.is_strict else ceil(product)

    @property
    def is_any(self) -> bool:
        """Tell whether any number will do."""
        return self.part == 0 and not self.is_strict

    @property
    def is_half(self) -> bool:
        """Tell whether the share turns on a half, where two equal sides leave nothing decided."""
        return self.part == Fraction(1, 2)

    def __str__(self) -> str:
        if self.is_any:
            return ANY
        return f"{'>' if self.is_strict else ''}{self.part.numerator}/{self.part.denominator}"


def share_of(written: object) -> Share:
    """Read a share: "1/2", ">1/2", "any", "75%", or a number from 0 to 1. Raises ValueError on anything else."""
    text = str(written).strip().lower()
    if text == ANY:
        return Share(Fraction(0))
    match = WRITTEN.fullmatch(text)
    if isinstance(written, bool) or match is None:
        raise ValueError(text)
    sign, over, under, number, percent = match.groups()
    if over is not None and int(under) == 0:
        raise ValueError(text)
    part = Fraction(int(over), int(under)) if over is not None else Fraction(Decimal(number)) / (100 if percent else 1)
    if not 0 <= part <= 1 or (part == 1 and sign == ">"):
        raise ValueError(text)
    return Share(part, is_strict=sign == ">")
