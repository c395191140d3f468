"""Guess what each column of a sheet is, from its heading and from its values, and say how sure the guess is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from filiera.common.folding import fold
from filiera.registry.sheets.fields import REPEATABLE, SheetField
from filiera.registry.sheets.headers import field_headed, looks_personal
from filiera.registry.sheets.reading import Line, Table
from filiera.registry.sheets.values import read_value
from filiera.registry.sheets.vocabulary import Vocabulary

SURE, MAYBE, PERSONAL, UNKNOWN, CHOSEN = "sure", "maybe", "personal", "unknown", "chosen"

CHECKED = frozenset(SheetField) - {
    SheetField.NAME, SheetField.LEGAL_NAME, SheetField.ALIAS, SheetField.SUMMARY, SheetField.NOTE, SheetField.GROUP,
    SheetField.ADDRESS, SheetField.TURNOVER,
}  # fmt: skip
"""Fields whose values can be told valid or not."""

BY_VALUES = (
    SheetField.VAT, SheetField.ROR, SheetField.EMAIL, SheetField.WEBSITE, SheetField.PROVINCE, SheetField.TOWN,
    SheetField.MEMBER_SINCE,
)  # fmt: skip
"""Fields that values alone give away, the most telling first."""

SAMPLE = 400
ENOUGH = 0.6
"""Share of valid values from which values alone speak for a field."""

SURE_FROM = 0.75
SURE_FROM_NUMBERS = 0.95
"""Shares of valid values under which a heading is only half believed; a column of numbers has few exceptions."""

NUMERIC = frozenset({SheetField.EMPLOYEES, SheetField.MIN_BATCH, SheetField.FOUNDED})

MEMBERS = frozenset(
    {"socio", "soci", "socia", "associato", "associati", "membro", "membri", "member", "members", "iscritto", "iscritti",
     "aderente"}
)  # fmt: skip
"""Words that head a column of members, or one that ticks who is a member."""

_LEGAL = re.compile(r"\b(s\.?r\.?l\.?s?|s\.?p\.?a|s\.?n\.?c|s\.?a\.?s|coop|gmbh|ltd|sarl)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column seems to be: `field` empty where it should not come in; `valid` of `filled` values fit the field."""

    column: int
    header: str
    example: str
    field: str
    confidence: str
    filled: int
    valid: int
    checked: bool = False


def guess_columns(table: Table, vocabulary: Vocabulary) -> tuple[Guess, ...]:
    """Guess every column; a field that only one column may be goes to the column that fits it best."""
    columns = [_values(table.rows, index) for index in range(len(table.headers))]
    guesses = [_guess(index, header, columns[index], vocabulary) for index, header in enumerate(table.headers)]
    taken: dict[str, int] = {}
    for guess in sorted(guesses, key=lambda one: (-_rank(one), one.column)):
        if (
            guess.field
            and guess.field not in REPEATABLE
            and taken.setdefault(guess.field, guess.column) != guess.column
        ):
            guesses[guess.column] = _left_out(guess, UNKNOWN)
    return _with_name(guesses, columns)


def valid_count(values: Sequence[str], field: SheetField, vocabulary: Vocabulary) -> int:
    """Count the values that a field would take without a word; of ATECO codes hardly anybody says the edition."""
    read = [read_value(field, text, vocabulary) for text in values]
    return sum(one.problem is None or (field == SheetField.ATECO and bool(one.value)) for one in read)


def _values(rows: Sequence[Line], index: int) -> list[str]:
    return [cells[index] for _line, cells in rows if index < len(cells) and cells[index]]


def _guess(index: int, header: str, values: list[str], vocabulary: Vocabulary) -> Guess:
    example = next((text for text in values if len(text) > 1), values[0] if values else "")[:80]
    blank = Guess(index, header, example, "", UNKNOWN, len(values), 0)
    field, likeness = field_headed(header)
    if _ticks(header, values, vocabulary):
        field, likeness = SheetField.MEMBER, 1.0
    if looks_personal(header) and likeness < 1:
        return _left_out(blank, PERSONAL)
    if field is None:
        field = _by_values(values[:SAMPLE], vocabulary)
        if field is None:
            return blank
        return _counted(blank, field, values, vocabulary, MAYBE)
    return _counted(blank, field, values, vocabulary, SURE if likeness == 1 else MAYBE)


def _ticks(header: str, values: list[str], vocabulary: Vocabulary) -> bool:
    """Tell whether a column ticks who is a member: it is headed like one, often as the names are, and says yes or no."""
    if not values or MEMBERS.isdisjoint(fold(header).split()):
        return False
    return valid_count(values[:SAMPLE], SheetField.MEMBER, vocabulary) / len(values[:SAMPLE]) >= ENOUGH


def _counted(blank: Guess, field: SheetField, values: list[str], vocabulary: Vocabulary, confidence: str) -> Guess:
    checked = field in CHECKED
    valid = valid_count(values, field, vocabulary) if checked else len(values)
    if values and valid / len(values) < (SURE_FROM_NUMBERS if field in NUMERIC else SURE_FROM):
        confidence = MAYBE
    if checked and values and not valid and len(values) > 2:
        return blank
    return Guess(blank.column, blank.header, blank.example, field, confidence, len(values), valid, checked)


def _by_values(values: list[str], vocabulary: Vocabulary) -> SheetField | None:
    if len(values) < 2:
        return None
    if sum(bool(_LEGAL.search(text)) for text in values) / len(values) > 0.3:
        return SheetField.NAME
    for field in BY_VALUES:
        if valid_count(values, field, vocabulary) / len(values) >= ENOUGH:
            return field
    return None


def _left_out(guess: Guess, confidence: str) -> Guess:
    return Guess(guess.column, guess.header, guess.example, "", confidence, guess.filled, 0)


def _rank(guess: Guess) -> float:
    sure = {SURE: 2.0, MAYBE: 1.0}.get(guess.confidence, 0.0)
    return sure + (guess.valid / guess.filled if guess.filled else 0.0) + min(guess.filled, 1000) / 100_000


def _with_name(guesses: list[Guess], columns: Sequence[Sequence[str]]) -> tuple[Guess, ...]:
    """Where no column is the name, take the first that nobody claims and whose values are words of their own."""
    if not any(guess.field == SheetField.NAME for guess in guesses):
        for guess, values in zip(guesses, columns, strict=True):
            wordy = values and sum(any(c.isalpha() for c in text) for text in values) / len(values) > 0.9
            if not guess.field and guess.confidence != PERSONAL and wordy and len(set(values)) / len(values) > 0.8:
                guesses[guess.column] = Guess(
                    guess.column, guess.header, guess.example, SheetField.NAME, MAYBE, guess.filled, guess.filled
                )
                break
    return tuple(guesses)
