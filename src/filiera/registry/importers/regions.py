"""Names of Italian regions in the two languages: public registers write them in English."""

from __future__ import annotations

from filiera.common.folding import fold

ENGLISH = {
    "lombardia": "lombardy",
    "piemonte": "piedmont",
    "toscana": "tuscany",
    "sicilia": "sicily",
    "sardegna": "sardinia",
    "puglia": "apulia",
    "marche": "the marches",
    "valle d aosta": "aosta valley",
    "trentino alto adige": "trentino alto adige south tyrol",
    "friuli venezia giulia": "friuli venezia giulia",
}
"""Folded Italian name to folded English name; regions that are written alike are left out."""


def region_names(name: str) -> frozenset[str]:
    """Give the folded names of a region in both languages, whichever one is given."""
    folded = fold(name)
    pairs = [pair for pair in ENGLISH.items() if folded in pair]
    return frozenset({folded, *(one for pair in pairs for one in pair)})
