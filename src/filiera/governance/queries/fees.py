"""What members owe on a day, and who is late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import DecimalField, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from filiera.governance.logic.arrears import NOTHING, FeeLine, FeeStanding, standing_of
from filiera.governance.models import Fee, FeePayment, FeeRate, Member
from filiera.governance.queries.statutes import charter_on

if TYPE_CHECKING:
    from filiera.common.visibility import Audience


@dataclass(frozen=True, slots=True)
class LateFee:
    """A fee that is late: what is open of it, for how many days, and the reminders that went."""

    fee: Fee
    open_eur: Decimal
    days: int
    sent: tuple[int, ...]


def _line(fee: Fee, today: date) -> FeeLine:
    paid = sum((one.amount_eur for one in fee.payments.all() if one.paid_on <= today), NOTHING)
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
    rows = Fee.objects.filter(due_on__lt=today).filter(Q(waived_on=None) | Q(waived_on__gt=today))
    rows = rows.select_related("member__organisation").prefetch_related("payments", "reminders")
    found = []
    for fee in rows.order_by("due_on", "member__number"):
        still = _line(fee, today).open_eur
        if still > 0:
            sent = tuple(sorted(one.days for one in fee.reminders.all()))
            found.append(LateFee(fee, still, (today - fee.due_on).days, sent))
    return found


def rate_for(rates: Sequence[FeeRate], member_class: str, size: str) -> FeeRate | None:
    """Choose the rate of a class and size: the one of that very size, else the one for all."""
    of_class = [rate for rate in rates if rate.member_class == member_class]
    exact = next((rate for rate in of_class if size and rate.size == size), None)
    return exact or next((rate for rate in of_class if not rate.size), None)


def rates_of(year: int) -> list[FeeRate]:
    """Give the rates of a year, by class and size."""
    rows = FeeRate.objects.filter(year=year).select_related("resolution__body")
    return list(rows.order_by("member_class", "size"))


def total_of(year: int) -> tuple[Decimal, Decimal]:
    """Give what the fees of a year come to and what came in for them, as a sum that says nothing of one member."""
    owed = Fee.objects.filter(year=year, waived_on=None).aggregate(total=Sum("amount_eur"))["total"] or NOTHING
    paid = FeePayment.objects.filter(fee__year=year).aggregate(total=Sum("amount_eur"))["total"] or NOTHING
    return owed, paid


def visible_fees(audience: Audience) -> QuerySet[Fee]:
    """Give the fees that an audience may see: the office all, delegates their organisation's; the twin of the rule."""
    if audience.is_office:
        return Fee.objects.all()
    return Fee.objects.filter(member__organisation__in=sorted(audience.organisation_ids))


def late_count(today: date) -> int:
    """Count the fees that are late on a day: one query."""
    zero = Value(NOTHING, output_field=DecimalField(max_digits=12, decimal_places=2))
    paid = Coalesce(Sum("payments__amount_eur", filter=Q(payments__paid_on__lte=today)), zero)
    rows = Fee.objects.filter(due_on__lt=today).filter(Q(waived_on=None) | Q(waived_on__gt=today))
    return rows.annotate(paid=paid).filter(paid__lt=F("amount_eur")).count()
