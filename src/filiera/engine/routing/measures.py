"""What a way of routing is worth: how even the asks are against merit, how many of them were right, how soon answers came."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence


def jain(values: Sequence[float]) -> float:
    """Return Jain's index of fairness, in [1 / n, 1]: 1 where all are equal, 1 / n where one has everything.

    Values are not negative; of nothing at all the index is 1. Source: Jain, Chiu and Hawe (1984), DEC-TR-301, eq. 1.
    """
    total, squares = math.fsum(values), math.fsum(value * value for value in values)
    return total * total / (len(values) * squares) if squares else 1.0


def gini(values: Sequence[float]) -> float:
    """Return the Gini coefficient, in [0, 1): 0 where all are equal.

    Values are not negative. Source: Gini (1914), as half the relative mean difference, by the sorted values.
    """
    total, count = math.fsum(values), len(values)
    if not total:
        return 0.0
    ranked = math.fsum(place * value for place, value in enumerate(sorted(values), start=1))
    return 2 * ranked / (count * total) - (count + 1) / count


def by_merit(asks: Mapping[str, float], merits: Mapping[str, float]) -> list[float]:
    """Return the asks of each owner for one unit of its merit, by key; who has no merit is left out."""
    return [asks.get(key, 0.0) / merit for key, merit in sorted(merits.items()) if merit > 0]


def precision(asked: Iterable[tuple[str, str]], able: Mapping[str, Collection[str]]) -> float | None:
    """Return the share of asks, pairs of need and owner, whose owner is able for the need; None where nobody was asked."""
    judged = [owner in able.get(need, ()) for need, owner in asked]
    return sum(judged) / len(judged) if judged else None


def answered_within(days: Sequence[float | None], most: float) -> float | None:
    """Return the share of needs answered within so many days; `days` has None where none came. None for no needs."""
    if not days:
        return None
    return sum(one is not None and one <= most for one in days) / len(days)
