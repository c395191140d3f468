"""Places: lists of countries, areas of programmes, categories of regions; whether a code stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PlaceList:
    """Countries or NUTS codes that belong to something, and those of which it is not certain."""

    members: frozenset[str]
    uncertain: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Places:
    """The facts about places that rules ask for. Source and day of each list stand in `facts/*.yaml`."""

    countries: Mapping[str, PlaceList]
    areas: Mapping[str, PlaceList]
    categories: Mapping[str, PlaceList]
    codes_2024: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def in_countries(self, country: str | None, wanted: str | Iterable[str]) -> bool | None:
        """Tell whether a country is on a list, given by its name or by its codes; None for a list that we do not have."""
        if country is None:
            return None
        if not isinstance(wanted, str):
            return country in wanted
        found = self.countries.get(wanted)
        if found is None or country in found.uncertain:
            return None
        return country in found.members

    def in_area(self, place: str | None, names: Iterable[str]) -> bool | None:
        """Tell whether a NUTS code or a country lies in one of the areas; a code too coarse to tell is not known."""
        if place is None:
            return None
        answers = [_within(code, self.areas[name]) for name in names for code in self._of_2021(place)]
        return True if True in answers else None if None in answers or not answers else False

    def categories_of(self, region: str | None) -> frozenset[str]:
        """Give the categories in which a region may be: one where it is certain, several where its code is too coarse."""
        if region is None:
            return frozenset(self.categories)
        found = set()
        for code in self._of_2021(region):
            for name, listed in self.categories.items():
                if any(code.startswith(one) or one.startswith(code) for one in listed.members | listed.uncertain):
                    found.add(name)
        return frozenset(found)

    def is_certain(self, region: str) -> bool:
        """Tell whether the category of a region is beyond doubt."""
        codes = self._of_2021(region)
        return not any(
            code.startswith(one) for code in codes for row in self.categories.values() for one in row.uncertain
        )

    def _of_2021(self, place: str) -> tuple[str, ...]:
        """Give the codes of NUTS 2021 for one of 2024 that replaced them, and for its parts."""
        for new, olds in self.codes_2024.items():
            if place.startswith(new):
                return olds
        return (place,)


def nuts(place: str) -> str:
    """Give a country as NUTS codes begin: Greece is EL there, the United Kingdom UK."""
    return {"GR": "EL", "GB": "UK"}.get(place, place) if len(place) == 2 else place


def is_within(place: str, code: str) -> bool | None:
    """Tell whether a NUTS code lies in another; one that is coarser may."""
    if place.startswith(code):
        return True
    return None if code.startswith(place) else False


def _within(place: str, listed: PlaceList) -> bool | None:
    own = nuts(place)
    answers = [is_within(own, nuts(one)) for one in listed.members]
    if True in answers:
        return True
    doubts = [is_within(own, nuts(one)) for one in listed.uncertain]
    return None if None in answers or True in doubts or None in doubts else False
