"""Dates as sources give them: a day, a month or only a year, never rounded to something that was not said."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.db import models

_FORM = re.compile(r"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")


class Precision(models.TextChoices):
    """How exactly a date is known."""

    DAY = "D", "day"
    MONTH = "M", "month"
    YEAR = "Y", "year"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date with its precision; `day` is the first day of what was said."""

    day: date
    precision: Precision

    @classmethod
    def parse(cls, text: str) -> PartialDate | None:
        """Read `2021`, `2021-10` or `2021-10-05`; an empty text gives None. Raises ValueError for anything else."""
        text = text.strip()
        if not text:
            return None
        found = _FORM.match(text)
        if not found:
            raise ValueError(f"not a date: {text!r}")
        year, month, day = (int(part) if part else None for part in found.groups())
        precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
        return cls(date(year or 1, month or 1, day or 1), precision)

    @property
    def last_day(self) -> date:
        """Give the last day of what was said, for the end of a validity."""
        if self.precision == Precision.YEAR:
            return date(self.day.year, 12, 31)
        if self.precision == Precision.MONTH:
            return date(self.day.year, self.day.month, monthrange(self.day.year, self.day.month)[1])
        return self.day

    def __str__(self) -> str:
        """Give the date back in the form in which it is read."""
        text = self.day.isoformat()
        return {Precision.DAY: text, Precision.MONTH: text[:7], Precision.YEAR: text[:4]}[self.precision]


WORDS = {Precision.DAY: "day", Precision.MONTH: "month", Precision.YEAR: "year"}


def precision_word(precision: str) -> str:
    """Give the word in which pages ask for a date with its precision; a date without one counts as a day."""
    return WORDS[Precision(precision)] if precision else "day"
