"""What a member owes on a day, and what that means by the statute; nothing of it is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from filiera.governance.logic.charter import FeeRule

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class FeeLine:
    """A fee as far as it counts: the amounts in euros, what came in up to the day looked at."""

    year: int
    amount_eur: Decimal
    due_on: date
    paid_eur: Decimal = NOTHING
    is_waived: bool = False

    @property
    def open_eur(self) -> Decimal:
        """Give what is still owed."""
        return NOTHING if self.is_waived else max(NOTHING, self.amount_eur - self.paid_eur)


@dataclass(frozen=True, slots=True)
class FeeStanding:
    """What a member owes on a day, in euros. `arrears_from_on` and `suspension_from_on` are of the oldest open fee.

    `votes_until_on` is the last day on which it votes without paying, where the statute takes the vote away.
    `loses_vote` and `may_be_suspended` are what the statute makes of it; nobody is suspended by itself.
    """

    open_eur: Decimal = NOTHING
    overdue_eur: Decimal = NOTHING
    oldest_due_on: date | None = None
    days_late: int = 0
    arrears_from_on: date | None = None
    suspension_from_on: date | None = None
    votes_until_on: date | None = None
    in_arrears: bool = False
    loses_vote: bool = False
    may_be_suspended: bool = False


def standing_of(lines: Sequence[FeeLine], today: date, rule: FeeRule, *, arrears_lose_vote: bool) -> FeeStanding:
    """Work out what is owed. A fee is late from the day after it is due; in arrears once `arrears_after_days` have passed."""
    unpaid = [line for line in lines if line.open_eur > 0]
    late = [line for line in unpaid if line.due_on < today]
    if not late:
        return FeeStanding(open_eur=sum((line.open_eur for line in unpaid), NOTHING))
    oldest = min(line.due_on for line in late)
    arrears_from = oldest + timedelta(days=rule.arrears_after_days + 1)
    suspended_from = None
    if rule.suspend_after_days is not None:
        suspended_from = oldest + timedelta(days=rule.suspend_after_days + 1)
    in_arrears = today >= arrears_from
    return FeeStanding(
        open_eur=sum((line.open_eur for line in unpaid), NOTHING),
        overdue_eur=sum((line.open_eur for line in late), NOTHING),
        oldest_due_on=oldest,
        days_late=(today - oldest).days,
        arrears_from_on=arrears_from,
        suspension_from_on=suspended_from,
        votes_until_on=arrears_from - timedelta(days=1) if arrears_lose_vote else None,
        in_arrears=in_arrears,
        loses_vote=in_arrears and arrears_lose_vote,
        may_be_suspended=suspended_from is not None and today >= suspended_from,
    )


def reminder_reached(due_on: date, today: date, days: Sequence[int], sent: Sequence[int]) -> int | None:
    """Give the reminder that is to leave today, in days after the fee was due; None where none is.

    A fee first looked at when several have passed is reminded of once; one sent by hand at or after it stands for it.
    """
    late = (today - due_on).days
    reached = max((one for one in days if one <= late and late > 0), default=None)
    if reached is None or any(one >= reached for one in sent):
        return None
    return reached
