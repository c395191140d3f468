"""Fees: rates are set, fees of a year are made, money comes in with a receipt, a fee is waived."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.in_words import cents
from filiera.common.refusals import Refused
from filiera.governance.enums import BookKind, PaymentMethod
from filiera.governance.models import Fee, FeePayment, FeeRate, Member
from filiera.governance.operations.acts_needed import check_resolution
from filiera.governance.operations.books import held_book
from filiera.governance.queries.fees import open_eur, rate_for, rates_of
from filiera.governance.queries.members import member_rows, standing_of_member
from filiera.governance.queries.statutes import Charters, charter_on

if TYPE_CHECKING:
    from filiera.governance.models import Resolution


class FeeRefused(Refused):
    """What cannot be done with a fee; its text is for the reader."""


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that came in: when, how much in euros, how, with which reference."""

    paid_on: date
    amount_eur: Decimal
    method: str = PaymentMethod.TRANSFER
    reference: str = ""


@dataclass(slots=True)
class Issued:
    """What came of making the fees of a year: those made, and the members for whom no rate was set."""

    made: list[Fee] = field(default_factory=list)
    without_rate: list[Member] = field(default_factory=list)


@transaction.atomic
def set_rate(
    *,
    year: int,
    member_class: str,
    size: str,
    amount_eur: Decimal,
    resolution: Resolution | None = None,
    is_example: bool = False,
    actor: Any = None,
) -> FeeRate:
    """Set the yearly fee of a class, for a size or for all. Fees that have been made stay as they are.

    A resolution that is given is of the body that the statute names; the form asks for one. Raises FeeRefused.
    """
    if (
        member_class not in charter_on(date(year, 1, 1)).classes
        and member_class not in charter_on(date(year, 12, 31)).classes
    ):
        raise FeeRefused(_("The statute knows no such class of members."))
    if amount_eur < 0:
        raise FeeRefused(_("A fee is not negative."))
    if resolution is not None:
        check_resolution(resolution, body=charter_on(date(year, 12, 31)).fees.decided_by, refused=FeeRefused)
    values = {"amount_eur": amount_eur, "resolution": resolution, "is_example": is_example}
    rate, _new = FeeRate.objects.update_or_create(year=year, member_class=member_class, size=size, defaults=values)
    told = {
        "year": year,
        "class": member_class,
        "size": size,
        "amount": amount_eur,
        "resolution": str(resolution or ""),
    }
    audit.record(actor=actor, verb="set-fee-rate", thing=rate, values=told)
    return rate


def due_day(member: Member, year: int, charters: Charters | None = None) -> date:
    """Give when the fee of a year is due: in the year of admission some days after it, by the statute."""
    day = max(member.admitted_on, date(year, 1, 1))
    rule = (charters.on(day) if charters is not None else charter_on(day)).fees
    usual = rule.due_on.in_year(year)
    if member.admitted_on.year != year:
        return usual
    return max(usual, member.admitted_on + timedelta(days=rule.first_due_days))


def issue_fee(*, member: Member, year: int, on: date, actor: Any = None) -> Fee | None:
    """Make a member's fee of a year, once, by its class of a day; None where no rate is set for it."""
    standing = standing_of_member(member, max(on, member.admitted_on))
    rate = rate_for(rates_of(year), standing.member_class, member.organisation.size)
    return _issue(member, year, rate, due_day(member, year), actor)


@transaction.atomic
def _issue(member: Member, year: int, rate: FeeRate | None, due_on: date, actor: Any) -> Fee | None:
    """Make a fee at a rate; the one that stands is given as it is."""
    held_book(BookKind.MEMBERS)
    stands = Fee.objects.filter(member=member, year=year).first()
    if stands is not None or rate is None:
        return stands
    fee = Fee.objects.create(
        member=member, year=year, amount_eur=rate.amount_eur, due_on=due_on, resolution=rate.resolution
    )
    values = {"year": year, "amount": fee.amount_eur, "due_on": fee.due_on}
    audit.record(actor=actor, verb="issue-fee", thing=fee, values=values, about=member.organisation.code)
    return fee


