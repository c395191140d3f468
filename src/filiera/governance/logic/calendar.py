"""Days as the law counts them: notices, terms, exits, seniority."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from filiera.common.days import months_later


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day that comes back every year; 29 February is the 28th where there is none."""

    month: int
    day: int

    @classmethod
    def of(cls, written: str) -> YearDay:
        """Read "01-31". Raises ValueError on what is no day of a year."""
        month, _dash, day = written.strip().partition("-")
        date(2024, int(month), int(day))
        return cls(int(month), int(day))

    def in_year(self, year: int) -> date:
        """Give the day of a year."""
        return date(year, self.month, min(self.day, monthrange(year, self.month)[1]))

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` on, up to the day before `end`; without an end it goes on."""

    start: date
    end: date | None = None


def last_day_of_notice(meeting_on: date, *, days: int, free_days: bool) -> date:
    """Give the last day on which the notice of a meeting may leave.

    The day on which it leaves is not counted; with free days the meeting's own is not either.
    """
    return meeting_on - timedelta(days=days + (1 if free_days else 0))


def withdrawal_effective_on(notified_on: date, *, notice_months: int, at_year_end: bool) -> date:
    """Give the last day of membership of whoever notifies a withdrawal: 31 December, if the notice comes in time.

    A notice that comes late takes effect at the end of the year after. Source: art. 24 c. 2 c.c.
    """
    if not at_year_end:
        return months_later(notified_on, notice_months)
    for year in (notified_on.year, notified_on.year + 1):
        end = date(year, 12, 31)
        if notified_on <= months_later(end, -notice_months):
            return end
    return date(notified_on.year + 2, 12, 31)


def challenge_until(notified_on: date, months: int) -> date:
    """Give the last day on which an excluded member may go to court. Source: art. 24 c. 3 c.c."""
    return months_later(notified_on, months)


def counted_days(
    joined_on: date, as_of: date, suspensions: Sequence[Period] = (), *, suspended_counts: bool = False
) -> int:
    """Give the days of membership up to a day, without those of suspensions where the statute does not count them.

    The day of admission is not counted; suspensions that overlap are counted once.
    """
    if as_of <= joined_on:
        return 0
    return (as_of - joined_on).days - (0 if suspended_counts else _suspended_days(joined_on, as_of, suspensions))


def _suspended_days(joined_on: date, as_of: date, suspensions: Sequence[Period]) -> int:
    days, reached = 0, joined_on
    for period in sorted(suspensions, key=lambda one: one.start):
        start, end = max(period.start, reached), min(period.end or as_of, as_of)
        if end > start:
            days += (end - start).days
            reached = end
    return days


def seniority_reached_on(
    joined_on: date, months: int, suspensions: Sequence[Period] = (), *, suspended_counts: bool = False
) -> date | None:
    """Give the day on which a member has been one for some months; None while a suspension without end holds it up."""
    day = months_later(joined_on, months)
    if suspended_counts:
        return day
    reached = joined_on
    for period in sorted(suspensions, key=lambda one: one.start):
        start = max(period.start, reached)
        if start >= day:
            break
        if period.end is None:
            return None
        if period.end > start:
            day += timedelta(days=(period.end - start).days)
            reached = period.end
    return day


def months_between(start: date, end: date) -> tuple[int, int]:
    """Give the whole months from a day to a later one and the days that are over; nothing where it is not later."""
    if end <= start:
        return 0, 0
    months = (end.year - start.year) * 12 + end.month - start.month
    if months_later(start, months) > end:
        months -= 1
    return months, (end - months_later(start, months)).days
