"""A meeting as an entry of a calendar: the same entry from the notice on, whatever changes after."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress, vText

if TYPE_CHECKING:
    from filiera.governance.models import Meeting

LASTS = timedelta(hours=2)
"""How long a meeting is taken to last: a notice says when it begins, not when it ends."""

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


def entry_uid(meeting: Meeting) -> str:
    """Give the id of the entry, the same for ever, by which calendars know a change from another meeting."""
    return f"{meeting.uid}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}"


def calendar_of(
    meeting: Meeting, *, method: str, now: datetime, words: str, url: str, organiser: str, attendee: str = ""
) -> bytes:
    """Write the entry as a file (RFC 5545): `method` asks, cancels or only shows. Times are with the zone of the place."""
    calendar = Calendar()
    calendar.add("prodid", "-//Filiera//meetings//")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    event = Event()
    event.add("uid", entry_uid(meeting))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    starts = timezone.localtime(meeting.held_at)
    event.add("dtstart", starts)
    event.add("dtend", starts + LASTS)
    event.add("summary", meeting.title)
    event.add("description", words)
    event.add("location", " · ".join(part for part in (meeting.place, meeting.remote_url) if part))
    event.add("url", url)
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    event.add("organizer", vCalAddress(f"mailto:{organiser}"))
    if attendee:
        address = vCalAddress(f"mailto:{attendee}")
        address.params["rsvp"] = vText("FALSE")
        event.add("attendee", address)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written
