"""The calls that close soon, for the office."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.language import localised
from filiera.common.visibility import OFFICE_AUDIENCE
from filiera.funding.logic.standing import Standing
from filiera.funding.models import Call
from filiera.funding.queries.standing import standing_condition, with_until
from filiera.registry.hooks import DueLine

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

AHEAD = timedelta(days=45)
"""Work on a proposal is told before its last week."""

MOST = 3


def calls_due(*, now: datetime) -> list[DueLine]:
    """List the open calls that close next, within six weeks, with the days that are left: one query."""
    calls: QuerySet[Any] = with_until(Call.objects.visible_to(OFFICE_AUDIENCE), now)
    rows = calls.filter(standing_condition(Standing.OPEN, now), until__lte=now + AHEAD)
    today, found = timezone.localdate(now), []
    for row in rows.order_by("until", "pk")[:MOST]:
        on = timezone.localdate(row.until)
        left = (on - today).days
        word = ngettext("%(n)s day", "%(n)s days", left) % {"n": left} if left else _("today")
        title = _("%(title)s closes") % {"title": localised(row, "title")}
        found.append(DueLine(on, title, reverse("call", args=[row.code]), word))
    return found
