"""The map as GeoJSON (RFC 7946), under the filter of the directory."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from filiera.api.filters import DirectoryQuery
from filiera.api.queries import placed
from filiera.api.shapes import page_of, responses
from filiera.common.visibility import audience_of
from filiera.competence.filters import matching

router = Router(tags=["Register"])
MEDIA_TYPE = "application/geo+json"


class PointShape(Schema):
    """A point: longitude and latitude in degrees WGS84."""

    type: Literal["Point"]
    coordinates: list[float] = Field(min_length=2, max_length=2)


class PropertiesShape(Schema):
    """What a point is."""

    name: str
    kind: str
    stage: str | None
    town: str
    province: str
    is_example: bool
    page: str


class FeatureShape(Schema):
    """An organisation with its place."""

    type: Literal["Feature"]
    id: str
    geometry: PointShape
    properties: PropertiesShape


class MapShape(Schema):
    """Organisations with a place; `unplaced` counts those of the filter without one."""

    type: Literal["FeatureCollection"]
    features: list[FeatureShape]
    unplaced: int


@router.get("/map.geojson", response=responses(MapShape), operation_id="getMap")
def points(request: HttpRequest, asked: Query[DirectoryQuery], response: HttpResponse) -> dict[str, object]:
    """Give the organisations of a filter as points, at their seat or in their municipality."""
    response["Content-Type"] = MEDIA_TYPE
    rows = placed(matching(asked.asked(), audience=audience_of(request.user), today=timezone.localdate()))
    features = [feature for row in rows if (feature := _feature(row, request)) is not None]
    return {"type": "FeatureCollection", "features": features, "unplaced": len(rows) - len(features)}


def _feature(row: tuple[Any, ...], request: HttpRequest) -> dict[str, object] | None:
    code, name, kind, stage, municipality, town, province, is_example, lat, lon, town_lat, town_lon = row
    if lat is None or lon is None:
        lat, lon = town_lat, town_lon
    if lat is None or lon is None:
        return None
    return {
        "type": "Feature",
        "id": code,
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {
            "name": name,
            "kind": kind,
            "stage": stage,
            "town": municipality or town,
            "province": province or "",
            "is_example": is_example,
            "page": page_of(request, "organisation", code),
        },
    }
