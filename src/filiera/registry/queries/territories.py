"""Regions and countries by name, as people write them in Italian and English."""

from __future__ import annotations

from babel import Locale

from filiera.common.folding import fold
from filiera.common.language import current_language
from filiera.registry.models import Province

REGION_NAMES = {
    "lombardy": "lombardia",
    "piedmont": "piemonte",
    "tuscany": "toscana",
    "sicily": "sicilia",
    "sardinia": "sardegna",
    "apulia": "puglia",
    "latium": "lazio",
    "aosta valley": "valle d aosta",
    "val d aosta": "valle d aosta",
    "trentino": "trentino alto adige",
    "alto adige": "trentino alto adige",
    "south tyrol": "trentino alto adige",
    "friuli": "friuli venezia giulia",
    "emilia": "emilia romagna",
    "romagna": "emilia romagna",
    "the marches": "marche",
}
"""Other names of Italian regions, folded, and the name that the territory data have."""


def country_name(code: str) -> str:
    """Give what a country is called in the language of the reader; the letters themselves where that is not known."""
    return str(Locale(current_language()).territories.get(code, code))


def region_names() -> dict[str, str]:
    """Give the region of each folded name that people use: one query."""
    known = {fold(region.partition("/")[0]): region for region in regions()}
    return known | {other: known[name] for other, name in REGION_NAMES.items() if name in known}


def regions() -> list[str]:
    """Give the regions as the territory data write them, by name: one query."""
    return list(Province.objects.order_by("region").values_list("region", flat=True).distinct())


def region_label(region: str) -> str:
    """Give what a region is called: of two languages ("Valle d'Aosta/Vallée d'Aoste") the first."""
    return region.partition("/")[0]
