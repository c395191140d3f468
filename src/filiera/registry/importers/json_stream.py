"""Read long JSON one record at a time: a list of records, an object that holds one, or one record a line."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

CHUNK = 1 << 18
RECORD_LIMIT = 32 * 1024**2
"""Longest record, in characters: works with a thousand authors stay below one million."""
LISTS = ("results", "items", "data", "docs")
"""Keys under which answers of public APIs hold their records."""


@dataclass(frozen=True, slots=True)
class JsonRecord:
    """One record with its place, from 1; one that cannot be read has a fault and the beginning of its text."""

    number: int
    value: dict[str, Any] | None
    fault: str = ""
    raw: str = ""


class _Window:
    """The text that has been read and not yet used."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
        self.text, self.at, self.ended = "", 0, False

    def more(self) -> bool:
        data = self._stream.read(CHUNK)
        self.text = self.text[self.at :] + self._decoder.decode(data, final=not data)
        self.at = 0
        self.ended = not data
        return bool(data)

    def skip(self, marks: str) -> str:
        """Pass over white space and `marks`; give the character that follows, empty at the end."""
        while True:
            while self.at < len(self.text) and (self.text[self.at].isspace() or self.text[self.at] in marks):
                self.at += 1
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.more():
                return ""


def json_records(stream: IO[bytes]) -> Iterator[JsonRecord]:
    """Give the records of a stream, whichever of the three layouts it has."""
    window = _Window(stream)
    first = window.skip("")
    if first == "[":
        window.at += 1
        yield from _sequence(window)
    elif first == "{":
        yield from _objects(window)
    elif first:
        yield JsonRecord(1, None, "not-json", window.text[:200])


def _objects(window: _Window) -> Iterator[JsonRecord]:
    """Read objects one after another; one that holds a list of records gives those in its place."""
    for record in _sequence(window):
        value = record.value or {}
        held = next((value[key] for key in LISTS if isinstance(value.get(key), list)), None)
        if held is None or "id" in value:
            yield record
            continue
        for number, one in enumerate(held, start=1):
            yield (
                JsonRecord(number, one)
                if isinstance(one, dict)
                else JsonRecord(number, None, "not-json", str(one)[:200])
            )


def _sequence(window: _Window) -> Iterator[JsonRecord]:
    decoder = json.JSONDecoder()
    number = 0
    while window.skip(",") not in ("", "]"):
        number += 1
        value, fault = _decoded(window, decoder)
        if fault:
            yield JsonRecord(number, None, fault, window.text[window.at : window.at + 200])
            if not _next_line(window):
                return
        elif isinstance(value, dict):
            yield JsonRecord(number, value)
        else:
            yield JsonRecord(number, None, "not-json", str(value)[:200])


def _decoded(window: _Window, decoder: json.JSONDecoder) -> tuple[Any, str]:
    """Read one value, taking in more text while it is not whole; a fault is named where no more text can help."""
    while True:
        try:
            value, end = decoder.raw_decode(window.text, window.at)
        except (ValueError, RecursionError) as error:
            at = getattr(error, "pos", window.at)
            cut = len(window.text) - at < 64 or "Unterminated" in str(error)
            if window.ended or not cut:
                return None, "not-json"
            if len(window.text) - window.at > RECORD_LIMIT:
                return None, "too-long"
            window.more()
            continue
        window.at = end
        return value, ""


def _next_line(window: _Window) -> bool:
    """Pass over a damaged record to the next line that begins one."""
    while True:
        at = window.text.find("\n", window.at)
        if at >= 0:
            window.at = at + 1
            rest = window.text[window.at : window.at + 200].lstrip()
            if rest.startswith("{"):
                return True
            if rest:
                continue
        if not window.more() and at < 0:
            return False
