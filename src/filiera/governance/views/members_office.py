"""The office keeps the register: one member with its lines, and what may happen to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.forms import form_of_row, shown_again
from filiera.common.in_words import long_date
from filiera.common.language import current_language
from filiera.common.refusals import refusals_in
from filiera.common.told import say_told
from filiera.common.views import Crumb, acts_only, permitted
from filiera.governance.enums import RegisterEvent
from filiera.governance.forms_members import (
    AdmissionForm,
    AnnulForm,
    CorrectionForm,
    EventForm,
    PaymentForm,
    WaiverForm,
)
from filiera.governance.logic.calendar import challenge_until
from filiera.governance.logic.membership import Status
from filiera.governance.models import Member, RegisterEntry
from filiera.governance.operations.register import (
    Event,
    admit_member,
    change_class,
    correct_line,
    exclude_member,
    notify_withdrawal,
    reinstate_member,
    suspend_member,
)
from filiera.governance.queries.certificates import certificates_of
from filiera.governance.queries.fees import fee_standing, fees_of, open_eur
from filiera.governance.queries.members import standing_of_member
from filiera.governance.queries.register import entries_of
from filiera.governance.queries.seniority import seniority_by
from filiera.governance.queries.statutes import charter_on
from filiera.governance.wording_members import status_words, tone_of
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from datetime import date

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from filiera.governance.models import Fee

ACTS = {
    RegisterEvent.REINSTATED: reinstate_member,
    RegisterEvent.CLASS_CHANGED: change_class,
}
TOLD = {RegisterEvent.SUSPENDED: suspend_member, RegisterEvent.EXCLUDED: exclude_member}
"""What a member is told by a letter."""


def _loaded(number: int) -> Member:
    return get_object_or_404(Member.objects.select_related("organisation"), number=number)


@permitted("governance.keep_register")
def member(request: HttpRequest, number: int) -> HttpResponse:
    """Show one member: its lines, fees, certificates."""
    return member_page(request, _loaded(number))


def member_page(request: HttpRequest, row: Member, refused: Form | None = None) -> HttpResponse:
    """Show a member, with the form that was refused in its place."""
    again = shown_again(refused)
    today = timezone.localdate()
    charter, standing = charter_on(today), standing_of_member(row, today)
    is_excluded = standing.status == Status.EXCLUDED
    excluded = next((one for one in entries_of(row) if is_excluded and one.event == RegisterEvent.EXCLUDED), None)
    context: dict[str, Any] = {
        "member": row,
        "organisation": row.organisation,
        "standing": standing,
        "status_words": status_words(standing),
        "tone": tone_of(standing),
        "class_name": charter.class_name(standing.member_class, current_language()),
        "entries": entries_of(row),
        "seniority": seniority_by(standing, today) if standing.admitted_on else None,
        "fees": [_fee_line(fee, today, again) for fee in fees_of(row)],
        "owed": fee_standing(row, today),
        "certificates": certificates_of(row.pk),
        "challenge_until": challenge_until(excluded.effective_on, charter.exclusion.challenge_months)
        if excluded
        else None,
        "event_form": again(form_of_row(EventForm, row.pk, charter=charter, initial={"on": today})),
        "correction_form": again(form_of_row(CorrectionForm, row.pk, entries=entries_of(row))),
        "crumbs": [
            Crumb(_("Today"), reverse("office")),
            Crumb(_("Members"), reverse("members")),
            Crumb(row.organisation.name),
        ],
    }
    return render(request, "governance/member_office_page.html", context, status=again.status)


def _fee_line(fee: Fee, today: date, again: shown_again) -> dict[str, Any]:
    payments = [
        (paid, None if paid.annulled_at else again(form_of_row(AnnulForm, paid.pk))) for paid in fee.payments.all()
    ]
    return {
        "fee": fee,
        "open": open_eur(fee, today),
        "payments": payments,
        "payment_form": again(form_of_row(PaymentForm, fee.pk, initial={"paid_on": today})),
        "waiver_form": again(form_of_row(WaiverForm, fee.pk)),
    }


@permitted("governance.keep_register")
@acts_only("member-desk", of=lambda row: row.number, load=_loaded)
def event(request: HttpRequest, number: int) -> HttpResponse:
    """Write down what happens to a member."""
    row = _loaded(number)
    form = form_of_row(EventForm, row.pk, request.POST, charter=charter_on(timezone.localdate()))
    if not form.is_valid():
        return member_page(request, row, form)
    values = form.cleaned_data
    since = timezone.now()
    with refusals_in(form):
        messages.success(request, _written(row, values, request))
        if values["what"] in (*TOLD, RegisterEvent.WITHDRAWAL_NOTIFIED):
            say_told(request, row, since=since)
        return redirect("member-desk", number=row.number)
    return member_page(request, row, form)


def _written(row: Member, values: dict[str, Any], request: HttpRequest) -> str:
    """Write an event down, and tell the member of what changes its rights; give what to say to the office."""
    now, day, note = timezone.now(), values["on"], values["note"]
    what = RegisterEvent(values["what"])
    if what == RegisterEvent.WITHDRAWAL_NOTIFIED:
        leaves_on = notify_withdrawal(member=row, notified_on=day, note=note, now=now, actor=request.user, tells=True)
        return _("Written down. Its last day as a member is %(day)s.") % {"day": long_date(leaves_on)}
    told = Event(what, day, values["member_class"], values["resolution"], note)
    if what in TOLD:
        TOLD[what](member=row, event=told, now=now, actor=request.user, tells=True)
    else:
        ACTS[what](member=row, event=told, now=now, actor=request.user)
    if what == RegisterEvent.EXCLUDED:
        until = challenge_until(day, charter_on(day).exclusion.challenge_months)
        return _("It is excluded, and may go to court against it until %(day)s.") % {"day": long_date(until)}
    return _("The line is written.")


@permitted("governance.keep_register")
@acts_only("member-desk", of=lambda row: row.number, load=_loaded)
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Correct a line by another."""
    row = _loaded(number)
    form = form_of_row(CorrectionForm, row.pk, request.POST, entries=RegisterEntry.objects.filter(member=row))
    if not form.is_valid():
        return member_page(request, row, form)
    values = form.cleaned_data
    told = Event(RegisterEvent.CORRECTED, values["on"], note=values["note"])
    with refusals_in(form):
        correct_line(entry=values["entry"], event=told, now=timezone.now(), actor=request.user)
        messages.success(request, _("The line is written; the wrong one stays to be read."))
        return redirect("member-desk", number=row.number)
    return member_page(request, row, form)


