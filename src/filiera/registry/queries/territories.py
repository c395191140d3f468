"""Regions and countries by name, as people write them in Italian and English."""

from __future__ import annotations

from functools import cache

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

COUNTRY_NAMES = {
    "Stati Uniti d'America": "US",
    "USA": "US",
    "United States of America": "US",
    "UK": "GB",
    "Gran Bretagna": "GB",
    "Great Britain": "GB",
    "Inghilterra": "GB",
    "England": "GB",
    "Scotland": "GB",
    "Scozia": "GB",
    "Olanda": "NL",
    "Holland": "NL",
    "Repubblica Ceca": "CZ",
    "Czech Republic": "CZ",
    "Corea": "KR",
    "Korea": "KR",
    "Turkey": "TR",
    "Emirati": "AE",
}
"""Names of countries that the tables of the locales lack."""

LANGUAGES = ("it", "en")


@cache
def country_codes() -> dict[str, str]:
    """Give the two letters of each country by its names in Italian and English, as they are written."""
    names = {
        name: code
        for lang in LANGUAGES
        for code, name in Locale(lang).territories.items()
        if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
    }
    return names | COUNTRY_NAMES


@cache
def _folded_codes() -> dict[str, str]:
    return {fold(name): code for name, code in country_codes().items()}


def country_meant(name: str) -> str:
    """Give the two letters of the country of a name or of its letters in capitals; empty where there is none."""
    if name in country_codes().values():
        return name
    return _folded_codes().get(fold(name), "")


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
