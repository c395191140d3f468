"""Find the line that heads a sheet, which is seldom the first, and give every column a name of its own."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from filiera.common.folding import fold
from filiera.registry.sheets.fields import OWN_NOTES, PERSONAL, SYNONYMS, SheetField

if TYPE_CHECKING:
    from collections.abc import Sequence

LOOKED_AT = 25
"""Full lines among which the header is looked for."""

_BY_WORDS = {word: field for field, words in SYNONYMS.items() for word in words}


def field_headed(header: str) -> tuple[SheetField | None, float]:
    """Give the field that a heading means and how well, in [0, 1]: 1 the very words, 0.8 the words among others."""
    folded = fold(header)
    if folded in _BY_WORDS:
        return _BY_WORDS[folded], 1.0
    padded = f" {folded} "
    inside = [words for words in _BY_WORDS if len(words) > 3 and f" {words} " in padded]
    if not inside:
        return None, 0.0
    return _BY_WORDS[max(inside, key=len)], 0.8


def looks_personal(header: str) -> bool:
    """Tell whether a heading promises something about a person, or written for oneself."""
    return not PERSONAL.isdisjoint(fold(header).split())


def looks_like_notes(header: str) -> bool:
    """Tell whether a heading promises notes written for oneself, and nothing about a person."""
    said = PERSONAL.intersection(fold(header).split())
    return bool(said) and said <= OWN_NOTES


def find_header(lines: Sequence[tuple[int, Sequence[str]]]) -> int:
    """Give the number of the line that heads the sheet, or 0 where the data begin at once."""
    full = [(line, cells) for line, cells in lines if any(cells)][:LOOKED_AT]
    best, at = 0.0, 0
    for line, cells in full:
        points = sum(_heads(cell) for cell in cells if cell)
        if points > best:
            best, at = points, line
    if best >= 2 or (best >= 1 and len(full) > 1 and _all_words(dict(full)[at])):
        return at
    return _wordy_line(full)


def known_headings(lines: Sequence[tuple[int, Sequence[str]]]) -> int:
    """Count the headings of a sheet that are understood; 0 where it has none."""
    at = find_header(lines)
    head = next((cells for line, cells in lines if line == at), ())
    return sum(field_headed(cell)[0] is not None for cell in head)


def _heads(cell: str) -> float:
    if len(cell) > 60:
        return 0.0
    return max(field_headed(cell)[1], 0.7 if looks_personal(cell) else 0.0)


def _all_words(cells: Sequence[str]) -> bool:
    return not any(any(letter.isdigit() for letter in cell) or "@" in cell for cell in cells)


def _wordy_line(full: Sequence[tuple[int, Sequence[str]]]) -> int:
    """Take the first line as header where it is all words and as wide as any, and a later one holds figures."""
    if len(full) < 2:
        return 0
    line, cells = full[0]
    widest = max(sum(map(bool, row)) for _line, row in full)
    plain = all(cells[: sum(map(bool, cells))]) and _all_words(cells) and sum(map(bool, cells)) == widest
    return line if plain and widest > 1 and not all(_all_words(row) for _line, row in full[1:]) else 0


def signature_of(headers: Sequence[str]) -> str:
    """Give the key of a set of headings, whatever their order and spelling of case and accents."""
    return hashlib.sha256("\x1f".join(sorted(fold(header) for header in headers)).encode()).hexdigest()


def column_letter(index: int) -> str:
    """Give the letters by which a spreadsheet program calls a column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


_AGAIN = re.compile(r"^(.+) \(\d+\)$")


def heading_again(header: str, headers: Sequence[str]) -> str:
    """Give the letter of the column that has this heading first, where it comes again; else an empty text."""
    found = _AGAIN.match(header)
    return column_letter(headers.index(found[1])) if found and found[1] in headers else ""


def named_columns(head: Sequence[str], width: int) -> tuple[str, ...]:
    """Give each column a name: its heading, its letter where there is none, with a number where a heading returns."""
    names: list[str] = []
    for index in range(width):
        name = " ".join(head[index].split())[:120] if index < len(head) else ""
        name = name or column_letter(index)
        count = 2
        unique = name
        while unique in names:
            unique, count = f"{name} ({count})", count + 1
        names.append(unique)
    return tuple(names)
