"""What members owe on a day, and who is late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet

from filiera.governance.logic.arrears import NOTHING, FeeLine, FeeStanding, standing_of
from filiera.governance.models import Fee, FeePayment, FeeRate, Member
from filiera.governance.queries.members import member_rows
from filiera.governance.queries.statutes import Charters, charter_on
from filiera.registry.enums import Size

SIZES = ["", *Size.values]
"""The sizes for which a rate is set, in their order; none is all."""


@dataclass(frozen=True, slots=True)
class MissingFee:
    """A member that owes a fee of a year which has not been made, with the rate of its class; None where none is set."""

    member: Member
    member_class: str
    class_name: str
    due_on: date
    rate: FeeRate | None


@dataclass(frozen=True, slots=True)
class LateFee:
    """A fee that is late: what is open of it, for how many days, and the reminders that went."""

    fee: Fee
    open_eur: Decimal
    days: int
    sent: tuple[int, ...]


def _counts(payment: FeePayment, today: date) -> bool:
    """Tell whether money had come in by a day: a payment that was annulled never did."""
    return payment.paid_on <= today and payment.annulled_at is None


def _line(fee: Fee, today: date) -> FeeLine:
    paid = sum((one.amount_eur for one in fee.payments.all() if _counts(one, today)), NOTHING)
    waived = fee.waived_on is not None and fee.waived_on <= today
    return FeeLine(fee.year, fee.amount_eur, fee.due_on, paid, waived)


def standings(members: Iterable[Member | int], today: date) -> dict[int, FeeStanding]:
    """Give what each member owes on a day, by its id: two queries, however many."""
    charter = charter_on(today)
    pks = [one if isinstance(one, int) else one.pk for one in members]
    lines: dict[int, list[FeeLine]] = defaultdict(list)
    for fee in Fee.objects.filter(member__in=pks).prefetch_related("payments"):
        lines[fee.member_id].append(_line(fee, today))
    lose = charter.arrears_no_vote is not None
    return {pk: standing_of(lines[pk], today, charter.fees, arrears_lose_vote=lose) for pk in pks}


def fee_standing(member: Member, today: date) -> FeeStanding:
    """Give what a member owes on a day, and what it means by the statute."""
    return standings([member], today)[member.pk]


def open_eur(fee: Fee, today: date) -> Decimal:
    """Give what is still owed of a fee on a day."""
    return _line(fee, today).open_eur


def fees_of(member: Member) -> QuerySet[Fee]:
    """Give the fees of a member with what came in for them, the newest first."""
    rows = Fee.objects.filter(member=member).select_related("resolution__body").prefetch_related("payments")
    return rows.order_by("-year")


def late_fees(today: date) -> list[LateFee]:
    """Give the fees that are late on a day, the oldest first."""
    rows = _due_before(today).select_related("member__organisation").prefetch_related("reminders")
    found = []
    for fee, still in _open(rows.order_by("due_on", "member__number"), today):
        sent = tuple(sorted(one.days for one in fee.reminders.all()))
        found.append(LateFee(fee, still, (today - fee.due_on).days, sent))
    return found


def missing_fees(year: int, today: date, language: str = "it") -> list[MissingFee]:
    """Give the members that have no fee of a year and should: five queries, however many.

    Class and standing are those of today, of a year that is over those of its last day.
    """
    charters = Charters()
    day = max(date(year, 1, 1), min(today, date(year, 12, 31)))
    had = Fee.objects.filter(year=year).values("member")
    members = Member.objects.select_related("organisation").filter(admitted_on__lte=day).exclude(pk__in=had)
    rows = member_rows(members.order_by("number"), day, language)
    rates = rates_of(year)
    return [
        MissingFee(
            row.member,
            row.standing.member_class,
            row.class_name,
            due_day(row.member, year, charters),
            rate_for(rates, row.standing.member_class, row.organisation.size),
        )
        for row in rows
        if row.standing.is_member and (row.standing.status != "SUSPENDED" or charters.on(day).fees.suspended_owes)
    ]


def due_day(member: Member, year: int, charters: Charters | None = None) -> date:
    """Give when the fee of a year is due: in the year of admission some days after it, by the statute."""
    day = max(member.admitted_on, date(year, 1, 1))
    rule = (charters.on(day) if charters is not None else charter_on(day)).fees
    usual = rule.due_on.in_year(year)
    if member.admitted_on.year != year:
        return usual
    return max(usual, member.admitted_on + timedelta(days=rule.first_due_days))


def late_count(today: date) -> int:
    """Count the fees that are late on a day: two queries."""
    return sum(1 for _late in _open(_due_before(today), today))


def _due_before(today: date) -> QuerySet[Fee]:
    rows = Fee.objects.filter(due_on__lt=today).filter(Q(waived_on=None) | Q(waived_on__gt=today))
    return rows.prefetch_related("payments")


def _open(fees: Iterable[Fee], today: date) -> Iterator[tuple[Fee, Decimal]]:
    """Give the fees of which something is owed, with how much: added up here, because SQLite adds cents as floats."""
    for fee in fees:
        still = open_eur(fee, today)
        if still > 0:
            yield fee, still


def rate_for(rates: Sequence[FeeRate], member_class: str, size: str) -> FeeRate | None:
    """Choose the rate of a class and size: the one of that very size, else the one for all."""
    of_class = [rate for rate in rates if rate.member_class == member_class]
    exact = next((rate for rate in of_class if size and rate.size == size), None)
    return exact or next((rate for rate in of_class if not rate.size), None)


def rates_of(year: int) -> list[FeeRate]:
    """Give the rates of a year, by class, from the smallest size to the largest, what is for all first."""
    return sorted(FeeRate.objects.filter(year=year).select_related("resolution__body"), key=_in_turn)


def rates_by_year(today: date) -> list[tuple[int, list[FeeRate]]]:
    """Give the rates of this year, which may be none, then those of every other year that has any, the newest first."""
    found: dict[int, list[FeeRate]] = {today.year: []}
    for rate in sorted(FeeRate.objects.select_related("resolution__body"), key=_in_turn):
        found.setdefault(rate.year, []).append(rate)
    return sorted(found.items(), key=lambda pair: (pair[0] != today.year, -pair[0]))


def _in_turn(rate: FeeRate) -> tuple[str, int]:
    return rate.member_class, SIZES.index(rate.size)


def total_of(year: int) -> tuple[Decimal, Decimal]:
    """Give what the fees of a year come to and what came in for them, as sums that say nothing of one member.

    A fee that was waived is in neither: what had come in for it would count against nothing owed.
    """
    fees = Fee.objects.filter(year=year, waived_on=None)
    owed = sum(fees.values_list("amount_eur", flat=True), NOTHING)
    paid = sum(FeePayment.objects.filter(fee__in=fees, annulled_at=None).values_list("amount_eur", flat=True), NOTHING)
    return owed, paid
