"""Days of calls as a calendar (RFC 5545): the same entries whatever becomes of their dates, cancelled rather than gone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event

READ_AGAIN = timedelta(hours=6)
"""After how long a calendar had better be read again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One day of a calendar. `uid` is the same for ever; `at` is a moment, or a day alone that lasts the whole of it.

    `sequence` grows with what it is about, `changed_at` is when that was last changed. What is cancelled may have no title.
    """

    uid: str
    at: datetime | date
    tz: str
    title: str
    changed_at: datetime
    sequence: int = 0
    words: str = ""
    url: str = ""
    is_cancelled: bool = False


def entry_uid(name: str) -> str:
    """Give the id of an entry, by which calendars know a change from another entry."""
    return f"{name}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}"


def calendar_of(entries: Iterable[Entry], *, name: str) -> bytes:
    """Write a calendar that only shows: moments with the zone of the call, days alone as whole days."""
    calendar = Calendar()
    calendar.add("prodid", "-//Filiera//calls//")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    for entry in sorted(entries, key=lambda one: one.uid):
        calendar.add_component(_event(entry))
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("dtstart", entry.at.astimezone(ZoneInfo(entry.tz)) if isinstance(entry.at, datetime) else entry.at)
    if entry.title:
        event.add("summary", entry.title)
    if entry.words:
        event.add("description", entry.words)
    if entry.url:
        event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event
