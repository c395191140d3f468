"""Where a call stands at a moment: what is over never looks open, and what is not known is said to be unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo


class Standing(StrEnum):
    """Whether a call takes applications."""

    FORTHCOMING = "FORTHCOMING"
    OPEN = "OPEN"
    CLOSED = "CLOSED"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Dates:
    """What is known of when a call takes applications, all with a zone.

    `days_alone` are the moments of which only the day is said: each is then the last moment of it. `source_status` is what
    the source says, one of the codes of `enums.SourceStatus` or empty. `no_end`: the source says that
    there is no closing date, or that it lasts while there is money. `more_rounds`: others follow, nobody says when.
    """

    opens: datetime | None = None
    closes: datetime | None = None
    cutoffs: tuple[datetime, ...] = ()
    days_alone: frozenset[datetime] = frozenset()
    source_status: str = ""
    no_end: bool = False
    more_rounds: bool = False
    is_called_off: bool = False
    tz: str = "Europe/Rome"


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a call stands: until when (`until`), the next date on which a round closes, and whole days left in its zone.

    `is_last_day` tells that it closes on this very day; where its hour is not known (`hour_known`) it may be over already.
    """

    standing: Standing
    until: datetime | None = None
    days_left: int | None = None
    is_last_day: bool = False
    hour_known: bool = True


def stand(dates: Dates, now: datetime) -> Stand:
    """Tell where a call stands at a moment. Whatever says that it is over wins; without an end or a word of one, unknown."""
    end = _end(dates)
    following = sorted(at for at in (*dates.cutoffs, *filter(None, [dates.closes])) if at >= now)
    if dates.is_called_off or dates.source_status == "CLOSED" or (end is not None and end < now):
        return Stand(Standing.CLOSED, end)
    until = following[0] if following else None
    left = _days(now, until, dates.tz)
    last = left == 0
    known = until not in dates.days_alone
    if _is_ahead(dates, now):
        return Stand(Standing.FORTHCOMING, until, left, last, known)
    opened = dates.opens is not None or dates.source_status == "OPEN"
    if opened and (until is not None or dates.no_end):
        return Stand(Standing.OPEN, until, left, last, known)
    return Stand(Standing.UNKNOWN, until, left, last, known)


def _end(dates: Dates) -> datetime | None:
    """Give the last moment at which anything is taken: the closing, else the last of the rounds."""
    if dates.closes is not None:
        return dates.closes
    return max(dates.cutoffs) if dates.cutoffs and not dates.more_rounds else None


def _is_ahead(dates: Dates, now: datetime) -> bool:
    """Tell whether it has not begun: by its day where that is known, else because the source says so."""
    if dates.opens is not None:
        return dates.opens > now
    return dates.source_status == "FORTHCOMING"


def _days(now: datetime, until: datetime | None, tz: str) -> int | None:
    """Count the days of the calendar of a zone from now to a moment."""
    if until is None:
        return None
    zone = ZoneInfo(tz)
    return (until.astimezone(zone).date() - now.astimezone(zone).date()).days
