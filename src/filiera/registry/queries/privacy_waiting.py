"""What of people's data waits for the office: requests by a right, and breaches; the clock is the law's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.in_words import long_date, moment
from filiera.privacy.queries.requests import breach_lines, requests_due
from filiera.registry.hooks import Waiting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from filiera.privacy.queries.requests import BreachLine


def waiting_of_breaches(*, now: datetime) -> Sequence[Waiting]:
    """Tell of each breach that is open: the hours that are left to tell the Garante, or that it is to be closed."""
    return [_of_breach(line) for line in breach_lines(now=now) if line.breach.closed_at is None]


def _of_breach(line: BreachLine) -> Waiting:
    title, url = line.breach.title, reverse("breach", args=[line.breach.pk])
    if line.is_late:
        text = _("The Garante had to know by %(when)s.") % {"when": moment(line.due_at)}
        return Waiting(title, text, "bad", _("late"), url, _("Open the breach"))
    if line.runs:
        hours = ngettext("%(n)s hour is left", "%(n)s hours are left", line.hours_left) % {"n": line.hours_left}
        text = _("%(hours)s to weigh it and tell the Garante: by %(when)s.")
        words = {"hours": hours, "when": moment(line.due_at)}
        return Waiting(title, text % words, "warn", _("the clock runs"), url, _("Open the breach"))
    text = _("It is weighed, and the Garante knows where it has to: close it when nothing is left to do.")
    return Waiting(title, text, "unknown", _("still open"), url, _("Open the breach"))


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
