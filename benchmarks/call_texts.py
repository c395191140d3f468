"""Texts of calls that we wrote ourselves, with what a careful officer would confirm of each; and PDFs made from some.

Each file of `call_texts/` has `name`, `lang`, `form` (`text` or `pdf`), `truth` (field to value, named as the reading names
them), `may` (fields that are left open: neither wanted nor wrong) and `text`. They are parted by a digest of the name.
"""

from __future__ import annotations

import hashlib
import io
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import yaml
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

FOLDER = Path(__file__).with_name("call_texts")
PARTS = ("dev", "held-out")
_WIDTH, _LINES = 84, 46
_ENDS_EARLY = 12
"""Signs at the end of a full line whose last word is parted, as a page parts it."""


@dataclass(frozen=True, slots=True)
class CallText:
    """A text of a call, in which form it comes, and what it says; `may` are fields that nobody judges."""

    name: str
    lang: str
    form: str
    truth: dict[str, Any]
    may: tuple[str, ...]
    text: str


@cache
def call_texts() -> tuple[CallText, ...]:
    """Give all texts, by the digest of their names."""
    found = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.yaml")]
    read = [CallText(**{**one, "may": tuple(one["may"])}) for one in found]
    return tuple(sorted(read, key=lambda one: hashlib.sha256(one.name.encode()).hexdigest()))


def part_of(part: str) -> tuple[CallText, ...]:
    """Give the half of a part: the first is looked at when rules are written, the second never."""
    texts = call_texts()
    half = len(texts) // 2
    return texts[:half] if part == "dev" else texts[half:]


def pdf_of(text: str) -> bytes:
    """Make a PDF of a text: lines broken and words parted at the width of a page, a head and a foot on every page."""
    lines = [line for paragraph in text.splitlines() for line in _broken(paragraph)]
    pages = [lines[first : first + _LINES] for first in range(0, len(lines), _LINES)]
    writer = pypdf.PdfWriter()
    for number, body in enumerate(pages, 1):
        foot = f"Pagina {number} di {len(pages)}"
        _add_page(writer, ["Avviso pubblico (esempio) - testo integrale", *body, foot])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _broken(paragraph: str) -> Iterator[str]:
    """Break a paragraph as a page does; the last long word of a second line is parted."""
    lines = textwrap.wrap(paragraph, _WIDTH) or [""]
    for place, line in enumerate(lines[:-1]):
        word, following = line.rsplit(" ", 1)[-1], lines[place + 1]
        if place % 2 and word.isalpha() and word.islower() and len(word) >= _ENDS_EARLY:
            lines[place], lines[place + 1] = line[: -len(word) + 6] + "-", f"{word[6:]} {following}"
    yield from lines


def _add_page(writer: pypdf.PdfWriter, lines: list[str]) -> None:
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    font = DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()})
    page = writer.add_blank_page(595, 842)
    shown = "".join(f"({_escaped(line)}) Tj 0 -16 Td " for line in lines)
    content = DecodedStreamObject()
    content.set_data(b"BT /F1 10 Tf 40 810 Td " + shown.encode("cp1252", "replace") + b"ET")
    page[NameObject("/Contents")] = writer._add_object(content)
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
