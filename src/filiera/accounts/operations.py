"""Accounts are opened, given a role, closed and opened again; people change their own; the last administrator stays."""

from __future__ import annotations

from smtplib import SMTPException
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.accounts.models import User
from filiera.accounts.operations_letters import move_wish
from filiera.accounts.operations_links import revoke_links
from filiera.accounts.sessions import end_other_sessions
from filiera.common import audit
from filiera.common.outbox import note_left
from filiera.common.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

LANGUAGES = ("it", "en")


class AccountError(Refused):
    """What cannot be done with an account; its text is for the reader."""


def create_account(*, email: str, name: str, role: str, language: str = "it", actor: Any = None) -> User:
    """Open an account without a password: its person sets one by a link. Raises AccountError on an address in use."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise AccountError(_("“%(email)s” is not an e-mail address.") % {"email": email}, "email") from error
    _check_role(role)
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                email, name=name.strip()[:120], role=role, language=language if language in LANGUAGES else LANGUAGES[0]
            )
            audit.record(actor=actor, verb="create-account", thing=user, values={"email": email, "role": str(role)})
    except IntegrityError as error:
        raise AccountError(_("There is an account for %(email)s already.") % {"email": email}, "email") from error
    return user


@transaction.atomic
def change_role(*, user: User, role: str, actor: Any = None) -> User:
    """Give an account another role. Raises AccountError where no administrator would be left."""
    _check_role(role)
    row = _held(user)
    if role != User.Stored.ADMINISTRATOR:
        _keep_an_administrator(row)
    before, row.role, row.is_superuser = row.role, role, False
    row.save(update_fields=["role", "is_superuser"])
    audit.record(actor=actor, verb="change-role", thing=row, before={"role": before}, after={"role": str(role)})
    return row


@transaction.atomic
def close_account(*, user: User, actor: Any = None) -> User:
    """Close an account: its sessions, tokens and links in mails end for good, what it did stays.

    Raises AccountError on the last administrator.
    """
    row = _held(user)
    _keep_an_administrator(row)
    row.is_active, row.closings = False, row.closings + 1
    row.save(update_fields=["is_active", "closings"])
    end_other_sessions(user=row, actor=actor)
    revoke_links(email=row.email, actor=actor)
    audit.record(actor=actor, verb="close-account", thing=row)
    return row


@transaction.atomic
def reopen_account(*, user: User, actor: Any = None) -> User:
    """Open a closed account again, with the password that it had; whoever was signed in signs in anew."""
    row = _held(user)
    row.is_active = True
    row.save(update_fields=["is_active"])
    audit.record(actor=actor, verb="reopen-account", thing=row)
    return row


def send_password_link(*, user: User, link: str, actor: Any = None) -> None:
    """Mail a person the link to set a password, in the person's language. Raises AccountError where it does not leave."""
    with override(user.language):
        subject = _("Your account: set a password")
        lines: Sequence[str] = (
            _("An account is open for %(email)s.") % {"email": user.email},
            _("Set your password here; the link works once, for three days:"),
            link,
        )
    mail = EmailMessage(subject, "\n\n".join(lines), None, [user.email])
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        raise AccountError(
            _("The mail server did not take the message. Give the link to the person in another way.")
        ) from error
    note_left(mail=mail, verb="send-password-link", thing=user)
    audit.record(actor=actor, verb="send-password-link", thing=user)


@transaction.atomic
def vouch_for_address(*, user: User) -> None:
    """Hold as confirmed the address of an account that nobody has asked to confirm it.

    Whoever signs up has an unconfirmed address from the first moment; an account without any was opened by the office,
    which knows its person.
    """
    if not EmailAddress.objects.filter(user=user).exists():
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)


@transaction.atomic
def note_password_set(*, user: User) -> None:
    """Write down that a person set a password by a link, which confirms the address that it was sent to."""
    vouch_for_address(user=user)
    EmailAddress.objects.filter(user=user, email=user.email).update(verified=True, primary=True)
    end_other_sessions(user=user, actor=user)
    audit.record(actor=user, verb="set-password", thing=user)


@transaction.atomic
def note_password_changed(*, user: User, key: str) -> None:
    """Write down that a person changed the password; every session but the one of `key` ends."""
    end_other_sessions(user=user, key=key, actor=user)
    audit.record(actor=user, verb="change-password", thing=user)


@transaction.atomic
def complete_sign_up(*, user: User, name: str, language: str) -> User:
    """Give the account that a person has just opened its name and language, and write it down."""
    user.name, user.language = name.strip()[:120], language if language in LANGUAGES else LANGUAGES[0]
    user.save(update_fields=["name", "language"])
    audit.record(actor=user, verb="sign-up", thing=user, values={"email": user.email})
    return user


@transaction.atomic
def note_address_changed(*, user: User, before: str, after: str) -> None:
    """Write down that a person's account has another address, which the person has confirmed; letters follow."""
    move_wish(before=before, after=after)
    audit.record(actor=user, verb="change-address", thing=user, values={"before": before, "after": after})


def note_second_factor(*, user: User, verb: str, kind: str) -> None:
    """Write down that a second factor was added or taken out, or that recovery codes were made anew."""
    audit.record(actor=user, verb=verb, thing=user, values={"kind": kind})


@transaction.atomic
def take_out_second_factors(*, user: User, actor: Any = None) -> int:
    """Take out every second factor of an account whose person has lost them, and end its sessions; give how many."""
    count = int(Authenticator.objects.filter(user=user).delete()[0])
    if count:
        end_other_sessions(user=user, actor=actor)
        audit.record(actor=actor, verb="take-out-second-factors", thing=user, values={"factors": count})
    return count


@transaction.atomic
def change_person(*, user: User, name: str, language: str, actor: Any = None) -> User:
    """Change the name and the language of an account. Raises AccountError on a language that the site does not speak."""
    if language not in LANGUAGES:
        raise AccountError(_("Choose one of: %(roles)s.") % {"roles": ", ".join(LANGUAGES)})
    before = {"name": user.name, "language": user.language}
    after = {"name": name.strip()[:120], "language": language}
    if after == before:
        return user
    user.name, user.language = after["name"], after["language"]
    user.save(update_fields=["name", "language"])
    audit.record(actor=actor, verb="change-person", thing=user, values={"before": before, "after": after})
    return user


def _check_role(role: str) -> None:
    if role not in User.Stored.values:
        raise AccountError(_("Choose one of: %(roles)s.") % {"roles": ", ".join(User.Stored.values)}, "role")


def _held(user: User) -> User:
    """Give the account as stored, held until the transaction ends with the administrators: two cannot leave at once."""
    administrators = User.objects.filter(role=User.Stored.ADMINISTRATOR) | User.objects.filter(pk=user.pk)
    rows = {row.pk: row for row in administrators.select_for_update().order_by("pk")}
    return rows[user.pk]


def _keep_an_administrator(row: User) -> None:
    """Raise AccountError where the account is the only open administrator."""
    if row.role != User.Stored.ADMINISTRATOR or not row.is_active:
        return
    others = User.objects.filter(role=User.Stored.ADMINISTRATOR, is_active=True).exclude(pk=row.pk)
    if not others.exists():
        raise AccountError(
            _("This is the only administrator: make another one first, or nobody could manage the accounts.")
        )
