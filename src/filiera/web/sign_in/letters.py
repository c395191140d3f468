"""The letters that sign-in sends: plain text, in the language of whoever gets them; a link or a code on a line of its own."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from filiera.accounts.devices import device_words
from filiera.common.in_words import moment
from filiera.common.instance import current_instance

Letter = tuple[str, list[str]]
"""A subject and its paragraphs."""


def _confirm(values: dict[str, Any]) -> Letter:
    return _("The code to confirm your address"), [
        _("Write this code on the page that you have open; it is good for a quarter of an hour:"),
        str(values["code"]),
        _("If you asked for no account and no change of address, do nothing: without the code nothing happens."),
    ]


def _known(values: dict[str, Any]) -> Letter:
    return _("You have an account already"), [
        _("Somebody, perhaps you, asked for an account with this address. There is one already, so none was opened."),
        _("If you have forgotten the password, set another here:"),
        str(values["password_reset_url"]),
        _("If it was not you, do nothing."),
    ]


def _unknown(values: dict[str, Any]) -> Letter:
    return _("No account has this address"), [
        _("Somebody, perhaps you, asked for a new password for this address, but no account has it."),
        _("Perhaps yours has another address. To open an account:"),
        str(values["signup_url"]),
        _("If it was not you, do nothing."),
    ]


def _forgotten(values: dict[str, Any]) -> Letter:
    return _("Set another password"), [
        _(
            "Somebody, perhaps you, asked to set another password for your account. The link works once, for three days:"
        ),
        str(values["password_reset_url"]),
        _("If it was not you, do nothing: your password stays as it is."),
    ]


def _told(subject: str, first: str, values: dict[str, Any]) -> Letter:
    """Tell of a change to the account, with when and whence, and what to do if it was somebody else's."""
    when = {
        "moment": moment(values["timestamp"]),
        "address": values["ip"],
        "device": device_words(values["user_agent"]),
    }
    return subject, [
        first,
        _("It was done on %(moment)s, from %(address)s (%(device)s).") % when,
        _("If it was not you, set another password at once and write to the cluster's office."),
    ]


def _password(values: dict[str, Any]) -> Letter:
    return _told(_("Your password is changed"), _("The password of your account has been changed."), values)


def _address(values: dict[str, Any]) -> Letter:
    first = _("Your account now has the address %(new)s; %(old)s no longer opens it.")
    return _told(_("Your address is changed"), first % {"new": values["to_email"], "old": values["from_email"]}, values)


def _app_added(values: dict[str, Any]) -> Letter:
    return _told(_("A second factor is added"), _("Your account now also asks for the codes of an app."), values)


def _app_removed(values: dict[str, Any]) -> Letter:
    return _told(_("A second factor is taken out"), _("Your account no longer asks for the codes of an app."), values)


def _passkey_added(values: dict[str, Any]) -> Letter:
    return _told(_("A passkey is added"), _("Your account can now be opened with one more passkey."), values)


def _passkey_removed(values: dict[str, Any]) -> Letter:
    return _told(_("A passkey is taken out"), _("One of your passkeys no longer opens your account."), values)


def _codes(values: dict[str, Any]) -> Letter:
    first = _("Your account has new recovery codes; the old ones are worth nothing.")
    return _told(_("You have new recovery codes"), first, values)


LETTERS = {
    "account/email/email_confirmation": _confirm,
    "account/email/email_confirmation_signup": _confirm,
    "account/email/account_already_exists": _known,
    "account/email/unknown_account": _unknown,
    "account/email/password_reset_key": _forgotten,
    "account/email/password_reset": _password,
    "account/email/password_changed": _password,
    "account/email/password_set": _password,
    "account/email/email_changed": _address,
    "mfa/email/totp_activated": _app_added,
    "mfa/email/totp_deactivated": _app_removed,
    "mfa/email/webauthn_added": _passkey_added,
    "mfa/email/webauthn_removed": _passkey_removed,
    "mfa/email/recovery_codes_generated": _codes,
}
"""The letters by the names that allauth gives them."""


def letter(name: str, values: dict[str, Any]) -> tuple[str, str]:
    """Write a letter in the language that is active; give subject and text. Raises KeyError on a name without a letter."""
    subject, paragraphs = LETTERS[name](values)
    return subject, "\n\n".join([*paragraphs, current_instance().name]) + "\n"
