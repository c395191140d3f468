"""The office's desk of fees: rates, who is late, reminders whose text is read first, money that came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.forms import form_of_row
from filiera.common.language import current_language
from filiera.common.models import OutgoingMail
from filiera.common.refusals import refusals_in
from filiera.common.told import say_told
from filiera.common.views import Crumb, acts_only, permitted
from filiera.governance.forms_members import AnnulForm, PaymentForm, RateForm, WaiverForm
from filiera.governance.models import Fee, FeePayment
from filiera.governance.operations.fee_reminders import remind_all, remind_now, shown_letter
from filiera.governance.operations.fees import (
    Payment,
    annul_payment,
    issue_fees,
    record_payment,
    set_rate,
    waive_fee,
)
from filiera.governance.operations.suspensions import propose_suspensions
from filiera.governance.queries.fees import LateFee, late_fees, missing_fees, rates_by_year, standings, total_of
from filiera.governance.queries.statutes import charter_on
from filiera.governance.queries.suspensions import to_propose
from filiera.governance.views.members_office import member_page
from filiera.registry.enums import Size
from filiera.registry.queries.contacts import Contact, contacts_of

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from filiera.governance.logic.arrears import FeeStanding
    from filiera.governance.models import Member

NAMED = 10
"""How many members a message names before it says how many more there are."""


@permitted("governance.keep_fees")
def fees(request: HttpRequest) -> HttpResponse:
    """Show who is late, and the rates of the year."""
    return _page(request)


def _page(request: HttpRequest, status: int = 200, rate_form: RateForm | None = None) -> HttpResponse:
    today = timezone.localdate()
    charter, language = charter_on(today), current_language()
    late = late_fees(today)
    owed = standings({one.fee.member_id for one in late}, today)
    contacts = contacts_of([one.fee.member.organisation_id for one in late], today=today)
    rates = [
        (
            year,
            [
                {
                    "rate": one,
                    "class_name": charter.class_name(one.member_class, language),
                    "size": Size(one.size).label if one.size else _("all"),
                }
                for one in rows
            ],
        )
        for year, rows in rates_by_year(today)
    ]
    due, paid = total_of(today.year)
    context: dict[str, Any] = {
        "late": [_late_line(one, owed[one.fee.member_id], contacts, today) for one in late],
        "reminders": charter.fees.reminders_days,
        "suspend": _to_suspend(late, owed, today),
        "reached": [one for one in late if one.fee.member.organisation_id in contacts],
        "unreached": [one for one in late if one.fee.member.organisation_id not in contacts],
        "suspend_article": charter.fees.article,
        "rates": rates,
        "year": today.year,
        "missing": missing_fees(today.year, today, language),
        "due": due,
        "paid": paid,
        "rate_form": rate_form or RateForm(charter=charter, initial={"year": today.year}),
        "crumbs": [Crumb(_("Today"), reverse("office")), Crumb(_("Fees"))],
    }
    return render(request, "governance/fees_office_page.html", context, status=status)


def _to_suspend(late: list[LateFee], owed: dict[int, FeeStanding], today: date) -> list[dict[str, Any]]:
    """Give who is to be proposed to the board, each once, with how many days its oldest fee is late."""
    return [{"member": row, "days": owed[row.pk].days_late} for row in to_propose(late, owed, today=today)]


def _late_line(late: LateFee, standing: FeeStanding, contacts: dict[int, Contact], today: date) -> dict[str, Any]:
    """Give a late fee with whom its reminder goes to, and the text that would leave."""
    contact = contacts.get(late.fee.member.organisation_id)
    letter = shown_letter(late.fee, today, contact, standing) if contact else None
    return {"late": late, "standing": standing, "contact": contact, "letter": letter}


@permitted("governance.keep_fees")
@acts_only()
def rate(request: HttpRequest) -> HttpResponse:
    """Set the rate of a class."""
    form = RateForm(request.POST, charter=charter_on(timezone.localdate()))
    if not form.is_valid():
        return _page(request, 422, form)
    with refusals_in(form):
        set_rate(actor=request.user, **form.cleaned_data)
        messages.success(request, _("The rate is set."))
        return redirect("fees-desk")
    return _page(request, 422, form)


@permitted("governance.keep_fees")
@acts_only()
def issue(request: HttpRequest) -> HttpResponse:
    """Make the fees of this year that are missing."""
    today = timezone.localdate()
    done = issue_fees(year=today.year, today=today, tells_at=timezone.now(), actor=request.user)
    made = len(done.made)
    messages.success(request, ngettext("%(n)s fee is made.", "%(n)s fees are made.", made) % {"n": made})
    told = done.told
    if told is not None and told.letters:
        left = OutgoingMail.objects.filter(pk__in=[one.pk for one in told.letters]).exclude(sent_at=None).count()
        messages.success(request, ngettext("%(n)s letter has left.", "%(n)s letters have left.", left) % {"n": left})
        if left < len(told.letters):
            messages.warning(request, _("The others are tried again; Today shows those that do not leave."))
    if told is not None and told.unreached:
        messages.warning(request, _("Nobody of these has an address: %(names)s.") % {"names": _names(told.unreached)})
    if done.without_rate:
        messages.warning(request, _("No rate is set for: %(names)s.") % {"names": _names(done.without_rate)})
    return redirect("fees-desk")


def _names(rows: list[Member]) -> str:
    """Name the first members, and say how many more there are."""
    names = ", ".join(str(one.organisation) for one in rows[:NAMED])
    more = len(rows) - NAMED
    if more <= 0:
        return names
    words = {"names": names, "n": more}
    return ngettext("%(names)s and %(n)s other", "%(names)s and %(n)s others", more) % words


def _fee(pk: int) -> Fee:
    return get_object_or_404(Fee.objects.select_related("member__organisation"), pk=pk)


@permitted("governance.keep_fees")
@acts_only(load=_fee)
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind of a late fee; its text stood beside the button."""
    fee, now = _fee(pk), timezone.now()
    with refusals_in(request):
        remind_now(fee=fee, now=now, actor=request.user)
        say_told(request, fee, since=now)
    return redirect("fees-desk")


