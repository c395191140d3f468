"""A member on a day is a fold of its lines."""

from __future__ import annotations

from datetime import date

import pytest

from filiera.governance.logic.calendar import Period, months_between
from filiera.governance.logic.membership import Line, MemberStanding, Status, standing_on

JOINED = date(2025, 3, 1)
ADMITTED = Line(1, "ADMITTED", JOINED, "ordinary")


def on(day: date, *lines: Line) -> MemberStanding:
    return standing_on([ADMITTED, *lines], day)


@pytest.mark.parametrize(
    ("day", "status"),
    [(date(2025, 2, 28), Status.NOT_YET), (JOINED, Status.ACTIVE), (date(2030, 1, 1), Status.ACTIVE)],
)
def test_member_from_the_day_of_admission(day: date, status: Status) -> None:
    assert on(day).status == status


def test_class_is_the_one_of_the_day() -> None:
    moved = Line(2, "CLASS_CHANGED", date(2026, 1, 1), "founder")
    assert [on(day, moved).member_class for day in (date(2025, 12, 31), date(2026, 1, 1))] == ["ordinary", "founder"]


def test_suspension_has_a_beginning_and_an_end_that_is_out_of_it() -> None:
    lines = (Line(2, "SUSPENDED", date(2025, 6, 1)), Line(3, "REINSTATED", date(2025, 7, 1)))
    during, after = on(date(2025, 6, 30), *lines), on(date(2025, 7, 1), *lines)

    assert (during.status, during.is_member, during.suspensions) == (
        Status.SUSPENDED,
        True,
        (Period(date(2025, 6, 1)),),
    )
    assert (after.status, after.suspensions) == (Status.ACTIVE, (Period(date(2025, 6, 1), date(2025, 7, 1)),))


def test_withdrawal_ends_by_itself_after_its_last_day() -> None:
    notice = Line(2, "WITHDRAWAL_NOTIFIED", date(2025, 9, 1), leaves_on=date(2025, 12, 31))

    assert on(date(2025, 8, 31), notice).status == Status.ACTIVE
    assert on(date(2025, 12, 31), notice).status == Status.LEAVING
    gone = on(date(2026, 1, 1), notice)
    assert (gone.status, gone.left_on, gone.is_member) == (Status.WITHDRAWN, date(2026, 1, 1), False)


def test_withdrawal_that_is_taken_back_leaves_nothing() -> None:
    lines = (
        Line(2, "WITHDRAWAL_NOTIFIED", date(2025, 9, 1), leaves_on=date(2025, 12, 31)),
        Line(3, "REINSTATED", date(2025, 10, 1)),
    )
    assert on(date(2026, 5, 1), *lines).status == Status.ACTIVE


def test_member_that_leaves_while_suspended_ends_both() -> None:
    lines = (Line(2, "SUSPENDED", date(2025, 6, 1)), Line(3, "EXCLUDED", date(2025, 8, 1)))
    gone = on(date(2025, 9, 1), *lines)

    assert (gone.status, gone.left_on) == (Status.EXCLUDED, date(2025, 8, 1))
    assert gone.suspensions == (Period(date(2025, 6, 1), date(2025, 8, 1)),)


def test_correction_stands_in_the_place_of_its_line_and_of_a_correction_of_it() -> None:
    lines = (
        Line(2, "SUSPENDED", date(2025, 6, 1)),
        Line(3, "CORRECTED", date(2025, 5, 1), corrects=2),
        Line(4, "CORRECTED", date(2025, 5, 15), corrects=3),
        Line(5, "CORRECTED", date(2025, 3, 10), corrects=1),
    )
    standing = on(date(2025, 5, 20), *lines)

    assert (standing.admitted_on, standing.suspended_on) == (date(2025, 3, 10), date(2025, 5, 15))
    assert on(date(2025, 3, 5), *lines).status == Status.NOT_YET


def test_order_of_writing_does_not_matter() -> None:
    late = (Line(2, "REINSTATED", date(2025, 7, 1)), Line(3, "SUSPENDED", date(2025, 6, 1)))
    assert on(date(2025, 8, 1), *late).status == Status.ACTIVE


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (date(2025, 12, 15), date(2026, 11, 23), (11, 8)),
        (date(2025, 1, 31), date(2025, 2, 28), (1, 0)),
        (date(2024, 2, 29), date(2025, 2, 28), (12, 0)),
        (date(2025, 5, 5), date(2025, 5, 5), (0, 0)),
        (date(2025, 5, 5), date(2025, 5, 4), (0, 0)),
    ],
)
def test_months_and_days_between(start: date, end: date, found: tuple[int, int]) -> None:
    assert months_between(start, end) == found
