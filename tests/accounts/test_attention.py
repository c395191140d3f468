"""What one person was asked lately, over needs, calls and surveys: one budget."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from filiera.accounts.models import AnswerLink
from filiera.accounts.queries import asked_lately

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def link(kind: str, about: int, *, email: str = "a@example.org", days: int = 1) -> None:
    sent = NOW - timedelta(days=days)
    digest = f"{kind}{about}{email}{days}{AnswerLink.objects.count()}"
    AnswerLink.objects.create(
        kind=kind, arguments={"x": about}, email=email, digest=digest, sent_at=sent, expires_at=sent + timedelta(days=9)
    )


def test_needs_calls_and_surveys_count_together_and_a_reminder_is_no_new_request() -> None:
    link("need-ask", 1)
    link("need-ask", 1, days=2)
    link("consortium-invitation", 1)
    link("profile", 1)
    link("need-problem", 1)
    link("need-again", 1)
    link("need-ask", 2, days=31)
    link("need-ask", 1, email="b@example.org")
    assert asked_lately(["A@example.org", "b@example.org", "c@example.org"], now=NOW) == {
        "a@example.org": 3,
        "b@example.org": 1,
    }
