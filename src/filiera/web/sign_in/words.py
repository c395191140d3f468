"""What allauth says to people, in our words: refusals by its codes, sentences by the names of its templates.

A sentence that is not here is not said: allauth's own words never reach a page.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

TOO_MANY = _("Too many tries. Wait a quarter of an hour, then try again.")
NOT_TOGETHER = _("Address and password do not go together. Check both.")
WRONG_CODE = _("This code is not right, or no longer is. Write the newest one.")
PASSWORD_SET = _("Your password is set: sign in with it.")
WRONG_PASSKEY = _("This passkey opens no account here.")
TOO_FAST = _("That was too often. Wait a little, then try again.")

ACCOUNT_REFUSALS: dict[str, Any] = {
    "account_inactive": NOT_TOGETHER,
    "email_password_mismatch": NOT_TOGETHER,
    "invalid_login": NOT_TOGETHER,
    "too_many_login_attempts": TOO_MANY,
    "rate_limited": TOO_FAST,
    "incorrect_code": WRONG_CODE,
    "incorrect_password": _("This is not your password."),
    "enter_current_password": _("This is not your password of now."),
    "duplicate_email": _("This is your address already."),
    "same_as_current": _("This is your address already."),
    "email_taken": _("Another account has this address."),
    "invalid_or_expired_key": _("This link has been used, or is too old"),
    "invalid_password_reset": _("This link has been used, or is too old"),
    "unknown_email": NOT_TOGETHER,
    "unverified_primary_email": _("Confirm your address first."),
    "cannot_remove_primary_email": _("An account needs an address."),
    "max_email_addresses": _("An account has one address."),
}

SECOND_FACTOR_REFUSALS: dict[str, Any] = {
    "incorrect_code": WRONG_CODE,
    "unverified_email": _("Confirm your address first."),
    "cannot_delete_authenticator": _(
        "The office's accounts need a second factor: add another one before you take this out."
    ),
    "cannot_generate_recovery_codes": _("Recovery codes stand in for a second factor: add one first."),
    "add_email_blocked": _("Confirm your address first."),
}

PASSWORD_CHANGED = "account/messages/password_changed.txt"  # noqa: S105
"""Also said after a link has set a password, where nobody has signed in yet."""

SENTENCES: dict[str, Any] = {
    "account/messages/email_confirmed.txt": _("%(email)s is confirmed."),
    "account/messages/email_confirmation_failed.txt": _("Another account has confirmed %(email)s before."),
    PASSWORD_CHANGED: _("Your password is changed: you are signed out everywhere else."),
    "account/messages/password_set.txt": _("Your password is changed: you are signed out everywhere else."),
    "mfa/messages/totp_activated.txt": _("The codes of your app are now asked for when you sign in."),
    "mfa/messages/totp_deactivated.txt": _("The codes of the app are no longer asked for."),
    "mfa/messages/webauthn_added.txt": _("The passkey is added: you can sign in with it."),
    "mfa/messages/webauthn_removed.txt": _("The passkey no longer opens your account."),
    "mfa/messages/recovery_codes_generated.txt": _(
        "You have new recovery codes. Keep them where you keep what matters."
    ),
}


def sentence(template: str | None, values: dict[str, Any] | None) -> str:
    """Give our sentence in the place of one of allauth's; empty where nothing is to be said."""
    said = SENTENCES.get(template or "")
    return str(said) % (values or {}) if said else ""
