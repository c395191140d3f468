"""When a digest is due, and how near a closing has to be: as tables."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from filiera.funding.logic.digests import days_ahead, is_due

MONDAY = date(2026, 11, 30)
WEEK = [MONDAY + timedelta(days=n) for n in range(7)]


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [("NEVER", [0] * 7), ("DAILY", [1] * 7), ("WEEKLY", [1, 0, 0, 0, 0, 0, 0])],
)
def test_letters_leave_on_the_days_of_their_rhythm(rhythm: str, days: list[int]) -> None:
    chosen = MONDAY - timedelta(days=3)
    looked = [day - timedelta(days=1) for day in WEEK]
    assert [is_due(rhythm, day, last, chosen) for day, last in zip(WEEK, looked, strict=True)] == [
        bool(n) for n in days
    ]
    assert not any(is_due(rhythm, day, day, chosen) for day in WEEK), "never twice on one day"


def test_weekly_one_whose_monday_failed_is_due_on_the_next_days() -> None:
    before = MONDAY - timedelta(days=7)
    assert all(is_due("WEEKLY", day, before, before) for day in WEEK)
    assert all(is_due("WEEKLY", day, None, before) for day in WEEK)
    assert not any(is_due("WEEKLY", day, MONDAY, before) for day in WEEK)


def test_weekly_one_that_is_chosen_in_the_week_waits_for_monday() -> None:
    assert [is_due("WEEKLY", day, None, WEEK[1]) for day in WEEK[1:]] == [False] * 6
    assert is_due("WEEKLY", MONDAY + timedelta(days=7), None, WEEK[1])


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