def issue_fees(*, year: int, today: date, actor: Any = None) -> Issued:
    """Make the fees of a year for whoever is a member; run again, it makes those that are missing, and no other.

    Class and standing are those of today, of a year that is over those of its last day. Reading costs five queries.
    """
    issued, charters, rates = Issued(), Charters(), rates_of(year)
    day = max(date(year, 1, 1), min(today, date(year, 12, 31)))
    had = Fee.objects.filter(year=year).values("member")
    members = Member.objects.select_related("organisation").filter(admitted_on__lte=day).exclude(pk__in=had)
    for row in member_rows(members.order_by("number"), day, "it"):
        member, standing = row.member, row.standing
        owes = standing.status != "SUSPENDED" or charters.on(day).fees.suspended_owes
        if not standing.is_member or not owes:
            continue
        rate = rate_for(rates, standing.member_class, member.organisation.size)
        fee = _issue(member, year, rate, due_day(member, year, charters), actor) if rate is not None else None
        if fee is None:
            issued.without_rate.append(member)
        else:
            issued.made.append(fee)
    return issued


@transaction.atomic
def record_payment(*, fee: Fee, payment: Payment, now: datetime, actor: Any = None) -> FeePayment:
    """Record money that came in for a fee, with the next receipt of the year. Raises FeeRefused for more than is owed."""
    held_book(BookKind.MEMBERS)
    row = Fee.objects.select_for_update(of=("self",)).select_related("member__organisation").get(pk=fee.pk)
    today = timezone.localtime(now).date()
    if payment.paid_on > today:
        raise FeeRefused(_("This day has not come yet."), "paid_on")
    if payment.amount_eur <= 0:
        raise FeeRefused(_("Write how much came in."), "amount_eur")
    still = open_eur(row, today)
    if payment.amount_eur > still:
        words = _("Only %(amount)s is owed: what is over goes back.") % {"amount": cents(still)}
        raise FeeRefused(words, "amount_eur")
    last = FeePayment.objects.filter(receipt_year=today.year).aggregate(last=Max("receipt_number"))["last"] or 0
    made = FeePayment.objects.create(
        fee=row,
        paid_on=payment.paid_on,
        amount_eur=payment.amount_eur,
        method=payment.method,
        reference=payment.reference[:120],
        receipt_year=today.year,
        receipt_number=last + 1,
        recorded_by=actor if getattr(actor, "pk", None) else None,
        recorded_at=now,
    )
    values = {"receipt": str(made), "amount": made.amount_eur, "paid_on": made.paid_on, "year": row.year}
    audit.record(actor=actor, verb="record-payment", thing=made, values=values, about=row.member.organisation.code)
    return made


@transaction.atomic
def waive_fee(*, fee: Fee, why: str, today: date, resolution: Resolution | None = None, actor: Any = None) -> Fee:
    """Waive what is owed of a fee, for a reason and by a resolution of the body that the statute names. Raises FeeRefused.

    One that was waived stays as it is; the act that set the fee stays beside the one that waives it.
    """
    row = Fee.objects.select_for_update(of=("self",)).select_related("member__organisation").get(pk=fee.pk)
    if row.waived_on is not None:
        return row
    if not why.strip():
        raise FeeRefused(_("Write why the fee is waived."))
    if resolution is None:
        raise FeeRefused(_("A fee is waived by a resolution: choose it."))
    check_resolution(resolution, body=charter_on(today).fees.waived_by, refused=FeeRefused)
    row.waived_on, row.waived_why, row.waived_by = today, " ".join(why.split())[:300], resolution
    row.save(update_fields=["waived_on", "waived_why", "waived_by"])
    audit.record(
        actor=actor,
        verb="waive-fee",
        thing=row,
        why=why,
        values={"year": row.year, "resolution": str(resolution)},
        about=row.member.organisation.code,
    )
    return row
