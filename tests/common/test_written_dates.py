"""Dates as people write them: the day, the month or the year that is said, and nothing that is not."""

from __future__ import annotations

import pytest

from filiera.common.written_dates import NotADate, written_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026", "2026"),
        ("2026-10", "2026-10"),
        ("2026-10-10", "2026-10-10"),
        ("2026-10-10 00:00:00", "2026-10-10"),
        ("10/10/2026", "2026-10-10"),
        ("1.2.26", "2026-02-01"),
        ("03/2025", "2025-03"),
        ("3-2025", "2025-03"),
        ("10 ott 2026", "2026-10-10"),
        ("10 ott. 2026", "2026-10-10"),
        ("10 ottobre 2026", "2026-10-10"),
        ("1° marzo 2024", "2024-03-01"),
        ("10 Oct 2026", "2026-10-10"),
        ("October 10, 2026", "2026-10-10"),
        ("10-ott-26", "2026-10-10"),
        ("ott 2026", "2026-10"),
        ("Sett. 2025", "2025-09"),
        ("sept 2025", "2025-09"),
        ("Oct-26", "2026-10"),
        ("maggio  2025", "2025-05"),
        ("mag-12", "2012-05"),
        ("mar/25", "2025-03"),
        ("mag - 2012", "2012-05"),
    ],
)
def test_date_is_read_as_precisely_as_it_is_written(text: str, date: str) -> None:
    assert str(written_date(text)) == date


@pytest.mark.parametrize("text", ["ieri", "10 marmellata 2026", "ott", "10/10", "10 20 30 40", "circa 2026", "ma 2026"])
def test_text_that_is_no_date_is_told(text: str) -> None:
    with pytest.raises(NotADate):
        written_date(text)


@pytest.mark.parametrize("text", ["mag 12", "mar 25", "maggio 12", "Mag. 12", "mag.12", "mag - 12", "May 12", "12 mag"])
def test_day_without_its_year_is_no_month_of_another_year(text: str) -> None:
    with pytest.raises(NotADate):
        written_date(text)


@pytest.mark.parametrize("text", ["31/02/2024", "13/2025", "30 feb 2024", "0/1/2024", "2024-02-31"])
def test_day_that_does_not_exist_is_told_apart(text: str) -> None:
    with pytest.raises(ValueError, match="month") as caught:
        written_date(text)
    assert not isinstance(caught.value, NotADate)


def test_empty_text_is_no_date() -> None:
    assert written_date("  ") is None
