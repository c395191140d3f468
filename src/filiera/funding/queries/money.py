"""Funding won: what organisations of the register got, by province, programme and year, against the period before.

Summed are the grants of partners that are in the register, of projects that the audience may see. A grant that nobody has
said is counted apart and never taken for zero. A project belongs to the period in which it begins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Avg

from filiera.funding.models import FundedProject, ProjectPartner
from filiera.registry.models import Municipality, Organisation, Source

if TYPE_CHECKING:
    from filiera.common.visibility import Audience

NOW_FROM, NOW_TO = date(2021, 1, 1), date(2027, 12, 31)
BEFORE_FROM, BEFORE_TO = date(2014, 1, 1), date(2020, 12, 31)
"""The programming periods of the European Union, 2021 to 2027 and 2014 to 2020, by which regional programmes go too."""


@dataclass(frozen=True, slots=True)
class Won:
    """A group of grants: the sum of those that are known, how many grants and projects, how many grants are not known."""

    key: str
    label: str
    grant_eur: Decimal
    known: int
    unknown: int
    projects: int


@dataclass(frozen=True, slots=True)
class Period:
    """A programming period until a day, and until its end for one that is over."""

    start: date
    until: date
    won: Won


@dataclass(frozen=True, slots=True)
class Perimeter:
    """Whose money it is, by which sources, until which day; what is left out.

    `until` is today, or the day of the newest source where every project comes from a source that has a day: what began
    later could not be in it, and the period before is counted for no longer.
    """

    until: date
    sources: tuple[tuple[str, date | None, str], ...]
    unsourced: int
    examples: int
    undated: int
    not_placed: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A province on the map: where it lies, in degrees."""

    key: str
    name: str
    lon: float
    lat: float
    grant_eur: Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """Funding won, in its groups, with what it is made of."""

    total: Won
    provinces: tuple[Won, ...]
    programmes: tuple[Won, ...]
    years: tuple[Won, ...]
    now: Period
    before: Period
    before_whole: Period
    perimeter: Perimeter
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class _Tie:
    """A grant: to whom, of which project, where."""

    project: int
    grant_eur: Decimal | None
    programme: str
    starts_on: date | None
    province: str
    province_name: str
    in_region: bool


def money_won(*, audience: Audience, today: date) -> Money:
    """Sum what organisations of the register got, as far as the audience may see both them and the projects."""
    ties = _ties(audience)
    provinces = _grouped(ties, lambda one: one.province, lambda one: one.province_name)
    perimeter = _perimeter(ties, audience, today)
    until = min(perimeter.until, NOW_TO)
    same_day = same_time_before(until)
    return Money(
        total=_won("", "", ties),
        provinces=provinces,
        programmes=_grouped(ties, lambda one: one.programme, lambda one: one.programme),
        years=_years(ties),
        now=_period(ties, NOW_FROM, until),
        before=_period(ties, BEFORE_FROM, same_day),
        before_whole=_period(ties, BEFORE_FROM, BEFORE_TO),
        perimeter=perimeter,
        spots=_spots(ties, provinces),
    )


def same_time_before(day: date) -> date:
    """Give the day that stands as far within the period before as a day stands within this one."""
    if day < NOW_FROM:
        return BEFORE_FROM
    year = day.year - (NOW_FROM.year - BEFORE_FROM.year)
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(year, 2, 28) if is_leap_day else day.replace(year=year)


def _ties(audience: Audience) -> list[_Tie]:
    rows = ProjectPartner.objects.filter(
        project__in=FundedProject.objects.visible_to(audience).values("pk"),
        organisation__in=Organisation.objects.visible_to(audience).filter(merged_into=None).values("pk"),
    )
    fields = ("project_id", "grant_eur", "project__programme", "project__starts_on")
    places = ("province_id", "province__name", "province__in_region")
    return [
        _Tie(project, grant, programme, starts, province or "", name or "", bool(in_region))
        for project, grant, programme, starts, province, name, in_region in rows.values_list(*fields, *places)
    ]


def _won(key: str, label: str, ties: Iterable[_Tie]) -> Won:
    held = list(ties)
    known = [one.grant_eur for one in held if one.grant_eur is not None]
    total = sum(known, Decimal(0))
    return Won(key, label, total, len(known), len(held) - len(known), len({one.project for one in held}))


def _grouped(ties: Iterable[_Tie], key: Callable[[_Tie], str], label: Callable[[_Tie], str]) -> tuple[Won, ...]:
    """Group grants, the largest sum first; what belongs nowhere is last, under an empty key."""
    groups: dict[str, list[_Tie]] = defaultdict(list)
    for one in ties:
        groups[key(one)].append(one)
    found = [_won(name, label(members[0]), members) for name, members in groups.items()]
    return tuple(sorted(found, key=lambda one: (not one.key, -one.grant_eur, one.label)))


def _years(ties: Iterable[_Tie]) -> tuple[Won, ...]:
    found = _grouped(ties, _year, _year)
    return tuple(sorted(found, key=lambda one: (not one.key, one.key)))


def _year(one: _Tie) -> str:
    return str(one.starts_on.year) if one.starts_on else ""


def _period(ties: Iterable[_Tie], start: date, until: date) -> Period:
    within = [one for one in ties if one.starts_on is not None and start <= one.starts_on <= until]
    return Period(start, until, _won(str(start.year), "", within))


def _perimeter(ties: list[_Tie], audience: Audience, today: date) -> Perimeter:
    seen = FundedProject.objects.visible_to(audience).filter(pk__in={one.project for one in ties})
    newest: dict[str, Source] = {}
    for source in Source.objects.filter(pk__in=seen.exclude(source=None).values("source")).order_by("on", "pk"):
        newest[source.name] = source
    days = [one.on for one in newest.values() if one.on is not None]
    is_all_dated = bool(days) and not seen.filter(source__on=None).exists()
    return Perimeter(
        until=min(today, max(days)) if is_all_dated else today,
        sources=tuple((one.title, one.on, one.licence) for one in newest.values()),
        unsourced=seen.filter(source=None).count(),
        examples=seen.filter(is_example=True).count(),
        undated=len({one.project for one in ties if one.starts_on is None}),
        not_placed=sum(not one.province for one in ties),
    )


def _spots(ties: list[_Tie], provinces: Iterable[Won]) -> tuple[Spot, ...]:
    """Put the provinces of the region on the map, at the town that bears their name, else in their middle."""
    inside = {one.province for one in ties if one.in_region}
    rows = Municipality.objects.filter(province__in=inside).exclude(lat=None).exclude(lon=None)
    middles = {
        code: (lon, lat)
        for code, lon, lat in rows.values("province")
        .annotate(x=Avg("lon"), y=Avg("lat"))
        .values_list("province", "x", "y")
    }
    for code, name, town, lon, lat in rows.values_list("province", "province__name", "name", "lon", "lat"):
        if name == town and lon is not None and lat is not None:
            middles[code] = (lon, lat)
    return tuple(
        Spot(one.key, one.label, *middles[one.key], one.grant_eur)
        for one in provinces
        if one.key in middles and one.grant_eur > 0
    )
