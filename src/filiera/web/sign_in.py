"""Sign-in with an address and a password, slowed down for whoever guesses; and the link by which a person sets one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import LoginView, PasswordResetConfirmView
from django.core.exceptions import ValidationError
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from filiera.accounts.operations import note_password_set
from filiera.common.limits import Window, address_of
from filiera.common.visibility import audience_of
from filiera.competence.operations.shortlists import adopt_shortlist
from filiera.competence.views.shortlists import SESSION_KEY

if TYPE_CHECKING:
    from django.contrib.auth.forms import SetPasswordForm
    from django.http import HttpResponse

    from filiera.accounts.models import User


TRIES = Window("sign-in", times=8, seconds=15 * 60)
"""Wrong tries at one account from one address."""


class SignInForm(AuthenticationForm):
    """Asks for the address and the password; after too many wrong tries it asks to wait."""

    username = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    error_messages = {
        "invalid_login": _("Address and password do not go together. Check both."),
        "inactive": _("This account is closed."),
    }

    def _who(self) -> str:
        """Name whoever tries: the address of mail that is tried, from the address of network."""
        address = address_of(self.request) if self.request else ""
        return f"{str(self.data.get('username', '')).lower()}|{address}"

    def clean(self) -> dict[str, Any]:
        """Check the pair, counting wrong tries by address of mail and of network."""
        self.cleaned_data["username"] = self.cleaned_data.get("username", "").lower()
        who, now = self._who(), timezone.now().timestamp()
        if TRIES.taken(who, now) >= TRIES.times:
            raise ValidationError(_("Too many tries. Wait a quarter of an hour, then try again."))
        try:
            values: dict[str, Any] = super().clean() or {}
        except ValidationError:
            TRIES.count(who, now)
            raise
        TRIES.forget(who, now)
        return values


class SignInView(LoginView):
    """The sign-in page, open to everybody."""

    template_name = "web/sign_in_page.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    access = "public"

    def get_default_redirect_url(self) -> str:
        """Lead the office to its desk and everybody else home, where the address says nothing else."""
        return reverse("office") if audience_of(self.request.user).is_office else super().get_default_redirect_url()

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in, keeping the shortlist that the browser had in hand, from now on the person's own."""
        kept = self.request.session.get(SESSION_KEY, "")
        response = super().form_valid(form)
        if kept and adopt_shortlist(token=kept, owner=form.get_user()) is not None:
            self.request.session[SESSION_KEY] = kept
        return response


def password_path(user: User) -> str:
    """Give the path where a person sets a password: it works once, for three days, and for an open account alone."""
    code = urlsafe_base64_encode(force_bytes(user.pk))
    with override(user.language):
        return reverse("set-password", args=[code, default_token_generator.make_token(user)])


class SetPasswordView(PasswordResetConfirmView):
    """The page behind the link; what the link was worth stands in the session, so that no address keeps it."""

    template_name = "web/set_password_page.html"
    success_url = reverse_lazy("login")
    access = "public"

    def get_user(self, uidb64: str) -> User | None:
        """Find the person of the link; a closed account has none."""
        user: User | None = super().get_user(uidb64)
        return user if user is not None and user.is_active else None

    def form_valid(self, form: SetPasswordForm[User]) -> HttpResponse:
        """Set the password, and lead to the sign-in."""
        response = super().form_valid(form)
        note_password_set(user=form.user)
        messages.success(self.request, gettext("Your password is set: sign in with it."))
        return response
