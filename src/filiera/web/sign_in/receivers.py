"""What allauth has done with an account, written down: its signals lead to operations here and nowhere else."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as factor_signals
from django.dispatch import receiver

from filiera.accounts import operations


@receiver(account_signals.password_reset, dispatch_uid="note-password-reset")
def password_set_by_link(user: Any, **kwargs: Any) -> None:
    """A link has set a password."""
    operations.note_password_set(user=user)


@receiver([account_signals.password_changed, account_signals.password_set], dispatch_uid="note-password-changed")
def password_changed(request: Any, user: Any, **kwargs: Any) -> None:
    """A person has changed the password."""
    operations.note_password_changed(user=user, key=request.session.session_key or "")


@receiver(account_signals.email_changed, dispatch_uid="note-address-changed")
def address_changed(user: Any, from_email_address: Any, to_email_address: Any, **kwargs: Any) -> None:
    """A person has confirmed another address; the first confirmation of all changes nothing."""
    before = from_email_address.email if from_email_address else ""
    if before and before != to_email_address.email:
        operations.note_address_changed(user=user, before=before, after=to_email_address.email)


@receiver(factor_signals.authenticator_added, dispatch_uid="note-factor-added")
def factor_added(user: Any, authenticator: Any, **kwargs: Any) -> None:
    """A second factor is added."""
    operations.note_second_factor(user=user, verb="add-second-factor", kind=authenticator.type)


@receiver(factor_signals.authenticator_removed, dispatch_uid="note-factor-removed")
def factor_removed(user: Any, authenticator: Any, **kwargs: Any) -> None:
    """A second factor is taken out."""
    operations.note_second_factor(user=user, verb="remove-second-factor", kind=authenticator.type)


@receiver(factor_signals.authenticator_reset, dispatch_uid="note-codes-made")
def codes_made_anew(user: Any, authenticator: Any, **kwargs: Any) -> None:
    """Recovery codes are made anew."""
    operations.note_second_factor(user=user, verb="renew-recovery-codes", kind=authenticator.type)
