"""Days as the law counts them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiera.governance.logic.calendar import (
    Period,
    YearDay,
    counted_days,
    last_day_of_notice,
    months_later,
    seniority_reached_on,
    withdrawal_effective_on,
)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), -3, date(2026, 9, 30)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_later(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


@pytest.mark.parametrize(
    ("notified", "effective"),
    [
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2026, 9, 30), date(2026, 12, 31)),
        (date(2026, 10, 1), date(2027, 12, 31)),
        (date(2026, 12, 31), date(2027, 12, 31)),
    ],
)
def test_a_withdrawal_takes_effect_at_the_end_of_a_year(notified: date, effective: date) -> None:
    assert withdrawal_effective_on(notified, notice_months=3, at_year_end=True) == effective


def test_a_withdrawal_at_the_end_of_its_notice() -> None:
    assert withdrawal_effective_on(date(2026, 11, 30), notice_months=3, at_year_end=False) == date(2027, 2, 28)


@pytest.mark.parametrize(("free", "last"), [(False, date(2027, 4, 12)), (True, date(2027, 4, 11))])
def test_the_last_day_of_a_notice(free: bool, last: date) -> None:
    assert last_day_of_notice(date(2027, 4, 20), days=8, free_days=free) == last


SUSPENDED = (Period(date(2025, 3, 1), date(2025, 5, 1)), Period(date(2025, 4, 1), date(2025, 6, 1)))


def test_days_of_suspension_count_only_where_the_statute_says_so() -> None:
    joined, as_of = date(2025, 1, 1), date(2026, 1, 1)

    assert counted_days(joined, as_of) == 365
    assert counted_days(joined, as_of, SUSPENDED) == 365 - 92
    assert counted_days(joined, as_of, SUSPENDED, suspended_counts=True) == 365
    assert counted_days(joined, date(2024, 12, 31)) == 0


def test_when_a_year_is_reached() -> None:
    joined = date(2025, 1, 1)

    assert seniority_reached_on(joined, 12) == date(2026, 1, 1)
    assert seniority_reached_on(joined, 12, [Period(date(2025, 3, 1), date(2025, 5, 1))]) == date(2026, 3, 3)
    assert seniority_reached_on(joined, 12, [Period(date(2025, 3, 1))]) is None
    assert seniority_reached_on(joined, 12, [Period(date(2025, 3, 1))], suspended_counts=True) == date(2026, 1, 1)
    assert seniority_reached_on(joined, 12, [Period(date(2026, 2, 1))]) == date(2026, 1, 1)


@given(
    st.lists(st.tuples(st.integers(0, 700), st.integers(1, 90)), max_size=4),
    st.integers(1, 24),
)
def test_the_day_reached_is_the_first_with_enough_days(periods: list[tuple[int, int]], months: int) -> None:
    joined = date(2025, 1, 1)
    suspensions = [
        Period(joined + timedelta(days=start), joined + timedelta(days=start + days)) for start, days in periods
    ]
    reached = seniority_reached_on(joined, months, suspensions)
    needed = (months_later(joined, months) - joined).days

    assert reached is not None
    assert counted_days(joined, reached, suspensions) == needed
    assert counted_days(joined, reached - timedelta(days=1), suspensions) < needed


def test_a_day_of_the_year() -> None:
    assert YearDay.of("02-29").in_year(2026) == date(2026, 2, 28)
    assert str(YearDay.of("1-31")) == "01-31"
    with pytest.raises(ValueError, match=r".*"):
        YearDay.of("13-01")
