"""From when until when applications are taken, as prose says it in Italian and English; what it leaves open is a doubt.

The careful reading wins: of two closings the earlier, of two openings the later, so that a closed call never looks open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from filiera.common.reading.dates import Day
from filiera.common.reading.sentences import same_width, sentences
from filiera.funding.reading.moments import Doubt, Moment, Read, order_of, resolved
from filiera.funding.reading.spans import Span, Yearly, days_of
from filiera.funding.reading.states import Relative, State, relatives, state_of

_NUMBERS = re.compile(r"(?<![0-9/.-])([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]20[0-9]{2}(?![0-9])")
_NEXT_WORKING_DAY = re.compile(
    r"primo\s+giorno\s+(?:lavorativo|feriale|non\s+festivo)|(?:next|first\s+following)\s+working\s+day", re.IGNORECASE
)
_FRIDAY = 4
MOST_SIGNS = 50_000
"""A window is said in a few sentences: of a longer text only so much is read."""


@dataclass(frozen=True, slots=True)
class WindowRead:
    """What a text says of a window. A moment without zone is of the zone of the call; one of a named zone bears it.

    `spans` has the places in the text for each value by its name: `opens`, `closes`, `cutoffs`, `until_spent`, `rolling`,
    `closed`, `recurring`, `relative`. `closed` is None where the text does not say. With `doubts` a person should look.
    """

    opens: Moment | None = None
    closes: Moment | None = None
    cutoffs: tuple[Moment, ...] = ()
    until_spent: bool = False
    rolling: bool = False
    closed: bool | None = None
    closed_since: Moment | None = None
    recurring: tuple[Yearly, ...] = ()
    relative: tuple[Relative, ...] = ()
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=lambda: MappingProxyType({}))
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Tell whether the text left nothing open."""
        return not self.doubts


def read_window(text: str, *, language: str, tz: str, around: date, published: date | None = None) -> WindowRead | None:
    """Read a window out of prose; None where the text says nothing of one.

    `tz` is the zone of moments that name none: it tells hours that a change of the clock skips or repeats. A year that is not
    said is the one nearest to `around`, with the doubt `year-assumed`. Days after the publication are counted from `published`.
    """
    plain = same_width(text[:MOST_SIGNS])
    dated: list[Read] = []
    yearly: list[Yearly] = []
    owed: list[Relative] = []
    carried = ""
    is_moved = _NEXT_WORKING_DAY.search(plain) is not None
    for start, end in sentences(plain):
        own = relatives(plain, start, end, published)
        owed += own
        found, every, carried = days_of(plain, start, end, language=language, carried=carried)
        dated += [one for one in found if not any(rel.start <= one.start < rel.end for rel in own)]
        dated += [one for one in (_counted(rel, is_moved=is_moved) for rel in own) if one is not None]
        yearly += every
    is_day_first = _writes_day_first(plain)
    read = [
        resolved(replace(one, day=replace(one.day, other=None)) if is_day_first else one, tz=tz, around=around)
        for one in dated
    ]
    state = state_of(plain, read)
    if not (read or yearly or owed or state.says_something):
        return None
    return _put_together(read, tuple(yearly), tuple(owed), state)


def _writes_day_first(text: str) -> bool:
    """Tell whether another date of the text, or Brussels, shows that its numbers have the day first."""
    pairs = [(int(one[1]), int(one[2])) for one in _NUMBERS.finditer(text)]
    if any(second > 12 for _first, second in pairs):
        return False
    return (
        any(first > 12 for first, _second in pairs) or re.search(r"brussels|bruxelles", text, re.IGNORECASE) is not None
    )


