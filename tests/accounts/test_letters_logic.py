"""By which way a word goes, and when a letter that gathers is due: as tables."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from filiera.accounts.logic import Way, is_due, next_on, way_of

MONDAY = date(2026, 11, 30)
WEEK = [MONDAY + timedelta(days=n) for n in range(7)]
NOW, HELD, SITE = Way.NOW, Way.HELD, Way.SITE


@pytest.mark.parametrize(
    ("channel", "rhythm", "with_account", "without"),
    [
        ("MAIL", "", NOW, NOW),
        ("MAIL", "AT_ONCE", NOW, NOW),
        ("MAIL", "DAILY", HELD, HELD),
        ("MAIL", "WEEKLY", HELD, HELD),
        ("SITE", "", SITE, NOW),
        ("SITE", "AT_ONCE", SITE, NOW),
        ("SITE", "DAILY", SITE, HELD),
        ("SITE", "WEEKLY", SITE, HELD),
    ],
)
def test_way_of_a_word(channel: str, rhythm: str, with_account: Way, without: Way) -> None:
    found = tuple(way_of(channel, rhythm, has_account=one) for one in (True, False))
    assert found == (with_account, without)


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        ("AT_ONCE", [1] * 7),
        ("DAILY", [1] * 7),
        ("WEEKLY", [1, 0, 0, 0, 0, 0, 0]),
        ("", [1, 0, 0, 0, 0, 0, 0]),
    ],
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
    ("rhythm", "looked", "today", "expected"),
    [
        ("DAILY", None, WEEK[2], WEEK[2]),
        ("DAILY", WEEK[2], WEEK[2], WEEK[3]),
        ("WEEKLY", WEEK[0], WEEK[2], WEEK[0] + timedelta(days=7)),
        ("WEEKLY", WEEK[0] - timedelta(days=7), WEEK[2], WEEK[2]),
    ],
)
def test_day_of_the_next_letter(rhythm: str, looked: date | None, today: date, expected: date) -> None:
    assert next_on(rhythm, today, looked, MONDAY - timedelta(days=30)) == expected
