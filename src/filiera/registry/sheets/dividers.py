"""Rows that are no organisation: totals, notes, and the headings of sections by which people part a sheet.

A row is taken for one only where the sheet makes it unlikely to be anything else; it is shown with its reason, and a person
may take it in all the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from filiera.common.folding import fold
from filiera.registry.sheets.fields import IDENTIFIER_FIELDS, SheetField
from filiera.registry.sheets.vocabulary import Vocabulary

EMPTY, TOTAL, SECTION, NOTE = "empty", "total", "section", "note"

MOSTLY = 0.5
"""Share of full cells from which a column counts as filled."""

SEVERAL = 2
"""Filled columns beside the name from which a row that has the name alone stands out."""

_TOTAL = re.compile(r"^(?:sub ?totale|sub ?total|totale|totali|tot|total|totals|somma|sum|grand total)\b(.*)$")
_COUNTED = frozenset(
    [
        "generale",
        "complessivo",
        "complessiva",
        "general",
        "overall",
        "di",
        "of",
        "numero",
        "n",
        "nr",
        "aziende",
        "imprese",
        "ditte",
        "soci",
        "associati",
        "associate",
        "organizzazioni",
        "enti",
        "righe",
        "provincia",
        "companies",
        "members",
        "organisations",
        "organizations",
        "firms",
        "rows",
        "province",
    ]
)
_FIGURE = re.compile(r"^[\s\d.,%€$+\-–—=()/]*(?:eur|euro)?$", re.IGNORECASE)
IDENTIFYING = 7
"""So many figures an identifier has, or more: a VAT number whose leading zeros a spreadsheet dropped still has as many."""

_LEGAL = re.compile(
    r"\b(s\.?r\.?l\.?s?|s\.?p\.?a|s\.?n\.?c|s\.?a\.?s|s\.?s|coop|scarl|gmbh|ltd|sarl|sa|inc)\b\.?", re.IGNORECASE
)
_MARKED = re.compile(
    r"^\W*(?:note?|n\. ?b\.|n\.?b|font[ei]|sources?|legend[a]?|avvertenz[ae])\.?\s*:|^n\. ?b\.\s|"
    r"^\(?(?:ultimo aggiornamento|(?:dati )?aggiornat[oaie] (?:al|a)|last updated?|updated (?:on|to))\b",
    re.IGNORECASE,
)
_STAR = re.compile(r"^\s*(?:[*†‡¹²³]|\(\*+\))+\s*")
_SPEAKING = (
    "è sono non ha hanno vedi vedere comprende comprendono indica indicano riferiscono risulta risultano riportati "
    "is are not see includes refer refers shown"
)
_SPEAKS = frozenset(_SPEAKING.split())
"""Words that make a sentence: hardly any name has one."""

SENTENCE = 4
"""So many words a sentence has, or more."""

_INITIAL = re.compile(r"^(?:[^\W\d_]|0-9|\d)(?:\s*[-–/]\s*[^\W_])?[.:]?$")
_BEFORE_PLACE = re.compile(
    r"^(?:(?:provincia|prov|comune|citta|area|zona|sede|regione|province|area|region)(?: (?:di|della|dell|of))? )+"
)
_GROUPS = frozenset(
    [
        "aziende",
        "imprese",
        "ditte",
        "soci",
        "associati",
        "associate",
        "fornitori",
        "terzisti",
        "universita",
        "enti",
        "scuole",
        "altri",
        "altre",
        "partner",
        "partners",
        "companies",
        "members",
        "suppliers",
        "universities",
        "others",
        "ordinari",
        "sostenitori",
        "fondatori",
        "founders",
        "pubblici",
        "ricerca",
        "di",
        "e",
        "and",
        "research",
    ]
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a sheet looks like as a whole: several columns are mostly full; most names are written in capitals."""

    is_full: bool = False
    shouts: bool = False


