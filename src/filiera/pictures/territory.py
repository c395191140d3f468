"""The map of the territory: a grain for each municipality, hairline provinces, circles where organisations are.

The ground (outlines and grains) never changes between requests: draw it once with `draw_ground` and keep it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from filiera.pictures.labels import Box, is_free, text_box
from filiera.pictures.strokes import joined, path, r1

KM_PER_DEGREE = 111.195  # mean length of a degree of latitude
MAIN_LABELS, MAIN_SIZE, MINOR_SIZE = 5, 27.0, 16.0

LonLat = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Outline:
    """A province: closed rings of (longitude, latitude) in degrees."""

    name: str
    rings: tuple[tuple[LonLat, ...], ...]


@dataclass(frozen=True, slots=True)
class Territory:
    """The ground to draw: provinces, and the (longitude, latitude) of every municipality."""

    outlines: tuple[Outline, ...]
    grains: tuple[LonLat, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality with organisations: all of them, those within the filter, and whether only research is there."""

    name: str
    province: str
    lon: float
    lat: float
    total: int
    in_filter: int
    research_only: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """The circle of a filter: `radius_km` around a place."""

    lon: float
    lat: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class Projection:
    """Equirectangular, true at the middle latitude: user units per degree of latitude, and the shift of the origin."""

    scale: float
    shrink: float  # cos of the middle latitude
    west: float
    north: float
    margin: float

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """Turn degrees into user units, y downwards."""
        return (
            r1(self.margin + (lon - self.west) * self.shrink * self.scale),
            r1(self.margin + (self.north - lat) * self.scale),
        )

    def length(self, km: float) -> float:
        """Turn kilometres into user units."""
        return r1(km / KM_PER_DEGREE * self.scale)


@dataclass(frozen=True, slots=True)
class Ground:
    """What does not change: the box, the projection, the edges and the grains as one path each."""

    width: float
    height: float
    projection: Projection
    edges: str
    grains: str
    grain_count: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A circle: `inside` is filled, otherwise open; `research` is sage."""

    place: Place
    x: float
    y: float
    radius: float
    inside: bool
    research: bool


@dataclass(frozen=True, slots=True)
class PlaceName:
    """The name of a place beside its circle; minor ones go on a telephone."""

    x: float
    y: float
    anchor: str
    text: str
    minor: bool


@dataclass(frozen=True, slots=True)
class Ring:
    """The dashed circle of a radius filter."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class TerritoryMap:
    """The whole map: open spots first, so that the filled ones lie on top."""

    ground: Ground
    spots: tuple[Spot, ...]
    names: tuple[PlaceName, ...]
    ring: Ring | None


def fit(points: Iterable[LonLat], width: float, margin: float) -> tuple[Projection, float]:
    """Fit a projection of the points into a width and return it with the height it needs."""
    all_points = list(points)
    lons, lats = [lon for lon, _ in all_points], [lat for _, lat in all_points]
    west, east, south, north = min(lons), max(lons), min(lats), max(lats)
    shrink = math.cos(math.radians((south + north) / 2))
    scale = (width - 2 * margin) / max(1e-9, (east - west) * shrink)
    return Projection(scale, shrink, west, north, margin), r1((north - south) * scale + 2 * margin)


def draw_ground(territory: Territory, width: float = 690.0, margin: float = 8.0, detail: float = 1.2) -> Ground:
    """Draw outlines and grains once; points of an outline nearer than `detail` user units to the last are left out."""
    ring_points = [point for outline in territory.outlines for ring in outline.rings for point in ring]
    projection, height = fit([*ring_points, *territory.grains], width, margin)
    edges = joined(_ring_path(ring, projection, detail) for outline in territory.outlines for ring in outline.rings)
    grains = joined(path("M", *projection.point(lon, lat), "h", 0) for lon, lat in territory.grains)
    return Ground(width, height, projection, edges, grains, len(territory.grains))


def _ring_path(ring: Sequence[LonLat], projection: Projection, detail: float) -> str:
    kept: list[tuple[float, float]] = []
    for lon, lat in ring:
        point = projection.point(lon, lat)
        if not kept or math.dist(point, kept[-1]) >= detail:
            kept.append(point)
    if len(kept) < 3:
        return ""
    first, *rest = kept
    return path("M", *first) + joined(path("L", *point) for point in rest) + "z"


