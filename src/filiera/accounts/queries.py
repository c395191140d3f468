"""Accounts as the administrator's pages and the command list them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from filiera.accounts.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet


def accounts(text: str = "") -> QuerySet[User]:
    """Find accounts whose address or name holds a text, open ones first, with whom they act for: three queries."""
    rows = User.objects.prefetch_related("delegations__organisation")
    if text:
        rows = rows.filter(Q(email__icontains=text) | Q(name__icontains=text))
    return rows.order_by("-is_active", "name", "email")


def has_administrator() -> bool:
    """Tell whether an open account administers the installation."""
    return User.objects.filter(role=User.Stored.ADMINISTRATOR, is_active=True).exists()
