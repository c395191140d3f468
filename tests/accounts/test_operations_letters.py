"""The wish of an address follows its account to another address."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from filiera.accounts.models import HeldLetter, LetterWish
from filiera.accounts.operations_letters import begin_letters, move_wish

pytestmark = pytest.mark.django_db

BEFORE, AFTER = "prima@example.org", "dopo@example.org"


def held(email: str, **arguments: Any) -> None:
    wish, now = begin_letters(email=email, now=timezone.now()), timezone.now()
    HeldLetter.objects.create(wish=wish, kind="need-ask", arguments=arguments, held_at=now)


def test_a_wish_goes_along_to_an_address_that_has_none() -> None:
    held(BEFORE, match=1)
    move_wish(before=BEFORE.upper(), after=AFTER)
    assert list(LetterWish.objects.values_list("email", "held__arguments")) == [(AFTER, {"match": 1})]


def test_what_is_held_for_both_addresses_is_held_once_afterwards() -> None:
    for email, match in ((BEFORE, 1), (BEFORE, 2), (AFTER, 1)):
        held(email, match=match)
    move_wish(before=BEFORE, after=AFTER)
    rows = HeldLetter.objects.values_list("wish__email", "arguments__match").order_by("arguments__match")
    assert list(rows) == [(AFTER, 1), (AFTER, 2)]
