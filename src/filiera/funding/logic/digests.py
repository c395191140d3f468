"""When a digest of calls is due, and how near a closing has to be for it to say so."""

from __future__ import annotations

from datetime import date

MONDAY = 0
WEEK = 7


def is_due(rhythm: str, today: date, last_on: date | None) -> bool:
    """Tell whether a letter may leave on a day: by its rhythm, and never a second one on the day of the last."""
    if last_on is not None and last_on >= today:
        return False
    return rhythm == "DAILY" or (rhythm == "WEEKLY" and today.weekday() == MONDAY)


def days_ahead(rhythm: str, closing_days: int) -> int:
    """Give how many days before a call closes a letter says so; 0 where nobody wants to know.

    What leaves once a week says also what would come too near before the next: nobody is told later than they asked for.
    """
    if closing_days == 0:
        return 0
    return closing_days + (WEEK - 1 if rhythm == "WEEKLY" else 0)
