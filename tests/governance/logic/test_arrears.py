"""What is owed on a day and what the statute makes of it: the edges of each day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from filiera.governance.logic.arrears import FeeLine, reminder_reached, standing_of
from filiera.governance.logic.charter import FeeRule

DUE = date(2026, 1, 31)
RULE = FeeRule(arrears_after_days=90, suspend_after_days=180)


def after(days: int, *, lose: bool = True, **line: object) -> tuple[bool, bool, bool, bool]:
    """Give whether a fee of 500 is late, in arrears, costs the vote, allows a suspension, so many days after it was due."""
    fee = FeeLine(2026, Decimal(500), DUE, **line)  # type: ignore[arg-type]
    found = standing_of([fee], DUE + timedelta(days=days), RULE, arrears_lose_vote=lose)
    return found.overdue_eur > 0, found.in_arrears, found.loses_vote, found.may_be_suspended


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (0, (False, False, False, False)),
        (1, (True, False, False, False)),
        (90, (True, False, False, False)),
        (91, (True, True, True, False)),
        (180, (True, True, True, False)),
        (181, (True, True, True, True)),
    ],
)
def test_fee_becomes_late_then_in_arrears_then_a_reason_to_suspend(days: int, found: tuple[bool, ...]) -> None:
    assert after(days) == found


def test_vote_is_lost_only_where_the_statute_says_so() -> None:
    assert after(200, lose=False) == (True, True, False, True)


def test_nobody_may_be_suspended_where_the_statute_gives_no_days() -> None:
    fee = FeeLine(2026, Decimal(500), DUE)
    assert not standing_of([fee], DUE + timedelta(days=900), FeeRule(), arrears_lose_vote=True).may_be_suspended


@pytest.mark.parametrize("line", [{"paid_eur": Decimal(500)}, {"is_waived": True}])
def test_paid_or_waived_owes_nothing(line: dict[str, object]) -> None:
    assert after(400, **line) == (False, False, False, False)


def test_part_paid_still_counts_from_its_day() -> None:
    fee = FeeLine(2026, Decimal(500), DUE, Decimal(499))
    found = standing_of([fee], DUE + timedelta(days=91), RULE, arrears_lose_vote=True)
    assert (found.overdue_eur, found.in_arrears, found.days_late) == (Decimal(1), True, 91)


def test_oldest_fee_decides_and_amounts_add_up() -> None:
    lines = [FeeLine(2025, Decimal(300), date(2025, 1, 31)), FeeLine(2026, Decimal(500), date(2027, 1, 31))]
    found = standing_of(lines, DUE, RULE, arrears_lose_vote=True)
    assert (found.open_eur, found.overdue_eur, found.oldest_due_on) == (Decimal(800), Decimal(300), date(2025, 1, 31))


@pytest.mark.parametrize(
    ("days", "sent", "reached"),
    [
        (14, (), None),
        (15, (), 15),
        (29, (15,), None),
        (30, (15,), 30),
        (75, (), 60),
        (75, (61,), None),
        (75, (20,), 60),
        (0, (), None),
    ],
)
def test_reminder_of_a_day(days: int, sent: tuple[int, ...], reached: int | None) -> None:
    assert reminder_reached(DUE, DUE + timedelta(days=days), (15, 30, 60), sent) == reached
