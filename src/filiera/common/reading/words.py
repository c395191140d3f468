"""Numbers as words and figures, in Italian and English, up to what notices and needs say."""

from __future__ import annotations

import re
from decimal import Decimal

_UNITS = {
    "zero": 0, "un": 1, "uno": 1, "una": 1, "un'": 1, "due": 2, "tre": 3, "quattro": 4, "cinque": 5, "sei": 6, "sette": 7,
    "otto": 8, "nove": 9, "dieci": 10, "undici": 11, "dodici": 12, "tredici": 13, "quattordici": 14, "quindici": 15,
    "sedici": 16, "diciassette": 17, "diciotto": 18, "diciannove": 19, "venti": 20, "ventiquattro": 24, "trenta": 30,
    "venticinque": 25, "trentasei": 36, "quarantadue": 42,
    "quaranta": 40, "quarantacinque": 45, "quarantotto": 48, "cinquanta": 50, "sessanta": 60,
    "settanta": 70, "settantacinque": 75, "ottanta": 80, "novanta": 90, "cento": 100, "centoventi": 120,
    "centocinquanta": 150, "duecento": 200, "trecento": 300, "cinquecento": 500,
    "one": 1, "a": 1, "an": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "twenty-four": 24, "twenty-five": 25, "forty-two": 42,
    "thirty": 30, "thirty-six": 36, "forty": 40, "forty-five": 45, "forty-eight": 48,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
}  # fmt: skip

NUMBER = r"(?:[0-9]{1,4}|" + "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True)) + r")(?![0-9A-Za-zÀ-ü])"
"""A whole number, in figures or as a word."""


def _spelt() -> dict[str, int]:
    """Give the Italian names of the numbers from 1 to 999; a vowel is dropped before "uno" and "otto"."""
    small = {name: _UNITS[name] for name in _SMALL}
    for ten in ("venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"):
        small[ten] = _UNITS[ten]
        for unit in _SMALL[:10]:
            stem = ten[:-1] if unit in ("un", "uno", "otto") else ten
            small[stem + unit] = _UNITS[ten] + _UNITS[unit]
    names = dict(small)
    for count in ("", *_SMALL[2:10]):
        hundred = f"{count}cento"
        value = 100 * (_UNITS[count] if count else 1)
        names[hundred] = value
        for rest, more in small.items():
            names[hundred + rest] = value + more
            if rest.startswith("o"):
                names[hundred[:-1] + rest] = value + more
    return names


_SMALL = (
    "un", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "undici", "dodici", "tredici",
    "quattordici", "quindici", "sedici", "diciassette", "diciotto", "diciannove",
)  # fmt: skip
_SPELT = _spelt()
_LONG = re.compile(
    r"(?:(?P<millions>[a-z]+?)milion[ei])?(?:(?P<thousands>[a-z]+)mila|(?P<mille>mille))?(?P<rest>[a-z]*)"
)


def spelt_in(written: str) -> Decimal | None:
    """Give a number written out in Italian in one word, such as "centoventimila"; None for what is none."""
    found = _LONG.fullmatch(written.strip().casefold())
    if found is None or not written.strip():
        return None
    total = Decimal(1000 if found["mille"] else 0)
    for name, times in (("millions", 1_000_000), ("thousands", 1000), ("rest", 1)):
        if found[name]:
            value = _SPELT.get(found[name])
            if value is None:
                return None
            total += value * times
    return total


def number_in(written: str) -> Decimal | None:
    """Give a whole number that stands in figures or as a word; None for what is none."""
    text = written.strip().casefold()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return Decimal(text)
    found = _UNITS.get(text)
    return None if found is None else Decimal(found)
