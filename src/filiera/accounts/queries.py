"""Accounts as the administrator's pages and the command list them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from filiera.accounts.letter_kinds import letter_kinds
from filiera.accounts.models import AnswerLink, HeldLetter, User
from filiera.accounts.questions import questions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from django.db.models import QuerySet


ATTENTION_SPAN = timedelta(days=30)
"""The time over which requests to one person are counted."""


def asked_lately(emails: Iterable[str], *, now: datetime) -> Counter[str]:
    """Count, by address, what was asked of a person in the last 30 days over needs, calls and surveys: two queries.

    Asked again about the same thing is asked once; what is held for the next letter counts already. What a feature tells
    without asking, and what the statute asks of a member, is not counted.
    """
    kinds = [kind for kind, question in questions.items() if question.takes_attention]
    wanted = {email.strip().lower() for email in emails}
    rows = AnswerLink.objects.filter(kind__in=kinds, email__in=wanted, sent_at__gt=now - ATTENTION_SPAN)
    things = {(email, kind, str(about)) for email, kind, about in rows.values_list("email", "kind", "arguments")}
    counted = {kind: sort.counts_as for kind, sort in letter_kinds.items() if sort.counts_as}
    held = HeldLetter.objects.filter(kind__in=counted, wish__email__in=wanted)
    for email, kind, about in held.values_list("wish__email", "kind", "arguments"):
        things.add((email, counted[kind], str(about)))
    return Counter(email for email, _kind, _about in things)


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
