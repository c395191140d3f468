"""The audit trail, for the office's programs: what was done, by whom, as whom, why."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from filiera.api.cursors import Order, PageQuery, cut
from filiera.api.problems import not_found
from filiera.api.shapes import responses
from filiera.common.visibility import audience_of
from filiera.registry.queries.events import EventFilter, EventLine, event_lines, events

router = Router(tags=["Audit"])
NEWEST = Order("events")


class EventsQuery(Schema):
    """Which events."""

    object: str = Field("", max_length=140, description="What it was done on, `registry.Organisation 12`, or the kind.")
    actor: str = Field("", max_length=120, description="Part of the address or name of who did it.")
    organisation: str = Field("", max_length=80, description="Public id of the organisation concerned or acted for.")
    act: str = Field("", max_length=60, description="Name of the act.")
    since: date | None = Field(None, description="First day.")
    until: date | None = Field(None, description="Last day.")


class ChangeShape(Schema):
    """One field before and after, as text."""

    field: str
    before: str
    after: str


class EventShape(Schema):
    """One act. `who` is empty for the platform; `why`, `values` and `changes` are empty once they are erased."""

    id: int
    at: datetime
    who: str
    as_whom: str
    on_behalf: bool
    act: str
    words: str
    object: str
    why: str
    values: dict[str, Any]
    changes: list[ChangeShape]


class EventPage(Schema):
    """A page of events, the last first."""

    items: list[EventShape]
    next: str | None


def _shape(line: EventLine) -> dict[str, object]:
    return {
        "id": line.pk,
        "at": line.at,
        "who": line.who,
        "as_whom": line.as_whom,
        "on_behalf": line.on_behalf,
        "act": line.verb,
        "words": line.words,
        "object": line.thing,
        "why": line.why,
        "values": line.values,
        "changes": [{"field": change.name, "before": change.before, "after": change.after} for change in line.changed],
    }


@router.get("/events", response=responses(EventPage), operation_id="listEvents")
def list_events(request: HttpRequest, asked: Query[EventsQuery], page: Query[PageQuery]) -> dict[str, object]:
    """List what was done, for the office alone: for everybody else there is nothing at this address."""
    audience = audience_of(request.user)
    if not request.user.has_perm("registry.view_audit_trail"):
        raise not_found()
    sought = EventFilter(asked.object, asked.actor, asked.organisation, asked.act, asked.since, asked.until)
    rows, following = cut(events(sought, audience=audience), order=NEWEST, page=page)
    return {"items": [_shape(line) for line in event_lines(rows, audience=audience)], "next": following}