def spot_radius(count: int) -> float:
    """Give the radius of a circle for a number of organisations: 3.4 + 2.6 times its root."""
    return r1(3.4 + 2.6 * math.sqrt(count))


def draw_map(
    ground: Ground, places: Sequence[Place], around: Around | None = None, name_limit: int = 9
) -> TerritoryMap:
    """Put the organisations on the ground. Places with none are left to their grain."""
    peopled = sorted((p for p in places if p.total > 0), key=lambda p: (-p.total, p.name, p.province))
    spots = [_spot(ground, p, p.total, inside=False) for p in peopled if p.in_filter < p.total]
    spots += [_spot(ground, p, p.in_filter, inside=True) for p in peopled if p.in_filter > 0]
    ring = None
    if around is not None:
        x, y = ground.projection.point(around.lon, around.lat)
        ring = Ring(x, y, ground.projection.length(around.radius_km))
    return TerritoryMap(ground, tuple(spots), _names(ground, spots, name_limit), ring)


def _spot(ground: Ground, place: Place, count: int, *, inside: bool) -> Spot:
    x, y = ground.projection.point(place.lon, place.lat)
    return Spot(place, x, y, spot_radius(count), inside, research=place.research_only and inside)


def _names(ground: Ground, spots: Sequence[Spot], limit: int) -> tuple[PlaceName, ...]:
    """Name the main places right, left, above or below their circle, where no other name and no big circle is."""
    frame = Box(0, 0, ground.width, ground.height)
    widest: dict[tuple[str, str], Spot] = {}
    for spot in spots:
        key = (spot.place.name, spot.place.province)
        if key not in widest or spot.radius > widest[key].radius:
            widest[key] = spot
    ranked = sorted(widest.values(), key=lambda s: (-s.place.total - s.place.in_filter, s.place.name, s.place.province))
    taken: list[Box] = []
    names: list[PlaceName] = []
    for rank, spot in enumerate(ranked):
        if len(names) == limit:
            break
        minor = len(names) >= MAIN_LABELS
        if minor and spot.place.total < 2:  # a single organisation is not one of the main places
            break
        others = [other for other in ranked if other is not spot]
        seat = _free_seat(spot, minor, taken, others, frame)
        if seat is None and rank < MAIN_LABELS:  # the main places are named even over a small circle
            seat = _free_seat(spot, minor, taken, [other for other in others if other.radius >= 8], frame)
        if seat is not None:
            taken.append(text_box(spot.place.name, seat.x, seat.y, _name_size(minor=minor), seat.anchor))
            names.append(seat)
    return tuple(names)


def _name_size(*, minor: bool) -> float:
    return MINOR_SIZE if minor else MAIN_SIZE


def _free_seat(spot: Spot, minor: bool, taken: Sequence[Box], others: Sequence[Spot], frame: Box) -> PlaceName | None:
    """Find where a name covers no other name (at its telephone size) and no circle of `others` (at its own size)."""
    discs = [_disc_box(other) for other in others]
    for x, y, anchor in _name_seats(spot):
        large = text_box(spot.place.name, x, y, _name_size(minor=minor), anchor)
        small = text_box(spot.place.name, x, y, MINOR_SIZE, anchor)
        if is_free(large, taken, frame) and is_free(small, discs, frame):
            return PlaceName(x, y, anchor, spot.place.name, minor)
    return None


def _name_seats(spot: Spot) -> tuple[tuple[float, float, str], ...]:
    off = spot.radius + 5
    return (
        (r1(spot.x + off), r1(spot.y + 5), "start"),
        (r1(spot.x - off), r1(spot.y + 5), "end"),
        (r1(spot.x), r1(spot.y - off - 3), "middle"),
        (r1(spot.x), r1(spot.y + off + 14), "middle"),
    )


def _disc_box(spot: Spot) -> Box:
    half = spot.radius * 0.75
    return Box(spot.x - half, spot.y - half, spot.x + half, spot.y + half)
