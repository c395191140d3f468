"""Fees: rates are set, fees of a year are made, money comes in with a receipt, a fee is waived."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
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
from filiera.governance.models import Fee, FeePayment, FeeRate
from filiera.governance.operations.acts_needed import check_resolution
from filiera.governance.operations.books import held_book
from filiera.governance.operations.fee_letters import Told, tell_fees, tell_payment
from filiera.governance.queries.fees import due_day, missing_fees, open_eur, rate_for, rates_of
from filiera.governance.queries.members import standing_of_member
from filiera.governance.queries.statutes import charter_on

if TYPE_CHECKING:
    from filiera.governance.models import Member, Resolution


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
    """What came of making the fees of a year: those made, the members for whom no rate was set, who was told."""

    made: list[Fee] = field(default_factory=list)
    without_rate: list[Member] = field(default_factory=list)
    told: Told | None = None


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
        raise FeeRefused(_("A fee is not negative."), "amount_eur")
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


@transaction.atomic
def issue_fees(*, year: int, today: date, tells_at: datetime | None = None, actor: Any = None) -> Issued:
    """Make the fees of a year for whoever is a member; run again, it makes those that are missing, and no other.

    With `tells_at` each member is told of its own.
    """
    issued = Issued()
    for one in missing_fees(year, today):
        fee = _issue(one.member, year, one.rate, one.due_on, actor) if one.rate is not None else None
        if fee is None:
            issued.without_rate.append(one.member)
        else:
            fee.member = one.member
            issued.made.append(fee)
    if tells_at is not None:
        issued.told = tell_fees(fees=issued.made, now=tells_at)
    return issued


@transaction.atomic
def record_payment(*, fee: Fee, payment: Payment, now: datetime, tells: bool = False, actor: Any = None) -> FeePayment:
    """Record money that came in for a fee, with the next receipt of the year. Raises FeeRefused for more than is owed.

    With `tells` the member gets the receipt by letter.
    """
    held_book(BookKind.MEMBERS)
    row = Fee.objects.select_for_update(of=("self",)).select_related("member__organisation").get(pk=fee.pk)
    today = timezone.localtime(now).date()
    if payment.paid_on > today:
        raise FeeRefused(_("This day has not come yet."), "paid_on")
    if payment.amount_eur <= 0:
        raise FeeRefused(_("Write an amount above zero."), "amount_eur")
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
    if tells:
        tell_payment(payment=made, now=now)
    return made


@transaction.atomic
def annul_payment(
    *, payment: FeePayment, why: str, now: datetime, tells: bool = False, actor: Any = None
) -> FeePayment:
    """Annul a payment that was written down by mistake: it counts for nothing, its receipt says so and keeps its number.

    One that was annulled stays as it is. Raises FeeRefused without a reason.
    """
    held_book(BookKind.MEMBERS)
    rows = FeePayment.objects.select_related("fee__member__organisation").select_for_update(of=("self",))
    row = rows.get(pk=payment.pk)
    if row.annulled_at is not None:
        return row
    words = " ".join(why.split())[:300]
    if not words:
        raise FeeRefused(_("Write why the payment is annulled: the receipt says it."), "why")
    row.annulled_at, row.annulled_why = now, words
    row.save(update_fields=["annulled_at", "annulled_why"])
    values = {"receipt": str(row), "amount": row.amount_eur, "year": row.fee.year}
    about = row.fee.member.organisation.code
    audit.record(actor=actor, verb="annul-payment", thing=row, values=values, why=words, about=about)
    if tells:
        tell_payment(payment=row, now=now)
    return row


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
