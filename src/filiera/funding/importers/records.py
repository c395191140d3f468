"""Take a file apart into records, whatever it is: JSON in one answer, a list or lines of it, or a table; damage costs itself.

The text of a file says what it is, its name does not.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from filiera.funding.drafts import CallFault
from filiera.funding.importers.brought import Answer
from filiera.funding.importers.text import writable
from filiera.registry.importers.tables import Table, column_key

SEDIA, TOPICS, TOPIC_TEXTS, SOLR, INCENTIVES = "sedia", "topics", "topic-texts", "solr", "incentives"
"""The layouts of records."""

MOST_TRIES = 500
"""How often reading goes on after damage in one file."""

_LISTS = re.compile(r'(?<!\\)"(?:results|docs|items|data|topics|incentivi)"\s*:\s*\[')
_NEXT = re.compile(r"(?:[}\]]\s{0,40},?|\n)\s{0,40}(?=\{)")
_NAMED_DAY = re.compile(r"(?<!\d)(20\d{2})-(\d{1,2})-(\d{1,2})(?!\d)")
_CAPTURED = re.compile(r'"_captured"\s*:\s*"(20\d{2})-(\d{2})-(\d{2})')
_MAGIC = (
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"RIFF", "picture"),
    (b"BM", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0", "workbook"),
    (b"\x1f\x8b", "packed"),
    (b"{\\rtf", "document"),
)


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its layout, where it stands (line of a table, else number from 1), its values, its text as it was served.

    Of a table, and of what was made of the portal, the keys are `column_key`s.
    """

    layout: str
    file: str
    at: int
    value: Mapping[str, Any]
    raw: str
    raw_format: str
    on: date | None = None

    def fault(self, code: str, field_name: str = "", value: object = "", *, is_fatal: bool = False) -> CallFault:
        """Give a fault of this record; by itself one that leaves it in."""
        shown = " ".join(writable(str(value)[:120]).split())
        return CallFault(code, self.file, self.at, field_name, shown, is_fatal)


@dataclass(frozen=True, slots=True)
class _Text:
    """A file as text, with the day that its name or its head gives."""

    file: str
    text: str
    on: date | None
    faults: tuple[CallFault, ...] = field(default=())


def records_of(answer: Answer) -> Iterator[Record | CallFault]:
    """Give the records of a file and what is wrong with it, in their order."""
    code = _no_text(answer.body)
    if code:
        yield CallFault(code, answer.name, 0)
        return
    read = _decoded(answer)
    yield from read.faults
    start = read.text.lstrip()[:1]
    if start in ("{", "["):
        yield from _of_json(read)
    elif start == "<":
        yield CallFault("no-data-but-page", answer.name, 0, value=" ".join(read.text[:120].split()))
    else:
        yield from _of_table(read)


def _no_text(body: bytes) -> str:
    if not body.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        return "empty"
    if body.startswith(b"PK"):
        return "workbook" if b"xl/" in body or b"[Content_Types].xml" in body[:4000] else "packed"
    found = next((code for start, code in _MAGIC if body.startswith(start)), "")
    if (
        not found
        and body.count(b"\x00", 0, 4000) > 40
        and not body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    ):
        return "no-text-file"
    return found


def _decoded(answer: Answer) -> _Text:
    body = answer.body
    on = answer.on or _day(_NAMED_DAY.search(answer.name.rpartition("/")[2]))
    faults: list[CallFault] = []
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = body.decode("utf-16", errors="replace")
    else:
        try:
            text = body.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            at = body.count(b"\n", 0, error.start) + 1
            faults.append(CallFault("no-utf8", answer.name, at, is_fatal=False))
            cut = error.start >= len(body) - 3  # a letter cut in two by the end of the file
            text = body.decode("utf-8-sig" if cut else "cp1252", errors="replace")
    text = text.replace("\x00", "")
    return _Text(answer.name, text, on or _day(_CAPTURED.search(text[:4000])), tuple(faults))


def _day(found: re.Match[str] | None) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _of_json(read: _Text) -> Iterator[Record | CallFault]:
    text = read.text
    start = len(text) - len(text.lstrip())
    if text[start] == "[":
        if text[start + 1 :].strip() == "]":
            yield CallFault("no-records", read.file, 0)
        yield from _sequence(read, start + 1, 0)
        return
    whole, _end = _value(text, start)
    if isinstance(whole, dict) and _layout_of(whole):
        yield from _sequence(read, start, 0)
        return
    for held in _LISTS.finditer(text, start):
        first = _PASSED.match(text, held.end()).end()  # type: ignore[union-attr]
        one, _end = _value(text, first)
        if isinstance(one, dict) and _layout_of(one):
            yield from _sequence(read, first, 0)
            yield from _other_pages(read, first)
            return
    if isinstance(whole, dict):
        empty = any(isinstance(value, list) and not value for value in _lists_in(whole))
        yield CallFault(
            "no-records" if empty else "unknown-records", read.file, 0, value=", ".join(map(str, whole))[:120]
        )
    elif whole is None:
        yield from _sequence(read, start, 0)


