"""What of requests by a right waits for the office: the clock is the law's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.in_words import long_date
from filiera.privacy.queries.requests import requests_due
from filiera.registry.hooks import Waiting

if TYPE_CHECKING:
    from collections.abc import Sequence


def waiting_of_privacy() -> Sequence[Waiting]:
    """Tell how many people wait for an answer, and by which day: one query."""
    due = requests_due(today=timezone.localdate())
    if not due.waiting:
        return []
    title = ngettext(
        "%(n)s person asks about their data", "%(n)s people ask about their data", due.waiting
    ) % {"n": due.waiting}  # fmt: skip
    text = _("The first answer is due by %(day)s.") % {"day": long_date(due.first_on)}
    if due.late:
        tone, word = "bad", _("late")
    elif due.soon:
        tone, word = "warn", _("due soon")
    else:
        tone, word = "unknown", _("asks you")
    return [Waiting(title, text, tone, word, reverse("rights-requests"), _("Answer them"))]
