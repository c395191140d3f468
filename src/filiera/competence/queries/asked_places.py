"""The places that a question names, as the territory knows them: those that are wanted, and who is in those refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Count, Q

from filiera.common.folding import fold
from filiera.common.instance import current_instance
from filiera.common.reading.countries import country_codes, country_meant
from filiera.competence.filters import current_organisations
from filiera.competence.filters_places import ABROAD, NEAR_KM, Place, place_condition
from filiera.competence.queries.answer_types import PlaceAsked
from filiera.competence.question import is_inside
from filiera.competence.question_places import (
    PlaceSaid,
    abroad_said,
    following_place,
    is_market,
    place_avoided,
    places_said,
    territories_said,
)
from filiera.registry.models import Municipality, Province
from filiera.registry.queries.places import centre_meant, municipality_meant
from filiera.registry.queries.territories import country_name, region_names

if TYPE_CHECKING:
    from filiera.common.visibility import Audience

Span = tuple[int, int]
Meaning = TypeVar("Meaning")
WIDE = ("region", "country", ABROAD)


class Atlas:
    """The names that say where: parts of the region, regions of the country, countries. One query."""

    def __init__(self) -> None:
        self.areas = [name for area in current_instance().region.areas for name in area.names if not name.isupper()]
        self._folded_areas = frozenset(map(fold, self.areas))
        self._regions = region_names()

    def territories(self) -> list[str]:
        """Give all names that are heard in small letters too."""
        written = [name for one in self._regions for name in (one, one.replace(" d ", " d'"), one.replace(" ", "-"))]
        return [*self.areas, *written, *country_codes()]

    def is_area(self, name: str) -> bool:
        """Tell whether a name is a part of the region that is not a province."""
        return fold(name) in self._folded_areas

    def meant(self, said: PlaceSaid) -> PlaceAsked | None:
        """Give the place that a person means, not yet counted; None where it is a mere word."""
        if said.is_abroad:
            return PlaceAsked(said.name, Place(ABROAD))
        province = province_meant(said.name) if said.is_province else None
        if province is not None:
            return PlaceAsked(province.name, Place("province", province.code))
        wide = self.wide(said)
        if wide is not None:
            return PlaceAsked(_called(said.name, wide), wide)
        centre = centre_meant(said.name)
        if centre is None:
            return None
        name = said.name if self.is_area(said.name) else centre.name
        return PlaceAsked(name, Place("near", centre.name, said.km or NEAR_KM))

    def wide(self, said: PlaceSaid) -> Place | None:
        """Give the region or the country of a name; a radius is counted from towns alone."""
        if said.km is not None or said.is_province or self.is_area(said.name):
            return None
        region = self._regions.get(fold(said.name))
        if region is not None:
            return Place("region", region)
        country = country_meant(said.name)
        return Place("country", country) if country and len(said.name) > 2 else None


def _called(name: str, wide: Place) -> str:
    """Give what to call a region or country: of a country its name here, of a region the person's word."""
    return country_name(wide.value) if wide.kind == "country" else name[:1].upper() + name[1:]


@dataclass(frozen=True, slots=True)
class PlacesRead:
    """The places that a question wants, not yet counted, and the characters of the words that say where."""

    places: tuple[PlaceAsked, ...]
    spans: tuple[Span, ...]


def places_wanted(text: str, unwanted: Sequence[Span]) -> PlacesRead:
    """Find all places that a question names outside the spans that refuse something; any of them is wanted.

    A region beside a town of the question ("a Padova in Veneto") only tells which town.
    """
    atlas = Atlas()
    found: list[PlaceAsked] = []
    spans: list[Span] = []
    for said in _said(text, atlas):
        if is_inside(said.start, said.end, unwanted) or any(
            said.start < end and start < said.end for start, end in spans
        ):
            continue
        head = atlas.meant(said)
        if head is None or (head.place.kind in WIDE and is_market(text, said.start)):
            continue
        row = [(said, head), *_row(text, said, atlas.meant)]
        beside = spans and spans[-1][1] <= said.start and not text[spans[-1][1] : said.start].strip(" ,(")
        if not (beside and head.place.kind in WIDE and found[-1].place.kind not in WIDE):
            found += [one for _words, one in row]
        spans.append((said.start, row[-1][0].end))
    once = {str(one.place): one for one in reversed(found)}
    return PlacesRead(tuple(reversed(once.values())), tuple(spans))


