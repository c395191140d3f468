"""Who acts for an organisation: its delegates, their acts and terms, invitations, and what was done on its behalf."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filiera.common.refusals import refusals_in
from filiera.common.told import say_told
from filiera.common.views import Crumb, acts_only, permitted, signed_in
from filiera.registry.enums import DelegateRole
from filiera.registry.forms_delegates import DelegateForm, EndForm, InvitationForm, PhoneForm
from filiera.registry.models import Delegate, Invitation, Organisation
from filiera.registry.operations.confirmations import ask_confirmation, confirm_profile
from filiera.registry.operations.delegate_reminders import remind_delegate
from filiera.registry.operations.delegates import end_delegation, register_delegate, write_phone
from filiera.registry.operations.invitations import (
    accept_invitation,
    invite_delegate,
    refuse_invitation,
    withdraw_invitation,
)
from filiera.registry.queries.delegates import delegates_of, done_on_behalf, invitations_for, open_invitations_of
from filiera.registry.queries.standing import standing_organisation

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from filiera.accounts.models import User
    from filiera.registry.queries.delegates import Delegates


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)


def _delegate_form(found: Delegates) -> DelegateForm:
    """Offer the representative first where nobody speaks: who is missing is who votes."""
    role = DelegateRole.CONTACT if found.speaks else DelegateRole.REPRESENTATIVE
    return DelegateForm(initial={"role": role})


def _page(request: HttpRequest, row: Organisation, status: int = 200, **forms: Form) -> HttpResponse:
    """Show who acts for an organisation; `forms` are those that could not be taken."""
    user, today = request.user, timezone.localdate()
    may_invite = user.has_perm("registry.invite_delegate", row)
    may_register = user.has_perm("registry.register_delegate", row)
    may_end, found = user.has_perm("registry.end_delegation", row), delegates_of(row, today=today)
    context: dict[str, Any] = {
        "organisation": row,
        "delegates": found,
        "invitations": open_invitations_of(row, now=timezone.now()),
        "done": done_on_behalf(row),
        "may_withdraw": may_invite or may_register,
        "phone_form": forms.get("phone_form") or PhoneForm(delegates=found) if found.can_end else None,
        "end_form": _end_form(forms, row, found) if may_end and found.can_end else None,
        "invitation_form": forms.get("invitation_form", InvitationForm()) if may_invite else None,
        "delegate_form": forms.get("delegate_form", _delegate_form(found)) if may_register else None,
        "crumbs": [
            Crumb(_("Home"), reverse("home")),
            Crumb(row.name, reverse("organisation", args=[row.code])),
            Crumb(_("Who acts for it")),
        ],
    }
    return render(request, "registry/delegates_page.html", context, status=status)


def _end_form(forms: dict[str, Form], row: Organisation, found: Delegates) -> Form:
    return forms.get("end_form") or EndForm(organisation=row, delegates=found)


@permitted("registry.view_delegates", load=standing_organisation)
def delegates(request: HttpRequest, row: Organisation) -> HttpResponse:
    """Show who acts for an organisation, to its delegates and the office."""
    return _page(request, row)


@permitted("registry.register_delegate", load=standing_organisation)
@acts_only("delegates", of=lambda row: row.code)
def register(request: HttpRequest, row: Organisation) -> HttpResponse:
    """Register a delegate by an act; what cannot be is given back with what was written."""
    form = DelegateForm(request.POST)
    if not form.is_valid():
        return _page(request, row, 422, delegate_form=form)
    values = form.cleaned_data
    with refusals_in(form):
        register_delegate(
            user=values["email"],
            organisation=row,
            role=values["role"],
            act=form.as_act(),
            today=timezone.localdate(),
            actor=request.user,
        )
        messages.success(
            request, _("%(name)s acts for %(organisation)s.") % {"name": values["email"], "organisation": row}
        )
        return redirect("delegates", code=row.code)
    return _page(request, row, 422, delegate_form=form)


@permitted("registry.invite_delegate", load=standing_organisation)
@acts_only("delegates", of=lambda row: row.code)
def invite(request: HttpRequest, row: Organisation) -> HttpResponse:
    """Invite a colleague by mail."""
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _page(request, row, 422, invitation_form=form)
    with refusals_in(form):
        invite_delegate(organisation=row, actor=_person(request), now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The invitation goes to %(email)s by mail.") % form.cleaned_data)
        return redirect("delegates", code=row.code)
    return _page(request, row, 422, invitation_form=form)


@permitted("registry.remind_delegate", load=standing_organisation)
@acts_only("delegates", of=lambda row: row.code)
def remind(request: HttpRequest, row: Organisation) -> HttpResponse:
    """Remind a delegate that the term ends; the letter stood beside the button."""
    pk = request.POST.get("act", "")
    delegate = get_object_or_404(Delegate, organisation=row, pk=int(pk) if pk.isdecimal() else 0)
    now = timezone.now()
    with refusals_in(request):
        remind_delegate(delegate=delegate, now=now, actor=request.user)
        say_told(request, delegate, since=now)
    return (
        redirect("office") if request.user.has_perm("registry.work_in_office") else redirect("delegates", code=row.code)
    )


@permitted("registry.write_delegate_phone", load=standing_organisation)
@acts_only("delegates", of=lambda row: row.code)
def phone(request: HttpRequest, row: Organisation) -> HttpResponse:
    """Write down the telephone of a delegate, or take it away."""
    form = PhoneForm(request.POST, delegates=delegates_of(row, today=timezone.localdate()))
    if form.is_valid():
        said = form.cleaned_data
        with refusals_in(form):
            today, delegate = timezone.localdate(), said["delegation"]
            write_phone(delegate=delegate, phone=said["phone"], today=today, actor=request.user)
            words = (
                _("Written down: the telephone of %(name)s.") if said["phone"] else _("Taken away: that of %(name)s.")
            )
            messages.success(request, words % {"name": delegate.user})
            return redirect("delegates", code=row.code)
    return _page(request, row, 422, phone_form=form)


@permitted("registry.end_delegation", load=standing_organisation)
@acts_only("delegates", of=lambda row: row.code)
def end(request: HttpRequest, row: Organisation) -> HttpResponse:
    """End a delegation, for a reason that is written down."""
    form = EndForm(request.POST, organisation=row, delegates=delegates_of(row, today=timezone.localdate()))
    if not form.is_valid():
        return _page(request, row, 422, end_form=form)
    delegate = form.cleaned_data["delegation"]
    end_delegation(delegate=delegate, why=form.cleaned_data["why"], today=timezone.localdate(), actor=request.user)
    messages.success(
        request, _("%(name)s no longer acts for %(organisation)s.") % {"name": delegate.user, "organisation": row}
    )
    return redirect("delegates", code=row.code) if _still_acts(request, row) else redirect("home")


def _still_acts(request: HttpRequest, row: Organisation) -> bool:
    """Tell whether a person may still see who acts: what this request knew of them may be of before a delegation ended."""
    person = _person(request)
    if person.has_perm("registry.work_in_office"):
        return True
    return Delegate.objects.in_force(timezone.localdate()).filter(user=person, organisation=row).exists()


@permitted("registry.view_delegates", load=standing_organisation)
def withdraw(request: HttpRequest, row: Organisation) -> HttpResponse:
    """Take an invitation back: the representative does, or the office."""
    may = any(request.user.has_perm(f"registry.{name}", row) for name in ("invite_delegate", "register_delegate"))
    if request.method != "POST" or not may:
        raise Http404
    pk = request.POST.get("invitation", "")
    invitation = get_object_or_404(Invitation, organisation=row, pk=int(pk) if pk.isdecimal() else 0)
    withdraw_invitation(invitation=invitation, actor=request.user, now=timezone.now())
    messages.success(request, _("The invitation is taken back."))
    return redirect("delegates", code=row.code)


@signed_in
def invitations(request: HttpRequest) -> HttpResponse:
    """Show the invitations for the person's address; POST accepts or refuses one."""
    now = timezone.now()
    if request.method == "POST":
        pk = request.POST.get("invitation", "")
        row = get_object_or_404(Invitation, pk=int(pk) if pk.isdecimal() else 0, email=_person(request).email.lower())
        return _settle(request, row)
    context = {
        "invitations": invitations_for(_person(request).email, now=now),
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("Invitations"))],
    }
    return render(request, "registry/invitations_page.html", context)


