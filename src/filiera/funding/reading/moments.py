"""From a day and an hour of a text to a moment: years that are not said, zones, hours that clocks skip or repeat."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from filiera.common.reading.dates import Day, Hour

Moment = date | datetime
"""A day, where the hour is not said, or a moment; one without a zone is of the zone of the call."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a text leaves open, by a code, where it stands, and the values between which it leaves it open.

    Codes: `year-assumed`, `no-such-day`, `month-only`, `month-first`, `day-or-month`, `midnight`, `zone-season`,
    `hour-skipped`, `hour-twice`, `no-cue`, `computed`, `two-openings`, `two-closings`, `closes-before-opens`,
    `moved-earlier`, `open-and-closed`, `suspended`.
    """

    code: str
    start: int
    end: int
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """A day of a text with its role (`opens`, `closes`, `moved`, `cutoff`, `since`, `bare`), its hour and its zone."""

    role: str
    day: Day
    start: int
    end: int
    hour: Hour | None = None
    zone: ZoneInfo | None = None
    zone_how: str = ""
    year: int | None = None
    value: Moment | None = None
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_end(self) -> bool:
        """Tell whether the careful reading is the earlier one."""
        return self.role != "opens"

    def doubting(self, code: str, *values: object) -> Read:
        """Give the same with a doubt more."""
        doubt = Doubt(code, self.start, self.end, tuple(str(one) for one in values))
        return replace(self, doubts=(*self.doubts, doubt))


def order_of(value: Moment | None, *, ends: bool = True) -> datetime:
    """Give where a moment stands among others; a day alone counts whole at its end, or from its beginning."""
    if value is None:
        return datetime.max
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return datetime.combine(value, time.max if ends else time.min)


def resolved(read: Read, *, tz: str, around: date) -> Read:
    """Give a day with its value, with all that is doubtful about it."""
    if read.value is not None:
        return read
    if read.day.code == "no-such-day":
        return read.doubting("no-such-day")
    if read.day.code:
        read = read.doubting(read.day.code)
    if read.year is None:
        near = [day for year in (-1, 0, 1) if (day := read.day.on(_bounded(around.year + year))) is not None]
        if not near:
            return read.doubting("no-such-day")
        chosen = min(near, key=lambda day: abs(day - around))
        read = replace(read, year=chosen.year).doubting("year-assumed", chosen)
    day = _day_of(read)
    if day is None:
        return read.doubting("no-such-day")
    if read.day.other is not None:
        other = date(read.year or day.year, *read.day.other)
        read = read.doubting("day-or-month", day, other)
        day = min(day, other) if read.is_end else max(day, other)
    return _with_hour(read, day, tz)


def _bounded(year: int) -> int:
    return min(max(year, 1), 9999)


def _day_of(read: Read) -> date | None:
    return read.day.on(read.year) if read.year is not None and 1 <= read.year <= 9999 else None


def _with_hour(read: Read, day: date, tz: str) -> Read:
    if read.hour is None:
        return replace(read, value=day)
    at = read.hour.at
    if read.hour.is_midnight:
        read = read.doubting("midnight", f"{day} 00:00", f"{day} 24:00")
        at = at if read.is_end else time(23, 59, 59)
    moment = datetime.combine(day, at)
    zone = read.zone or ZoneInfo(tz)
    read, moment = _of_season(read, moment, zone)
    if _is_skipped(moment, zone):
        read = read.doubting("hour-skipped", moment)
    elif moment.replace(tzinfo=zone).utcoffset() != moment.replace(tzinfo=zone, fold=1).utcoffset():
        read = read.doubting("hour-twice", moment)
        moment = moment if read.is_end else moment.replace(fold=1)
    return replace(read, value=moment.replace(tzinfo=read.zone) if read.zone else moment)


def _of_season(read: Read, moment: datetime, zone: ZoneInfo) -> tuple[Read, datetime]:
    """Doubt CET in summer and CEST in winter; the careful of the two hours stays."""
    is_summer = bool(moment.replace(tzinfo=zone).dst())
    if read.zone_how == "cet" and is_summer:
        later = moment + timedelta(hours=1)
        return read.doubting("zone-season", moment, later), moment if read.is_end else later
    if read.zone_how == "cest" and not is_summer and moment.year > 1:
        sooner = moment - timedelta(hours=1)
        return read.doubting("zone-season", sooner, moment), sooner if read.is_end else moment
    return read, moment


def _is_skipped(moment: datetime, zone: ZoneInfo) -> bool:
    try:
        back = moment.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    except OverflowError:
        return False
    return back.replace(tzinfo=None) != moment
