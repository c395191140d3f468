"""Read XLSX workbooks: the values that formulas had when the file was saved, dates, numbers as people would write them."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from filiera.registry.sheets.problems import SheetError
from filiera.registry.sheets.reading import MAX_COLUMNS, MAX_ROWS, Cells, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_UNPACKED = 200 * 1024 * 1024
MAX_LINE = 1_048_576
"""The last line that a workbook can have."""

_FORMULA = re.compile(rb"<f[ >/]")


def read_xlsx(name: str, content: bytes) -> list[tuple[str, bool, list[Line]]]:
    """Read every sheet of a workbook: name, whether it is hidden, lines. Raises SheetError."""
    from openpyxl import load_workbook

    formulas = _checked(name, content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles and validations that it leaves aside
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            spelt = load_workbook(io.BytesIO(content), read_only=True, keep_links=False) if formulas else None
            sheets = []
            for sheet in book.worksheets:
                twin = spelt[sheet.title] if spelt else None
                sheets.append((sheet.title, sheet.sheet_state != "visible", list(_lines(sheet, twin))))
    except SheetError:
        raise
    except Exception as error:
        raise SheetError("corrupt", part=type(error).__name__) from error
    return sheets


def _checked(name: str, content: bytes) -> bool:
    """Refuse what is not a sound workbook of a sane size; tell whether it holds formulas."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = {info.filename: info for info in package.infolist()}
            if "mimetype" in members and b"opendocument" in package.read("mimetype")[:200]:
                raise SheetError("open-document")
            if "xl/workbook.xml" not in members and "[Content_Types].xml" not in members:
                raise SheetError("wrong-type", name=name)
            unpacked = sum(info.file_size for info in members.values())
            if unpacked > MAX_UNPACKED:
                raise SheetError("bomb", size=unpacked // (1024 * 1024))
            if "xl/workbook.xml" not in members:
                raise SheetError("wrong-type", name=name)
            bad = package.testzip()
            if bad:
                raise SheetError("corrupt", part=bad)
            parts = [part for part in members if part.startswith("xl/worksheets/")]
            return any(_FORMULA.search(package.read(part)) for part in parts)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, zlib.error) as error:
        raise SheetError("corrupt", part="ZIP") from error


def _lines(sheet: Any, spelt: Any) -> Iterator[Line]:
    """Give the lines of a sheet; where a formula has no saved value, the formula itself stands for it."""
    full = 0
    for number, cells in enumerate(_rows(sheet, spelt), start=1):
        full += bool(cells)
        if full > MAX_ROWS + 1 or number > MAX_LINE:
            raise SheetError("too-many-rows", sheet=sheet.title, limit=MAX_ROWS)
        if len(cells) > MAX_COLUMNS:
            raise SheetError("too-wide", sheet=sheet.title, line=number, limit=MAX_COLUMNS)
        yield number, cells


def _rows(sheet: Any, spelt: Any) -> Iterator[Cells]:
    sheet.reset_dimensions()  # some programs write a size that is not true
    values: Iterable[tuple[Any, ...]] = sheet.iter_rows(values_only=True)
    if spelt is None:
        for row in values:
            yield _texts(row)
        return
    spelt.reset_dimensions()
    for row, written in zip(values, spelt.iter_rows(values_only=True), strict=False):
        yield _texts(
            text if value is None and isinstance(text, str) and text.startswith("=") else value
            for value, text in zip(row, written, strict=False)
        )


def _texts(row: Iterable[Any]) -> Cells:
    cells = [text_of(value) for value in row]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def text_of(value: Any) -> str:
    """Write a cell's value as a person would: whole numbers without decimals, dates as year-month-day."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return " ".join(str(value).split())