invitations.acts_for_nobody = True  # type: ignore[attr-defined]  # who is invited answers for themselves


def _settle(request: HttpRequest, row: Invitation) -> HttpResponse:
    """Accept or refuse an invitation."""
    if request.POST.get("choice") != "ACCEPT":
        refuse_invitation(invitation=row, now=timezone.now(), actor=request.user)
        messages.success(request, _("You have refused the invitation."))
        return redirect("invitations")
    with refusals_in(request):
        delegate = accept_invitation(invitation=row, user=_person(request), now=timezone.now())
        messages.success(request, _("You act for %(name)s from now on.") % {"name": delegate.organisation})
        return redirect("organisation", code=delegate.organisation.code)
    return redirect("invitations")


@require_POST
@permitted("registry.change_organisation", load=standing_organisation)
def confirm(request: HttpRequest, row: Organisation) -> HttpResponse:
    """Record that the page is right, as the organisation's own people say."""
    if not request.user.has_perm("registry.confirm_profile", row):
        raise Http404
    confirm_profile(organisation=row, today=timezone.localdate(), actor=request.user)
    messages.success(request, _("Thank you: the page says from today that it is confirmed."))
    return redirect("organisation", code=row.code)


@require_POST
@permitted("registry.ask_confirmation", load=standing_organisation)
def ask(request: HttpRequest, row: Organisation) -> HttpResponse:
    """Mail the organisation the question whether its page is right."""
    now = timezone.now()
    with refusals_in(request):
        link = ask_confirmation(organisation=row, now=now, actor=request.user)
        say_told(request, link, since=now)
    return redirect("delegates", code=row.code)
