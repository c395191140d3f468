"""The places that a question may name, and the characters that say where. Pure: whether they exist, the register knows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_NAME = r"[A-ZÀ-Ý][\w'’-]*(?:\s(?:(?:d[aei]l?|della|delle|sul|sull'|al|in|con|San|Santa)\s)?[A-ZÀ-Ý][\w'’-]*){0,3}"
_WITHIN = (
    r"(?:(?:entro|nel\s+raggio\s+di|within)\s+(?P<km>\d{1,3})\s*"
    r"(?:km|chilometri|kilometres|kilometers)\s+(?:da|di|from|of))"
)
_PROVINCE = r"(?P<province>(?:(?:in|nella)\s+)?provincia\s+di|(?:in\s+)?(?:the\s+)?province\s+of)"
_AROUND_WORDS = rf"vicino\s+a|nei\s+(?:dintorni|pressi)\s+di|{_PROVINCE}|(?:in\s+)?zona(?:\s+di)?|near|around"
_IN = r"(?:nel)?l['’ ]area\s+di|nella|nel|a|ad|in\s+the|in|at|tra|fra|between"
_PLACE = re.compile(rf"(?P<all>\b(?:(?:{_WITHIN}|{_AROUND_WORDS}|{_IN})\s+|nell['’]\s*)(?P<name>{_NAME}))")
_AROUND = re.compile(rf"(?P<all>\b(?:{_WITHIN}|{_AROUND_WORDS})\s+(?P<name>[\w'’-]+(?:\s[\w'’-]+)?))", re.I)

_BEFORE_TERRITORY = (
    r"(?:(?:in|from|across)\s+(?:the\s+)?|(?:nel|del|dal)(?:la|le)?\s+|(?:ne|de|da)(?:i|gli)\s+"
    r"|(?:nell|dell|dall)['’]\s*)(?:regione\s+)?"
)
_ABROAD = re.compile(r"\b(?:(?:all|dall)['’]\s*estero|from\s+abroad|abroad|overseas)\b", re.I)
_MARKET = re.compile(
    r"(?:\b(?:esport|export|import|notific|notif[iy]|registr|regist|approv|commercializz)\w*"
    r"|\b(?:vendere|vendiamo|vendita|vendite|sell|selling|sold|sale|sales|mercato|market|lanciare|launch|fuori|made))"
    r"\s+(?:[\w'’-]+\s+){0,3}$",
    re.I,
)
_NEXT = re.compile(
    r"\s*(?P<sign>,\s*(?:ed?|o|oppure|and|or|né|nor)?|ed?|o|oppure|and|or|né|nor)\s+"
    rf"(?:(?:{_PROVINCE}|{_IN}|nelle|nei|negli|vicino\s+a|near|from|da)\s+|nell['’]\s*)?(?P<name>{_NAME})"
)
_AVOIDED = re.compile(
    r"^(?:ma\s+|but\s+)?(?:(?:che|chi|who|that|which)\s+)?(?:non|not|(?:is|are)(?:\s+not|n['’]t)|\w+)\s+"
    r"(?:(?:sia|siano|stia|stiano|è|sono)\s+)?(?:of\s+)?"
    rf"(?:(?:{_WITHIN}|{_PROVINCE}|(?:in(?:\s+the)?|ad?|d[ai]|(?:nel|dal)(?:la|le)?|vicino\s+a|from|near|at|la|il|le|the)\b)"
    r"\s*|(?:nell|dall|l)['’]\s*)?"
    r"(?P<name>[\w'’-]+(?:\s[\w'’-]+){0,3})",
    re.I,
)

NEED_A_CAPITAL = frozenset({"marche", "malta", "mali", "china", "jersey", "turkey", "man"})
"""Territories that in small letters are other words."""

ABROAD_SAID = "abroad"


@dataclass(frozen=True, slots=True)
class PlaceSaid:
    """A place that a question may name: characters [start, end) of the words that say where, `km` where a radius is said.

    `is_province` tells that the words name a province ("in provincia di"), `is_abroad` that they name any other country.
    """

    name: str
    start: int
    end: int
    km: int | None = None
    is_province: bool = False
    is_abroad: bool = False


@dataclass(frozen=True, slots=True)
class Following:
    """What may be a further place of a row ("a Cremona o a Lodi"): its readings, the longest name first.

    `is_joined` is False after a mere comma: such a one counts only where the row goes on.
    """

    readings: tuple[PlaceSaid, ...]
    is_joined: bool


def places_said(text: str) -> list[PlaceSaid]:
    """Give the places that a question may name.

    A name with a capital after a preposition ("a Cremona", "in Milan", "tra Milano e Bergamo"), or any after words that
    only places follow ("vicino a lodi", "entro 20 km da lodi"). Whether such a place exists is for the caller to know:
    longer names stand before shorter ones.
    """
    found: list[PlaceSaid] = []
    for pattern in (_PLACE, _AROUND):
        for match in pattern.finditer(text):
            found += _longest_first(match, match.start("all"))
    return list(dict.fromkeys(found))


def _longest_first(match: re.Match[str], start: int) -> list[PlaceSaid]:
    """Give the places that the words of a match may name, the longest name first."""
    groups = match.groupdict()
    words, km, at = match["name"].split(), groups.get("km"), match.start("name")
    return [
        PlaceSaid(name, start, at + len(name), int(km) if km else None, groups.get("province") is not None)
        for n in range(len(words), 0, -1)
        if (name := " ".join(words[:n])) == match["name"][: len(name)]
    ]


def territories_said(text: str, names: Iterable[str]) -> list[PlaceSaid]:
    """Give the territories, of `names`, that a question names after a word that says where ("nel cremasco", "in Veneto").

    Capitals or not, but for names that are words too ("nelle marche").
    """
    among = tuple(names)
    if not among:
        return []
    return [
        PlaceSaid(match["name"], match.start(), match.end())
        for match in _after_a_preposition(among).finditer(text)
        if match["name"] not in NEED_A_CAPITAL
    ]


@lru_cache(maxsize=8)
def _after_a_preposition(names: tuple[str, ...]) -> re.Pattern[str]:
    among = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.compile(rf"\b{_BEFORE_TERRITORY}(?P<name>{among})\b", re.I)


def abroad_said(text: str) -> list[PlaceSaid]:
    """Give the words that say "in any other country" ("all'estero", "abroad")."""
    return [PlaceSaid(ABROAD_SAID, match.start(), match.end(), is_abroad=True) for match in _ABROAD.finditer(text)]


def is_market(text: str, start: int) -> bool:
    """Tell whether a country named at character `start` is where a thing is to be sold ("esportare in Cina")."""
    return _MARKET.search(text[:start]) is not None


def following_place(text: str, said: PlaceSaid) -> Following | None:
    """Give what may be the next place of a row that `said` begins or continues; None where no name follows."""
    match = _NEXT.match(text, said.end)
    if match is None:
        return None
    readings = tuple(
        PlaceSaid(one.name, said.end, one.end, said.km, one.is_province or said.is_province)
        for one in _longest_first(match, said.end)
    )
    return Following(readings, match["sign"].strip() != ",")


def place_avoided(refused: str) -> list[PlaceSaid]:
    """Give the places that a refusing clause may name ("ma non in provincia di cremona", "tranne Lodi"), longest first."""
    abroad = abroad_said(refused)
    if abroad:
        return abroad
    match = _AVOIDED.search(refused)
    return _longest_first(match, 0) if match else []
