"""Pure rules of the register: which fact counts where sources disagree, who is independent of whom, distances."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from filiera.common.folding import fold
from filiera.common.partial_date import PartialDate
from filiera.registry.enums import Certainty, FactField

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RANK = {
    Certainty.FILED: 0,
    Certainty.SEEN: 1,
    Certainty.DECLARED: 2,
    Certainty.MEMORY: 3,
    Certainty.DISPUTED: 4,
}
"""Order of trust: a filed act before a page, a page before a declaration, a declaration before memory (domain brief, 1.1)."""

OWN_WORDS = ("press release", "comunicato stampa", "press kit", "cartella stampa")
"""A source that says so prints the organisation's own words, whoever prints them."""

_PHONE = re.compile(r"^[+()\d][\d\s()./+\-]{4,}(?:\s*(?:int|ext|fax)\.?.*)?$", re.IGNORECASE)

EARTH_RADIUS_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A fact as the preference rule needs it; `key` is the caller's handle."""

    key: int
    value: str
    certainty: str
    on: date | None = None
    source_on: date | None = None


def preferred(facts: Sequence[StatedFact]) -> StatedFact | None:
    """Choose the fact that columns and calculations use: most trusted, then newest; the others stay beside it."""
    if not facts:
        return None

    def order(fact: StatedFact) -> tuple[int, int, int]:
        newest = fact.on or fact.source_on
        return (RANK.get(Certainty(fact.certainty), 9), -(newest.toordinal() if newest else 0), fact.key)

    return min(facts, key=order)


def last_said(facts: Sequence[StatedFact]) -> StatedFact | None:
    """Choose the fact that was said last: of what begins and ends, such as membership, the last word counts."""
    return max(facts, key=lambda fact: (fact.on or fact.source_on or date.min, fact.key), default=None)


def used_fact(field: str, facts: Sequence[StatedFact]) -> StatedFact | None:
    """Choose the fact of a field that counts, for columns and pages alike."""
    return last_said(facts) if field == FactField.MEMBER else preferred(facts)


def disagree(values: Iterable[str]) -> bool:
    """Tell whether stated values differ once case, accents and punctuation are set aside.

    A date that is less exact than another and holds it, `2021` beside `2021-10-14`, says nothing else.
    """
    said = {_compared(value) for value in values}
    finest = [one for one in said if not any(other.startswith(f"{one}-") for other in said)]
    return len(finest) > 1


def _compared(value: str) -> str:
    """Give a value as it is compared: a date in its one form, with hyphens that no folded text has."""
    try:
        when = PartialDate.parse(value)
    except ValueError:
        when = None
    return str(when) if when else fold(value)


def domain_of(url: str) -> str:
    """Give the site of an address without `www.`, or an empty text."""
    host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    return host.removeprefix("www.")


def is_independent(*, source_name: str, source_url: str, own_names: Iterable[str], own_domains: Iterable[str]) -> bool:
    """Tell whether a source is neither the organisation nor its group, by site and by name.

    `own_names` and `own_domains` are those of the organisation, its group and the group's other members.
    """
    domain = domain_of(source_url)
    if any(domain == own or domain.endswith(f".{own}") for own in own_domains if own):
        return False
    said = f" {fold(source_name)} "
    if any(f" {fold(words)} " in said for words in OWN_WORDS):
        return False
    return not any(len(fold(name)) > 3 and f" {fold(name)} " in said for name in own_names)


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Give the great-circle distance in kilometres between two points in degrees (haversine formula)."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((phi2 - phi1) / 2) ** 2
    half += math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def size_of(employees: int) -> str:
    """Give the size class by staff alone (Rec. 2003/361/EC art. 2), for lists; turnover may raise it."""
    for limit, size in ((10, "MICRO"), (50, "SMALL"), (250, "MEDIUM")):
        if employees < limit:
            return size
    return "LARGE"


def is_phone(text: str) -> bool:
    """Tell whether a text is a telephone number: digits with the signs that people put between them, an extension after."""
    return sum(sign.isdecimal() for sign in text) >= 5 and _PHONE.match(text) is not None
