"""What the pages of an import show: batches, fates by band, errors with their place, doubts side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from filiera.common.in_words import SHOWN, shortened
from filiera.engine.names_words import folded_name
from filiera.registry.models import DuplicateDecision, ImportBatch, ImportRow, Organisation, TwinDecision
from filiera.registry.queries.batch_rows import rows_without_a_value
from filiera.registry.queries.known import KnownValues, comparable
from filiera.registry.sheets.fields import REPEATABLE, SheetField
from filiera.registry.sheets.guessing import NUMERIC
from filiera.registry.sheets.headers import column_letter
from filiera.registry.sheets.numbers import about
from filiera.registry.sheets.problems import CELL, ERROR, UNKNOWN_TOWN, Problem
from filiera.registry.sheets.rows import Stated, first_value
from filiera.registry.wording import field_label, reason_words, resemblance, sentence, value_words

Fate = ImportRow.Fate

BANDS: dict[str, tuple[str, ...]] = {
    "same": (Fate.SAME, Fate.UPDATE),
    "update": (Fate.UPDATE,),
    "identical": (Fate.SAME,),
    "ask": (Fate.ASK, Fate.LATER),
    "new": (Fate.NEW,),
    "error": (Fate.ERROR,),
    "empty": (Fate.EMPTY,),
}

LEFT_AFTER = timedelta(days=1)
"""So long untouched, and a sheet that was begun is nobody's work any more."""

CELLS = "cells"
"""The band that crosses the others: rows that come in without a value that is wrong."""

HEADING_SHOWN = 60
"""Characters of a heading that are shown in a place."""

COMPARED = (
    SheetField.NAME, SheetField.LEGAL_NAME, SheetField.VAT, SheetField.FISCAL, SheetField.TOWN, SheetField.ADDRESS,
    SheetField.WEBSITE, SheetField.EMAIL, SheetField.PHONE, SheetField.KIND, SheetField.EMPLOYEES, SheetField.SUMMARY,
)  # fmt: skip
"""What is set side by side, in this order; other fields follow where the row states them."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows fall where; the bands and the empty rows add up to all the rows."""

    identical: int
    update: int
    ask: int
    later: int
    new: int
    error: int
    empty: int
    applied: int
    held: int = 0
    cells: int = 0
    kindless: int = 0

    @property
    def same(self) -> int:
        """Count the rows that mean a known organisation."""
        return self.identical + self.update

    @property
    def doubts(self) -> int:
        """Count the rows that wait for an answer."""
        return self.ask + self.later

    @property
    def ready(self) -> int:
        """Count the rows that may come in, those that are in already left out."""
        return self.same + self.new - self.applied - self.held

    @property
    def waiting(self) -> int:
        """Count the rows that stay here, for an answer or a correction."""
        return self.doubts + self.error + self.held

    @property
    def rows(self) -> int:
        """Count the rows that hold something."""
        return self.same + self.doubts + self.new + self.error


@dataclass(frozen=True, slots=True)
class Line:
    """A row in a list: where it is, whom it names, what happens to it and why."""

    row_id: int
    line: int
    name: str
    fate: str
    known: Organisation | None
    why: str
    news: tuple[str, ...] = ()
    warnings: tuple[Mistake, ...] = ()
    can_be_left: bool = False


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong or soft value with its place and the name of its row; `column` is None where the whole row is meant.

    `is_error`: the row stays out; `is_left`: only the value does; `is_open`: it can still be corrected here.
    """

    row_id: int
    name: str
    file: str
    sheet: str
    line: int
    column: int | None
    header: str
    letter: str
    value: str
    message: str
    remedy: str
    choices: tuple[str, ...]
    is_error: bool
    is_left: bool
    is_open: bool

    @property
    def is_long(self) -> bool:
        """Tell whether the value is shown cut, so that a box to correct it begins empty."""
        return len(self.value) > SHOWN

    @property
    def where(self) -> str:
        """Say where it is, as the spreadsheet program counts."""
        place = _("line %(line)s") % {"line": self.line}
        header = shortened(self.header, HEADING_SHOWN)
        parts = [self.sheet, place, f"{header} ({self.letter})" if header else ""]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Compared:
    """A field of two records side by side; `state` is `same`, `diff` or empty where one side says nothing."""

    label: str
    left: str
    right: str
    state: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row beside what it may be: an organisation of the register, or an earlier row of the file."""

    row_id: int
    line: int
    name: str
    later: bool
    why: str
    right_head: str
    organisation: Organisation | None
    values: tuple[Compared, ...]


