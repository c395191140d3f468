"""What a question says besides what it asks for: organisations by name, how much; and its words without some. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from filiera.common.folding import fold

_QUANTITY = re.compile(
    r"\b(?:lott[oi]|pezz[oi]|unità|tirature?|quantità|quantitativ[oi]|ordin[ei]\s+minim[oi]|minimo\s+d['’]ordine"
    r"|batch(?:es)?|pieces|pcs|units|quantit(?:y|ies)|moq|minimum\s+orders?|runs?\s+of)\b",
    re.I,
)

MOST_WORDS = 12
"""Words of the longest name that is looked for in a question."""

Thing = TypeVar("Thing")


def is_about_quantity(text: str) -> bool:
    """Tell whether a question speaks of how much is to be made: only then does an unknown smallest batch matter."""
    return _QUANTITY.search(text) is not None


def is_inside(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    """Tell whether the characters [start, end) lie in one of the spans."""
    return any(first <= start and end <= last for first, last in spans)


def blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Give the text with a blank for each character of the spans, so that the places of the others stay."""
    return "".join(" " if is_inside(n, n + 1, spans) else letter for n, letter in enumerate(text))


def without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Give the text with the characters of the spans taken out."""
    return " ".join(blanked(text, spans).split())


def named_in(text: str, names: Mapping[str, Thing], *, letters: int = 4) -> list[Thing]:
    """Give the things whose folded name stands in a text as whole words, the longest name first.

    Names of fewer than `letters` letters, and names inside a longer one that was found, are passed over.
    """
    words = fold(text).split()
    free = [True] * len(words)
    found: list[Thing] = []
    for size in range(min(len(words), MOST_WORDS), 0, -1):
        for start in range(len(words) - size + 1):
            name = " ".join(words[start : start + size])
            if len(name) >= letters and name in names and all(free[start : start + size]):
                found.append(names[name])
                free[start : start + size] = [False] * size
    return list(dict.fromkeys(found))
