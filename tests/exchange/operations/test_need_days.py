"""The last days of a need: whoever asks is told once before its time is over, and again after a renewal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from factories.needs import TITLE, letters_to, need
from filiera.common.instance import current_instance
from filiera.common.models import AuditEvent
from filiera.exchange.operations.need_ends import end_need, expire_needs, renew_need
from filiera.exchange.operations.need_warnings import warn_of_ends

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]

WARNS = timedelta(days=current_instance().needs.warns_days)
LASTS = timedelta(days=current_instance().needs.lasts_days)
DAY = timedelta(days=1)
ASKS = "chiede@example.org"


def test_whoever_asks_is_told_once_and_again_after_a_renewal() -> None:
    now = timezone.now()
    row, first = need(now=now), now + LASTS - WARNS
    assert warn_of_ends(now=first - DAY) == 0
    assert (warn_of_ends(now=first), warn_of_ends(now=first + DAY)) == (1, 0)
    (letter,) = letters_to(ASKS)
    assert letter.subject.startswith(f"«{TITLE}» scade")
    assert reverse("need", args=[row.code]) in letter.body
    assert AuditEvent.objects.filter(verb="warn-of-need-end").count() == 1
    renew_need(need=row, now=first + DAY)
    assert warn_of_ends(now=first + 2 * DAY) == 0
    assert warn_of_ends(now=first + DAY + LASTS - WARNS) == 1
    assert expire_needs(now=first + DAY + LASTS) == 0


def test_nobody_is_told_of_a_need_that_is_over_or_that_nobody_answers_for() -> None:
    now = timezone.now()
    end_need(need=need(now=now), solved=True, now=now)
    row = need(now=now)
    row.contact_email, row.asked_by = "", None
    row.save()
    row.organisation.delegates.all().delete()
    assert warn_of_ends(now=now + LASTS - WARNS) == 0
    assert letters_to(ASKS) == []
