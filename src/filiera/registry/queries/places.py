"""Municipalities by name, as people and sources write them."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from filiera.common.folding import fold
from filiera.common.instance import current_instance
from filiera.registry.models import Municipality

if TYPE_CHECKING:
    from collections.abc import Sequence

EXONYMS = {
    "milan": "milano",
    "mantua": "mantova",
    "turin": "torino",
    "rome": "roma",
    "florence": "firenze",
    "venice": "venezia",
    "genoa": "genova",
    "naples": "napoli",
    "padua": "padova",
    "leghorn": "livorno",
    "syracuse": "siracusa",
}
"""What English calls some Italian towns."""


def italian_town(town: str) -> str:
    """Give a town's Italian name where a source wrote the English one."""
    found = EXONYMS.get(fold(town))
    return found.title() if found else town


_PROVINCE = re.compile(r"^(.*?)\s*\(([A-Z]{2})\)\s*$")


def municipalities_named(town: str, province: str = "") -> Sequence[Municipality]:
    """Find the municipalities that a written town may mean, best first; `Crema (CR)` names its province itself.

    An exact name wins; else every municipality whose name begins with the town (`Bagnolo`), in the cluster's region first.
    """
    found = _PROVINCE.match(town.strip())
    if found:
        town, province = found.group(1), province or found.group(2)
    folded = EXONYMS.get(fold(town), fold(town))
    if not folded:
        return []
    rows = Municipality.objects.select_related("province")
    if province:
        rows = rows.filter(province_id=province.upper())
    exact = list(rows.filter(search_name=folded).order_by("-province__in_region", "code"))
    if exact:
        return exact
    return list(rows.filter(search_name__startswith=f"{folded} ").order_by("-province__in_region", "code")[:8])


def is_unknown_municipality(town: str) -> bool:
    """Tell whether no municipality is called so; where none is loaded nothing is unknown."""
    return not municipalities_named(town) and Municipality.objects.exists()


def nearest_municipality(town: str) -> str:
    """Give the municipality whose name is written most nearly so, those of the region first; empty where none is near."""
    rows = Municipality.objects.order_by("-province__in_region", "code").values_list("search_name", "name")
    names: dict[str, str] = {}
    for folded, name in rows:
        names.setdefault(folded, name)
    near = get_close_matches(fold(town), names, n=1, cutoff=0.75)
    return names[near[0]] if near else ""


def centre_meant(place: str) -> Municipality | None:
    """Give the municipality around which to look for a place that a person names: a town, or a part of the region.

    A part of the region is what the instance calls so; a letter code counts as one in capitals alone.
    """
    folded = fold(place)
    for area in current_instance().region.areas:
        for name in area.names:
            if place.strip() == name or (folded == fold(name) and not name.isupper()):
                return municipality_meant(area.town)
    return municipality_meant(place)


def municipality_meant(town: str, province: str = "") -> Municipality | None:
    """Give the one municipality that a written town means, or None where it is unknown or there are several."""
    found = municipalities_named(town, province)
    if len(found) > 1:
        found = [
            place
            for place in found
            if place.province.in_region and place.search_name == EXONYMS.get(fold(town), fold(town))
        ]
    return found[0] if len(found) == 1 else None