def sheet_batches() -> QuerySet[ImportBatch]:
    """Find the batches of organisations' sheets, the newest first."""
    rows = ImportBatch.objects.filter(kind=ImportBatch.Kind.ORGANISATIONS)
    return rows.select_related("created_by").defer("guesses", "headers").order_by("-created_at", "-pk")


def begun_batches(*, actor: Any, now: datetime) -> QuerySet[ImportBatch]:
    """Find the sheets that were begun and never tried, which one act of a person throws away: their own, and those that
    nobody has touched for a day. What a colleague, or a command, is at work on is not among them.
    """
    states = (ImportBatch.State.UPLOADED, ImportBatch.State.MAPPED)
    begun = ImportBatch.objects.filter(kind=ImportBatch.Kind.ORGANISATIONS, state__in=states, trial="")
    left = Q(moved_at__lt=now - LEFT_AFTER) | Q(moved_at=None, created_at__lt=now - LEFT_AFTER)
    own = Q(created_by=actor.pk) if getattr(actor, "pk", None) else Q(pk__in=[])
    return begun.filter(left | own)


def tally(batch: ImportBatch) -> Tally:
    """Give the counts of a batch that has been tried."""
    counts = batch.counts
    fates = (Fate.SAME, Fate.UPDATE, Fate.ASK, Fate.LATER, Fate.NEW, Fate.ERROR, Fate.EMPTY)
    names = (*fates, "APPLIED", "HELD", "CELLS", "KINDLESS")
    return Tally(*(int(counts.get(str(name), 0)) for name in names))


def band_rows(batch: ImportBatch, band: str) -> QuerySet[ImportRow]:
    """Find the rows of a band, in the order of the file."""
    if band == CELLS:
        return rows_without_a_value(batch).select_related("candidate", "twin").order_by("line")
    return batch.rows.filter(fate__in=BANDS[band]).select_related("candidate", "twin").order_by("line")


