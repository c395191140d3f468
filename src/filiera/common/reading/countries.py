"""Countries by name, as people write them in Italian and English."""

from __future__ import annotations

from functools import cache

from babel import Locale

from filiera.common.folding import fold

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
