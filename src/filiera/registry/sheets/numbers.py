"""Numbers, years and days as people write them: figures with points, words, "about", intervals, days that never were."""

from __future__ import annotations

import re
from dataclasses import dataclass

from filiera.common.folding import fold
from filiera.common.partial_date import Precision
from filiera.common.written_dates import NotADate, written_date

MOST = 10_000_000
_THOUSANDS = re.compile(r"^\d{1,3}(?:[.\u2019' ]\d{3})+(?:,0+)?$|^\d{1,3}(?:,\d{3})+(?:\.0+)?$")
_PLAIN = re.compile(r"^(\d+)(?:[.,]0+)?$")
_INTERVAL = re.compile(
    r"^(?:da|tra|fra|from|between)?\s*(\d+)\s*(?:-|–|—|/|÷|\ba\b|\be\b|\bto\b|\band\b)\s*(\d+)\b", re.I
)
_ABOUT = re.compile(
    r"^[~≈<>+±]|[+~]$|\b(?:ca|circa|about|approx|oltre|over|quasi|almost|piu di|meno di)\b|c\.a\.", re.I
)
_ROUGHLY = re.compile(
    r"^(?:[~≈±]|(?:ca|circa|about|approx)\b\.?|c\.a\.)\s*(\d+)$|^(\d+)\s*(?:[~≈±]|(?:ca|circa|about)\b\.?|c\.a\.)$",
    re.I,
)
_UNIT = re.compile(
    r"\s*\b(?:addett[oi]|dipendent[ei]|dip|persone|unita|employees|people|staff|pezzi|pcs|pz)\b\.?", re.I
)
_YEAR = re.compile(r"\b(1[0-9]\d{2}|20\d{2})\b")

_ITALIAN = "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici"
_ITALIAN += " sedici diciassette diciotto diciannove venti"
_ENGLISH = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
_ENGLISH += " sixteen seventeen eighteen nineteen twenty"
NUMBER_WORDS = {word: n for words in (_ITALIAN, _ENGLISH) for n, word in enumerate(words.split())}
NUMBER_WORDS |= {"trenta": 30, "quaranta": 40, "cinquanta": 50, "cento": 100, "una": 1}

_LARGE = frozenset(
    {"mila", "mille", "mln", "mld", "milione", "milioni", "million", "millions", "miliardo", "miliardi", "billion"}
)


@dataclass(frozen=True, slots=True)
class Read:
    """A value and, where something is to be said, its code: with a value it is soft, without one it is wrong."""

    value: str = ""
    code: str = ""
    choices: tuple[str, ...] = ()


def read_count(text: str) -> Read:
    """Read a count: `1.200` and `45,0` are figures, `nove` is read as 9, `~45` stays text, `45-50` is refused."""
    bare = _UNIT.sub("", text).strip()
    if re.match(r"^-\s*\d", bare):
        return Read(code="negative")
    if _THOUSANDS.match(bare):
        return _sane(int(re.sub(r"\D", "", re.sub(r"[.,]0{1,2}$", "", bare))))
    plain = _PLAIN.match(bare)
    if plain:
        return _sane(int(plain.group(1)))
    word = NUMBER_WORDS.get(fold(bare))
    if word is not None:
        return Read(str(word), "read-as")
    interval = _INTERVAL.match(bare)
    if interval:
        return Read(code="interval", choices=(interval.group(1),))
    if re.search(r"\d", bare) and (_ABOUT.search(bare) or not re.search(r"[a-z]{15}", bare, re.I)):
        return Read(text[:600], "about")
    return Read(code="not-number")


def about(text: str) -> str:
    """Give a figure with the word that makes it one of many (`~45`, `circa 45` and `45 ca` are "about 45"), else nothing.

    More than, less than and other words stay themselves: "oltre 45" is not "circa 45".
    """
    found = _ROUGHLY.match(_UNIT.sub("", text).strip())
    return f"about {found[1] or found[2]}" if found else ""


def _sane(number: int) -> Read:
    return Read(str(number)) if number <= MOST else Read(code="too-large")


def read_year(text: str) -> Read:
    """Read a year, alone or in a date; of a day that does not exist nothing is read."""
    try:
        written_date(text)
    except NotADate:
        pass
    except ValueError:
        return Read(code="no-such-day")
    found = _YEAR.search(text)
    return Read(found.group(1)) if found else Read(code="not-year")


def says_a_number(text: str) -> bool:
    """Tell whether a text says any number, in figures or in words ("due milioni")."""
    if any(letter.isdigit() for letter in text):
        return True
    return any(word in NUMBER_WORDS or word in _LARGE or word.endswith("mila") for word in fold(text).split())


def read_day(text: str) -> Read:
    """Read a whole date as year-month-day; a day that does not exist is told apart from what is no date."""
    try:
        read = written_date(text)
    except NotADate:
        return Read(code="not-date")
    except ValueError:
        return Read(code="no-such-day")
    return Read(str(read)) if read and read.precision == Precision.DAY else Read(code="not-date")
