"""Second factors of accounts: whether a person has one, and whether the settings ask for one. Rules and questions only."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings

from filiera.accounts.models import User

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor; recovery codes stand in for one of these."""


def has_second_factor(user: Any) -> bool:
    """Tell whether a person has set up codes from an app or a passkey. One query."""
    return bool(Authenticator.objects.filter(user=user, type__in=STRONG).exists())


def has_unconfirmed_address(user: Any) -> bool:
    """Tell whether a person signed up and has not confirmed the address: nobody can enter so far. One query."""
    return bool(EmailAddress.objects.filter(user=user, verified=False, email=user.email).exists())


def works_for_the_cluster(user: Any) -> bool:
    """Tell whether an account is of the office or an administrator's."""
    return getattr(user, "role", "") in (User.Stored.OFFICE, User.Stored.ADMINISTRATOR)


def should_add_second_factor(user: Any) -> bool:
    """Tell whether a person is urged to add one: whoever works for the cluster and has none."""
    return works_for_the_cluster(user) and not has_second_factor(user)


def must_add_second_factor(user: Any) -> bool:
    """Tell whether a person can do nothing else before adding one. No query where the settings do not ask for it."""
    return settings.REQUIRE_SECOND_FACTOR == "office" and should_add_second_factor(user)
