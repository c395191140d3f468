"""Accounts as the administrator's pages and the command list them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from filiera.accounts.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from django.db.models import QuerySet


def accounts(text: str = "") -> QuerySet[User]:
    """Find accounts whose address or name holds a text, open ones first, with whom they act for: three queries."""
    rows = User.objects.prefetch_related("delegations__organisation")
    if text:
        rows = rows.filter(Q(email__icontains=text) | Q(name__icontains=text))
    return rows.order_by("-is_active", "name", "email")


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account of the list, with the organisations that its person acts for today."""

    user: User
    organisations: tuple[Any, ...]


def account_lines(users: Iterable[User], *, today: date) -> tuple[AccountLine, ...]:
    """Dress accounts that `accounts` gave for a list: no query of their own."""
    return tuple(AccountLine(user, tuple(_acted_for(user, today))) for user in users)


def _acted_for(user: Any, today: date) -> Iterator[Any]:
    """Give the organisations of the delegations in force; they are the register's, which stands above this module."""
    return (held.organisation for held in user.delegations.all() if held.is_in_force(today))


def has_administrator() -> bool:
    """Tell whether an open account administers the installation."""
    return User.objects.filter(role=User.Stored.ADMINISTRATOR, is_active=True).exists()
