"""What the lines of the members' register say of one member on a day: its class, whether it is one, what was suspended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from filiera.governance.logic.calendar import Period


class Status(StrEnum):
    """What a member is on a day."""

    NOT_YET = "NOT_YET"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    LEAVING = "LEAVING"
    WITHDRAWN = "WITHDRAWN"
    EXCLUDED = "EXCLUDED"


IN = frozenset({Status.ACTIVE, Status.SUSPENDED, Status.LEAVING})
"""Who is a member: one that is suspended, or is leaving, still is."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the register. `leaves_on` is the last day that a notified withdrawal gives, by the statute of its day."""

    number: int
    event: str
    effective_on: date
    member_class: str = ""
    corrects: int | None = None
    leaves_on: date | None = None


@dataclass(frozen=True, slots=True)
class MemberStanding:
    """A member on a day. `left_on` is the first day on which it is none; `leaves_on` the last one, once that is known."""

    status: Status = Status.NOT_YET
    member_class: str = ""
    admitted_on: date | None = None
    suspended_on: date | None = None
    leaves_on: date | None = None
    left_on: date | None = None
    suspensions: tuple[Period, ...] = ()

    @property
    def is_member(self) -> bool:
        """Tell whether it is a member on that day."""
        return self.status in IN


def standing_on(lines: Iterable[Line], day: date) -> MemberStanding:
    """Fold the lines of one member up to a day.

    A correction stands in the place of the line that it names, whenever it was written: of two, the later number. A
    withdrawal ends by itself after its last day, whether or not its line has been written.
    """
    standing = MemberStanding()
    for line in sorted(corrected(lines), key=lambda one: (one.effective_on, one.number)):
        if line.effective_on <= day:
            standing = _after(standing, line)
    if standing.is_member and standing.leaves_on is not None and standing.leaves_on < day:
        standing = _out(standing, Status.WITHDRAWN, standing.leaves_on + timedelta(days=1))
    return standing


def corrected(lines: Iterable[Line]) -> Sequence[Line]:
    """Give the lines as their corrections leave them."""
    by_number: dict[int, Line] = {}
    stands_for: dict[int, int] = {}
    for line in sorted(lines, key=lambda one: one.number):
        if line.corrects is None:
            by_number[line.number] = line
            continue
        number = stands_for.get(line.corrects, line.corrects)
        stands_for[line.number] = number
        wrong = by_number.get(number)
        if wrong is not None:
            by_number[number] = replace(
                wrong,
                effective_on=line.effective_on,
                member_class=line.member_class or wrong.member_class,
                leaves_on=line.leaves_on,
            )
    return list(by_number.values())


def _after(standing: MemberStanding, line: Line) -> MemberStanding:
    day = line.effective_on
    match line.event:
        case "ADMITTED":
            return MemberStanding(Status.ACTIVE, line.member_class, day)
        case "CLASS_CHANGED":
            return replace(standing, member_class=line.member_class)
        case "SUSPENDED":
            if standing.suspended_on is not None:
                return standing
            opened = (*standing.suspensions, Period(day))
            return _named(replace(standing, suspended_on=day, suspensions=opened))
        case "REINSTATED" if standing.status == Status.EXCLUDED:
            return _named(replace(standing, left_on=None))
        case "REINSTATED":
            return _named(replace(_closed(standing, day), leaves_on=None))
        case "WITHDRAWAL_NOTIFIED":
            return _named(replace(standing, leaves_on=line.leaves_on))
        case "WITHDRAWN":
            return _out(standing, Status.WITHDRAWN, day)
        case "EXCLUDED":
            return _out(standing, Status.EXCLUDED, day)
    return standing


def _closed(standing: MemberStanding, day: date) -> MemberStanding:
    """End the suspension that goes on."""
    if standing.suspended_on is None:
        return standing
    ended = Period(standing.suspensions[-1].start, day)
    return replace(standing, suspended_on=None, suspensions=(*standing.suspensions[:-1], ended))


def _named(standing: MemberStanding) -> MemberStanding:
    status = Status.LEAVING if standing.leaves_on else Status.ACTIVE
    return replace(standing, status=Status.SUSPENDED if standing.suspended_on else status)


def _out(standing: MemberStanding, status: Status, day: date) -> MemberStanding:
    return replace(_closed(standing, day), status=status, left_on=day)
