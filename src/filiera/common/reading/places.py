"""Italian regions by their names, with the codes of NUTS 2021."""

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
_NAMED = re.compile(rf"(?<![a-zà-ü]){REGION}(?![a-zà-ü])", re.IGNORECASE)


def region_code(name: str) -> str:
    """Give the NUTS code of an Italian region by its name."""
    return next(code for code, names in _REGIONS.items() if re.fullmatch(names, name.casefold()))


def region_named(text: str) -> str:
    """Give the NUTS code of the only Italian region that a text names; empty where it names none, or several."""
    codes = {region_code(one[0]) for one in _NAMED.finditer(text)}
    return codes.pop() if len(codes) == 1 else ""