@permitted("governance.keep_fees")
@acts_only()
def remind_everybody(request: HttpRequest) -> HttpResponse:
    """Remind of every late fee; the letters stood beside the button."""
    sent = len(remind_all(now=timezone.now(), actor=request.user))
    words = ngettext("%(n)s reminder has gone.", "%(n)s reminders have gone.", sent) % {"n": sent}
    messages.success(request, words if sent else _("Everybody was reminded today already."))
    return redirect("fees-desk")


@permitted("governance.manage_meetings")
@acts_only()
def propose(request: HttpRequest) -> HttpResponse:
    """Put the suspensions that the statute allows on the next agenda of the body that decides."""
    with refusals_in(request):
        made = propose_suspensions(today=timezone.localdate(), actor=request.user)
        if made:
            n = len(made)
            messages.success(request, ngettext("%(n)s item is added.", "%(n)s items are added.", n) % {"n": n})
            return redirect("meeting-desk", pk=made[0].meeting_id)
    return redirect("fees-desk")


@permitted("governance.keep_fees")
@acts_only("member-desk", of=lambda fee: fee.member.number, load=_fee)
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    """Record money that came in."""
    fee, form = _fee(pk), form_of_row(PaymentForm, pk, request.POST)
    if not form.is_valid():
        return member_page(request, fee.member, form)
    with refusals_in(form):
        now = timezone.now()
        payment = Payment(**form.cleaned_data)
        made = record_payment(fee=fee, payment=payment, now=now, tells=True, actor=request.user)
        messages.success(request, _("Written down, with receipt %(number)s.") % {"number": made})
        say_told(request, made, since=now)
        return redirect("member-desk", number=fee.member.number)
    return member_page(request, fee.member, form)


def _payment(pk: int) -> FeePayment:
    return get_object_or_404(FeePayment.objects.select_related("fee__member__organisation"), pk=pk)


@permitted("governance.keep_fees")
@acts_only("member-desk", of=lambda payment: payment.fee.member.number, load=_payment)
def annul(request: HttpRequest, pk: int) -> HttpResponse:
    """Annul a payment that was written down by mistake."""
    payment, form = _payment(pk), form_of_row(AnnulForm, pk, request.POST)
    member = payment.fee.member
    if not form.is_valid():
        return member_page(request, member, form)
    now = timezone.now()
    with refusals_in(form):
        annul_payment(payment=payment, why=form.cleaned_data["why"], now=now, tells=True, actor=request.user)
        messages.success(request, _("Receipt %(number)s is annulled.") % {"number": payment})
        say_told(request, payment, since=now)
        return redirect("member-desk", number=member.number)
    return member_page(request, member, form)


@permitted("governance.keep_fees")
@acts_only("member-desk", of=lambda fee: fee.member.number, load=_fee)
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Waive a fee."""
    fee, form = _fee(pk), form_of_row(WaiverForm, pk, request.POST)
    if not form.is_valid():
        return member_page(request, fee.member, form)
    values = form.cleaned_data
    with refusals_in(form):
        waive_fee(
            fee=fee, why=values["why"], resolution=values["resolution"], today=timezone.localdate(), actor=request.user
        )
        messages.success(request, _("The fee is waived."))
        return redirect("member-desk", number=fee.member.number)
    return member_page(request, fee.member, form)
