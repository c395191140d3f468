"""The letters to applicants and members: plain text, in the language of whoever gets them, an address on a line of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from filiera.common.in_words import cents, long_date
from filiera.common.instance import current_instance
from filiera.common.letters import Letter
from filiera.governance.wording_meetings import resolution_words

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from filiera.governance.models import Fee, FeePayment, Member, MembershipApplication, Resolution


def page(name: str, *arguments: object) -> str:
    """Give the whole address of a page, in the active language."""
    return str(settings.SITE_URL).rstrip("/") + reverse(name, args=arguments)


def begun(address: str) -> Letter:
    """Give the link by which an application that was begun is taken up again."""
    return Letter(
        _("Your application is kept: go on when you like"),
        [
            _("What you have written is kept. Nobody reads it before you send it."),
            _("To go on, for thirty days:"),
            address,
            _("If it was not you who began an application, do nothing: without you nothing is sent."),
        ],
    )


def received(application: MembershipApplication, name: str, until: date | None) -> Letter:
    """Confirm that an application has arrived, and say until when it is decided."""
    lines = [
        _("The application of %(name)s has arrived. The office reads it first, then the board decides.")
        % {"name": name}
    ]
    if until is not None:
        lines.append(_("The statute gives until %(day)s for the decision.") % {"day": long_date(until)})
    return Letter(
        _("Application received: %(name)s") % {"name": name},
        [*lines, _("Where it stands:"), page("application", application.code)],
    )


def asked(application: MembershipApplication, name: str) -> Letter:
    """Ask the applicant for more."""
    return Letter(
        _("One thing more about the application of %(name)s") % {"name": name},
        [_("The office needs to know:"), application.asked, _("Answer here:"), page("application", application.code)],
    )


def _act(resolution: Resolution | None) -> str:
    """Name an act with its body."""
    return resolution_words(resolution) if resolution is not None else ""


def accepted(application: MembershipApplication, member: Member, class_name: str) -> Letter:
    """Say that the organisation is a member, with its number, class and act."""
    decided = application.ratification or application.resolution
    words = {
        "name": member.organisation,
        "number": member.number,
        "class_name": class_name,
        "day": long_date(member.admitted_on),
        "act": _act(decided),
    }
    return Letter(
        _("%(name)s is a member") % words,
        [
            _("By resolution %(act)s %(name)s is a member from %(day)s, number %(number)s, as %(class_name)s.") % words,
            _("Its fees, receipts and certificate stand here:"),
            page("membership", member.organisation.code),
        ],
    )


def to_ratify(application: MembershipApplication, name: str) -> Letter:
    """Say that the board has agreed and the assembly must ratify."""
    return Letter(
        _("The board has admitted %(name)s") % {"name": name},
        [
            _("By resolution %(act)s the board has admitted %(name)s. The statute asks the assembly to ratify it.")
            % {"act": _act(application.resolution), "name": name},
            _("You will be told when it has. Where it stands:"),
            page("application", application.code),
        ],
    )


def rejected(application: MembershipApplication, name: str) -> Letter:
    """Say that the application was not accepted, by which act and for which reasons."""
    words = {"name": name, "act": _act(application.ratification or application.resolution)}
    return Letter(
        _("The application of %(name)s was not accepted") % words,
        [
            _("By resolution %(act)s the application of %(name)s was not accepted, for these reasons:") % words,
            application.reasons,
            _("You may apply again when they no longer hold. The admission criteria are public:"),
            page("join"),
        ],
    )


def how_to_pay(fee: Fee) -> list[str]:
    """Say where a fee is paid and what the transfer says; without an account on file, that the office tells it."""
    details = current_instance().payment
    reference = str(details.reference).replace("{year}", str(fee.year)).replace("{number}", str(fee.member.number))
    if not details.iban:
        return [_("Ask the office for the account to pay into. The transfer says: %(words)s") % {"words": reference}]
    holder = details.holder or str(current_instance().identity.official_name)
    words = {"holder": holder, "iban": details.iban, "words": reference}
    return [_("By bank transfer to %(holder)s, IBAN %(iban)s. The transfer says: %(words)s") % words]


def fee_made(fee: Fee) -> Letter:
    """Tell a member of its fee: how much, by when, how it is paid."""
    words = {
        "name": fee.member.organisation,
        "year": fee.year,
        "amount": cents(fee.amount_eur),
        "day": long_date(fee.due_on),
    }
    return Letter(
        _("Fee %(year)s of %(name)s: %(amount)s by %(day)s") % words,
        [
            _("The fee of %(name)s for %(year)s is %(amount)s, due by %(day)s.") % words,
            *how_to_pay(fee),
            _("Fees and receipts stand here:"),
            page("membership", fee.member.organisation.code),
        ],
    )


def paid(payment: FeePayment, still_open: Decimal) -> Letter:
    """Tell a member that its money has come in, and where the receipt is."""
    fee = payment.fee
    words = {
        "name": fee.member.organisation,
        "year": fee.year,
        "amount": cents(payment.amount_eur),
        "day": long_date(payment.paid_on),
        "number": payment,
        "open": cents(still_open),
    }
    lines = [_("%(amount)s came in on %(day)s for the fee %(year)s of %(name)s: receipt no. %(number)s.") % words]
    if still_open:
        lines.append(_("Still due: %(open)s.") % words)
    address = page("fee-receipt", fee.member.organisation.code, payment.receipt_year, payment.receipt_number)
    return Letter(_("Receipt no. %(number)s: fee %(year)s of %(name)s") % words, [*lines, _("The receipt:"), address])


def receipt_annulled(payment: FeePayment, still_open: Decimal) -> Letter:
    """Tell a member that a receipt was annulled, and why."""
    fee = payment.fee
    words = {"name": fee.member.organisation, "year": fee.year, "number": payment, "open": cents(still_open)}
    lines = [
        _("Receipt no. %(number)s for the fee %(year)s of %(name)s is annulled, for this reason:") % words,
        payment.annulled_why,
    ]
    if still_open:
        lines.append(_("Still due: %(open)s.") % words)
    return Letter(
        _("Receipt no. %(number)s is annulled") % words, [*lines, page("membership", fee.member.organisation.code)]
    )


def fee_due(fee: Fee, open_eur: Decimal, today: date, vote_until: date | None) -> Letter:
    """Remind a member of a fee, and say what follows by the statute, where anything does."""
    words = {
        "name": fee.member.organisation,
        "year": fee.year,
        "amount": cents(open_eur),
        "day": long_date(fee.due_on),
        "days": (today - fee.due_on).days,
    }
    lines = [
        _("The fee of %(name)s for %(year)s, %(amount)s, was due on %(day)s, %(days)s days ago.") % words,
    ]
    if vote_until is not None:
        lines.append(
            _("By the statute a member whose fee is not paid by %(day)s does not vote.")
            % {"day": long_date(vote_until)}
        )
    lines += [
        *how_to_pay(fee),
        _("If you have paid in the meantime, there is nothing to do. What is due stands here:"),
        page("membership", fee.member.organisation.code),
    ]
    return Letter(_("Fee %(year)s of %(name)s: %(amount)s is still due") % words, lines)


def one_year(member: Member, reached_on: date, months: int) -> Letter:
    """Tell a member that it has reached the seniority that calls ask for."""
    words = {"name": member.organisation, "months": months, "day": long_date(reached_on)}
    return Letter(
        _("%(name)s has been a member for %(months)s months") % words,
        [
            _("On %(day)s %(name)s reached %(months)s months as a member, counted by the statute.") % words,
            _("Some calls give points for it. The certificate, with a code that anyone can check, is here:"),
            page("membership", member.organisation.code),
        ],
    )


def withdrawal(member: Member, notified_on: date, leaves_on: date) -> Letter:
    """Confirm a withdrawal, with the day on which it takes effect."""
    words = {
        "name": member.organisation,
        "notified": long_date(notified_on),
        "day": long_date(leaves_on),
    }
    return Letter(
        _("Withdrawal of %(name)s: member until %(day)s") % words,
        [
            _("The withdrawal of %(name)s arrived on %(notified)s. Its last day as a member is %(day)s.") % words,
            _("Until then nothing changes: rights and fees stay. Fees paid are not given back."),
            page("membership", member.organisation.code),
        ],
    )


def excluded(member: Member, act: Resolution | None, reasons: str, until: date) -> Letter:
    """Notify an exclusion: act, reasons, and until when it may be challenged."""
    words = {"name": member.organisation, "act": _act(act), "day": long_date(until)}
    return Letter(
        _("%(name)s has been excluded") % words,
        [
            _("By resolution %(act)s %(name)s has been excluded from the association, for these reasons:") % words,
            reasons,
            _("It may go to court against it until %(day)s (art. 24 of the Civil Code).") % words,
        ],
    )


def suspended(member: Member, act: Resolution | None, reasons: str) -> Letter:
    """Notify a suspension."""
    words = {"name": member.organisation, "act": act}
    return Letter(
        _("%(name)s is suspended") % words,
        [_("By resolution %(act)s %(name)s is suspended as a member.") % words, *([reasons] if reasons else [])],
    )
