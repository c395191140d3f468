"""The forms of sign-in and of the own account: allauth's checks, our labels, hints and refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import forms as account_forms
from allauth.account.fields import EmailField, PasswordField, SetPasswordField
from allauth.mfa.base import forms as code_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from filiera.accounts.models import User
from filiera.accounts.operations import complete_sign_up
from filiera.privacy.operations.notices import record_notice_seen
from filiera.web.sign_in import words

if TYPE_CHECKING:
    from django.http import HttpRequest

UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What the library of passkeys raises on an answer that no browser gives."""

E_MAIL = _("E-mail")
PASSWORD = _("Password")
NEW_PASSWORD = _("New password")

ADDRESS_REFUSALS: dict[str, Any] = {
    "required": _("Write your address."),
    "invalid": _("This is not an e-mail address. For instance: name@example.org."),
}
NAME_REFUSALS: dict[str, Any] = {"required": _("Write your name.")}
PASSWORD_REFUSALS: dict[str, Any] = {"required": _("Write a password.")}
PASSWORD_HINT = _("Twelve characters or more, for instance a few words in a row. Nobody else ever sees it.")


def _address(label: Any = E_MAIL, autocomplete: str = "email") -> EmailField:
    widget = forms.EmailInput(attrs={"autocomplete": autocomplete})
    return EmailField(label=label, max_length=254, widget=widget, error_messages=ADDRESS_REFUSALS)


def _known_password(label: Any = PASSWORD) -> PasswordField:
    field = PasswordField(label=label, autocomplete="current-password", error_messages=PASSWORD_REFUSALS)
    field.widget.attrs.pop("placeholder", None)
    return field


def _new_password(label: Any = NEW_PASSWORD, *, of_somebody: bool = True) -> forms.CharField:
    made: forms.CharField
    if of_somebody:
        made = SetPasswordField(label=label, help_text=PASSWORD_HINT, error_messages=PASSWORD_REFUSALS)
    else:
        made = PasswordField(
            label=label, autocomplete="new-password", help_text=PASSWORD_HINT, error_messages=PASSWORD_REFUSALS
        )
    made.widget.attrs.pop("placeholder", None)
    return made


def _code(label: Any, hint: Any = "") -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
    refusals = {"required": _("Write the code.")}
    return forms.CharField(
        label=label, max_length=40, help_text=hint, widget=forms.TextInput(attrs=attrs), error_messages=refusals
    )


class SignInForm(account_forms.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _address(autocomplete="username")
        self.fields["password"] = _known_password()
        self.order_fields(["login", "password"])


class SignUpForm(account_forms.SignupForm):
    """A person who opens an account: address, name, language, password."""

    name = forms.CharField(
        label=_("Name and surname"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages=NAME_REFUSALS,
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("The language of the letters that we send you.")
    )
    field_order = ["name", "email", "password1", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = _address()
        self.fields["password1"] = _new_password(_("Password"), of_somebody=False)
        self.fields["language"].initial = (get_language() or "it")[:2]
        self.order_fields(self.field_order)

    def clean(self) -> Any:
        """Check the password against the name too."""
        cleaned = super().clean()
        password, name = self.cleaned_data.get("password1"), self.cleaned_data.get("name")
        if password and name and "password1" not in self.errors:
            try:
                account_forms.get_adapter().clean_password(password, user=User(name=name))
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return cleaned

    def try_save(self, request: HttpRequest) -> Any:
        """Open the account; a known address costs as much time as an unknown one, and gets the same page."""
        if self.account_already_exists:
            User().set_password(self.cleaned_data["password1"])
        return super().try_save(request)

    def signup(self, request: HttpRequest, user: User) -> None:
        """Complete the account that allauth has just opened."""
        complete_sign_up(user=user, name=self.cleaned_data["name"], language=self.cleaned_data["language"])
        record_notice_seen(user=user, occasion="sign-up", language=(get_language() or "it")[:2], now=timezone.now())


class ForgottenForm(account_forms.ResetPasswordForm):
    """The address whose password is forgotten."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = _address()


class SetPasswordForm(account_forms.ResetPasswordKeyForm):
    """A password set by a link."""

    password1 = _new_password()
    password2 = None


class LinkForm(account_forms.UserTokenForm):
    """What a link to set a password is worth: nothing for a closed account."""

    def _get_user(self, uidb36: str) -> User | None:
        user: User | None = super()._get_user(uidb36)
        return user if user is not None and user.is_active else None


class ChangePasswordForm(account_forms.ChangePasswordForm):
    """The password of now and the new one."""

    oldpassword = _known_password(_("Password of now"))
    password1 = _new_password()
    password2 = None


class ChangeAddressForm(account_forms.AddEmailForm):
    """Another address of mail for the account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = _address(_("New address"))


class ConfirmAddressForm(account_forms.ConfirmEmailVerificationCodeForm):
    """The code that a letter brought."""

    code = _code(_("Code of the letter"))


class PasswordAgainForm(account_forms.ReauthenticateForm):
    """The password, asked for again before a change that matters."""

    password = _known_password()


class SecondStepForm(code_forms.AuthenticateForm):
    """The second factor of a sign-in, as a code."""

    code = _code(_("Code"), _("The six figures of your app, or one of your recovery codes."))


class CodeAgainForm(code_forms.ReauthenticateForm):
    """The second factor, asked for again before a change that matters."""

    code = _code(_("Code"), _("The six figures of your app, or one of your recovery codes."))


class AddAppForm(totp_forms.ActivateTOTPForm):
    """The first code of an app, to see that both count alike."""

    code = _code(_("Code of the app"))


class _ReadPasskey:
    """Reads what a browser gives of a passkey: what no browser would give is refused, not an error of the server."""

    def clean_credential(self) -> Any:
        """Find the passkey."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except UNREADABLE as error:
            raise forms.ValidationError(words.WRONG_PASSKEY) from error


class PasskeyForm(_ReadPasskey, passkey_forms.LoginWebAuthnForm):
    """What the browser gives of a passkey to sign in with."""

    def clean_credential(self) -> Any:
        """Find the passkey; that of a closed account is refused as an unknown one is."""
        found = super().clean_credential()
        if not found.user.is_active:
            raise forms.ValidationError(words.WRONG_PASSKEY)
        return found


class SecondStepPasskeyForm(_ReadPasskey, passkey_forms.AuthenticateWebAuthnForm):
    """The second factor of a sign-in, as a passkey."""


class PasskeyAgainForm(_ReadPasskey, passkey_forms.ReauthenticateWebAuthnForm):
    """A passkey, asked for again before a change that matters."""


class AddPasskeyForm(passkey_forms.AddWebAuthnForm):
    """A new passkey, which must ask its person for finger, face or number."""

    name = forms.CharField(
        label=_("Name of the passkey"),
        required=False,
        max_length=60,
        help_text=_("So that you know it again: “office laptop”, “telephone”."),
    )
    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True)

    def clean(self) -> Any:
        """Check what the browser made."""
        try:
            return super().clean()
        except UNREADABLE as error:
            raise forms.ValidationError(words.WRONG_PASSKEY) from error


class RenamePasskeyForm(passkey_forms.EditWebAuthnForm):
    """The name of a passkey."""

    name = forms.CharField(
        label=_("Name of the passkey"), max_length=60, error_messages={"required": _("Write a name.")}
    )


class PersonForm(forms.Form):
    """Name and language of the own account."""

    name = forms.CharField(
        label=_("Name and surname"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages=NAME_REFUSALS,
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("The language of the letters that we send you.")
    )
