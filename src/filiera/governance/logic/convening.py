"""Whether a meeting can be convened: days of notice, the two calls, the record date, what is on the agenda."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from filiera.governance.logic.calendar import last_day_of_notice

if TYPE_CHECKING:
    from filiera.governance.logic.charter import Charter, NoticeRule


class NoticeFault(StrEnum):
    """Why a meeting cannot be convened as it is planned."""

    NO_ITEMS = "no_items"
    NO_PLACE = "no_place"
    FIRST_PAST = "first_past"
    NOTICE_TOO_SHORT = "notice_too_short"
    SECOND_NOT_LATER = "second_not_later"
    SECOND_SAME_DAY = "second_same_day"
    RECORD_LATER = "record_later"
    ELECTION_WITHOUT_SEATS = "election_without_seats"
    NOTHING_TO_VOTE = "nothing_to_vote"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """What the rules ask of an item: its kind, whether it is voted, its text, the seats of an election."""

    position: int
    kind: str
    is_voted: bool
    has_proposal: bool
    seats: int | None = None


@dataclass(frozen=True, slots=True)
class NoticePlan:
    """A meeting as it would be convened now. Moments are in the time of the place, without a zone."""

    body: str
    now: datetime
    first: datetime
    second: datetime | None
    record_on: date
    has_place: bool
    convened: int
    items: Sequence[PlannedItem]


@dataclass(frozen=True, slots=True)
class FoundFault:
    """A fault, with the positions of the items that have it."""

    fault: NoticeFault
    positions: tuple[int, ...] = ()


def notice_rule(charter: Charter, body: str) -> NoticeRule | None:
    """Give the rule of notice of a kind of body (assembly, board, auditors); None where the statute is silent."""
    return charter.notice.get(body.lower())


def last_notice_day(charter: Charter, body: str, meeting_on: date) -> date:
    """Give the last day on which the notice may leave; the eve where the statute asks for no days."""
    rule = notice_rule(charter, body)
    return last_day_of_notice(meeting_on, days=rule.days if rule else 0, free_days=rule.free_days if rule else False)


def notice_faults(plan: NoticePlan, charter: Charter) -> tuple[FoundFault, ...]:
    """Find everything that keeps a meeting from being convened, so that the office mends it at one time."""
    return (*_faults_of_times(plan, charter), *_faults_of_agenda(plan))


def _faults_of_times(plan: NoticePlan, charter: Charter) -> list[FoundFault]:
    faults = []
    if plan.first <= plan.now:
        faults.append(FoundFault(NoticeFault.FIRST_PAST))
    elif plan.now.date() > last_notice_day(charter, plan.body, plan.first.date()):
        faults.append(FoundFault(NoticeFault.NOTICE_TOO_SHORT))
    if plan.second is not None and plan.second <= plan.first:
        faults.append(FoundFault(NoticeFault.SECOND_NOT_LATER))
    elif plan.second is not None and charter.second_call.not_same_day and plan.second.date() == plan.first.date():
        faults.append(FoundFault(NoticeFault.SECOND_SAME_DAY))
    if plan.record_on > plan.now.date():
        faults.append(FoundFault(NoticeFault.RECORD_LATER))
    return faults


def _faults_of_agenda(plan: NoticePlan) -> list[FoundFault]:
    faults = []
    if not plan.items:
        faults.append(FoundFault(NoticeFault.NO_ITEMS))
    if not plan.has_place:
        faults.append(FoundFault(NoticeFault.NO_PLACE))
    if not plan.convened:
        faults.append(FoundFault(NoticeFault.NOBODY))
    bare = tuple(one.position for one in plan.items if one.kind == "ELECTION" and not one.seats)
    if bare:
        faults.append(FoundFault(NoticeFault.ELECTION_WITHOUT_SEATS, bare))
    silent = tuple(
        one.position for one in plan.items if one.is_voted and one.kind != "ELECTION" and not one.has_proposal
    )
    if silent:
        faults.append(FoundFault(NoticeFault.NOTHING_TO_VOTE, silent))
    return faults
