"""By which way a word reaches an address, and when the letter that gathers several is due."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

MONDAY = 0


class Way(StrEnum):
    """What becomes of a word: its letter leaves now, it is held for the next letter, it stands on the site alone."""

    NOW = "NOW"
    HELD = "HELD"
    SITE = "SITE"


def way_of(channel: str, rhythm: str, *, has_account: bool) -> Way:
    """Say by which way a word goes. Without an account nothing is read on the site: a letter leaves all the same."""
    if channel == "SITE" and has_account:
        return Way.SITE
    return Way.HELD if rhythm in ("DAILY", "WEEKLY") else Way.NOW


def gathering(rhythm: str) -> str:
    """Give how often what is gathered leaves: who chose nothing has it once a week, who wants all at once every day."""
    return {"": "WEEKLY", "AT_ONCE": "DAILY"}.get(rhythm, rhythm)


def is_due(rhythm: str, today: date, looked_on: date | None, begun_on: date) -> bool:
    """Tell whether a letter that gathers is to be looked at on a day: by its rhythm, and never twice on one day.

    A weekly one of which the Monday was missed, because something failed, is due on the next day. `begun_on` is when the
    rhythm was chosen.
    """
    if looked_on is not None and looked_on >= today:
        return False
    if gathering(rhythm) == "WEEKLY":
        return today.weekday() == MONDAY or max(looked_on or begun_on, begun_on) < monday_of(today)
    return True


def next_on(rhythm: str, today: date, looked_on: date | None, begun_on: date) -> date:
    """Give the day on which the next letter that gathers is due."""
    days = (today + timedelta(days=ahead) for ahead in range(15))
    return next(day for day in days if is_due(rhythm, day, looked_on, begun_on))


def monday_of(day: date) -> date:
    """Give the Monday of a day's week."""
    return day - timedelta(days=day.weekday())
