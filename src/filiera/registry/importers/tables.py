"""Read a delimited table row by row, damaged as it may be: one bad quote costs one row, never its neighbours.

A row is first put together from physical lines by its quotes, then read strictly; where that fails, or where a row has
swallowed the next one, the row is given up and reading goes on at the first line that is a whole row again.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

LINE_LIMIT = 4 * 1024**2
"""Longest physical line, in bytes."""
RECORD_LINES = 2_000
"""Most physical lines of one row: the longest objective of CORDIS has some 60."""
TRIAL_LINES = 200
ROW_LIMIT = 1024**2
"""Longest row, in characters."""
DELIMITERS = ";,\t|"


@dataclass(frozen=True, slots=True)
class Record:
    """One row: `line` is its first physical line, from 1. A row that cannot be read has a fault and its raw text."""

    line: int
    values: list[str]
    fault: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    quotes: int
    too_long: bool = False


def delimiter_of(header: str) -> str:
    """Tell the separator of a header line: the mark that stands most often outside quotes."""
    bare = "".join(part for place, part in enumerate(header.split('"')) if place % 2 == 0)
    return max(DELIMITERS, key=lambda mark: (bare.count(mark), -DELIMITERS.index(mark)))


def column_key(name: str) -> str:
    """Give a column's name in the form in which spellings meet: `project_id` and `projectID` are one."""
    return "".join(c for c in name.strip().lower() if c.isalnum())


class Table:
    """A table opened for reading: `header` has the columns as written; iterating gives the rows."""

    def __init__(self, stream: IO[bytes]) -> None:
        """Read the header. A file without one has an empty header and no rows."""
        self._stream = stream
        self._number = 0
        self._waiting: list[_Line] = []
        first = self._next_line()
        while first is not None and not first.text.strip():
            first = self._next_line()
        self.header: list[str] = []
        self.delimiter = ","
        if first is None:
            return
        text = first.text.removeprefix("\ufeff")
        self.delimiter = delimiter_of(text)
        rest = self._gather(_Line(first.number, text, first.quotes), RECORD_LINES)
        rows = self._parsed(rest, strict=False)
        self.header = [name.strip() for name in rows[0]] if rows else []
        while self.header and not self.header[-1]:
            self.header.pop()

    def __iter__(self) -> Iterator[Record]:
        """Give each row or what is wrong with it; empty rows are passed over."""
        while (line := self._next_line()) is not None:
            if not line.text.strip():
                continue
            if line.too_long:
                yield Record(line.number, [], "too-long", line.text[:500])
                continue
            yield from self._record(line)

    def _record(self, first: _Line) -> Iterator[Record]:
        lines = self._gather(first, RECORD_LINES)
        values, fault = self._read(lines)
        if fault and len(lines) == 1:
            loose = self._parsed(lines, strict=False)
            if len(loose) == 1 and self._fits(loose[0]) and first.quotes % 2 == 0:
                values, fault = loose[0], ""
        if not fault and len(lines) > 1 and (at := self._swallowed(lines, values)):
            fault = "swallowed"
            self._put_back(lines[at:])
            lines = lines[:at]
        elif fault and len(lines) > 1:
            lines = self._resynchronised(lines)
        if fault:
            yield Record(first.number, values, fault, "".join(line.text for line in lines)[:500].rstrip("\r\n"))
        elif any(values):
            yield Record(first.number, values[: len(self.header)])

    def _read(self, lines: list[_Line]) -> tuple[list[str], str]:
        if sum(len(line.text) for line in lines) > ROW_LIMIT or any(line.too_long for line in lines):
            return [], "too-long"
        if sum(line.quotes for line in lines) % 2:
            return [], "quotes"
        try:
            rows = list(csv.reader([line.text for line in lines], delimiter=self.delimiter, strict=True))
        except csv.Error as error:
            return [], "too-long" if "field larger" in str(error) else "quotes"
        if len(rows) != 1:
            return rows[0] if rows else [], "quotes"
        return rows[0], "" if self._fits(rows[0]) else "columns"

    def _fits(self, values: list[str]) -> bool:
        width = len(self.header)
        return len(values) == width or (len(values) > width and not any(values[width:]))

    def _parsed(self, lines: list[_Line], *, strict: bool) -> list[list[str]]:
        try:
            return list(csv.reader([line.text for line in lines], delimiter=self.delimiter, strict=strict))
        except csv.Error:
            return []

    def _swallowed(self, lines: list[_Line], values: list[str]) -> int:
        """Give the place of a line inside the row that is a row of its own, 0 where there is none."""
        first = values[0].strip() if values else ""
        width = len(self.header)
        for place, line in enumerate(lines[1:], start=1):
            if line.text.count(self.delimiter) < width - 1:
                continue
            start = line.text.split(self.delimiter, 1)[0].strip().strip('"')
            alike = start.isdigit() and first.isdigit() and abs(len(start) - len(first)) <= 1
            if alike and width > 1 and start != first:
                return place
        return 0

    def _resynchronised(self, lines: list[_Line]) -> list[_Line]:
        """Give the lines that belong to the damaged row; the others are read again from the next whole row on."""
        for place in range(1, len(lines)):
            self._put_back(lines[place:])
            start = self._next_line()
            if start is None:
                break
            trial = self._gather(start, TRIAL_LINES)
            _values, fault = self._read(trial)
            whole = not fault and bool(trial[0].text.strip())
            self._put_back(trial)
            if whole:
                return lines[:place]
            self._drop_until(lines[-1].number)
        return lines

    def _drop_until(self, number: int) -> None:
        while self._waiting and self._waiting[0].number <= number:
            self._waiting.pop(0)

    def _put_back(self, lines: list[_Line]) -> None:
        numbers = {line.number for line in lines}
        self._waiting = lines + [line for line in self._waiting if line.number not in numbers]

    def _gather(self, first: _Line, most: int) -> list[_Line]:
        """Put physical lines together until the quotes are even."""
        lines, quotes, size = [first], first.quotes, len(first.text)
        while quotes % 2 and len(lines) < most and size <= ROW_LIMIT:
            following = self._next_line()
            if following is None:
                break
            lines.append(following)
            quotes += following.quotes
            size += len(following.text)
        return lines

    def _next_line(self) -> _Line | None:
        if self._waiting:
            return self._waiting.pop(0)
        data = self._stream.readline(LINE_LIMIT)
        if not data:
            return None
        self._number += 1
        too_long = len(data) >= LINE_LIMIT and not data.endswith(b"\n")
        rest = data
        while too_long and rest and not rest.endswith(b"\n"):
            rest = self._stream.readline(LINE_LIMIT)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
        text = text.replace("\x00", "")
        return _Line(self._number, text[:500] if too_long else text, 0 if too_long else text.count('"'), too_long)
