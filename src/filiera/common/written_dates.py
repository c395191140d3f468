"""Dates as people write them on sheets, in Italian and in English: figures with strokes, months in words, only a month."""

from __future__ import annotations

import re

from filiera.common.folding import fold
from filiera.common.partial_date import PartialDate

_ISO = re.compile(r"^(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:[T ].*)?)?$|^(\d{4})$")
_DAY = re.compile(r"^(\d{1,2})[./\-\s](\d{1,2})[./\-\s](\d{4}|\d{2})$")
_MONTH = re.compile(r"^(\d{1,2})[./\-](\d{4})$")
_DAY_IN_WORDS = re.compile(r"^(\d{1,2})[°º]?[\s\-./]+([^\W\d_]{3,})\.?[\s\-./,]+(\d{4}|\d{2})$")
_MONTH_FIRST = re.compile(r"^([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$", re.IGNORECASE)
_MONTH_IN_WORDS = re.compile(r"^([^\W\d_]{3,})(?:\.?[\s\-./]+(\d{4})|\.?[-/](\d{2}))$")
"""A year of two figures stands after a stroke, as in Excel's "mag-12": "mag 12" may as well be a day without its year."""

_NAMES = (
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "january february march april may june july august september october november december",
)
_MONTHS = [(word, n) for words in _NAMES for n, word in enumerate(words.split(), start=1)]


class NotADate(ValueError):
    """Raised for a text that is no date; a day that does not exist raises another ValueError."""


def written_date(text: str) -> PartialDate | None:
    """Read a date with the precision of what is written; an empty text gives None.

    Raises NotADate for what is no date, ValueError for a day or month that does not exist.
    """
    text = " ".join(text.split())
    if not text:
        return None
    iso = _ISO.match(text)
    if iso:
        return PartialDate.parse("-".join(part for part in iso.groups() if part))
    year, month, day = _parts(text)
    return PartialDate.parse("-".join(str(part) for part in (year, month, day) if part))


def _parts(text: str) -> tuple[int, int, int]:
    """Give year, month and day, the day 0 where it is not said."""
    if found := _DAY.match(text):
        return _year(found[3]), _known(int(found[2])), _known(int(found[1]))
    if found := _MONTH.match(text):
        return int(found[2]), _known(int(found[1])), 0
    if found := _DAY_IN_WORDS.match(text):
        return _year(found[3]), _month(found[2]), _known(int(found[1]))
    if found := _MONTH_FIRST.match(text):
        return int(found[3]), _month(found[1]), _known(int(found[2]))
    if found := _MONTH_IN_WORDS.match(text):
        return _year(found[2] or found[3]), _month(found[1]), 0
    raise NotADate(f"not a date: {text!r}")


def _known(number: int) -> int:
    if not number:
        raise ValueError("there is no day or month 0")
    return number


def _year(text: str) -> int:
    """Read a year of two figures as of this century up to 69."""
    year = int(text)
    return year if len(text) > 2 else 2000 + year if year < 70 else 1900 + year


def _month(word: str) -> int:
    """Give the month that a word names or begins, in either language."""
    folded = fold(word)
    month = next((n for name, n in _MONTHS if name.startswith(folded)), 0)
    if not month:
        raise NotADate(f"no month: {word!r}")
    return month
