"""What of needs falls due soon: answers that are needed, needs whose time ends."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.exchange.logic.steps import LIVE_STATES
from filiera.exchange.models import Need
from filiera.registry.hooks import DueLine

if TYPE_CHECKING:
    from datetime import datetime

AHEAD = timedelta(days=14)
MOST = 4


def needs_due(*, now: datetime) -> list[DueLine]:
    """List the needs to which an answer is needed, and those whose time ends, within two weeks: two queries."""
    today = timezone.localdate(now)
    live = Need.objects.filter(state__in=LIVE_STATES)
    found = []
    for field, word in (("deadline_on", _("answer needed")), ("expires_on", _("its time ends"))):
        rows = live.filter(**{f"{field}__range": (today, today + AHEAD)}).order_by(field, "pk")
        found += [
            DueLine(getattr(row, field), row.title, reverse("need-office", args=[row.code]), word)
            for row in rows[:MOST]
        ]
    return found
