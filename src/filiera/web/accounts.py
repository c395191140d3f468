"""The administrator's pages of accounts: who signs in, as what, for whom; new ones, closed ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.accounts import operations
from filiera.accounts.models import User
from filiera.accounts.queries import account_lines
from filiera.accounts.queries import accounts as accounts_like
from filiera.accounts.second_factors import has_second_factor, has_unconfirmed_address
from filiera.common.refusals import Refused, refusals_in
from filiera.common.views import Crumb, permitted
from filiera.registry.models import Delegate
from filiera.registry.operations.delegates import end_delegation, register_delegate
from filiera.web.forms import ActsForForm, NewAccountForm, RoleForm
from filiera.web.sign_in.links import password_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

PAGE_SIZE = 50


def _link(request: HttpRequest, user: User) -> str:
    return request.build_absolute_uri(password_path(user))


def _show_link(request: HttpRequest, user: User) -> None:
    """Mail the link to set a password and show it, so that it can be given by hand where mail does not arrive."""
    link = _link(request, user)
    try:
        operations.send_password_link(user=user, link=link, actor=request.user)
        messages.success(request, _("A link to set the password has gone to %(email)s.") % {"email": user.email})
    except Refused as error:
        messages.warning(request, str(error))
    messages.info(request, _("The link, good once and for three days: %(link)s") % {"link": link})


@permitted("accounts.manage_accounts")
def accounts(request: HttpRequest) -> HttpResponse:
    """Show the accounts; POST opens a new one."""
    form = NewAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        with refusals_in(form):
            user = operations.create_account(**values, actor=request.user)
            _show_link(request, user)
            return redirect("account", pk=user.pk)
    text = request.GET.get("q", "").strip()
    page = Paginator(accounts_like(text), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": account_lines(page.object_list, today=timezone.localdate()),
        "open_accounts": User.objects.filter(is_active=True).count(),
        "text": text,
        "crumbs": _crumbs(),
    }
    return render(request, "web/accounts_page.html", context)


@permitted("accounts.manage_accounts")
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one account; POST does one act on it."""
    user = get_object_or_404(User, pk=pk)
    forms = {"role_form": RoleForm(initial={"role": user.role}), "acts_form": ActsForForm()}
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        try:
            bad = act(request, user) if act else {}
            if not bad:
                return redirect("account", pk=pk)
            forms |= bad
        except Refused as error:
            messages.error(request, str(error))
            return redirect("account", pk=pk)
    held = Delegate.objects.in_force(timezone.localdate()).filter(user=user).select_related("organisation")
    context = {
        "account": user,
        "has_second_factor": has_second_factor(user),
        "is_unconfirmed": has_unconfirmed_address(user),
        "language": dict(settings.LANGUAGES).get(user.language, user.language),
        "delegations": held.order_by("organisation__name"),
        "crumbs": _crumbs(str(user)),
        **forms,
    }
    return render(request, "web/account_page.html", context)


def _crumbs(last: str = "") -> list[Crumb]:
    here = Crumb(_("Accounts"), reverse("accounts") if last else "")
    return [Crumb(_("Today"), reverse("office")), here, *([Crumb(last)] if last else [])]


def _change_role(request: HttpRequest, user: User) -> dict[str, Any]:
    form = RoleForm(request.POST)
    if not form.is_valid():
        return {"role_form": form}
    operations.change_role(user=user, role=form.cleaned_data["role"], actor=request.user)
    messages.success(request, _("The role is changed."))
    return {}


def _close(request: HttpRequest, user: User) -> dict[str, Any]:
    operations.close_account(user=user, actor=request.user)
    messages.success(request, _("The account is closed: whoever was signed in with it is out."))
    return {}


def _reopen(request: HttpRequest, user: User) -> dict[str, Any]:
    operations.reopen_account(user=user, actor=request.user)
    messages.success(request, _("The account is open again."))
    return {}


def _new_link(request: HttpRequest, user: User) -> dict[str, Any]:
    if user.is_active:
        _show_link(request, user)
    return {}


def _act_for(request: HttpRequest, user: User) -> dict[str, Any]:
    form = ActsForForm(request.POST)
    if not form.is_valid():
        return {"acts_form": form}
    organisation = form.cleaned_data["organisation"]
    with refusals_in(form):
        register_delegate(
            user=user,
            organisation=organisation,
            role=form.cleaned_data["role"],
            act=form.as_act(),
            today=timezone.localdate(),
            actor=request.user,
        )
        messages.success(
            request, _("%(name)s acts for %(organisation)s.") % {"name": user, "organisation": organisation}
        )
        return {}
    return {"acts_form": form}


def _stop(request: HttpRequest, user: User) -> dict[str, Any]:
    code = request.POST.get("code", "")
    held = get_object_or_404(Delegate.objects.in_force(timezone.localdate()), user=user, organisation__code=code)
    why = _("Ended by the administrator")
    end_delegation(delegate=held, why=why, today=timezone.localdate(), actor=request.user)
    words = {"name": user, "organisation": held.organisation}
    messages.success(request, _("%(name)s no longer acts for %(organisation)s.") % words)
    return {}


def _take_out_factors(request: HttpRequest, user: User) -> dict[str, Any]:
    if operations.take_out_second_factors(user=user, actor=request.user):
        messages.success(request, _("The second factors are taken out: the person signs in with the password alone."))
    return {}


ACTS: dict[str, Callable[[HttpRequest, User], dict[str, Any]]] = {
    "role": _change_role,
    "close": _close,
    "reopen": _reopen,
    "link": _new_link,
    "factors": _take_out_factors,
    "act-for": _act_for,
    "stop": _stop,
}
