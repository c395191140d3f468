"""Days and hours as people write them in Italian and English, with where they stand in the text."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

_MONTHS = (
    "gennaio|gen|january|jan",
    "febbraio|feb|february",
    "marzo|mar|march",
    "aprile|apr|april",
    "maggio|mag|may",
    "giugno|giu|june|jun",
    "luglio|lug|july|jul",
    "agosto|ago|august|aug",
    "settembre|sett|set|september|sept|sep",
    "ottobre|ott|october|oct",
    "novembre|nov|november",
    "dicembre|dic|december|dec",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split("|")}

_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")(?![A-Za-zÀ-ü])\.?"
_DAY = r"(?:[0-9]{1,2}|primo)(?:\s?(?:°|º|\^|st|nd|rd|th)(?![a-z]))?"
_JOIN = r"\s*(?:-|–|,|e\s+il|e|ed|and|al|to)\s*"
_DATE = re.compile(
    rf"""
    (?P<iso>(?<![0-9])[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?![0-9])
    |(?P<num>(?<![0-9./-])[0-9]{{1,2}}(?P<sep>[./-])[0-9]{{1,2}}(?P=sep)(?:[0-9]{{4}}|[0-9]{{2}}))(?![0-9]|[./-][0-9])
    |(?<![0-9.,/A-Za-z])(?:(?P<first>{_DAY}){_JOIN}(?=[0-9p]))?(?P<day>{_DAY})\s+(?:di\s+|of\s+)?(?P<month>{_MONTH})
     (?:,?\s*(?:del\s+|of\s+)?(?P<year>(?:19|20)[0-9]{{2}})(?![0-9]))?
    |(?<![A-Za-zÀ-ü])(?P<month2>{_MONTH}),?\s+(?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9.:])
     (?:,?\s*(?P<year2>(?:19|20)[0-9]{{2}})(?![0-9]))?
    |(?<![A-Za-zÀ-ü])(?P<last>(?:(?:the\s+)?end\s+of|fine(?:\s+di)?)\s+)?(?P<month3>{_MONTH})\s+
     (?P<year3>20[0-9]{{2}})(?![0-9])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_HOUR = re.compile(
    r"""
    (?<![A-Za-z])(?:ore|h\.?)\s*(?P<h1>[0-9]{1,2})(?:[.:,h](?P<m1>[0-9]{2})(?:[.:](?P<s1>[0-9]{2}))?)?(?![0-9])
    |(?<![0-9.:])(?P<h2>[0-9]{1,2})[:h](?P<m2>[0-9]{2})(?::(?P<s2>[0-9]{2}))?(?![0-9])(?:\s?(?P<ap2>[ap])\.?m\b\.?)?
    |(?<![0-9.:])(?P<h3>[0-9]{1,2})(?:\.(?P<m3>[0-9]{2}))?\s?(?P<ap3>[ap])\.?m(?![a-z])\.?
    |(?<![A-Za-z])(?:dalle|alle|le|at|by|from|until)\s+(?P<h4>[0-9]{1,2})(?:\.(?P<m4>[0-9]{2})(?![0-9.])|(?=\s+del\b))
    |(?<=,\s)(?P<h5>[0-9]{1,2})\.(?P<m5>[0-9]{2})(?=\s*\(?(?:brussels|bruxelles|CES?T|rome|ora\s))
    |(?<![A-Za-z])(?P<noon>mezzogiorno|noon|midday)(?![a-z])
    |(?<![A-Za-z])(?P<night>mezzanotte|midnight)(?![a-z])
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a text. `year` is None where it is not said. `other` is its second sense, month and day.

    `code` is the doubt: no such day, the month alone, or month first.
    """

    start: int
    end: int
    day: int
    month: int
    year: int | None
    other: tuple[int, int] | None = None
    code: str = ""

    def on(self, year: int) -> date | None:
        """Give the day of a year; None where the year has no such day."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of a text; `of_end` is 24:00, the end of the day, `is_midnight` may be either end of it."""

    start: int
    end: int
    at: time
    of_end: bool = False
    is_midnight: bool = False


def days(text: str, start: int, end: int, *, language: str) -> Iterator[Day]:
    """Give the days between two places, in their order; numbers are read day first."""
    for found in _DATE.finditer(text, start, end):
        span = (found.start(), found.end())
        if found["iso"]:
            year, month, day = map(int, found["iso"].split("-"))
            yield _checked(Day(*span, day, month, year))
        elif found["num"]:
            yield from _of_numbers(found, language)
        elif found["month3"]:
            month, year = _month(found["month3"]), int(found["year3"])
            last = monthrange(year, month)[1]
            yield Day(*span, last if found["last"] else 1, month, year, code="" if found["last"] else "month-only")
        else:
            yield from _of_words(found)


def _of_numbers(found: re.Match[str], language: str) -> Iterator[Day]:
    day, month, year = map(int, found["num"].split(found["sep"]))
    is_short = len(found["num"].rsplit(found["sep"], 1)[1]) == 2
    if is_short and found["sep"] == "." and len(found["num"]) < 8:
        return
    year += 2000 if is_short else 0
    span = (found.start(), found.end())
    if month > 12 >= day:
        yield _checked(Day(*span, month, day, year, code="month-first"))
    elif language == "en" and day <= 12 and day != month:
        yield _checked(Day(*span, day, month, year, other=(day, month)))
    elif month <= 12 or not is_short:
        yield _checked(Day(*span, day, month, year))


def _of_words(found: re.Match[str]) -> Iterator[Day]:
    month = _month(found["month"] or found["month2"])
    written = found["year"] or found["year2"]
    year = int(written) if written else None
    day = _number(found["day"] or found["day2"])
    start = found.start("day") if found["day"] else found.start()
    if found["first"]:
        yield _checked(Day(found.start("first"), found.end("first"), _number(found["first"]), month, year))
    yield _checked(Day(start, found.end(), day, month, year))


def _number(written: str) -> int:
    figures = re.match(r"[0-9]+", written)
    return int(figures[0]) if figures else 1


def _month(written: str) -> int:
    return MONTHS[written.rstrip(".").casefold()]


def _checked(day: Day) -> Day:
    """Mark a day that does not exist; one without a year may be of a leap year."""
    if 1 <= day.month <= 12 and day.on(day.year if day.year is not None else 2024) is not None:
        return day
    return Day(day.start, day.end, day.day, day.month, day.year, code="no-such-day")


def hours(text: str, start: int, end: int) -> Iterator[Hour]:
    """Give the hours between two places, in their order."""
    for found in _HOUR.finditer(text, start, end):
        span = (found.start(), found.end())
        if found["noon"]:
            yield Hour(*span, time(12))
            continue
        if found["night"]:
            yield Hour(*span, time(0), is_midnight=True)
            continue
        hour = int(found["h1"] or found["h2"] or found["h3"] or found["h4"] or found["h5"])
        minute = int(found["m1"] or found["m2"] or found["m3"] or found["m4"] or found["m5"] or 0)
        second = int(found["s1"] or found["s2"] or 0)
        half = (found["ap2"] or found["ap3"] or "").lower()
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        if hour == 24 and minute == 0:
            yield Hour(*span, time(23, 59, 59), of_end=True)
        elif hour < 24 and minute < 60 and second < 60:
            yield Hour(*span, time(hour, minute, second))
