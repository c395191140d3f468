"""The words that values are checked against: municipalities, provinces, stages, as the instance has them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from rapidfuzz import process

from filiera.common.folding import fold

_TAIL = re.compile(r"^(.*\S)\s*[\s(/,\-]\s*\(?([A-Za-z]{2})\)?\s*$")
NEAR = 84
"""How alike, of 100, a town must be to be proposed for one that is not known."""


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality: its name, the letters of its province, whether it lies in the cluster's region."""

    name: str
    province: str
    in_region: bool


@dataclass(frozen=True)
class Vocabulary:
    """What is known of places and stages: towns by folded name, provinces by code and folded name, stages by any label.

    `today` is the day after which nobody can have been founded.
    """

    towns: dict[str, tuple[Town, ...]] = field(default_factory=dict)
    provinces: dict[str, str] = field(default_factory=dict)
    stages: dict[str, str] = field(default_factory=dict)
    today: date | None = None

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        first: dict[str, list[str]] = {}
        for name in self.towns:
            first.setdefault(name.split(" ")[0], []).append(name)
        return first

    @cached_property
    def _regional(self) -> list[str]:
        return [name for name, towns in self.towns.items() if any(town.in_region for town in towns)]

    def province(self, text: str) -> str:
        """Give the letters of a province written by its letters, its name or most of it (`Monza e Brianza`); else nothing."""
        folded = fold(text)
        if folded in self.provinces or len(folded) < 4:
            return self.provinces.get(folded, "")
        words = set(folded.split())
        found = {code for name, code in self.provinces.items() if words <= set(name.split())}
        return found.pop() if len(found) == 1 else ""

    def split_town(self, text: str) -> tuple[str, str]:
        """Part `Crema (CR)` or `Clusone BG` in town and province; a tail that is no province stays in the name."""
        found = _TAIL.match(text)
        if found and self.province(found.group(2)) and fold(text) not in self.towns:
            return found.group(1).rstrip(" ,(/-"), self.province(found.group(2))
        return text, ""

    def towns_meant(self, text: str, province: str = "") -> tuple[Town, ...]:
        """Give the municipalities that a written town may mean: its very name, else names that it begins or shortens.

        Those of the cluster's region come first, and alone where there are any.
        """
        folded = fold(text)
        found = self.towns.get(folded, ())
        if not found and folded:
            tokens = folded.split(" ")
            names = self._by_word.get(tokens[0], [])
            found = tuple(town for name in names if _shortened(tokens, name.split(" ")) for town in self.towns[name])
        if province:
            return tuple(town for town in found if town.province == province)
        near = tuple(town for town in found if town.in_region)
        return near or found

    def near_town(self, text: str) -> str:
        """Give the one town of the region that is spelt almost so, or an empty text."""
        best = process.extractOne(fold(text), self._regional, score_cutoff=NEAR)
        return self.towns[best[0]][0].name if best else ""


def _shortened(tokens: list[str], words: list[str]) -> bool:
    """Tell whether `Cernusco s n` shortens `cernusco sul naviglio`, or `Bagnolo` begins `bagnolo mella`."""
    if len(tokens) > len(words):
        return False
    return all(word.startswith(token) for token, word in zip(tokens, words, strict=False))
