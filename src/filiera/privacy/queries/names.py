"""By which names and addresses a person is known: what an erasure looks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress

if TYPE_CHECKING:
    from filiera.accounts.models import User


def addresses_of(user: User) -> list[str]:
    """Give every address of an account, the one by which it signs in first."""
    others = EmailAddress.objects.filter(user=user).exclude(email__iexact=user.email).order_by("pk")
    return [user.email, *others.values_list("email", flat=True)]


def names_of(user: User) -> tuple[str, ...]:
    """Give the names of an account that can be looked for in texts: two words or more, so that they mean one person."""
    return tuple(sorted({name for name in (user.name, user.plain_name) if len(name.split()) > 1}))
