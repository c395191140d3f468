"""What a question says besides what it asks for: how much; and its words without some. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_QUANTITY = re.compile(
    r"\b(?:lott[oi]|pezz[oi]|unità|tirature?|quantità|quantitativ[oi]|ordin[ei]\s+minim[oi]|minimo\s+d['’]ordine"
    r"|batch(?:es)?|pieces|pcs|units|quantit(?:y|ies)|moq|minimum\s+orders?|runs?\s+of)\b",
    re.I,
)


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
