"""Where a call stands: a truth table, both changes of the clock, days without an hour, rounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from filiera.funding.adapters import stored_moment
from filiera.funding.logic.standing import Dates, Stand, Standing, stand

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
BEFORE, AFTER = NOW - timedelta(days=5), NOW + timedelta(days=5)
LATER = NOW + timedelta(days=40)
OPEN, TO_COME, CLOSED, UNKNOWN = Standing.OPEN, Standing.FORTHCOMING, Standing.CLOSED, Standing.UNKNOWN

TABLE = [
    ("nothing is known", Dates(), UNKNOWN, None),
    ("it opened, nobody says until when", Dates(opens=BEFORE), UNKNOWN, None),
    ("it opened and closes", Dates(opens=BEFORE, closes=AFTER), OPEN, AFTER),
    ("it opens", Dates(opens=AFTER, closes=LATER), TO_COME, LATER),
    ("it opens, and nobody says until when", Dates(opens=AFTER), TO_COME, None),
    ("it is over", Dates(opens=BEFORE, closes=BEFORE), CLOSED, BEFORE),
    ("it closes, nobody says since when", Dates(closes=AFTER), UNKNOWN, AFTER),
    ("the source says open, and it closes", Dates(closes=AFTER, source_status="OPEN"), OPEN, AFTER),
    ("the source says open, nobody says until when", Dates(source_status="OPEN"), UNKNOWN, None),
    ("the source says open of what is over", Dates(closes=BEFORE, source_status="OPEN"), CLOSED, BEFORE),
    ("the source says to come", Dates(closes=AFTER, source_status="FORTHCOMING"), TO_COME, AFTER),
    ("to come, says the source of what opened", Dates(BEFORE, AFTER, source_status="FORTHCOMING"), OPEN, AFTER),
    ("the source says closed, the date is ahead", Dates(BEFORE, AFTER, source_status="CLOSED"), CLOSED, AFTER),
    ("the source says closed, and no more", Dates(source_status="CLOSED"), CLOSED, None),
    ("called off", Dates(BEFORE, AFTER, is_called_off=True), CLOSED, AFTER),
    ("called off before it opens", Dates(opens=AFTER, is_called_off=True), CLOSED, None),
    ("without an end", Dates(opens=BEFORE, no_end=True), OPEN, None),
    ("without an end, nobody says since when", Dates(no_end=True), UNKNOWN, None),
    ("without an end, open says the source", Dates(no_end=True, source_status="OPEN"), OPEN, None),
    ("without an end, to come", Dates(opens=AFTER, no_end=True), TO_COME, None),
    ("one round over, one ahead", Dates(opens=BEFORE, cutoffs=(BEFORE, AFTER)), OPEN, AFTER),
    ("two rounds ahead: the nearer", Dates(opens=BEFORE, cutoffs=(LATER, AFTER)), OPEN, AFTER),
    ("every round over", Dates(opens=BEFORE, cutoffs=(BEFORE,)), CLOSED, BEFORE),
    ("rounds over, others follow", Dates(opens=BEFORE, cutoffs=(BEFORE,), more_rounds=True), UNKNOWN, None),
    ("a round before the closing", Dates(opens=BEFORE, closes=LATER, cutoffs=(AFTER,)), OPEN, AFTER),
    ("rounds over, the closing ahead", Dates(opens=BEFORE, closes=LATER, cutoffs=(BEFORE,)), OPEN, LATER),
    ("a round after the closing counts for nothing", Dates(BEFORE, BEFORE, cutoffs=(AFTER,)), CLOSED, BEFORE),
]


@pytest.mark.parametrize(("dates", "standing", "until"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_call_stands_where_its_dates_say(dates: Dates, standing: Standing, until: datetime | None) -> None:
    found = stand(dates, NOW)
    assert (found.standing, found.until) == (standing, until)


def test_last_moment_is_open_and_the_next_is_not() -> None:
    dates = Dates(opens=BEFORE, closes=NOW)
    assert stand(dates, NOW) == Stand(OPEN, NOW, 0, True, True)
    assert stand(dates, NOW + timedelta(microseconds=1)).standing == CLOSED


def test_first_moment_is_open_and_the_one_before_is_to_come() -> None:
    dates = Dates(opens=NOW, closes=AFTER)
    assert [stand(dates, at).standing for at in (NOW - timedelta(microseconds=1), NOW)] == [TO_COME, OPEN]


def of_days(opens: date, closes: date, tz: str = "Europe/Rome") -> Dates:
    """Give a call that names days alone."""
    start, end = stored_moment(opens, tz)[0], stored_moment(closes, tz, is_end=True)[0]
    assert end is not None
    return Dates(opens=start, closes=end, days_alone=frozenset({end}), tz=tz)


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date(2026, 3, 28), "2026-03-28T22:59:59.999999+00:00"),
        (date(2026, 3, 29), "2026-03-29T21:59:59.999999+00:00"),
        (date(2026, 10, 24), "2026-10-24T21:59:59.999999+00:00"),
        (date(2026, 10, 25), "2026-10-25T22:59:59.999999+00:00"),
    ],
)
def test_day_alone_lasts_to_its_end_in_rome_whatever_the_clocks_do(day: date, ends: str) -> None:
    dates = of_days(day - timedelta(days=10), day)
    assert dates.closes is not None
    assert dates.closes.isoformat() == ends
    last = stand(dates, dates.closes)
    assert (last.standing, last.days_left, last.is_last_day, last.hour_known) == (OPEN, 0, True, False)
    assert stand(dates, dates.closes + timedelta(seconds=1)).standing == CLOSED


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-03-27T23:30:00+00:00", 1),  # 28 March, half past midnight in Rome
        ("2026-03-28T22:30:00+00:00", 1),  # still the 28th in Rome
        ("2026-03-28T23:30:00+00:00", 0),  # the 29th
        ("2026-03-29T21:30:00+00:00", 0),  # half past eleven in the evening, by the new hour
    ],
)
def test_days_left_are_those_of_the_calendar_over_the_change_of_march(now: str, left: int) -> None:
    found = stand(of_days(date(2026, 3, 1), date(2026, 3, 29)), datetime.fromisoformat(now))
    assert (found.days_left, found.is_last_day) == (left, left == 0)


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-10-23T22:30:00+00:00", 1),  # the 24th in Rome
        ("2026-10-24T22:30:00+00:00", 0),  # the 25th, before the change
        ("2026-10-25T22:30:00+00:00", 0),  # half past eleven in the evening, by the old hour
    ],
)
def test_days_left_are_those_of_the_calendar_over_the_change_of_october(now: str, left: int) -> None:
    assert stand(of_days(date(2026, 10, 1), date(2026, 10, 25)), datetime.fromisoformat(now)).days_left == left


def test_hour_that_comes_twice_is_the_first_of_the_two() -> None:
    at, known = stored_moment(datetime(2026, 10, 25, 2, 30), "Europe/Rome")
    assert (at, known) == (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), True)


def test_moment_with_a_zone_of_its_own_keeps_it() -> None:
    at, known = stored_moment(datetime(2027, 1, 15, 17, tzinfo=UTC), "Europe/Rome")
    assert (at, known) == (datetime(2027, 1, 15, 17, tzinfo=UTC), True)


def test_days_are_counted_in_the_zone_of_the_call() -> None:
    dates = Dates(opens=BEFORE, closes=datetime(2026, 11, 26, 0, 30, tzinfo=UTC), tz="Europe/Rome")
    late = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    assert stand(dates, late).days_left == 0
    assert stand(replace(dates, tz="UTC"), late).days_left == 1
