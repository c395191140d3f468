"""A member's own page: its number and class, what is due, receipts, certificates, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filiera.common.in_words import long_date
from filiera.common.language import current_language
from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, acts_only, permitted
from filiera.governance.exports_members import certificate_pdf, receipt_pdf
from filiera.governance.forms_members import WithdrawalForm
from filiera.governance.letters_members import how_to_pay
from filiera.governance.models import FeePayment, SeniorityCertificate
from filiera.governance.operations.certificates import issue_certificate
from filiera.governance.operations.register import notify_withdrawal
from filiera.governance.queries.certificates import certificates_of, length_words
from filiera.governance.queries.fees import fee_standing, fees_of, open_eur
from filiera.governance.queries.members import last_day_of, last_member, standing_of_member
from filiera.governance.queries.register import entries_of
from filiera.governance.queries.seniority import seniority_by
from filiera.governance.queries.statutes import charter_on
from filiera.governance.views.register import file_response
from filiera.governance.wording_members import status_words, tone_of
from filiera.registry.models import Organisation
from filiera.registry.queries.standing import standing_organisation

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from filiera.governance.models import Member

PDF = "application/pdf"


def _member(row: Organisation) -> Member:
    member = last_member(row)
    if member is None:
        raise Http404
    return member


@permitted("governance.view_membership", load=standing_organisation, sign_in=True)
def membership(request: HttpRequest, row: Organisation) -> HttpResponse:
    """Show an organisation what it is as a member."""
    return _page(request, row)


def _page(request: HttpRequest, row: Organisation, status: int = 200, **forms: Form) -> HttpResponse:
    today, member = timezone.localdate(), last_member(row)
    if member is None:
        return render(request, "governance/no_membership_page.html", {"organisation": row}, status=404)
    standing, charter = standing_of_member(member, today), charter_on(today)
    seniority = seniority_by(standing, today) if standing.admitted_on else None
    uncounted = 0 if seniority is None or seniority.suspended_counts else seniority.suspended_days
    own = list(fees_of(member))
    context: dict[str, Any] = {
        "organisation": row,
        "year": today.year,
        "has_fee": any(fee.year == today.year for fee in own),
        "pay": [
            {"year": fee.year, "words": words} for fee in own if open_eur(fee, today) > 0 for words in how_to_pay(fee)
        ],
        "member": member,
        "standing": standing,
        "status_words": status_words(standing),
        "tone": tone_of(standing),
        "class_name": charter.class_name(standing.member_class, current_language()),
        "fees": [{"fee": fee, "open": open_eur(fee, today), "is_late": fee.due_on < today} for fee in own],
        "owed": fee_standing(member, today),
        "arrears_article": charter.arrears_no_vote.article if charter.arrears_no_vote else "",
        "fees_article": charter.fees.article,
        "seniority": seniority,
        "length": length_words(standing.admitted_on, today, uncounted),
        "certificates": certificates_of(member.pk),
        "entries": entries_of(member),
        "may_leave": request.user.has_perm("governance.notify_withdrawal", row)
        and standing.is_member
        and standing.leaves_on is None,
        "would_leave_on": last_day_of(today),
        "withdrawal_article": charter.withdrawal.article,
        "withdrawal_form": forms.get("withdrawal_form", WithdrawalForm()),
        "crumbs": [
            Crumb(_("Home"), reverse("home")),
            Crumb(row.name, reverse("organisation", args=[row.code])),
            Crumb(_("Membership")),
        ],
    }
    return render(request, "governance/membership_page.html", context, status=status)


class _Asked:
    """A file of a member: the rule asks the organisation."""

    def __init__(self, organisation: Organisation, thing: Any) -> None:
        self.organisation, self.thing, self.pk = organisation, thing, organisation.pk


def _receipt(code: str, year: int, number: int) -> _Asked | None:
    rows = FeePayment.objects.select_related("fee__member__organisation")
    found = rows.filter(receipt_year=year, receipt_number=number, fee__member__organisation__code=code).first()
    return _Asked(found.fee.member.organisation, found) if found else None


@permitted("governance.view_membership", load=_receipt, sign_in=True)
def receipt(request: HttpRequest, asked: _Asked) -> HttpResponse:
    """Give a receipt as PDF."""
    payment: FeePayment = asked.thing
    name = _("receipt") + f"-{payment.receipt_year}-{payment.receipt_number}.pdf"
    return file_response(receipt_pdf(payment), name, PDF)


@permitted("governance.issue_certificate", load=standing_organisation, sign_in=True)
@acts_only()
def issue(request: HttpRequest, row: Organisation) -> HttpResponse:
    """Issue a certificate of seniority as of today."""
    with refusals_in(request):
        made = issue_certificate(member=_member(row), now=timezone.now(), actor=request.user)
        messages.success(request, _("Certificate %(code)s is issued.") % {"code": made.code})
    return redirect("membership", code=row.code)


def _certificate(code: str, certificate: str) -> _Asked | None:
    rows = SeniorityCertificate.objects.select_related("member__organisation")
    found = rows.filter(code=certificate, member__organisation__code=code).first()
    return _Asked(found.member.organisation, found) if found else None


@permitted("governance.view_membership", load=_certificate, sign_in=True)
def certificate(request: HttpRequest, asked: _Asked) -> HttpResponse:
    """Give a certificate as PDF; of one that was revoked there is none."""
    found: SeniorityCertificate = asked.thing
    if found.revoked_at is not None:
        raise Http404
    return file_response(certificate_pdf(found), _("certificate") + f"-{found.code}.pdf", PDF)


@permitted("governance.notify_withdrawal", load=standing_organisation, sign_in=True)
@acts_only()
def leave(request: HttpRequest, row: Organisation) -> HttpResponse:
    """Notify the withdrawal of a member, by whoever speaks for it."""
    member, form = _member(row), WithdrawalForm(request.POST)
    if not form.is_valid():
        return _page(request, row, 422, withdrawal_form=form)
    today = timezone.localdate()
    with refusals_in(request):
        leaves_on = notify_withdrawal(
            member=member,
            notified_on=today,
            note=form.cleaned_data["note"],
            now=timezone.now(),
            actor=request.user,
            tells=True,
        )
        messages.success(
            request, _("Written down. Your last day as a member is %(day)s.") % {"day": long_date(leaves_on)}
        )
        return redirect("membership", code=row.code)
    return redirect("membership", code=row.code)


@permitted("governance.keep_register")
@require_POST
def revoke(request: HttpRequest, code: str) -> HttpResponse:
    """Revoke a certificate."""
    from filiera.governance.operations.certificates import revoke_certificate

    row = get_object_or_404(SeniorityCertificate.objects.select_related("member__organisation"), code=code)
    with refusals_in(request):
        revoke_certificate(certificate=row, why=request.POST.get("why", ""), now=timezone.now(), actor=request.user)
        messages.success(request, _("The certificate is revoked: its check says so from now on."))
    return redirect("member-desk", number=row.member.number)
