"""The map: organisations by municipality, those of the filter and all others."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.urls import reverse

from filiera.common.instance import Instance, current_instance
from filiera.common.kept import Kept
from filiera.competence.filters import DirectoryFilter, current_organisations, matching
from filiera.competence.queries.state import map_state
from filiera.registry.enums import RESEARCH_KINDS
from filiera.registry.models import Municipality
from filiera.registry.queries.places import centre_meant

if TYPE_CHECKING:
    from filiera.common.visibility import Audience

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality with organisations: `names` are those inside the filter."""

    code: str
    name: str
    lat: float
    lon: float
    total: int
    in_filter: int
    only_research: bool
    names: tuple[str, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Circle:
    """The radius that was asked for, in kilometres around a point."""

    name: str
    lat: float
    lon: float
    km: int
    inside: int


@dataclass(frozen=True, slots=True)
class TerritoryMap:
    """What the map draws, and how many of the filter it cannot: those `outside` the region, and those `unplaced`.

    Unplaced is who may be in the region, but in a municipality that is not known.
    """

    places: tuple[Place, ...]
    circle: Circle | None
    outside: int
    unplaced: int

    @property
    def drawn(self) -> int:
        """Count the organisations of the filter that the map shows."""
        return sum(place.in_filter for place in self.places)

    @property
    def key(self) -> str:
        """Give a key that changes whenever the picture would, so that a picture once drawn can be kept."""
        counts = "|".join(f"{one.code}:{one.total}:{one.in_filter}:{one.only_research}" for one in self.places)
        return hashlib.sha256(f"{counts}|{self.circle}|{self.outside}|{self.unplaced}".encode()).hexdigest()[:24]


_maps: Kept[TerritoryMap] = Kept(60)


def territory_map(asked: DirectoryFilter, *, audience: Audience, today: date) -> TerritoryMap:
    """Give the map under a filter: three queries, three more where map or register changed or a text is searched."""
    state = map_state(audience)
    return _maps.get(
        (*state.key, asked, today),
        lambda: _map(asked, audience=audience, today=today),
        keep=state.settled and not asked.q,
    )


def _map(asked: DirectoryFilter, *, audience: Audience, today: date) -> TerritoryMap:
    found_rows = matching(asked, audience=audience, today=today).values_list("pk", "country", "province__in_region")
    inside = {pk: country not in ("", "IT") or in_region is False for pk, country, in_region in found_rows}
    rows = current_organisations(audience).filter(
        municipality__province__in_region=True, municipality__lat__isnull=False
    )
    found: dict[str, list[tuple[int, str, str]]] = {}
    where: dict[str, tuple[str, float, float]] = {}
    fields = ("pk", "name", "kind", "municipality_id", "municipality__name", "municipality__lat", "municipality__lon")
    for pk, name, kind, code, town, lat, lon in rows.order_by("search_name").values_list(*fields):
        found.setdefault(code, []).append((pk, name, kind))
        where[code] = (town, lat, lon)
    places = tuple(
        _place(code, where[code], people, inside.keys())
        for code, people in sorted(found.items(), key=lambda x: -len(x[1]))
    )
    placed = {pk for people in found.values() for pk, _name, _kind in people}
    left = [is_outside for pk, is_outside in inside.items() if pk not in placed]
    return TerritoryMap(places, _circle(asked, places), outside=sum(left), unplaced=len(left) - sum(left))


def _place(
    code: str, where: tuple[str, float, float], people: list[tuple[int, str, str]], inside: Collection[int]
) -> Place:
    chosen = [person for person in people if person[0] in inside]
    town, lat, lon = where
    return Place(
        code=code,
        name=town,
        lat=lat,
        lon=lon,
        total=len(people),
        in_filter=len(chosen),
        only_research=all(kind in RESEARCH_KINDS for _pk, _name, kind in (chosen or people)),
        names=tuple(name for _pk, name, _kind in chosen),
        url=f"{reverse('directory')}?near={town}&km=1",
    )


def _circle(asked: DirectoryFilter, places: tuple[Place, ...]) -> Circle | None:
    centre = centre_meant(asked.near) if asked.near else None
    if centre is None or centre.lat is None or centre.lon is None:
        return None
    return Circle(centre.name, centre.lat, centre.lon, asked.km, sum(place.in_filter for place in places))


@dataclass(frozen=True, slots=True, eq=False)
class Land:
    """The region itself: outlines of its provinces as rings of (lon, lat), and (lon, lat) of every municipality."""

    outlines: tuple[tuple[str, tuple[Ring, ...]], ...]
    grains: tuple[tuple[float, float], ...]


_lands: Kept[Land] = Kept(4)


def land() -> Land:
    """Give the region, the same object as long as it does not change: one query."""
    rows = Municipality.objects.filter(province__in_region=True).exclude(lat=None)
    outlines = outlines_file(current_instance())
    key = (str(connection.settings_dict["NAME"]), str(outlines), rows.count())
    return _lands.get(key, lambda: Land(_outlines(outlines), _grains(rows.order_by("code").values_list("lon", "lat"))))


def _grains(points: Iterable[tuple[float | None, float | None]]) -> tuple[tuple[float, float], ...]:
    return tuple((lon, lat) for lon, lat in points if lon is not None and lat is not None)


def outlines_file(instance: Instance) -> Path:
    """Give the file of the region's outlines: the cluster's own where its folder has one, else the one of set-up."""
    own = instance.folder / "territory" / "outlines.json"
    written = Path(settings.VAR_DIR) / "territory" / f"outlines-{instance.region.istat_code}.json"
    return own if own.exists() else written


def _outlines(path: Path) -> tuple[tuple[str, tuple[Ring, ...]], ...]:
    """Read the outlines; none where set-up has not written them."""
    if not path.exists():
        return ()
    provinces = json.loads(path.read_text(encoding="utf-8"))["provinces"]
    return tuple((item["code"], tuple(tuple((x, y) for x, y in ring) for ring in item["rings"])) for item in provinces)
