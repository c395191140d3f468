"""Workbooks to take away: headings in bold that stay in sight, real days and numbers, and text that stays text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

MOST = 32_000
"""Characters of a cell: a workbook holds some more, and no program shows them."""

TITLE = 31
"""Characters of a sheet's title that a workbook holds."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: title, headings, rows of texts, numbers and days, and how wide its columns are in characters.

    `above` are lines over the headings.
    """

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[object]]
    widths: Sequence[int] = ()
    above: Sequence[str] = ()


def write_workbook(*sheets: Sheet) -> bytes:
    """Write a workbook of these sheets, the first in front.

    Text that looks like a formula stays text, also when somebody edits the cell; characters that no workbook can hold are
    left out. A moment stands in the time of the installation.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for one in sheets:
        _fill(book.create_sheet(one.title[:TITLE]), one)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, told: Sheet) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    bold = Font(bold=True)
    for line in (*((words,) for words in told.above), *((told.heads,) if told.heads else ())):
        _append(sheet, line)
        for cell in sheet[sheet.max_row]:
            cell.font = bold
    if told.heads:
        sheet.freeze_panes = f"A{sheet.max_row + 1}"
    for row in told.rows:
        _append(sheet, row)
    for place, width in enumerate(told.widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width


def _append(sheet: Any, row: Sequence[object]) -> None:
    sheet.append([_held(value) for value in row] or [""])
    for cell, value in zip(sheet[sheet.max_row], row, strict=False):
        if isinstance(value, str):
            cell.data_type, cell.number_format = "s", "@"


def _held(value: object) -> object:
    """Give a value as a workbook holds it."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, str):
        return ILLEGAL_CHARACTERS_RE.sub("", value)[:MOST]
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value).replace(tzinfo=None)
    return value
