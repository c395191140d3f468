"""How near a closing has to be for a letter to say so."""

from __future__ import annotations

WEEK = 7


def days_ahead(rhythm: str, closing_days: int) -> int:
    """Give how many days before a call closes a letter says so; 0 where nobody wants to know.

    What leaves once a week says also what would come too near before the next: nobody is told later than they asked for.
    """
    if closing_days == 0:
        return 0
    return closing_days + (WEEK - 1 if rhythm == "WEEKLY" else 0)
