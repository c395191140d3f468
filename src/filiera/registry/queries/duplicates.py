"""Organisations of the register that resemble each other, the likeliest first, those already told apart left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.db.models import Q

from filiera.engine.names import NEW
from filiera.registry.adapters import known_organisations, party
from filiera.registry.finding import Named
from filiera.registry.models import DuplicateDecision, Identifier, Organisation
from filiera.registry.queries.imports import Compared
from filiera.registry.queries.known import KnownValues
from filiera.registry.queries.merges import beside, fullness
from filiera.registry.queries.stamp import register_stamp
from filiera.registry.sheets.reasons import feature_reasons
from filiera.registry.wording import resemblance

MOST = 200
CACHE_SECONDS = 24 * 3600
AT_ONCE = 1500
"""So many organisations are compared with each other in a second or two."""

WORTH = 0.2
"""Under this likeness two organisations that are both in the register are not worth a person's time."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two organisations that may be one, why, and their values side by side; the fuller one stands first, else the older."""

    first: Organisation
    second: Organisation
    score: float
    why: str
    values: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """Two organisations by id that resemble each other, before anything is read to show them."""

    first: int
    second: int
    score: float
    reasons: list[dict[str, Any]]


def fingerprint_of(organisation: Organisation) -> str:
    """Give the key under which answers about an organisation of the register are remembered."""
    return Named(name=organisation.name, town=organisation.town, country=organisation.country).fingerprint()


def _cache_key() -> str:
    return f"duplicates:{register_stamp()}"


def resembling() -> list[Alike]:
    """Compare every organisation with the others by name, place and domain; kept until the register changes."""
    key = _cache_key()
    found: list[Alike] | None = caches["process"].get(key)
    if found is None:
        found = _compare()
        caches["process"].set(key, found, CACHE_SECONDS)
    return found


def _compare() -> list[Alike]:
    index = known_organisations()
    held: dict[int, dict[str, str]] = defaultdict(dict)
    for owner, scheme, value in Identifier.objects.order_by("-pk").values_list("organisation_id", "scheme", "value"):
        held[owner][scheme] = value
    pairs: dict[tuple[int, int], Alike] = {}
    examples = set(Organisation.objects.filter(is_example=True).values_list("pk", flat=True))
    rows = Organisation.objects.filter(merged_into=None).values_list("pk", "name", "town", "country")
    for pk, name, town, country in rows:
        asked = party(name=name, town=town, country=country, identifiers=held[pk])
        for match in index.match(asked, limit=6).matches:
            other = int(match.known_id)
            if other == pk or match.band == NEW or match.score < WORTH or (other in examples) != (pk in examples):
                continue
            first, second = min(pk, other), max(pk, other)
            known = pairs.get((first, second))
            if known is None or match.score > known.score:
                pairs[first, second] = Alike(first, second, match.score, feature_reasons(match))
    return sorted(pairs.values(), key=lambda one: (-one.score, one.first, one.second))


def pairs_waiting() -> int | None:
    """Count the pairs that nobody has told apart yet, at most MOST; None where counting them would keep a page waiting.

    That is so for a register of more than AT_ONCE organisations that has changed since the pairs were last looked for.
    """
    found: list[Alike] | None = caches["process"].get(_cache_key())
    if found is None:
        if Organisation.objects.filter(merged_into=None).count() > AT_ONCE:
            return None
        found = resembling()
    return len(_not_told_apart(found))


def _standing(found: Iterable[Alike]) -> dict[int, Organisation]:
    """Read the organisations of some pairs that are not part of another, by id. One query."""
    ids = {pk for one in found for pk in (one.first, one.second)}
    return {row.pk: row for row in Organisation.objects.filter(pk__in=ids, merged_into=None)}


def _not_told_apart(found: list[Alike]) -> list[Alike]:
    """Keep the pairs that wait for a person, at most MOST."""
    rows = _standing(found)
    prints = {pk: fingerprint_of(row) for pk, row in rows.items()}
    apart = set(
        DuplicateDecision.objects.filter(
            Q(fingerprint__in=set(prints.values())), verdict=DuplicateDecision.Verdict.DIFFERENT
        ).values_list("fingerprint", "organisation_id")
    )
    return [
        one
        for one in found
        if one.first in rows
        and one.second in rows
        and (prints[one.first], one.second) not in apart
        and (prints[one.second], one.first) not in apart
    ][:MOST]


def possible_duplicates() -> list[Alike]:
    """Give the pairs that nobody has told apart yet, at most MOST; `dressed` reads what a page shows of them."""
    return _not_told_apart(resembling())


def dressed(pairs: Iterable[Alike]) -> list[Pair]:
    """Read the organisations of some pairs and their values side by side: as many queries for one pair as for many."""
    pairs = list(pairs)
    rows = _standing(pairs)
    known, full = KnownValues(list(rows)), fullness(list(rows))
    out = []
    for one in pairs:
        if one.first not in rows or one.second not in rows:
            continue
        first, second = sorted((one.first, one.second), key=lambda pk: (-full.get(pk, 0), pk))
        values = beside(first, second, known)
        out.append(Pair(rows[first], rows[second], one.score, resemblance(one.reasons), values))
    return out
