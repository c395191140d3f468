"""When a figure that is made of several contributions may be shown: competitors must not read each other's out of it."""

from __future__ import annotations

from collections.abc import Collection

FEWEST = 5
"""Contributors that a figure needs at least. Source: the platform's rule on statistics (Horizontal Guidelines, 2023)."""

DOMINANT = 0.25
"""Share of the whole above which one contributor shows through. Source: as above."""


def may_be_shown(contributions: Collection[float]) -> bool:
    """Tell whether a sum of contributions, each not below zero, may be shown: enough of them, and none dominates."""
    given = [one for one in contributions if one > 0]
    return len(given) >= FEWEST and max(given) <= DOMINANT * sum(given)