def _put_together(read: list[Read], yearly: tuple[Yearly, ...], owed: tuple[Relative, ...], state: State) -> WindowRead:
    """Choose one opening and one closing among those that the text says."""
    live = [one for one in read if one.value is not None]
    left = "bare" if any(one.role == "closes" for one in live) else ""
    doubts = [doubt for one in read if one.role != left for doubt in one.doubts]
    opens, more = _chosen([one for one in live if one.role == "opens"], latest=True)
    doubts += more
    moved = [one for one in live if one.role == "moved"]
    closings = [one for one in live if one.role == "closes"] or [one for one in live if one.role == "bare"]
    closes = moved[-1] if moved else None
    if closes is None:
        closes, more = _chosen(closings, latest=False)
        doubts += more
    elif any(order_of(one.value) > order_of(closes.value) for one in closings):
        doubts.append(_doubt("moved-earlier", [*closings, closes]))
    if opens and closes and order_of(closes.value) < order_of(opens.value, ends=False):
        doubts.append(_doubt("closes-before-opens", [opens, closes]))
    cutoffs = sorted((one for one in live if one.role == "cutoff"), key=lambda one: order_of(one.value))
    values = {order_of(one.value): one.value for one in cutoffs if one.value is not None}
    since = next((one for one in live if one.role == "since"), None)
    spans = {
        "opens": _places([opens]),
        "closes": _places([closes]),
        "cutoffs": _places(cutoffs),
        "recurring": tuple(one.span for one in yearly),
        "relative": tuple((one.start, one.end) for one in owed),
        **state.spans,
    }
    return WindowRead(
        opens=opens.value if opens else None,
        closes=closes.value if closes else None,
        cutoffs=tuple(values.values()),
        until_spent=state.until_spent,
        rolling=state.rolling,
        closed=state.closed,
        closed_since=since.value if since else None,
        recurring=yearly,
        relative=owed,
        spans=MappingProxyType({name: places for name, places in spans.items() if places}),
        doubts=tuple(dict.fromkeys([*doubts, *state.doubts])),
    )


def _chosen(found: list[Read], *, latest: bool) -> tuple[Read | None, list[Doubt]]:
    """Choose among moments of one role: the same day with an hour is the fuller of the two, others contradict."""
    kept: list[Read] = []
    for one in found:
        same = next((other for other in kept if _same_day(one.value, other.value)), None)
        if same is None:
            kept.append(one)
        elif isinstance(one.value, datetime) and not isinstance(same.value, datetime):
            kept[kept.index(same)] = one
        elif isinstance(one.value, datetime) and order_of(one.value) != order_of(same.value):
            kept.append(one)
    if len(kept) < 2:
        return (kept[0] if kept else None), []
    pick = max if latest else min
    chosen = pick(kept, key=lambda one: order_of(one.value))
    return chosen, [_doubt("two-openings" if latest else "two-closings", kept)]


def _counted(owed: Relative, *, is_moved: bool) -> Read | None:
    """Count the days from a day that the text names; how the first and the last day count is for a person to see.

    Where `is_moved`, a day that falls on a weekend is moved to the next Monday; holidays are for a person to see.
    """
    days_each = {"days": 1, "weeks": 7}.get(owed.unit)
    if owed.base is None or days_each is None:
        return None
    counted = owed.base + timedelta(days=owed.n * days_each)
    if is_moved and counted.weekday() > _FRIDAY:
        counted += timedelta(days=7 - counted.weekday())
    day = Day(owed.start, owed.end, counted.day, counted.month, counted.year)
    value = datetime.combine(counted, owed.at) if owed.at else counted
    return Read(owed.role, day, owed.start, owed.end, year=value.year, value=value).doubting("computed", value)


def _same_day(one: Moment | None, other: Moment | None) -> bool:
    return (
        one is not None and other is not None and (one.year, one.month, one.day) == (other.year, other.month, other.day)
    )


def _doubt(code: str, found: Iterable[Read]) -> Doubt:
    moments = [one for one in found if one.value is not None]
    return Doubt(code, moments[0].start, moments[0].end, tuple(str(one.value) for one in moments))


def _places(found: Iterable[Read | None]) -> tuple[Span, ...]:
    return tuple((one.start, one.end) for one in found if one is not None)
