"""Days counted as the law counts them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def months_later(day: date, months: int) -> date:
    """Give the same day of the month some months later or earlier, or its last day where the month is shorter.

    Beyond the calendar it is the calendar's first or last day.
    Source: art. 2963 c. 4-5 c.c.; Reg. (EEC) 1182/71, art. 3.2.c.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return date.min if year < date.min.year else date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
