"""What a question says besides what it asks for: a place, an organisation by name, things that are not wanted. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from filiera.common.folding import fold

_NAME = r"[A-ZÀ-Ý][\w'’-]*(?:\s(?:(?:d[aei]l?|della|delle|sul|sull'|al|in|con|San|Santa)\s)?[A-ZÀ-Ý][\w'’-]*){0,3}"
_WITHIN = (
    r"(?:(?:entro|nel\s+raggio\s+di|within)\s+(?P<km>\d{1,3})\s*"
    r"(?:km|chilometri|kilometres|kilometers)\s+(?:da|di|from|of))"
)
_PROVINCE = r"(?P<province>(?:(?:in|nella)\s+)?provincia\s+di|(?:in\s+)?(?:the\s+)?province\s+of)"
_AROUND_WORDS = rf"vicino\s+a|nei\s+(?:dintorni|pressi)\s+di|{_PROVINCE}|(?:in\s+)?zona(?:\s+di)?|near|around"
_IN = r"(?:nel)?l['’ ]area\s+di|nella|nel|a|ad|in\s+the|in|at"
_PLACE = re.compile(rf"(?P<all>\b(?:(?:{_WITHIN}|{_AROUND_WORDS}|{_IN})\s+|nell['’]\s*)(?P<name>{_NAME}))")
_AROUND = re.compile(rf"(?P<all>\b(?:{_WITHIN}|{_AROUND_WORDS})\s+(?P<name>[\w'’-]+(?:\s[\w'’-]+)?))", re.I)
_REFUSED = re.compile(
    r"(?:\b(?:non\s+(?:(?:ci|mi|ne|lo|li)\s+)?(?:voglio|vogliamo|vogliono|cerco|cerchiamo|serve|servono|interessa|interessano)"
    r"|(?:(?:we|i|they)\s+)?(?:do|does|did)?\s*(?:not|n['’]t)\s+(?:want|need|look(?:ing)?\s+for|interested\s+in)|no\s+need\s+(?:of|for))\b"
    # "no plastic" where a clause begins; "no transfer" is a virtue of a lipstick.
    r"|(?:(?<=[,;(])|\bma|\bbut)\s*(?:no|niente|nessun[ao]?)\s+(?!transfer|rinse|touch|stick|gas\b)"
    r"|\b(?:ma\s+|but\s+)?(?:non|not)\s+(?:in|a|ad|nel|nella|vicino|da|from|near|at)\b"
    r"|\b(?:tranne|eccetto|fuorché|esclus[oaie]|except|excluding|other\s+than)\b"
    r"|\b(?:ma\s+non|but\s+not)\s+(?-i:(?=[A-ZÀ-Ý])))"
    r"[^.,;:?!\n]*",
    re.I,
)
_AVOIDED = re.compile(
    rf"^(?:ma\s+|but\s+)?(?:non|not|\w+)\s+(?:{_WITHIN}|{_PROVINCE}|(?:in|a|ad|nel|nella|vicino\s+a|da|from|near|at)\b)?\s*"
    r"(?P<name>[\w'’-]+(?:\s[\w'’-]+){0,3})",
    re.I,
)

_QUANTITY = re.compile(
    r"\b(?:lott[oi]|pezz[oi]|unità|tirature?|quantità|quantitativ[oi]|ordin[ei]\s+minim[oi]|minimo\s+d['’]ordine"
    r"|batch(?:es)?|pieces|pcs|units|quantit(?:y|ies)|moq|minimum\s+orders?|runs?\s+of)\b",
    re.I,
)

MOST_WORDS = 12
"""Words of the longest name that is looked for in a question."""

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class PlaceSaid:
    """A place that a question may name: characters [start, end) of the words that say where, `km` where a radius is said.

    `is_province` tells that the words name a province ("in provincia di").
    """

    name: str
    start: int
    end: int
    km: int | None = None
    is_province: bool = False


def places_said(text: str) -> list[PlaceSaid]:
    """Give the places that a question may name.

    A name with a capital after a preposition ("a Cremona", "in Milan"), or any after words that only places follow
    ("vicino a lodi", "entro 20 km da lodi"). Whether such a place exists is for the caller to know: longer names stand
    before shorter ones.
    """
    found: list[PlaceSaid] = []
    for pattern in (_PLACE, _AROUND):
        for match in pattern.finditer(text):
            found += _longest_first(match, match.start("all"))
    return list(dict.fromkeys(found))


def _longest_first(match: re.Match[str], start: int) -> list[PlaceSaid]:
    """Give the places that the words of a match may name, the longest name first."""
    words, km, at = match["name"].split(), match["km"], match.start("name")
    return [
        PlaceSaid(name, start, at + len(name), int(km) if km else None, match["province"] is not None)
        for n in range(len(words), 0, -1)
        if (name := " ".join(words[:n])) == match["name"][: len(name)]
    ]


def areas_said(text: str, names: Iterable[str]) -> list[PlaceSaid]:
    """Give the parts of the region that a question names after a word that says where, capitals or not ("nel cremasco")."""
    among = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    if not among:
        return []
    said = re.compile(
        rf"\b(?:(?:in\s+the|in|nel|nella|del|della|dal)\s+|(?:nell|dell)['’]\s*)(?P<name>{among})\b", re.I
    )
    return [PlaceSaid(match["name"], match.start(), match.end()) for match in said.finditer(text)]


def place_avoided(refused: str) -> list[PlaceSaid]:
    """Give the places that a refusing clause may name ("ma non in provincia di cremona", "tranne Lodi"), longest first."""
    match = _AVOIDED.search(refused)
    return _longest_first(match, 0) if match else []


def is_about_quantity(text: str) -> bool:
    """Tell whether a question speaks of how much is to be made: only then does an unknown smallest batch matter."""
    return _QUANTITY.search(text) is not None


def refused_spans(text: str) -> list[tuple[int, int]]:
    """Give the characters [start, end) of the clauses that say what is not wanted ("non vogliamo siliconi")."""
    return [match.span() for match in _REFUSED.finditer(text)]


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
