"""By which act minutes were approved, on a page in English; the act keeps its Italian."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.translation import override

from filiera.governance.operations import minutes as acts
from filiera.governance.operations.minutes import Approval
from filiera.governance.wording_minutes import approval_words
from governance.test_minutes import held_assembly
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("approval", "days", "words"),
    [
        (Approval("AT_END"), 0, "read and approved at the end of the meeting"),
        (Approval("LATER", TODAY + timedelta(days=2)), 3, "read and approved in the meeting of 27 November 2026"),
        (
            Approval("NO_CHANGE"),
            60,
            "the days to ask for changes were over on 5 December 2026, 11:30: nobody asked for any",
        ),
    ],
)
def test_the_approval_is_said_in_the_language_of_the_page(approval: Approval, days: int, words: str) -> None:
    now = NOW + timedelta(hours=1)
    draft = acts.draft_minutes(meeting=held_assembly().meeting)
    minutes = acts.send_to_check(minutes=draft, now=now)
    minutes = acts.approve_minutes(minutes=minutes, approval=approval, now=now + timedelta(days=days))

    with override("en"):
        assert approval_words(minutes) == words
    with override("it"):
        assert approval_words(minutes) == minutes.approved_how
