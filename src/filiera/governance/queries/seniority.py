"""How long a member has been one, counted by the statute, and when it reaches what calls ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from filiera.governance.logic.calendar import counted_days, seniority_reached_on
from filiera.governance.logic.membership import MemberStanding
from filiera.governance.models import Member
from filiera.governance.queries.members import standing_of_member
from filiera.governance.queries.statutes import charter_on


@dataclass(frozen=True, slots=True)
class Seniority:
    """A member's seniority on a day: the days that count, those of suspensions, when `months` are or were reached."""

    days: int
    suspended_days: int
    months: int
    reached_on: date | None
    has_reached: bool
    article: str
    suspended_counts: bool


def seniority_by(standing: MemberStanding, day: date) -> Seniority:
    """Count by the statute of a day. Raises ValueError for whoever was never admitted."""
    if standing.admitted_on is None:
        raise ValueError("not admitted")
    rule = charter_on(day).seniority
    joined, suspensions = standing.admitted_on, standing.suspensions
    days = counted_days(joined, day, suspensions, suspended_counts=rule.suspended_counts)
    whole = counted_days(joined, day)
    only = whole - counted_days(joined, day, suspensions)
    reached = seniority_reached_on(joined, rule.full_months, suspensions, suspended_counts=rule.suspended_counts)
    if reached is not None and standing.left_on is not None and reached >= standing.left_on:
        reached = None
    has_reached = reached is not None and reached <= day
    return Seniority(days, only, rule.full_months, reached, has_reached, rule.article, rule.suspended_counts)


def seniority_of(member: Member, day: date) -> Seniority:
    """Count how long a member has been one on a day."""
    return seniority_by(standing_of_member(member, day), day)
