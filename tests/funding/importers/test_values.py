"""Moments and amounts as sources write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiera.funding.importers.values import read_amount, read_count, read_day, read_moment

ROME = "Europe/Rome"


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-06-30T00:00:00", date(2026, 6, 30)),
        ("2026-6-3", date(2026, 6, 3)),
        ("30/06/2026", date(2026, 6, 30)),
        ("30/06/2026 12:30", datetime(2026, 6, 30, 12, 30, tzinfo=ZoneInfo(ROME))),
        ("2026-06-30T22:00:00Z", date(2026, 7, 1)),
        ("2026-06-30T10:00:00Z", datetime(2026, 6, 30, 12, tzinfo=ZoneInfo(ROME))),
        ("2026-06-30T10:00:00.123+0200", datetime(2026, 6, 30, 10, tzinfo=ZoneInfo(ROME))),
        ("3 Feb 2026", date(2026, 2, 3)),
        ("", None),
        (None, None),
        ("0", None),
    ],
)
def test_moments_are_read(written: Any, moment: Any) -> None:
    assert read_moment(written, ROME) == moment


@pytest.mark.parametrize(
    "written", ["2026-02-30", "31/02/2026", "soon", "2026-13-01", "2026-06-30T25:00", "0000-01-01", "3 Foo 2026"]
)
def test_what_is_no_moment_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_moment(written, ROME)


def test_the_day_of_a_moment_is_the_zone_s() -> None:
    assert read_day("2026-02-24T23:30:00Z", ROME) == date(2026, 2, 25)


@pytest.mark.parametrize(
    ("written", "mark", "amount"),
    [
        ("70047.34", ",", "70047.34"),
        ("1.500.000", ",", "1500000"),
        ("1.500.000,50", ",", "1500000.50"),
        ("€ 30.000", ",", "30000"),
        ("20,000,000", ".", "20000000"),
        (2500000, ".", "2500000"),
        (2500000.5, ".", "2500000.5"),
        ("0", ",", None),
        (0, ".", None),
        ("", ",", None),
        (None, ",", None),
    ],
)
def test_amounts_are_read_and_nought_is_not_given(written: Any, mark: str, amount: str | None) -> None:
    assert read_amount(written, decimal_mark=mark) == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize("written", ["much", "-5", "1e400", float("nan"), float("inf"), "9" * 17, 10**15, "1,234,5"])
def test_what_is_no_amount_is_refused(written: Any) -> None:
    with pytest.raises((ValueError, ArithmeticError)):
        read_amount(written, decimal_mark=".")


@pytest.mark.parametrize(("written", "count"), [("3", 3), (2, 2), ("0", None), (None, None)])
def test_counts_are_read(written: Any, count: int | None) -> None:
    assert read_count(written) == count


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.lists(st.text()), st.none()))
def test_anything_else_is_a_value_error_and_nothing_worse(written: Any) -> None:
    for reader in (
        lambda: read_moment(written, ROME),
        lambda: read_amount(written, decimal_mark=","),
        lambda: read_count(written),
    ):
        try:
            reader()
        except (ValueError, ArithmeticError, OSError):
            continue
