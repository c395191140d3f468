"""The days of a sentence with their roles: which opens, which closes, which are several dates, which come every year."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from filiera.common.reading.dates import Day, Hour, days, hours
from filiera.funding.reading.cues import (
    Cue,
    cues,
    is_about_applying,
    is_named_applying,
    is_of_a_law,
    later_stage,
    zone_named,
)
from filiera.funding.reading.moments import Read

Span = tuple[int, int]
"""Where something begins and ends in a text."""

_EVERY_YEAR = re.compile(
    r"(?:di|per)?\s*(?:ogni|ciascun)\s+anno|(?:every|each)\s+year|(?<![a-z])annually|annualmente", re.IGNORECASE
)
_GOES_ON = re.compile(r"successiv|seguent|following|subsequent|esauriment|exhaust", re.IGNORECASE)
_ZONES = r"(?:\(?[^()\n0-9]{0,20}(?:brussels|bruxelles|rome|roma|italian[ao]?|CES?T|UTC|GMT)[^()\n0-9]{0,14}\)?)?"
_WEEKDAY = r"(?:(?:luned|marted|mercoled|gioved|venerd)ì|sabato|domenica|(?:mon|tues|wednes|thurs|fri|satur|sun)day)?,?"
_HOUR_THEN_DAY = re.compile(
    rf"\s*{_ZONES}\s*[,-]?\s*(?:dell?'?|di|of|on|dei|il)?\s*(?:giorno|the)?\s*{_WEEKDAY}\s*$", re.IGNORECASE
)
_DAY_THEN_HOUR = re.compile(
    r"[\s,;(–-]*(?:(?:e\s+)?non\s+oltre|entro|fino|sino|dalle|alle|from|at|by|until|h|ore|le|alla|a|T|\s)*$",
    re.IGNORECASE,
)
_AND_HOUR = re.compile(r"\s*(?:alle|alla|a|to|and|e|-|–|until|fino|le)?\s*(?:alle|le)?\s*$", re.IGNORECASE)
_LISTED = re.compile(r"\s*(?:,|e|ed|and|or|o|,\s*(?:e|and)|;)\s*(?:il|on|the)?\s*$", re.IGNORECASE)
_DASH = re.compile(r"\s*(?:\([^()]{0,20}\)\s*)?(?:[-–]|to|until|al|fino\s+al)\s*(?:il)?\s*$", re.IGNORECASE)
_OF_YEAR = re.compile(r"(?:anno|annualità|year|campagna)\s+(20[0-9]{2})(?![0-9])", re.IGNORECASE)
_SHORT_LABEL = 80
_SHORT_SENTENCE = 60


@dataclass(frozen=True, slots=True)
class Yearly:
    """A window that comes every year: month and day of opening and of closing, and where the text says so."""

    opens: tuple[int, int] | None
    closes: tuple[int, int] | None
    span: Span


def days_of(text: str, start: int, end: int, *, language: str, carried: str) -> tuple[list[Read], list[Yearly], str]:
    """Give the days of a sentence, those of every year, and the role that a label without a day hands to what follows."""
    if not is_about_applying(text, start, end):
        return [], [], ""
    clock = list(hours(text, start, end))
    found = [
        day
        for day in days(text, start, end, language=language)
        if not is_of_a_law(text, start, day.start)
        and not later_stage(text, start, day.start)
        and not any(hour.start < day.end and day.start < hour.end for hour in clock)
    ]
    marks = list(cues(text, start, end))
    if not found:
        last = next((cue.role for cue in reversed(marks) if cue.role in ("opens", "closes", "cutoff", "moved")), "")
        return [], [], last if end - start <= _SHORT_LABEL else ""
    reads = _with_roles(text, found, marks, carried if found[0].start - start <= 3 else "")
    reads = _with_hours(text, (start, end), reads, clock)
    every = _EVERY_YEAR.search(text, start, end)
    if every is not None:
        of_years = [one for one in reads if one.day.year is None]
        return [one for one in reads if one.day.year is not None], _yearly(of_years), ""
    of_year = _OF_YEAR.search(text, start, end)
    if of_year is not None:
        reads = [one if one.year else replace(one, year=int(of_year[1])) for one in reads]
    return _kept(text, (start, end), _with_years(reads)), [], ""


def _with_roles(text: str, found: list[Day], marks: list[Cue], carried: str) -> list[Read]:
    """Walk through words and days together: what was said last says what a day is."""
    reads: list[Read] = []
    role, seen, rest = carried, False, iter([*marks, Cue(len(text) + 1, len(text) + 1, "")])
    cue = next(rest)
    for day in found:
        while cue.end <= day.start:
            role, seen = _next_role(role, cue, seen)
            cue = next(rest)
        own = role
        if not own and cue.start - day.end <= 30 and cue.role in ("opens", "closes"):
            own = cue.role
        if reads:
            gap = text[reads[-1].day.end : day.start] if day.start - reads[-1].day.end < 40 else "#"
            own = _after_another(reads, gap, own)
        reads.append(Read({"between": "opens"}.get(own, own) or "bare", day, day.start, day.end, year=day.year))
        seen = True
        role = "between2" if role == "between" else role
    return reads


def _next_role(role: str, word: Cue, seen: bool) -> tuple[str, bool]:
    """Give the role after a word: "al" and "to" close what a day has opened; "from" after "extended" tells the old day."""
    cue = word.role
    if role == "other" and not word.is_label:
        return role, seen
    if cue == "to":
        return ("closes" if role in ("opens", "between2") and seen else "moved" if role == "old" else role), seen
    if cue == "opens" and role == "moved":
        return "old", False
    if cue == "closes" and role in ("moved", "old"):
        return "moved", False
    if cue == "closes" and role == "cutoff":
        return "cutoff", False
    return cue, False


def _after_another(reads: list[Read], gap: str, role: str) -> str:
    """Give the role of a day that follows another with next to nothing between: a list, or a span with a dash."""
    before = reads[-1]
    if _DASH.match(gap) and before.role in ("opens", "bare"):
        reads[-1] = replace(before, role="opens")
        return "closes"
    if _LISTED.match(gap) and before.role in ("closes", "cutoff") and role in ("closes", "cutoff", "between2"):
        reads[-1] = replace(before, role="cutoff")
        return "cutoff"
    return "closes" if role == "between2" else role


def _with_hours(text: str, span: Span, reads: list[Read], clock: list[Hour]) -> list[Read]:
    """Give each day the hour that stands with it; two hours of one day open it and close it."""
    zone = zone_named(text, *span)
    own: dict[int, list[Hour]] = {}
    waiting: list[Hour] = []
    for place, hour in enumerate(clock):
        at = _day_of_hour(text, reads, hour)
        if at is None:
            after = clock[place + 1] if place + 1 < len(clock) else None
            waiting = [hour] if after and _AND_HOUR.match(text[hour.end : after.start][:40] or " ") else []
            continue
        own.setdefault(at, []).extend([*waiting, hour])
        waiting = []
    given: list[Read] = []
    for place, one in enumerate(reads):
        mine = own.get(place, [])
        with_zone = replace(one, zone=zone[0], zone_how=zone[1]) if zone and mine else one
        if len(mine) == 1:
            given.append(_at(with_zone, mine[0]))
        elif len(mine) > 1:
            given += _of_one_day(text, span, with_zone, mine, alone=len(reads) == 1)
        else:
            given.append(one)
    return _with_one_hour(given)


def _with_one_hour(reads: list[Read]) -> list[Read]:
    """Give several dates in a row the hour that stands after the last of them."""
    if len(reads) < 2 or {one.role for one in reads} != {"cutoff"} or any(one.hour for one in reads[:-1]):
        return reads
    last = reads[-1]
    return [replace(one, hour=last.hour, zone=last.zone, zone_how=last.zone_how) for one in reads]


def _of_one_day(text: str, span: Span, read: Read, mine: list[Hour], *, alone: bool) -> list[Read]:
    """Read a day with two hours: a day of work that others follow, or the whole window."""
    if read.role not in ("opens", "bare", "between"):
        return [_at(read, mine[-1])]
    opening = _at(replace(read, role="opens"), mine[0])
    if not alone or _GOES_ON.search(text, *span):
        return [opening]
    return [opening, _at(replace(read, role="closes"), mine[-1])]


def _at(read: Read, hour: Hour) -> Read:
    return replace(read, hour=hour, start=min(read.start, hour.start), end=max(read.end, hour.end))


def _day_of_hour(text: str, reads: list[Read], hour: Hour) -> int | None:
    after = next((n for n, one in enumerate(reads) if one.day.start >= hour.end), None)
    near = after is not None and reads[after].day.start - hour.end <= 60
    if after is not None and near and _HOUR_THEN_DAY.match(text[hour.end : reads[after].day.start]):
        return after
    before = len(reads) - 1 if after is None else after - 1
    if before >= 0 and hour.start - reads[before].day.end <= 60:
        gap = re.sub(r"(?:dalle|alle|ore)?\s*[0-9]{1,2}[:.][0-9]{2}", "", text[reads[before].day.end : hour.start])
        if _DAY_THEN_HOUR.match(gap):
            return before
    return None


def _with_years(reads: list[Read]) -> list[Read]:
    """Give a day without a year the one of the day that follows, or else of the day before; past the new year with a doubt."""
    given = list(reads)
    for place in range(len(given) - 2, -1, -1):
        one, after = given[place], given[place + 1]
        if one.year is None and after.year is not None:
            given[place] = _in_year(one, after.year, (after.day.month, after.day.day), sooner=True)
    for place in range(1, len(given)):
        one, before = given[place], given[place - 1]
        if one.year is None and before.year is not None:
            given[place] = _in_year(one, before.year, (before.day.month, before.day.day), sooner=False)
    return given


def _in_year(read: Read, year: int, other: tuple[int, int], *, sooner: bool) -> Read:
    own = (read.day.month, read.day.day)
    if (own <= other) if sooner else (own >= other):
        return replace(read, year=year)
    return replace(read, year=year + (-1 if sooner else 1)).doubting("year-assumed", year, year + (-1 if sooner else 1))


def _yearly(reads: list[Read]) -> list[Yearly]:
    """Pair openings and closings that come every year."""
    pairs: list[Yearly] = []
    for one in reads:
        own = (one.day.month, one.day.day)
        last = pairs[-1] if pairs else None
        if one.role == "opens":
            pairs.append(Yearly(own, None, (one.start, one.end)))
        elif last and last.closes is None:
            pairs[-1] = Yearly(last.opens, own, (last.span[0], one.end))
        else:
            pairs.append(Yearly(None, own, (one.start, one.end)))
    return pairs


def _kept(text: str, span: Span, reads: list[Read]) -> list[Read]:
    """Leave out the old day of one that moved, and days that nothing says what they are in a sentence about other things."""
    kept = []
    for one in reads:
        if one.role in ("old", "other"):
            continue
        if one.role == "bare":
            if not (is_named_applying(text, *span) or span[1] - span[0] <= _SHORT_SENTENCE):
                continue
            one = one.doubting("no-cue")
        kept.append(one)
    return kept