def _said(text: str, atlas: Atlas) -> list[PlaceSaid]:
    """Give the words that may name a place in their order, known territories and longer names first."""
    said = [*abroad_said(text), *territories_said(text, atlas.territories()), *places_said(text)]
    return sorted(said, key=lambda one: one.start)


def _row(text: str, head: PlaceSaid, meant: Callable[[PlaceSaid], Meaning | None]) -> list[tuple[PlaceSaid, Meaning]]:
    """Give the further places of a row ("a Milano, Bergamo e Brescia"); one after a mere comma needs another after it."""
    row: list[tuple[PlaceSaid, Meaning]] = []
    sure, last = 0, head
    while (following := following_place(text, last)) is not None:
        known = _first(following.readings, meant)
        if known is None:
            break
        row.append(known)
        last = known[0]
        sure = len(row) if following.is_joined else sure
    return row[:sure]


def _first(
    readings: Iterable[PlaceSaid], meant: Callable[[PlaceSaid], Meaning | None]
) -> tuple[PlaceSaid, Meaning] | None:
    """Give the first reading that means a place."""
    return next(((said, place) for said in readings if (place := meant(said)) is not None), None)


def counted(places: Sequence[PlaceAsked], audience: Audience) -> tuple[PlaceAsked, ...]:
    """Count, for each place, who is known to be there and of whom it is not known: one query a place."""
    return tuple(_counted(one, audience) for one in places)


def _counted(one: PlaceAsked, audience: Audience) -> PlaceAsked:
    passes, unknown = place_condition(one.place, audience)
    numbers = current_organisations(audience).aggregate(
        there=Count("pk", filter=passes), perhaps=Count("pk", filter=unknown & ~passes)
    )
    return replace(one, organisations=numbers["there"], unknown=numbers["perhaps"])


def province_meant(name: str) -> Province | None:
    """Give the province of a name or of its letters; part of a name of several words is enough in the region."""
    folded = fold(name)
    for row in Province.objects.all():
        words = fold(row.name).split()
        if folded == " ".join(words) or name == row.code or (folded in (words[0], words[-1]) and row.in_region):
            return row
    return None


@dataclass(frozen=True, slots=True)
class Avoided:
    """Who stands in the places that a refusing clause names, and the character where the last of them ends."""

    condition: Q
    end: int


def who_is_avoided(words: str, audience: Audience) -> Avoided | None:
    """Give who stands in the places that a refusing clause names; None where it names none.

    Of a town, who is in it; of a part of the region, who is in its province.
    """
    atlas = Atlas()

    def meant(said: PlaceSaid) -> Q | None:
        return _avoided(said, atlas, audience)

    head = _first(place_avoided(words), meant)
    if head is None:
        return None
    row = [head, *_row(words, head[0], meant)]
    return Avoided(reduce(or_, (condition for _said, condition in row)), max(said.end for said, _condition in row))


def is_place(name: str) -> bool:
    """Tell whether a name is that of a town, a province, a region or a country."""
    said = PlaceSaid(name[:1].upper() + name[1:], 0, len(name))
    return _where(said) is not None or province_meant(said.name) is not None or Atlas().wide(said) is not None


def _avoided(said: PlaceSaid, atlas: Atlas, audience: Audience) -> Q | None:
    wide = Place(ABROAD) if said.is_abroad else atlas.wide(said)
    if wide is not None:
        return place_condition(wide, audience)[0]
    where = _where(said)
    if isinstance(where, Province):
        return Q(province=where)
    return Q(municipality=where) if where is not None else None


def _where(said: PlaceSaid) -> Province | Municipality | None:
    """Give the province or the municipality that a name means, of a part of the region the province; None for a mere word."""
    if said.is_province:
        return province_meant(said.name)
    centre = municipality_meant(said.name)
    if centre is not None:
        return centre if fold(said.name) == centre.search_name or said.name[:1].isupper() else None
    centre = centre_meant(said.name)
    return centre.province if centre is not None else None
