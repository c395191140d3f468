"""Open a file as people send it, whatever it is called, and give its sheets as rows of text with their line numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filiera.registry.sheets.headers import find_header, known_headings, named_columns
from filiera.registry.sheets.problems import SheetError

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 200

WEB_PAGES = (b"<!doctype", b"<html", b"<head", b"<body", b"<table", b"<?xml", b"<div")
"""How web pages and XML begin; some programs save them under the name of a workbook."""

Cells = tuple[str, ...]
Line = tuple[int, Cells]
"""A line of a sheet: its number as the spreadsheet program shows it, from 1, and its cells as text."""


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """A sheet of a file: its name (empty for a CSV), how many lines hold something, whether it is hidden.

    `known` is how many of its headings are understood.
    """

    name: str
    rows: int
    hidden: bool = False
    known: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with its header found. `header_line` is 0 where there is none; `rows` are the lines after it."""

    sheet: str
    header_line: int
    headers: tuple[str, ...]
    rows: tuple[Line, ...]


def list_sheets(*, name: str, content: bytes) -> tuple[SheetInfo, ...]:
    """List the sheets that hold something, in the file's order. Raises SheetError, also where none does."""
    sheets = tuple(
        SheetInfo(sheet, sum(any(cells) for _line, cells in lines), hidden, known_headings(lines))
        for sheet, hidden, lines in _read(name, content)
    )
    full = tuple(sheet for sheet in sheets if sheet.rows)
    if not full:
        raise SheetError("no-rows")
    return full


def read_table(*, name: str, content: bytes, sheet: str = "", header_line: int | None = None) -> Table:
    """Read one sheet (the first one with rows where none is named), its header found or taken at `header_line`.

    Empty lines stay, so that counts add up; those after the last full one do not. Raises SheetError.
    """
    found = [(known, lines) for known, _hidden, lines in _read(name, content)]
    wanted = [lines for known, lines in found if known == sheet] if sheet else [max_lines(found)]
    if not wanted:
        raise SheetError("no-such-sheet", sheet=sheet, sheets=", ".join(known for known, _lines in found))
    chosen = sheet or next((known for known, lines in found if lines is wanted[0]), "")
    lines = _trimmed(wanted[0])
    if not lines:
        raise SheetError("no-rows")
    at = find_header(lines) if header_line is None else header_line
    head = next((cells for line, cells in lines if line == at), ())
    rows = tuple((line, cells) for line, cells in lines if line > at)
    if not any(any(cells) for _line, cells in rows):
        raise SheetError("no-rows")
    width = max(len(head), *(len(cells) for _line, cells in rows)) if not at else len(head)
    return Table(chosen, at, named_columns(head, width), rows)


def max_lines(found: Sequence[tuple[str, list[Line]]]) -> list[Line]:
    """Give the lines of the first sheet that has any."""
    return next((lines for _name, lines in found if any(any(cells) for _line, cells in lines)), [])


def _trimmed(lines: list[Line]) -> list[Line]:
    last = max((number for number, (_line, cells) in enumerate(lines) if any(cells)), default=-1)
    return lines[: last + 1]


def _read(name: str, content: bytes) -> list[tuple[str, bool, list[Line]]]:
    from filiera.registry.sheets.csv_reading import read_csv
    from filiera.registry.sheets.xlsx_reading import read_xlsx

    if len(content) > MAX_BYTES:
        raise SheetError("too-big", limit=MAX_BYTES // (1024 * 1024))
    if not content.strip():
        raise SheetError("no-rows")
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise SheetError("old-excel")
    if content[:4] == b"PK\x03\x04":
        return read_xlsx(name, content)
    _refuse_disguised(name, content)
    return [("", False, read_csv(name, content))]


def _refuse_disguised(name: str, content: bytes) -> None:
    """Refuse a web page, and a text that is called a workbook: read as CSV they would make columns of rubbish."""
    from filiera.registry.sheets.csv_reading import decoded

    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(WEB_PAGES):
        raise SheetError("web-page", name=name)
    if name.lower().endswith((".xlsx", ".xlsm")):
        decoded(name, content)
        raise SheetError("not-a-workbook", name=name)