def shape_of(rows: Sequence[Sequence[str]], mapping: Mapping[int, SheetField]) -> Shape:
    """Give the shape of a sheet by some of its rows: those that say more than one thing, if they are most of them."""
    full = [cells for cells in rows if any(cells)]
    told = [cells for cells in full if sum(map(bool, cells)) > 1]
    if not told or len(told) < len(full) * MOSTLY:
        return Shape()
    shares = [
        sum(index < len(cells) and bool(cells[index]) for cells in told) / len(told)
        for index, field in mapping.items()
        if field != SheetField.NAME
    ]
    in_capitals = sum(name_in(cells, mapping).isupper() for cells in told)
    return Shape(sum(share >= MOSTLY for share in shares) >= SEVERAL, in_capitals > len(told) * MOSTLY)


def name_in(cells: Sequence[str], mapping: Mapping[int, SheetField]) -> str:
    """Give the cell of the name, or an empty text."""
    at = next((index for index, field in mapping.items() if field == SheetField.NAME), None)
    return cells[at].strip() if at is not None and at < len(cells) else ""


def divides(cells: Sequence[str], mapping: Mapping[int, SheetField], shape: Shape, vocabulary: Vocabulary) -> str:
    """Tell why a row is no organisation: TOTAL, SECTION, NOTE, or an empty text where it is one."""
    name = name_in(cells, mapping)
    text = name or next(cell.strip() for cell in cells if cell)
    alone = sum(bool(cell) for cell in cells) == 1
    if alone and _is_note(text, shape):
        return NOTE
    if _LEGAL.search(text):
        return ""
    others = [cell for cell in cells if cell and cell.strip() != text]
    if all(_FIGURE.match(cell) or _is_formula(cell) for cell in others):
        is_summed = any(map(_sums, others)) and not _has_identifier(cells, mapping)
        if _is_total(fold(text), vocabulary, is_summed=is_summed):
            return TOTAL
    return SECTION if name and alone and shape.is_full and _is_heading(name, shape, vocabulary) else ""


def _is_note(text: str, shape: Shape) -> bool:
    """Tell whether a text that stands alone in its row is a remark: it says so, is starred, or is a sentence."""
    if _MARKED.match(text):
        return True
    starred = _STAR.match(text)
    if starred and not _LEGAL.search(text):
        return shape.is_full or text[starred.end() :][:1].islower()
    words = text.split()
    if len(words) < SENTENCE:
        return False
    speaks = not _SPEAKS.isdisjoint(text.lower().split())
    ends = text.endswith(".") and len(words[-1]) > SENTENCE and not _LEGAL.search(text)
    return (speaks or ends) if shape.is_full else (speaks and text.endswith("."))


def _is_total(name: str, vocabulary: Vocabulary, *, is_summed: bool) -> bool:
    """Tell whether a name is that of a total: beside sums whatever begins like one, else only what names what is counted."""
    found = _TOTAL.match(name)
    if not found or is_summed:
        return found is not None
    rest = " ".join(word for word in found[1].split() if word not in _COUNTED and not word.isdecimal())
    return not rest or _is_place(rest, vocabulary)


def _is_formula(cell: str) -> bool:
    """Tell whether a cell holds a formula that nobody computed."""
    return cell.lstrip().startswith("=")


def _sums(cell: str) -> bool:
    """Tell whether a cell may be a sum: a figure, or a formula that nobody computed."""
    return _is_formula(cell) or (bool(_FIGURE.match(cell)) and any(map(str.isdecimal, cell)))


def _has_identifier(cells: Sequence[str], mapping: Mapping[int, SheetField]) -> bool:
    """Tell whether a row gives an identifier: a few figures in such a column are a sum like the others."""
    given = (cells[index] for index, field in mapping.items() if field in IDENTIFIER_FIELDS and index < len(cells))
    return any(sum(map(str.isdecimal, cell)) >= IDENTIFYING for cell in given if not _is_formula(cell))


def _is_place(name: str, vocabulary: Vocabulary) -> bool:
    place = _BEFORE_PLACE.sub("", name)
    return place in vocabulary.towns or place in vocabulary.provinces


def _is_heading(name: str, shape: Shape, vocabulary: Vocabulary) -> bool:
    folded = fold(name)
    if _INITIAL.match(name) or _is_place(folded, vocabulary) or _GROUPS.issuperset(folded.split()):
        return True
    return name.isupper() and not shape.shouts
