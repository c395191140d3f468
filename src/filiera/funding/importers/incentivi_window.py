"""When an incentive takes applications: its dates and its note, which is stronger where it closes, the earlier of two ends."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from filiera.funding.drafts import Moment, WindowDraft
from filiera.funding.enums import SourceStatus
from filiera.funding.importers.noted import Noted
from filiera.funding.reading.windows import WindowRead, read_window

ROME = "Europe/Rome"


def incentive_window(noted: Noted, *, opens: Any, closes: Any, note: str, today: date) -> WindowDraft:
    """Put the window together. What field and note say differently is kept beside, as said by each.

    A day alone is whole: nobody closes at an hour that nothing says.
    """
    first, last = noted.moment("opens", opens), noted.moment("closes", closes)
    around = _day(first) or _day(last) or today
    read = read_window(note, language="it", tz=ROME, around=around) if note else None
    said = read or WindowRead()
    end = _end(noted, last, said)
    start = _start(noted, first, said)
    if said.recurring and (end is None or _until(end).date() >= today):
        start, end = _this_year(said, start, end, today)
    if start is not None and end is not None and _from(start) > _until(end):
        noted.remark("closes-before-opens", "opens", f"{start.isoformat()} > {end.isoformat()}")
        noted.keep("opens_said", start.isoformat())
        start = None
    noted.keep("window_doubts", "; ".join(dict.fromkeys(one.code for one in said.doubts)))
    noted.keep("recurring", note if said.recurring else "")
    noted.keep("rolling", note if said.rolling else "")
    return WindowDraft(
        opens=start,
        closes=end,
        cutoffs=said.cutoffs,
        tz=ROME,
        until_spent=said.until_spent,
        said=note,
        status=SourceStatus.CLOSED if said.closed else None,
    )


def _end(noted: Noted, field: Moment | None, said: WindowRead) -> Moment | None:
    """Choose the end: the earlier; of one day the hour that the note gives. Where windows come back every year, the note's
    own day closes one of them, and the field's day all."""
    note = said.closes if said.closes is not None else said.closed_since
    if note is None or field is None:
        return note if field is None else field
    if _day(note) == _day(field):
        return note if isinstance(note, datetime) else field
    noted.keep("closes_field", field.isoformat())
    noted.keep("closes_note", note.isoformat())
    if said.recurring:
        return field
    return min(note, field, key=_until)


def _this_year(
    said: WindowRead, start: Moment | None, end: Moment | None, today: date
) -> tuple[Moment | None, Moment | None]:
    """Give the window of today, or the next one, of those that come back every year, within the first day and the last.

    The day that the note gives for the first of them comes before all.
    """
    if said.closes is not None and _until(said.closes).date() >= today:
        return start, said.closes if end is None else min(said.closes, end, key=_until)
    for year in (today.year, today.year + 1):
        for one in said.recurring:
            if one.closes is None or one.opens is None:
                continue
            closes = _in(year + (one.closes < one.opens), one.closes)
            opens = _in(year, one.opens)
            if closes >= today and (end is None or opens <= _until(end).date()):
                ends = closes if end is None else min(closes, end, key=_until)
                return (opens if start is None else max(opens, start, key=_from)), ends
    return start, end


def _in(year: int, day: tuple[int, int]) -> date:
    """Give a day of a year; the last of February where the year has no 29th."""
    try:
        return date(year, *day)
    except ValueError:
        return date(year, day[0], 28)


def _start(noted: Noted, field: Moment | None, said: WindowRead) -> Moment | None:
    """Choose the opening: the field's day with the hour that the note gives; where they differ, the field."""
    note = said.opens
    if note is None or field is None:
        return note if field is None else field
    if _day(note) == _day(field):
        return note if isinstance(note, datetime) else field
    noted.keep("opens_field", field.isoformat())
    noted.keep("opens_note", note.isoformat())
    return field


def _day(moment: Moment | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _until(moment: Moment) -> datetime:
    return _at(moment, time.max)


def _from(moment: Moment) -> datetime:
    return _at(moment, time())


def _at(moment: Moment, hour: time) -> datetime:
    if not isinstance(moment, datetime):
        return datetime.combine(moment, hour, tzinfo=ZoneInfo(ROME))
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(ROME))
