"""What meetings left to another one, and which agenda may take it up."""

from __future__ import annotations

from datetime import date, timedelta

from filiera.governance.enums import WITHDRAWN, ItemState, MeetingState
from filiera.governance.models import AgendaItem, Meeting

REMEMBERED = timedelta(days=366)
"""How long what was deferred waits for an agenda: after a year whoever still wants it writes it anew."""


def deferred_items(*, today: date, body_id: int | None = None) -> list[AgendaItem]:
    """Give the items that a meeting deferred and no later agenda of the body bears, the oldest first: two queries.

    An application comes back by itself (its own page puts it on an agenda); what was withdrawn does not. An item is known
    again by its title, which the agenda that takes it up keeps.
    """
    over = [MeetingState.CLOSED, MeetingState.NO_QUORUM]
    rows = AgendaItem.objects.filter(state=ItemState.DEFERRED, meeting__state__in=over, applications=None)
    rows = rows.filter(meeting__first_at__date__gt=today - REMEMBERED).exclude(result=WITHDRAWN)
    if body_id is not None:
        rows = rows.filter(meeting__body=body_id)
    found = list(rows.select_related("meeting__body").order_by("meeting__first_at", "meeting", "position"))
    if not found:
        return []
    titles = {item.title for item in found}
    others = AgendaItem.objects.filter(title__in=titles).exclude(meeting__state=MeetingState.CANCELLED)
    agendas = list(others.values_list("title", "meeting__body", "meeting__first_at"))
    return [
        item
        for item in found
        if not any(
            title == item.title and body == item.meeting.body_id and first_at > item.meeting.first_at
            for title, body, first_at in agendas
        )
    ]


def planned_bodies() -> set[int]:
    """Give the bodies that have a meeting whose agenda is still written."""
    return set(Meeting.objects.filter(state=MeetingState.PLANNED).values_list("body", flat=True))


def next_planned(body_id: int) -> Meeting | None:
    """Give the next meeting of a body whose agenda is still written."""
    rows = Meeting.objects.filter(body=body_id, state=MeetingState.PLANNED).select_related("body", "statute")
    return rows.order_by("first_at", "pk").first()
