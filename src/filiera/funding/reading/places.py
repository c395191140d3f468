"""Italian regions and countries by their names, as calls name them, with the codes of NUTS 2021 and ISO 3166."""

from __future__ import annotations

import re

_REGIONS = {
    "ITC1": "piemonte|piedmont", "ITC2": "valle d'aosta|aosta valley", "ITC3": "liguria", "ITC4": "lombardia|lombardy",
    "ITF1": "abruzzo", "ITF2": "molise", "ITF3": "campania", "ITF4": "puglia|apulia", "ITF5": "basilicata",
    "ITF6": "calabria", "ITG1": "sicilia|sicily", "ITG2": "sardegna|sardinia", "ITH1": "alto adige|bolzano|south tyrol",
    "ITH2": "trento|trentino", "ITH3": "veneto", "ITH4": "friuli[ -]venezia giulia", "ITH5": "emilia[ -]romagna",
    "ITI1": "toscana|tuscany", "ITI2": "umbria", "ITI3": "marche", "ITI4": "lazio|latium",
}  # fmt: skip
REGION = "(?:" + "|".join(_REGIONS.values()) + ")"
_COUNTRIES = {
    "norway": "NO", "iceland": "IS", "liechtenstein": "LI", "switzerland": "CH", "israel": "IL", "canada": "CA",
    "the united kingdom": "GB", "united kingdom": "GB", "ukraine": "UA", "japan": "JP", "republic of korea": "KR",
    "the republic of korea": "KR",
    "new zealand": "NZ", "new-zealand": "NZ", "turkey": "TR", "türkiye": "TR", "serbia": "RS", "moldova": "MD",
}  # fmt: skip


def region_code(name: str) -> str:
    """Give the NUTS code of an Italian region by its name."""
    return next(code for code, names in _REGIONS.items() if re.fullmatch(names, name.casefold()))


def states_in(written: str) -> tuple[list[str], bool]:
    """Give the countries and lists of a phrase such as "Member States, Norway and Iceland", and whether all of it was read."""
    found: list[str] = []
    is_whole = True
    for part in re.split(r",|\band\b|\bor\b|;", written):
        name = re.sub(
            r"^(?:the\s+)?following\s+(?:additional\s+)?(?:associated\s+)?countries\s*:\s*", "", part.strip().casefold()
        )
        name = re.sub(r"^(?:the|eu)\s+|\s+$", "", name)
        if re.fullmatch(r"(?:eu\s+)?member states", name):
            found.append("MS")
        elif re.fullmatch(r"(?:horizon europe\s+)?associated countries", name):
            found.append("AC")
        elif name in _COUNTRIES:
            found.append(_COUNTRIES[name])
        elif name:
            is_whole = False
    return list(dict.fromkeys(found)), is_whole
