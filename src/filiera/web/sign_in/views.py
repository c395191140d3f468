"""The pages before and at sign-in: sign-in, sign-up, confirming an address, a forgotten password, the second step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import views as account_views
from allauth.account.internal.stagekit import clear_login
from allauth.account.views._email_verification import ConfirmEmailVerificationCodeView
from allauth.mfa.base import views as code_views
from allauth.mfa.webauthn import views as passkey_views
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filiera.common.views import public
from filiera.web.sign_in import forms, words
from filiera.web.sign_in.second_factor import can_have_passkeys

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class SignInView(account_views.LoginView):
    """The sign-in page, open to everybody."""

    template_name = "web/sign_in_page.html"
    form_class = forms.SignInForm
    access = "public"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether passkeys can work at this address of the site."""
        return super().get_context_data(**kwargs) | {"can_have_passkeys": can_have_passkeys(self.request)}


class PasskeySignInView(passkey_views.LoginWebAuthnView):
    """Sign-in with a passkey: the browser asks for a challenge and posts the answer."""

    form_class = forms.PasskeyForm
    access = "public"

    def form_invalid(self, form: Any) -> HttpResponse:
        """Lead back to the sign-in, saying that the passkey opens nothing here."""
        messages.error(self.request, str(words.WRONG_PASSKEY))
        return redirect("account_login")


class SecondStepView(code_views.AuthenticateView):
    """The second step of a sign-in: a code or a passkey."""

    template_name = "web/second_step_page.html"
    form_class = forms.SecondStepForm
    webauthn_form_class = forms.SecondStepPasskeyForm
    access = "public"


@public
@require_POST
def begin_again(request: HttpRequest) -> HttpResponse:
    """Leave a sign-in that is half done, and show the first page of it."""
    clear_login(request)
    return redirect("account_login")


class SignUpView(account_views.SignupView):
    """The page to open an account, open to everybody."""

    template_name = "web/sign_up_page.html"
    form_class = forms.SignUpForm
    access = "public"


class ConfirmAddressView(ConfirmEmailVerificationCodeView):
    """The page that asks for the code of a letter: after a sign-up, or before an address is changed."""

    template_name = "web/confirm_address_page.html"
    form_class = forms.ConfirmAddressForm
    access = "public"

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        """Send another code, and say so where it has gone: the same is said of a known address."""
        before = self._process.state["resend_count"]
        response = super()._resend_form_valid(form)
        if self._process.state["resend_count"] > before:
            messages.success(self.request, _("Another letter is on its way: the code before is worth nothing."))
        return response


class ForgottenView(account_views.PasswordResetView):
    """The page for whoever has forgotten the password."""

    template_name = "web/password_forgotten_page.html"
    form_class = forms.ForgottenForm
    access = "public"


class ForgottenSentView(account_views.PasswordResetDoneView):
    """What is said after it, of a known address and of an unknown one."""

    template_name = "web/password_sent_page.html"
    access = "public"


class SetPasswordView(account_views.PasswordResetFromKeyView):
    """The page behind the link; what the link was worth stands in the session, so that no address keeps it."""

    template_name = "web/set_password_page.html"
    form_class = forms.SetPasswordForm
    access = "public"

    def get_success_url(self) -> str:
        """Lead to the sign-in."""
        return reverse("account_login")

    def form_valid(self, form: Any) -> HttpResponse:
        """Set the password; whoever is signed in here leaves first, as every session of the account ends."""
        if self.request.user.is_authenticated:
            self.logout()
        response: HttpResponse = super().form_valid(form)
        return response
