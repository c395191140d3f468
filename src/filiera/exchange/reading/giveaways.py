"""What in a text would give the requester away: names and places that are passed in, addresses, numbers, pages."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stdnum.it import iva

from filiera.engine.names_words import LEGAL_FORMS


@dataclass(frozen=True, slots=True)
class OwnNames:
    """What is the requester's: names and other names of the organisation, persons, its municipality and street."""

    names: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sensitive:
    """Characters [start, end) of a text at which a person should look before it leaves, and why.

    `code` is PRICE, MARGIN, COST, TURNOVER, CAPACITY, VOLUME, CUSTOMER, WAGE or BID of what competition law makes sensitive;
    BUDGET for money set aside for the need itself, AMOUNT for money of which the sentence does not say what it is, UNREAD for
    the rest of a text that is too long; and OWN_NAME, PERSON, OWN_PLACE, MAIL, PHONE, WEB, VAT, TAX_CODE, IBAN of what gives
    the requester away. `sure` is False where it may be something else.
    """

    code: str
    start: int
    end: int
    sure: bool = True


class Taken:
    """Characters of a text that are taken, to be asked whether others meet them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        """Take spans in any order, which may overlap."""
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def meets(self, start: int, end: int) -> bool:
        """Tell whether any of the characters [start, end) is taken."""
        at = bisect_left(self._starts, end) - 1
        return at >= 0 and start < self._ends[at]


_MAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_WEB = re.compile(
    r"(?<![\w@.])(?:https?://[^\s<>\"')\]]{3,300}|www\.[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}(?:/[^\s<>\"')\]]{0,200})?"
    r"|[a-z0-9][\w-]{1,62}(?:\.[\w-]{1,63}){0,3}\.(?:it|com|eu|net|org|info|biz|example|co\.uk|de|fr|ch"
    r"|es)(?:/[^\s<>\"')\]]{0,200})?)"
    r"(?![\w@-])",
    re.I,
)
_PHONE = re.compile(
    r"(?<![\w.,/+-])(?P<world>(?:\+|00)[1-9][0-9]{0,2}[\s./()-]{0,3}(?:[0-9][\s./()-]{0,2}){5,13}[0-9]"
    r"|0[0-9]{1,3}[\s./-]{1,3}[0-9]{2,4}[\s.-]?[0-9]{2,4}(?:[\s.-]?[0-9]{1,4})?|0[1-9][0-9]{7,9}"
    r"|3[0-9]{2}[\s./-]{0,2}[0-9]{3}[\s.-]?[0-9]{3,4}"
    r"|3[0-9]{2}[\s./-]{1,2}[0-9]{2}[\s.-][0-9]{2}[\s.-][0-9]{2,3})(?![\w]|[.,/-][0-9])"
)
_PHONE_CUE = re.compile(
    r"(?<![\w])(?:tel(?:efono)?|cell(?:ulare)?|mob(?:ile)?|fax|phone|call|chiamare|chiamate|whatsapp"
    r"|interno)\.?\s?[:.]?\s*$",
    re.I,
)
_CUED_NUMBER = re.compile(
    r"(?<![\w])(?:tel(?:efono)?|cell(?:ulare)?|mob(?:ile)?|phone"
    r"|whatsapp)\.?\s?[:.]?\s{0,3}(?P<number>\+?[0-9][0-9\s./()-]{5,20}[0-9])(?![\w])",
    re.I,
)
_VAT = re.compile(
    r"(?<![\w])(?P<cue>(?:p(?:artita|\.)?\s?iva|vat(?:\s?(?:no|number|id))?"
    r"|c\.?\s?f)\.?\s?[:.]?\s{0,3})?(?P<vat>(?:IT)?\s?[0-9]{11})(?![\w])",
    re.I,
)
_TAX_CODE = re.compile(r"(?<![\w])[A-Z]{6}[0-9]{2}[A-EHLMPR-T][0-9]{2}[A-Z][0-9]{3}[A-Z](?![\w])", re.I)
_IBAN = re.compile(r"(?<![\w])[A-Z]{2}[0-9]{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?(?![\w])")
_AT = re.compile(r"(?<![\w])(?:a|ad|da|presso|vicino a|at|near|from)\s+$", re.I)
"""Words before a town that is written small: many towns are words too, as Crema."""

_WORDS = re.compile(r"[^\W_]+")
_SHORTEST = 3
"""Letters of the shortest name that is looked for."""
_SHORTEST_SURNAME = 4


def giveaways(text: str, own: OwnNames) -> Iterator[Sensitive]:
    """Give what gives the requester away, in no order; of what overlaps the first stands."""
    yield from (Sensitive("MAIL", *found.span()) for found in _MAIL.finditer(text))
    yield from (Sensitive("IBAN", *found.span()) for found in _IBAN.finditer(text))
    yield from (Sensitive("TAX_CODE", *found.span()) for found in _TAX_CODE.finditer(text))
    yield from _vat(text)
    yield from (Sensitive("WEB", *found.span()) for found in _WEB.finditer(text))
    yield from _phones(text)
    plain = without_accents(text)
    for code, names in (("OWN_NAME", own.names), ("PERSON", own.persons), ("OWN_PLACE", own.places)):
        for one in _named(plain, code, names):
            is_name = text[one.start].isupper() or (
                code == "OWN_PLACE" and bool(_AT.search(text, max(0, one.start - 9), one.start))
            )
            if is_name or (one.sure and code != "OWN_PLACE"):
                yield one


def without_accents(text: str) -> str:
    """Give a text in small letters without accents, each sign in its place."""
    return "".join(map(_plain, text))


def _plain(sign: str) -> str:
    if sign.isascii():
        return sign.lower()
    bare = unicodedata.normalize("NFD", sign)[0].lower()
    return bare if len(bare) == 1 else sign


def _vat(text: str) -> Iterator[Sensitive]:
    """Give numbers of the value-added tax: those that a word names, and those whose last figure proves them."""
    for found in _VAT.finditer(text):
        figures = re.sub(r"[^0-9]", "", found["vat"])
        if found["cue"] or found["vat"].upper().startswith("IT") or (figures.isascii() and iva.is_valid(figures)):
            yield Sensitive("VAT", found.start("vat"), found.end("vat"))


def _phones(text: str) -> Iterator[Sensitive]:
    for found in _CUED_NUMBER.finditer(text):
        yield Sensitive("PHONE", *found.span("number"))
    for found in _PHONE.finditer(text):
        is_told = found[0].startswith(("+", "00")) or _PHONE_CUE.search(text, max(0, found.start() - 20), found.start())
        yield Sensitive("PHONE", *found.span(), sure=bool(is_told))


def _named(plain: str, code: str, names: Iterable[str]) -> Iterator[Sensitive]:
    """Give where names stand, with or without their legal form; of a person the surname alone is not sure,
    and counts only with its capital, because many are words."""
    for name in dict.fromkeys(names):
        words = _WORDS.findall(without_accents(name))
        if not words:
            continue
        bare = _without_form(words) if code == "OWN_NAME" else words
        forms = [(words, True), (bare, True)]
        if code == "PERSON" and len(words) > 1 and len(words[-1]) >= _SHORTEST_SURNAME:
            forms += [([words[-1], *words[:-1]], True), ([words[-1]], False)]
        for own, sure in forms:
            if sum(map(len, own)) < _SHORTEST:
                continue
            pattern = r"[\W_]{1,3}".join(map(re.escape, own))
            for found in re.finditer(rf"(?<![^\W_]){pattern}(?![^\W_])", plain):
                yield Sensitive(code, *found.span(), sure=sure)


def _without_form(words: list[str]) -> list[str]:
    """Give the words of a name without the legal form at its end, its letters together or apart."""
    for size in (4, 3, 2, 1):
        if len(words) > size and "".join(words[-size:]) in LEGAL_FORMS:
            return words[:-size]
    return words
