"""When a solver that does not answer is reminded, when a person looks after it, and when the asking ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

QUIET = 5
"""Days after a letter in which no other leaves, by hand either."""


class Due(StrEnum):
    """What is due for a match whose answer is still to come."""

    NOTHING = "NOTHING"
    AGAIN = "AGAIN"
    REMINDER = "REMINDER"
    ESCALATION = "ESCALATION"
    END = "END"


@dataclass(frozen=True, slots=True)
class Asked:
    """The days of a match: told of the request, put off until, reminded, written to once more; None where that was not done.

    `is_told` is false of a request that no letter has brought yet; `is_held` tells that something about it waits for the
    person's next letter.
    """

    on: date
    later_on: date | None = None
    reminded_on: date | None = None
    escalated_on: date | None = None
    is_told: bool = True
    is_held: bool = False

    @property
    def since(self) -> date:
        """Give the day from which silence counts: that on which the request was told, or the day until which it was put off."""
        return max(self.on, self.later_on) if self.later_on else self.on

    @property
    def last_letter_on(self) -> date:
        """Give the day of the last letter."""
        return max(day for day in (self.on, self.reminded_on, self.escalated_on) if day is not None)


def due_of(asked: Asked, *, today: date, days: tuple[int, int, int], is_put_off: bool, is_enough: bool) -> Due:
    """Say what is due: after `days` of silence a reminder, an escalation, the end.

    `is_put_off` tells that the solver answers later: on that day it is asked again. Once enough have said yes (`is_enough`)
    nobody is reminded; what was asked may still be answered until its end. What waits for a person's next letter is not
    followed by another, and nothing ends that was never told.
    """
    silent = (today - asked.since).days
    if silent < 0 or not asked.is_told or (asked.is_held and silent < days[2]):
        return Due.NOTHING
    if is_put_off:
        return Due.AGAIN if silent < days[2] else Due.END
    if silent >= days[2]:
        return Due.END
    if is_enough:
        return Due.NOTHING
    if silent >= days[1] and not _after(asked.escalated_on, asked.since):
        return Due.ESCALATION
    was_written = _after(asked.reminded_on, asked.since) or _after(asked.escalated_on, asked.since)
    return Due.REMINDER if silent >= days[0] and not was_written else Due.NOTHING


def _after(day: date | None, since: date) -> bool:
    return day is not None and day > since


def quiet_until(asked: Asked) -> date:
    """Give the day from which another letter may leave: some days after the last, and never before that which was named."""
    quiet = asked.last_letter_on + timedelta(days=QUIET)
    return max(quiet, asked.later_on) if asked.later_on else quiet


def is_written_out(asked: Asked, *, days: tuple[int, int, int]) -> bool:
    """Tell whether the newest letter has said that no other follows."""
    return not letters_left(asked, days=days, today=asked.last_letter_on)


def letters_left(asked: Asked, *, days: tuple[int, int, int], today: date) -> bool:
    """Tell whether another letter can still leave after one of today, before the asking ends."""
    return (today - asked.since).days < days[1] and not _after(asked.escalated_on, asked.since)
