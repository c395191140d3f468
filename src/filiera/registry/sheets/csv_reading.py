"""Read CSV as it comes: any usual encoding and separator, quotes, Excel's `sep=` line."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter

from filiera.registry.sheets.problems import SheetError
from filiera.registry.sheets.reading import MAX_COLUMNS, MAX_ROWS, Line

SEPARATORS = (";", ",", "\t", "|")
SAMPLE = 200
"""Lines by which the separator is judged."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(name: str, content: bytes) -> str:
    """Give the text of a file: by its mark, else as UTF-8, else as Windows wrote it. Raises SheetError for no text at all."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as error:
                raise SheetError("wrong-type", name=name) from error
    control = sum(content[:8192].count(byte) for byte in range(32) if byte not in (9, 10, 13))
    if b"\x00" in content or control > len(content[:8192]) * 0.02 or content[:5] == b"%PDF-":
        raise SheetError("wrong-type", name=name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return content.decode("cp1252")
        except UnicodeDecodeError:
            return content.decode("latin-1")


def separator_of(text: str) -> str:
    """Give the separator that cuts most lines into the same number of columns, at least two; else `;`."""
    first, _line, _rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4]
    sample = "\n".join(text.splitlines()[:SAMPLE])
    best, chosen = 0.0, ";"
    for separator in SEPARATORS:
        try:
            widths = Counter(len(row) for row in csv.reader(io.StringIO(sample), delimiter=separator) if any(row))
        except csv.Error:
            continue
        total = sum(widths.values())
        width, lines = max(widths.items(), key=lambda item: (item[1] if item[0] > 1 else 0, item[0]), default=(1, 0))
        score = lines / total + min(width, 20) / 1000 if width > 1 and total else 0.0
        if score > best:
            best, chosen = score, separator
    return chosen


def read_csv(name: str, content: bytes) -> list[Line]:
    """Read the lines of a CSV file; a value that runs over several lines counts from its first. Raises SheetError."""
    text = decoded(name, content)
    separator = separator_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    lines: list[Line] = []
    full, start = 0, 1
    try:
        for row in reader:
            cells = tuple(" ".join(cell.split()) for cell in row)
            while cells and not cells[-1]:
                cells = cells[:-1]
            if not (start == 1 and row and row[0].strip().lower() == "sep="):
                lines.append((start, cells))
            full += bool(cells)
            _check(full, len(cells), start)
            start = reader.line_num + 1
    except csv.Error as error:
        raise SheetError("long-cell", line=start) from error
    return lines


def _check(full: int, width: int, line: int) -> None:
    if full > MAX_ROWS + 1:
        raise SheetError("too-many-rows", sheet="CSV", limit=MAX_ROWS)
    if width > MAX_COLUMNS:
        raise SheetError("too-wide", sheet="CSV", line=line, limit=MAX_COLUMNS)
