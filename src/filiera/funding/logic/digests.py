"""When a digest of calls is due, and how near a closing has to be for it to say so."""

from __future__ import annotations

from datetime import date, timedelta

MONDAY = 0
WEEK = 7


def is_due(rhythm: str, today: date, looked_on: date | None, chosen_on: date) -> bool:
    """Tell whether a digest is to be looked at on a day: by its rhythm, and never twice on one day.

    A weekly one of which the Monday was missed, because something failed, is due on the next day.
    """
    if looked_on is not None and looked_on >= today:
        return False
    if rhythm == "WEEKLY":
        return today.weekday() == MONDAY or max(looked_on or chosen_on, chosen_on) < monday_of(today)
    return rhythm == "DAILY"


def monday_of(day: date) -> date:
    """Give the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def days_ahead(rhythm: str, closing_days: int) -> int:
    """Give how many days before a call closes a letter says so; 0 where nobody wants to know.

    What leaves once a week says also what would come too near before the next: nobody is told later than they asked for.
    """
    if closing_days == 0:
        return 0
    return closing_days + (WEEK - 1 if rhythm == "WEEKLY" else 0)
