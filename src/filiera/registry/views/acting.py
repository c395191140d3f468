"""As whom one acts: the switch of whoever stands for several, and the office that acts on behalf of a member that calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filiera.common.acting import acting_of
from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, permitted, signed_in
from filiera.registry.forms_delegates import CallForm
from filiera.registry.middleware import ASKED, SESSION_CALL, keep_call, wear
from filiera.registry.models import Organisation
from filiera.registry.operations.acting import ActingRefused, begin_on_behalf, end_on_behalf
from filiera.registry.queries.standing import standing_organisation

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from filiera.accounts.models import User


def _back(request: HttpRequest) -> str:
    """Give the page to go back to, of this site alone."""
    there = request.POST.get("next", "") or request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return there if is_ours and there else reverse("home")


@signed_in
def acting(request: HttpRequest) -> HttpResponse:
    """Show for whom the person stands; POST chooses as whom to act from now on."""
    standing = cast("User", request.user).standing(timezone.localdate())
    if request.method == "POST":
        if acting_of(request.user) and acting_of(request.user).on_behalf:  # type: ignore[union-attr]
            messages.warning(request, _("You act on behalf of whoever called: stop that first."))
            return redirect(_back(request))
        try:
            wear(request, request.POST.get(ASKED, ""), timezone.now())
        except ActingRefused as error:
            raise Http404 from error
        return redirect(_back(request))
    context = {
        "hats": standing.hats,
        "is_office": standing.is_office,
        "field": ASKED,
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("As whom"))],
    }
    return render(request, "registry/as_whom_page.html", context)


acting.acts_for_nobody = True  # type: ignore[attr-defined]  # it is the page that asks


@permitted("registry.act_on_behalf", load=standing_organisation)
def on_behalf(request: HttpRequest, row: Organisation) -> HttpResponse:
    """Ask who called, how and why; POST begins to act on the organisation's behalf, for half an hour."""
    form = CallForm(request.POST or None, initial={"channel": "PHONE"})
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        with refusals_in(form):
            begun = begin_on_behalf(organisation=row, actor=request.user, now=now, **form.cleaned_data)
            keep_call(request.session, begun)
            return redirect("organisation", code=row.code)
    crumbs = [Crumb(_("Office"), reverse("office")), Crumb(row.name, reverse("organisation", args=[row.code]))]
    context = {"form": form, "organisation": row, "crumbs": [*crumbs, Crumb(_("On its behalf"))]}
    return render(request, "registry/on_behalf_page.html", context)


on_behalf.acts_for_nobody = True  # type: ignore[attr-defined]  # the office acts for whoever calls, whatever its own hats


@require_POST
@permitted("registry.act_on_behalf")
def stop_on_behalf(request: HttpRequest) -> HttpResponse:
    """Stop acting on behalf of whoever called."""
    held = acting_of(request.user)
    if held is None or not held.on_behalf:
        return redirect("office")
    row = Organisation.objects.filter(pk=held.organisation_id).first()
    if row is not None:
        end_on_behalf(organisation=row, actor=request.user)
    request.session.pop(SESSION_CALL, None)
    messages.success(
        request, _("You act for yourself again: what you did stands on the page of %(name)s.") % {"name": held.name}
    )
    return redirect("organisation", code=held.code) if row else redirect("office")
