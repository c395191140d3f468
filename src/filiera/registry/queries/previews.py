"""What the first steps of an import show: the first lines of a table, its columns with their guesses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from filiera.registry.models import ImportBatch
from filiera.registry.sheets.guessing import CHOSEN, MAYBE, NUMERIC, PERSONAL, SURE
from filiera.registry.sheets.headers import column_letter, heading_again, looks_like_notes

PREVIEW = 6


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A column as it is offered: `guess` what it seems to be, `chosen` what is selected, `tone` and `word` how sure."""

    index: int
    letter: str
    header: str
    example: str
    guess: str
    chosen: str
    tone: str
    word: str


@dataclass(frozen=True, slots=True)
class FirstLine:
    """One of the first lines of a table."""

    line: int
    cells: tuple[str, ...]


def first_lines(batch: ImportBatch) -> list[FirstLine]:
    """Give the headings and the first full lines, as wide as the headings and at most eight columns."""
    width = min(8, len(batch.headers))
    head = FirstLine(batch.header_line, tuple(batch.headers[:width]))
    rows = batch.rows.exclude(raw=[]).order_by("line")[:PREVIEW]
    return [head, *(FirstLine(row.line, tuple((row.raw + [""] * width)[:width])) for row in rows)]


def column_rows(batch: ImportBatch, chosen: Mapping[int, str] | None = None) -> list[ColumnRow]:
    """Give the columns with their guesses; `chosen` is what somebody selected, else what is settled."""
    out = []
    for guess in batch.guesses:
        index = guess["column"]
        field = chosen[index] if chosen is not None else batch.mapping.get(str(index), "")
        tone, word = sureness(guess)
        first = heading_again(guess["header"], batch.headers)
        if first:
            tone, word = "warn", _("the heading of column %(letter)s again: choose") % {"letter": first}
        out.append(
            ColumnRow(
                index, column_letter(index), guess["header"], guess["example"], str(guess["field"]), field, tone, word
            )
        )
    return out


def sureness(guess: Mapping[str, object]) -> tuple[str, str]:
    """Say how sure a guess is: the tone of its mark, and the words."""
    filled, valid = int(str(guess["filled"])), int(str(guess["valid"]))
    confidence, is_number = guess["confidence"], guess["field"] in NUMERIC
    wrong = filled - valid
    if confidence == PERSONAL:
        is_note = looks_like_notes(str(guess["header"]))
        return "unknown", _("looks like notes of one’s own") if is_note else _("looks personal")
    if confidence == CHOSEN:
        return "ok", _("as you chose last time")
    if confidence not in (SURE, MAYBE):
        return "unknown", pgettext("said of a column", "not recognised") if filled else _("empty")
    if not guess["checked"]:
        return ("ok", _("sure")) if confidence == SURE else ("warn", _("perhaps"))
    if confidence == SURE:
        return "ok", ngettext("sure, %(n)s valid", "sure, %(n)s valid", valid) % {"n": valid}
    if is_number:
        words = ngettext("perhaps: %(n)s is not a number", "perhaps: %(n)s are not numbers", wrong)
    else:
        words = ngettext("perhaps: %(n)s does not fit", "perhaps: %(n)s do not fit", wrong)
    return "warn", words % {"n": wrong} if wrong else _("perhaps, by its values")