def _lists_in(whole: Mapping[str, Any]) -> Iterator[Any]:
    yield from whole.values()
    for value in whole.values():
        if isinstance(value, dict):
            yield from value.values()


def _other_pages(read: _Text, first: int) -> Iterator[Record | CallFault]:
    """Read further answers that stand after the first in one file, one a line."""
    at = _line_after(read.text, first)
    number = 0
    while at >= 0:
        held = _LISTS.search(read.text, at)
        end = _line_after(read.text, at)
        if held is None or (0 <= end <= held.start()) or read.text[at] != "{":
            at = -1 if held is None else end
            continue
        page = _Text(read.file, read.text[at : end if end >= 0 else None], read.on)
        for one in _sequence(page, held.end() - at, number):
            number = one.at
            yield one
        at = end


def _line_after(text: str, at: int) -> int:
    """Give where the next line begins with an object at its very start; -1 where none does."""
    found = text.find("\n{", at)
    return found + 1 if found >= 0 else -1


def _value(text: str, at: int) -> tuple[Any, int]:
    """Read one value; None where there is none."""
    try:
        return _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None, at


_DECODER = json.JSONDecoder(strict=False)
_PASSED = re.compile(r"[\s,]*")


def _sequence(read: _Text, at: int, number: int) -> Iterator[Record | CallFault]:
    """Read values one after another up to the end of the list; after damage go on at the next that is a record."""
    text, tries = read.text, 0
    while True:
        at = _PASSED.match(text, at).end()  # type: ignore[union-attr]
        if at >= len(text) or text[at] in "]}":
            return
        number += 1
        value, end = _value(text, at)
        if end > at:
            yield _record(read, number, value, text[at:end])
            at = end
            continue
        tries += 1
        following = _next_record(text, at) if tries < MOST_TRIES else len(text)
        is_cut = following == len(text) and not text.rstrip().endswith(("]", "}"))
        yield CallFault(
            "cut-off" if is_cut else "no-json", read.file, number, value=" ".join(text[at : at + 120].split())
        )
        at = following


def _record(read: _Text, number: int, value: Any, raw: str) -> Record | CallFault:
    layout = _layout_of(value) if isinstance(value, dict) else ""
    if not layout:
        return CallFault("unknown-record", read.file, number, value=" ".join(raw[:120].split()))
    keyed = value if layout in (SEDIA, SOLR) else {column_key(str(key)): one for key, one in value.items()}
    return Record(layout, read.file, number, MappingProxyType(keyed), raw, "json", read.on)


def _next_record(text: str, at: int) -> int:
    """Give where the next whole record begins after damage; the end where there is none."""
    for tried, found in enumerate(_NEXT.finditer(text, at)):
        value, _end = _value(text, found.end())
        if isinstance(value, dict) and _layout_of(value):
            return found.end()
        if tried > MOST_TRIES:
            break
    return len(text)


def _layout_of(value: Mapping[str, Any]) -> str:
    """Tell of which layout a record is; empty of none that we know."""
    if isinstance(value.get("metadata"), dict):
        return SEDIA
    if any(key in value for key in ("zs_nid", "zs_title", "zs_field_open_date")):
        return SOLR
    return _layout_of_columns({column_key(str(key)) for key in value})


def _layout_of_columns(keys: set[str]) -> str:
    if "topicid" in keys:
        return (
            TOPICS
            if "title" in keys
            else TOPIC_TEXTS
            if keys & {"description", "objectives", "topicconditions"}
            else ""
        )
    if "idincentivo" in keys or {"titolo", "datachiusura"} <= keys:
        return INCENTIVES
    return ""


def _of_table(read: _Text) -> Iterator[Record | CallFault]:
    table = Table(io.BytesIO(read.text.encode("utf-8", errors="replace")))
    keys = [column_key(name) for name in table.header]
    layout = _layout_of_columns(set(keys))
    if not layout:
        yield CallFault("unknown-file", read.file, 1, value=", ".join(table.header)[:120])
        return
    for row in table:
        if row.fault:
            yield CallFault(row.fault, read.file, row.line, value=" ".join(row.raw[:120].split()))
            continue
        values = dict(zip(keys, row.values, strict=False))
        yield Record(
            layout, read.file, row.line, MappingProxyType(values), _as_table(table, row.values), "csv", read.on
        )


def _as_table(table: Table, values: list[str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=table.delimiter, lineterminator="\n")
    writer.writerows([table.header, values])
    return out.getvalue()