def answered_rows(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Find the rows that are not in the register yet and about which somebody answered, in the order of the file."""
    answers = (
        Q(fingerprint__in=DuplicateDecision.objects.values("fingerprint"))
        | Q(fingerprint__in=TwinDecision.objects.values("first"))
        | Q(fingerprint__in=TwinDecision.objects.values("second"))
    )
    rows = batch.rows.filter(answers, applied=False).exclude(fate__in=BANDS["ask"]).exclude(fingerprint="")
    return rows.select_related("candidate", "twin").order_by("line")[:200]


def lines_of(batch: ImportBatch, rows: Sequence[ImportRow]) -> list[Line]:
    """Give rows as a list shows them."""
    out = []
    for row in rows:
        soft = tuple(one for one in mistakes_of(batch, row) if not one.is_error)
        why = sentence(reason_words(reason) for reason in row.reasons if reason["code"] != "new")
        news = tuple(reason_words(reason) for reason in row.reasons if reason["code"] == "new")
        fate = fate_words(row)
        out.append(Line(row.pk, row.line, name_of_row(row), fate, row.candidate, why, news, soft, row.can_be_left))
    return out


def fate_words(row: ImportRow) -> str:
    """Say what becomes of a row: one set aside for a reason is not empty."""
    return _("set aside") if row.fate == Fate.EMPTY and row.reasons else str(row.get_fate_display())


def name_of_row(row: ImportRow) -> str:
    """Give the name that a row states, else its first cell."""
    stated = [Stated(**one) for one in row.said]
    return shortened(first_value(stated, SheetField.NAME) or next((cell for cell in row.raw if cell), ""))


def mistakes_of(batch: ImportBatch, row: ImportRow) -> list[Mistake]:
    """List what is wrong or soft in a row, in the reader's language."""
    return [_mistake(batch, row, Problem.from_json(one)) for one in row.errors]


def mistakes(batch: ImportBatch, rows: Sequence[ImportRow]) -> list[Mistake]:
    """List the errors of some rows, in the order of the file."""
    return [one for row in rows for one in mistakes_of(batch, row) if one.is_error]


def values_left_out(batch: ImportBatch, rows: Sequence[ImportRow]) -> list[Mistake]:
    """List the values of some rows that stay out while their rows come in, in the order of the file."""
    return [one for row in rows for one in mistakes_of(batch, row) if one.is_left]


def _mistake(batch: ImportBatch, row: ImportRow, problem: Problem) -> Mistake:
    at = problem.column
    return Mistake(
        row_id=row.pk,
        name=name_of_row(row),
        file=batch.file_name,
        sheet=batch.sheet,
        line=row.line,
        column=at,
        header=batch.headers[at] if at is not None else "",
        letter=column_letter(at) if at is not None else "",
        value=problem.value,
        message=problem.message,
        remedy=problem.remedy,
        choices=problem.choices,
        is_error=problem.level == ERROR,
        is_left=problem.level == CELL or problem.code.startswith(UNKNOWN_TOWN),
        is_open=not row.applied,
    )


def doubts(batch: ImportBatch, rows: Sequence[ImportRow]) -> list[Doubt]:
    """Set doubtful rows beside what they may be. A constant number of queries."""
    known = KnownValues([row.candidate_id for row in rows if row.candidate_id])
    return [_doubt(row, known) for row in rows]


def _doubt(row: ImportRow, known: KnownValues) -> Doubt:
    left = _values(row.said)
    if row.candidate is not None:
        head = _("In the register, since %(year)s") % {"year": row.candidate.created_at.year}
        values = _beside(left, lambda field: known.of(row.candidate_id or 0, field))
    else:
        twin = _values(row.twin.said if row.twin else [])
        head = _("In the sheet, line %(line)s") % {"line": row.twin.line if row.twin else "?"}
        values = _beside(left, lambda field: twin.get(field, []))
    return Doubt(
        row_id=row.pk,
        line=row.line,
        name=name_of_row(row),
        later=row.fate == Fate.LATER,
        why=resemblance(row.reasons),
        right_head=head,
        organisation=row.candidate,
        values=tuple(values),
    )


def _values(said: Sequence[dict[str, Any]]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for one in said:
        out.setdefault(one["field"], []).append(one["value"])
    return out


def _beside(left: dict[str, list[str]], right_of: Any) -> list[Compared]:
    fields = [str(field) for field in COMPARED] + sorted(set(left) - {str(field) for field in COMPARED})
    out = []
    for field in fields:
        mine, theirs = left.get(field, []), right_of(field)
        if mine or (theirs and field in (SheetField.NAME, SheetField.VAT, SheetField.TOWN)):
            out.append(compared(field, mine, theirs))
    return out


def compared(field: str, left: Sequence[str], right: Sequence[str]) -> Compared:
    """Set the values of a field side by side."""
    known = {_alike(field, value) for value in right}
    state = ""
    if left and right and field != SheetField.SUMMARY:
        state = "same" if any(_alike(field, value) in known for value in left) else "diff"
    shown = list(right) if field in REPEATABLE or field == SheetField.NAME else list(right)[:3]
    words = (_join(field, left), _join(field, shown[:4]))
    return Compared(field_label(field), *words, state)


def _alike(field: str, value: str) -> str:
    """Give the form in which two values shown side by side are called equal: a name is as it is written, case aside."""
    if field in (SheetField.NAME, SheetField.ALIAS):
        return folded_name(value)
    if field in NUMERIC:
        return about(value) or comparable(field, value)
    return comparable(field, value)


def _join(field: str, values: Sequence[str]) -> str:
    return "; ".join(value_words(field, value) for value in values)