@permitted("governance.keep_register")
def admit(request: HttpRequest) -> HttpResponse:
    """Admit a founder, or whoever an act from before the register made a member."""
    form = AdmissionForm(request.POST or None, charter=charter_on(timezone.localdate()))
    if request.method == "POST" and form.is_valid():
        made = _admitted(form, request)
        if made is not None:
            messages.success(
                request, _("%(name)s is member no. %(number)s.") % {"name": made.organisation, "number": made.number}
            )
            return redirect("member-desk", number=made.number)
    crumbs = [
        Crumb(_("Today"), reverse("office")),
        Crumb(_("Members"), reverse("members")),
        Crumb(_("Admit by an act")),
    ]
    context = {"form": form, "crumbs": crumbs}
    return render(request, "governance/member_admit_page.html", context, status=422 if form.is_bound else 200)


def _admitted(form: AdmissionForm, request: HttpRequest) -> Member | None:
    values = form.cleaned_data
    found = Organisation.objects.filter(code=values["organisation"].strip(), merged_into=None).first()
    if found is None:
        form.add_error("organisation", _("No organisation of the register has this id."))
        return None
    told = Event(RegisterEvent.ADMITTED, values["on"], values["member_class"], note=values["note"])
    with refusals_in(form):
        return admit_member(
            organisation=found, event=told, now=timezone.now(), is_example=found.is_example, actor=request.user
        )
    return None
