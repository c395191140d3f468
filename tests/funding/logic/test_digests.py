"""How near a closing has to be: as tables."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from filiera.funding.logic.digests import days_ahead

MONDAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("rhythm", "closing_days", "expected"),
    [("DAILY", 14, 14), ("WEEKLY", 14, 20), ("DAILY", 0, 0), ("WEEKLY", 0, 0), ("WEEKLY", 1, 7)],
)
def test_what_leaves_weekly_looks_a_week_further(rhythm: str, closing_days: int, expected: int) -> None:
    assert days_ahead(rhythm, closing_days) == expected


@pytest.mark.parametrize("closing_days", [1, 3, 7, 14])
def test_nobody_is_told_later_than_they_asked_for(closing_days: int) -> None:
    for closes in (MONDAY + timedelta(days=n) for n in range(closing_days, 60)):
        mondays = [day for day in (MONDAY + timedelta(days=7 * n) for n in range(10)) if day <= closes]
        told = next(day for day in mondays if (closes - day).days <= days_ahead("WEEKLY", closing_days))
        assert (closes - told).days >= min(closing_days, (closes - MONDAY).days)
