"""The person's own account: name and language, password, address, second factors, passkeys, sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import views as account_views
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as code_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as passkey_views
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from filiera.accounts.operations import change_person
from filiera.accounts.second_factors import STRONG, must_add_second_factor, works_for_the_cluster
from filiera.accounts.sessions import end_other_sessions, end_session, sessions_of
from filiera.common.views import SIGNED_IN, Crumb, signed_in
from filiera.privacy.queries.consents import consent_lines
from filiera.web.sign_in import forms, words
from filiera.web.sign_in.second_factor import can_have_passkeys

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from filiera.accounts.models import User


@signed_in
def own_account(request: HttpRequest) -> HttpResponse:
    """Show the own account; POST changes name and language, or ends sessions."""
    user: Any = request.user
    form = forms.PersonForm(initial={"name": user.name, "language": user.language})
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        found = act(request, user)
        if not isinstance(found, forms.PersonForm):
            return found
        form = found
    return render(request, "web/own_account_page.html", _context(request, user) | {"form": form})


def _context(request: HttpRequest, user: User) -> dict[str, Any]:
    held = list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))
    strong = [one for one in held if one.type in STRONG]
    codes = next((one for one in held if one.type == Authenticator.Type.RECOVERY_CODES), None)
    key = request.session.session_key or ""
    return {
        "passkeys": [one for one in held if one.type == Authenticator.Type.WEBAUTHN],
        "app": next((one for one in held if one.type == Authenticator.Type.TOTP), None),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
        "is_urged": works_for_the_cluster(user) and not strong,
        "must_add": not strong and must_add_second_factor(user),
        "has_second_factor": bool(strong),
        "can_have_passkeys": can_have_passkeys(request),
        "sessions": sessions_of(user, key=key, now=timezone.now()),
        "consents": consent_lines(user, today=timezone.localdate()),
        "crumbs": crumbs(),
    }


def crumbs(last: str = "") -> list[Crumb]:
    """Give the path to a page of the own account."""
    here = Crumb(_("Your account"), reverse("own-account") if last else "")
    return [Crumb(_("Home"), reverse("home")), here, *([Crumb(last)] if last else [])]


def _change_person(request: HttpRequest, user: User) -> Any:
    form = forms.PersonForm(request.POST)
    if not form.is_valid():
        return form
    change_person(user=user, actor=user, **form.cleaned_data)
    with override(user.language):
        messages.success(request, _("Name and language are kept."))
        return redirect("own-account")


def _end_session(request: HttpRequest, user: User) -> HttpResponse:
    chosen = request.POST.get("session", "")
    ended = end_session(user=user, id=int(chosen), actor=user) if chosen.isdecimal() and len(chosen) < 19 else 0
    if ended:
        messages.success(request, _("That session has ended."))
    return redirect("own-account")


def _end_others(request: HttpRequest, user: User) -> HttpResponse:
    ended = end_other_sessions(user=user, key=request.session.session_key or "", actor=user)
    said = ngettext("%(n)s other session has ended.", "%(n)s other sessions have ended.", ended) % {"n": ended}
    messages.success(request, said)
    return redirect("own-account")


ACTS: dict[str, Callable[[HttpRequest, User], Any]] = {
    "person": _change_person,
    "end-session": _end_session,
    "end-others": _end_others,
}


class _OwnPage:
    """A page of the own account with its path; `title` is its last step."""

    access = SIGNED_IN
    title: Any = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the path."""
        values: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return values | {"crumbs": crumbs(str(self.title))}


class ChangePasswordView(_OwnPage, account_views.PasswordChangeView):
    """Change the password."""

    title = gettext_lazy("Password")
    template_name = "web/change_password_page.html"
    form_class = forms.ChangePasswordForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Lead whoever has no password yet to the link that sets one."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            return redirect("account_reset_password")
        return super().dispatch(request, *args, **kwargs)


class ChangeAddressView(_OwnPage, account_views.EmailView):
    """Change the address of mail: the new one is confirmed by a code, the old one is told."""

    title = gettext_lazy("Address")
    template_name = "web/change_address_page.html"
    form_class = forms.ChangeAddressForm


class PasswordAgainView(_OwnPage, account_views.ReauthenticateView):
    """Prove oneself again with the password."""

    title = gettext_lazy("Is it you?")
    template_name = "web/again_page.html"
    form_class = forms.PasswordAgainForm


class CodeAgainView(_OwnPage, code_views.ReauthenticateView):
    """Prove oneself again with a code."""

    title = gettext_lazy("Is it you?")
    template_name = "web/again_page.html"
    form_class = forms.CodeAgainForm


class PasskeyAgainView(_OwnPage, passkey_views.ReauthenticateWebAuthnView):
    """Prove oneself again with a passkey."""

    title = gettext_lazy("Is it you?")
    template_name = "web/again_page.html"
    form_class = forms.PasskeyAgainForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the other ways, and that this one is a passkey's."""
        values = super().get_context_data(**kwargs)
        return values | {"is_passkey": True}

    def form_invalid(self, form: Any) -> HttpResponse:
        """Ask again."""
        messages.error(self.request, str(words.WRONG_PASSKEY))
        return redirect(self.passthrough_next_url(self.request.path))


class AddAppView(_OwnPage, totp_views.ActivateTOTPView):
    """Add an app that gives codes."""

    title = gettext_lazy("Codes of an app")
    template_name = "web/app_add_page.html"
    form_class = forms.AddAppForm


class RemoveAppView(_OwnPage, totp_views.DeactivateTOTPView):
    """Take out the app."""

    title = gettext_lazy("Codes of an app")
    template_name = "web/app_remove_page.html"


class RecoveryCodesView(_OwnPage, recovery_views.ViewRecoveryCodesView):
    """Show the recovery codes that are left."""

    title = gettext_lazy("Recovery codes")
    template_name = "web/recovery_codes_page.html"


class NewRecoveryCodesView(_OwnPage, recovery_views.GenerateRecoveryCodesView):
    """Make new recovery codes."""

    title = gettext_lazy("Recovery codes")
    template_name = "web/recovery_codes_new_page.html"


class AddPasskeyView(_OwnPage, passkey_views.AddWebAuthnView):
    """Add a passkey."""

    title = gettext_lazy("A passkey")
    template_name = "web/passkey_add_page.html"
    form_class = forms.AddPasskeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Keep the form that was sent, and say whether passkeys can work at this address of the site."""
        values = super().get_context_data(**kwargs)
        return values | {
            "form": kwargs.get("form", values["form"]),
            "can_have_passkeys": can_have_passkeys(self.request),
        }


class RenamePasskeyView(_OwnPage, passkey_views.EditWebAuthnView):
    """Name a passkey."""

    title = gettext_lazy("A passkey")
    template_name = "web/passkey_page.html"
    form_class = forms.RenamePasskeyForm
    success_url = reverse_lazy("own-account")


class RemovePasskeyView(_OwnPage, passkey_views.RemoveWebAuthnView):
    """Take out a passkey."""

    title = gettext_lazy("A passkey")
    template_name = "web/passkey_remove_page.html"
    success_url = reverse_lazy("own-account")

    def form_valid(self, form: Any) -> HttpResponse:
        """Take it out, unless it is the last second factor of whoever must have one."""
        if not get_adapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, str(get_adapter().error_messages["cannot_delete_authenticator"]))
            return redirect("own-account")
        response: HttpResponse = super().form_valid(form)
        return response
