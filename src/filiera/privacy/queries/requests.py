"""The desk of requests: what waits, what is late, what was answered; and the breaches whose clock runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from filiera.privacy.logic import SOON_DAYS, authority_due
from filiera.privacy.models import Breach, RightsRequest

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Due:
    """What of requests is due: how many wait, how many within a week, how many are late, and the first day due."""

    waiting: int
    soon: int
    late: int
    first_on: date | None


def requests_waiting() -> QuerySet[RightsRequest]:
    """Give the requests without an answer, the first due first."""
    return RightsRequest.objects.filter(done_at=None).select_related("user").order_by("due_on", "pk")


def requests_done() -> QuerySet[RightsRequest]:
    """Give the requests that were answered, the newest first."""
    rows = RightsRequest.objects.exclude(done_at=None).select_related("user", "handled_by")
    return rows.order_by("-done_at", "-pk")


def requests_due(*, today: date) -> Due:
    """Count what is due: one query."""
    days = list(requests_waiting().values_list("due_on", flat=True))
    soon = today + timedelta(days=SOON_DAYS)
    late = sum(day < today for day in days)
    return Due(len(days), sum(today <= day <= soon for day in days), late, days[0] if days else None)


@dataclass(frozen=True, slots=True)
class BreachLine:
    """A breach with the moment by which the Garante has to know, whether the clock still runs, and whether it has run out.

    `hours_left` are whole hours, 0 from the last one on.
    """

    breach: Breach
    due_at: datetime
    is_late: bool
    runs: bool = False
    hours_left: int = 0


def breach_lines(*, now: datetime | None = None) -> list[BreachLine]:
    """Give the breaches, open ones first, then the newest."""
    now = now or timezone.now()
    lines = []
    for row in Breach.objects.order_by("-known_at", "-pk"):
        due = authority_due(row.known_at)
        waits = row.authority_told_at is None and row.is_risky is not False
        left = max(0, int((due - now).total_seconds() // 3600))
        lines.append(BreachLine(row, due, waits and now > due, waits and row.closed_at is None, left))
    return sorted(lines, key=lambda line: line.breach.closed_at is not None)
