"""What an agenda may not hold: topics that competitors do not talk about, and the open "any other business"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

STEMS: dict[str, tuple[str, ...]] = {
    "PRICES": (r"prezz\w*", r"listin\w*", r"tariff\w*", r"scont[oi]", r"pric(?:e|es|ing)", r"discounts?"),
    "MARGINS": (r"margin[ei]?", r"margins", r"ricaric\w+", r"mark-?ups?"),
    "COSTS": (r"cost[oi]", r"costs?"),
    "CAPACITY": (r"capacità", r"capacity", r"saturazione"),
    "VOLUMES": (r"volum[ei]", r"volumes"),
    "CUSTOMERS": (r"client[ei]", r"clientela", r"committent[ei]", r"customers?", r"clients?"),
    "WAGES": (r"salari\w*", r"stipend[io]+", r"retribuzion[ei]", r"wages?", r"salar(?:y|ies)"),
    "BIDS": (r"gar[ae]", r"appalt[oi]", r"bids?", r"tenders?"),
    "BOYCOTTS": (r"boicott\w*", r"boycott\w*"),
}
"""The words of each topic in both languages; "costituzione" and "Garante" are none of them. Source: domain brief 2.6."""

OPEN_ENDED = re.compile(
    r"\bvarie\s+ed?\s+eventuali\b|\beventuali\s+e\s+varie\b|^\W*(?:varie|eventuali|altro)\W*$"
    r"|\b(?:any\s+)?other\s+business\b|^\W*a\.?o\.?b\.?\W*$|\bmiscellaneous\b",
    re.IGNORECASE,
)
"""Titles under which anything may come up."""


@dataclass(frozen=True, slots=True)
class FoundTopic:
    """A topic that a text seems to touch: its code, and the word that was found, as written."""

    topic: str
    word: str


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((topic, re.compile(rf"\b(?:{'|'.join(stems)})\b", re.IGNORECASE)) for topic, stems in STEMS.items())


def found_topics(text: str) -> tuple[FoundTopic, ...]:
    """Find the topics that a text seems to touch, each once, by its first word; a person decides whether it does."""
    return tuple(
        FoundTopic(topic, found.group())
        for topic, pattern in _patterns()
        if (found := pattern.search(text)) is not None
    )


def is_open_ended(title: str) -> bool:
    """Tell whether a title lets anything come up: what is not on the agenda is not talked about among competitors."""
    return OPEN_ENDED.search(title.strip()) is not None
