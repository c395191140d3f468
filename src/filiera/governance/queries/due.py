"""The meetings that are near, for the office."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.governance.enums import MeetingState
from filiera.governance.models import Meeting
from filiera.governance.queries.meetings import call_to_come
from filiera.registry.hooks import DueLine

if TYPE_CHECKING:
    from datetime import datetime

AHEAD = timedelta(days=21)
TO_COME = (MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.OPEN)


def meetings_due(*, now: datetime) -> list[DueLine]:
    """List the meetings whose call falls within three weeks, with its hour: one query."""
    first, last = now - timedelta(days=1), now + AHEAD
    rows = Meeting.objects.filter(
        Q(first_at__range=(first, last)) | Q(second_at__range=(first, last)), state__in=TO_COME
    )
    found = []
    for row in rows.order_by("first_at", "pk"):
        at = timezone.localtime(call_to_come(row, today=timezone.localdate(now)))
        what = _("%(title)s, at %(hour)s") % {"title": row.title, "hour": f"{at:%H:%M}"}
        found.append(DueLine(at.date(), what, reverse("meeting", args=[row.pk]), str(row.get_state_display())))
    return [line for line in found if line.on <= timezone.localdate(last)]
