"""A place that a filter asks for: around a town, a province, a region, a country, abroad; several are any of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.db.models import Q

from filiera.common.instance import current_instance
from filiera.common.reading.countries import country_codes
from filiera.registry.logic import distance_km
from filiera.registry.models import Municipality, Organisation, Province
from filiera.registry.queries.places import centre_meant
from filiera.registry.queries.territories import regions

if TYPE_CHECKING:
    from filiera.common.visibility import Audience

NEAR_KM = 30
"""Radius meant around a town where none is said: about half an hour by road."""
KM_A_DEGREE = 111.2
"""Length of a degree of latitude, and of one of longitude at the equator."""
MOST_KM = 1000

PlaceKind = Literal["near", "province", "region", "country", "abroad"]
KINDS: tuple[PlaceKind, ...] = ("near", "province", "region", "country", "abroad")
ABROAD: PlaceKind = "abroad"


@dataclass(frozen=True, slots=True)
class Place:
    """A place. `value` is a town, the letters of a province, a region's name, the two letters of a country, or nothing.

    `km` in [1, 1000] is the radius around a town, else 0. Written `near:Cremona:30`, `region:Veneto`, `abroad`.
    """

    kind: PlaceKind
    value: str = ""
    km: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.kind, self.value, self.km) if part)

    @property
    def exists(self) -> bool:
        """Tell whether the territory has such a place; one query at most."""
        if self.kind == "near":
            return centre_meant(self.value) is not None
        if self.kind == "province":
            return Province.objects.filter(pk=self.value).exists()
        if self.kind == "region":
            return self.value in regions()
        return self.kind == ABROAD or self.value in country_codes().values()


def place_of(text: str) -> Place | None:
    """Read a place as an address writes it; None where it is not written so."""
    kind, _colon, value = text.strip().partition(":")
    if kind == ABROAD:
        return Place(ABROAD) if not value else None
    known = next((one for one in KINDS if one == kind), None)
    if known is None or not value:
        return None
    if known != "near":
        return Place(known, value)
    town, _colon, km = value.rpartition(":")
    if town and km.isdecimal() and len(km) < 6:
        return Place("near", town, min(int(km), MOST_KM) or NEAR_KM)
    return Place("near", value, NEAR_KM)


def place_condition(place: Place, audience: Audience) -> tuple[Q, Q]:
    """Give who is in a place, and of whom that is not known."""
    home = current_instance().region.country
    nowhere_told = Q(province=None, country__in=["", home])
    if place.kind == "near":
        return within(place.value, place.km, audience)
    if place.kind == "province":
        return Q(province=place.value), nowhere_told
    if place.kind == "region":
        return Q(province__region=place.value), nowhere_told
    if place.kind == "country":
        return Q(country=place.value), Q(country="")
    return ~Q(country__in=["", home]), Q(country="")


def within(town: str, km: int, audience: Audience) -> tuple[Q, Q]:
    """Give who is within a radius of a town, and of whom that is not known; a town that nobody knows has nobody.

    Of who has no point it is not known, unless it stands abroad or in a province that the radius does not reach.
    """
    centre = centre_meant(town)
    if centre is None or centre.lat is None or centre.lon is None:
        return Q(pk__in=[]), Q(pk__in=[])
    places = Organisation.objects.visible_to(audience).exclude(lat=None).values_list("pk", "lat", "lon")
    near = [pk for pk, lat, lon in places if distance_km(centre.lat, centre.lon, lat, lon) <= km]
    high, wide = km / KM_A_DEGREE, km / KM_A_DEGREE / math.cos(math.radians(centre.lat))
    reached = Municipality.objects.filter(
        lat__range=(centre.lat - high, centre.lat + high), lon__range=(centre.lon - wide, centre.lon + wide)
    )
    may_be_there = Q(province=None) | Q(province__in=reached.values("province"))
    return Q(pk__in=near), Q(lat=None, country__in=["", "IT"]) & may_be_there


def any_place(values: tuple[str, ...], audience: Audience) -> tuple[Q, Q]:
    """Give who is in one of several places, and who is surely in none but perhaps in one; what names no place has nobody."""
    passes, unknown = Q(pk__in=[]), Q(pk__in=[])
    for value in values:
        place = place_of(value)
        if place is not None:
            there, perhaps = place_condition(place, audience)
            passes |= there
            unknown |= perhaps
    return passes, unknown
