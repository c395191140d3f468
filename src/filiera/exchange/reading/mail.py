"""A mail as it is pasted, or as a whole .eml: who wrote it, when, about what, its body, and what was set apart from it.

Nothing is lost: the parts of a mail, one after the other, are its whole text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from filiera.common.reading.dates import days
from filiera.exchange.reading.eml import Eml, is_eml, opened
from filiera.exchange.reading.mail_lines import (
    DISCLAIMER,
    FORWARD,
    QUOTE_BEGINS,
    header_of,
    is_closing,
    is_greeting,
    is_quoted,
)

PartKind = Literal["intro", "header", "greeting", "body", "closing", "disclaimer", "quoted"]
MOST_SIGNS = 1_000_000
"""Signs of a mail that are looked at; the rest is kept as quoted."""
_LONG_INTRO = 300
"""Signs before a header: a longer text is the message, and the header begins what it answers."""
_NOTHING_SAID = 12
"""Signs of a body that says nothing ("FYI"): then the message below it is meant."""
_FEWEST_HEADERS = 2
_LONGEST_OF_SIGNATURE = 110
"""Signs of a line of a signature; a longer one is text."""
_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_ITALIAN_HEADER = re.compile(r"^[ \t>*]*(?:da|inviato|data|oggetto)\b", re.IGNORECASE | re.MULTILINE)
_MAIL_LINK = re.compile(r"[<\[(]?(?:mailto:)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """Characters [start, end) of a mail's text, by what they are."""

    kind: PartKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that was read. `sent_on` is None where no header says the day; what is not said is empty.

    `text` is the whole text, of an .eml its readable part; `parts` cut it without a gap. `attachments` are their file names.
    """

    sender: str
    address: str
    sent_on: date | None
    subject: str
    text: str
    parts: tuple[Part, ...]
    attachments: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        """Give what the mail says, without what was set apart."""
        return "".join(self.text[one.start : one.end] for one in self.parts if one.kind == "body").strip()

    @property
    def apart(self) -> tuple[tuple[PartKind, str], ...]:
        """Give what was set apart, each with its kind, in the order of the text."""
        return tuple((one.kind, self.text[one.start : one.end]) for one in self.parts if one.kind != "body")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines [first, last) that are the header of a message, and what they say."""

    first: int
    last: int
    said: dict[str, str]


def read_mail(data: str | bytes) -> Mail:
    """Read a mail that was pasted, or the file of one."""
    if isinstance(data, bytes) or is_eml(data):
        eml = opened(data)
        return _read(eml.text, eml)
    return _read(data, None)


def _read(text: str, eml: Eml | None) -> Mail:
    lines = _lines(text)
    blocks = list(_blocks(lines))
    first, last, block = _message(lines, blocks, is_eml=eml is not None)
    kinds = _kinds(lines, first, last, block)
    parts = _joined(lines, kinds, len(text))
    said = block.said if block else {}
    head = "\n".join(one.text for one in lines[block.first : block.last]) if block else ""
    sender, address = sender_of(said.get("from", ""))
    on = day_of(said.get("date", ""), "it" if _ITALIAN_HEADER.search(head) else "en")
    if eml is not None and not said:
        sender, address = sender_of(eml.sender)
        on = eml.sent_on
    subject = said.get("subject", "") or (eml.subject if eml and not said else "")
    return Mail(sender, address, on, subject, text, parts, eml.attachments if eml else ())


def sender_of(written: str) -> tuple[str, str]:
    """Give name and address of a header such as "Ada Esempio <ada@esempio.example>"; either may be empty."""
    found = _ADDRESS.search(written)
    if found is None:
        return written.strip(" \t\"'<>[]*"), ""
    name = _MAIL_LINK.sub("", written[: found.start()]).strip(" \t\"'<>[](),;*")
    return name, found[0]


def day_of(written: str, language: str) -> date | None:
    """Give the day of a header; None where it says none."""
    for day in days(written, 0, len(written), language=language):
        if day.year is not None and not (day.code and day.code != "month-first"):
            return day.on(day.year)
    return None


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    at = 0
    for line in text[:MOST_SIGNS].splitlines(keepends=True):
        found.append(_Line(at, at + len(line), line))
        at += len(line)
    return found


def _blocks(lines: Sequence[_Line]) -> Iterator[_Block]:
    """Give the headers of messages: lines beside each other, one of them of the sender."""
    at = 0
    while at < len(lines):
        first, said = at, dict[str, str]()
        while at < len(lines):
            header = header_of(lines[at].text)
            if header is None and not (said and _goes_on(lines, at, said)):
                break
            if header is not None:
                said.setdefault(*header)
            at += 1
        if "from" in said and len(said) >= _FEWEST_HEADERS:
            yield _Block(first, at, said)
        at = max(at, first + 1)


def _goes_on(lines: Sequence[_Line], at: int, said: dict[str, str]) -> bool:
    """Tell whether a line continues a list of addressees, or is empty within a header."""
    line = lines[at].text
    following = at + 1 < len(lines) and header_of(lines[at + 1].text) is not None
    return following and (not line.strip() or line[:1] in " \t" or "@" in line) and "subject" not in said


def _message(lines: Sequence[_Line], blocks: Sequence[_Block], *, is_eml: bool) -> tuple[int, int, _Block | None]:
    """Give the lines [first, last) of the message that is meant, and its header."""
    if not blocks:
        return 0, len(lines), None
    before = "".join(one.text for one in lines[: blocks[0].first] if not FORWARD.fullmatch(one.text.strip()))
    is_forwarded = any(FORWARD.fullmatch(one.text.strip()) for one in lines[: blocks[0].first])
    is_own = len(before.strip()) > (0 if is_eml else _LONG_INTRO)
    if is_own and not is_forwarded:
        return 0, blocks[0].first, None
    for number, block in enumerate(blocks):
        last = blocks[number + 1].first if number + 1 < len(blocks) else len(lines)
        said = "".join(
            one.text
            for one in lines[block.last : last]
            if not (FORWARD.fullmatch(one.text.strip()) or is_greeting(one.text) or is_quoted(one.text))
        )
        if len(said.strip()) > _NOTHING_SAID or number + 1 == len(blocks):
            return block.last, last, block
    return 0, len(lines), None


def _kinds(lines: Sequence[_Line], first: int, last: int, block: _Block | None) -> list[PartKind]:
    """Give what each line is."""
    kinds: list[PartKind] = ["body"] * len(lines)
    if block is not None:
        kinds[: block.first] = ["intro"] * block.first
        kinds[block.first : block.last] = ["header"] * (block.last - block.first)
    kinds[last:] = ["quoted"] * (len(lines) - last)
    kinds[first:last] = _within(lines[first:last], is_quote=block is None or not is_quoted(lines[block.first].text))
    return kinds


def _within(lines: Sequence[_Line], *, is_quote: bool) -> list[PartKind]:
    """Give what each line of one message is; `is_quote` tells that marks of quoting set lines apart."""
    kinds: list[PartKind] = ["body"] * len(lines)
    said, last_said = False, _last_said(lines)
    state: PartKind = "body"
    for place, line in enumerate(lines):
        bare = line.text.strip()
        if QUOTE_BEGINS.fullmatch(bare) or _begins_below(lines, place) or state == "quoted":
            state = "quoted"
        elif DISCLAIMER.match(line.text) and said:
            state = "disclaimer"
        elif said and state == "body" and place > last_said and is_closing(line.text):
            state = "closing"
        if state != "body":
            kinds[place] = state
        elif (is_quote and is_quoted(line.text)) or FORWARD.fullmatch(bare):
            kinds[place] = "quoted"
        elif bare and not said and is_greeting(line.text):
            kinds[place] = "greeting"
        elif bare:
            said = True
    return kinds


def _begins_below(lines: Sequence[_Line], place: int) -> bool:
    """Tell whether a line and the next together begin a quote: programs break "On ... wrote:" in two."""
    if place + 1 >= len(lines) or not lines[place].text.lstrip().lower().startswith(("il ", "on ", "in data ")):
        return False
    return QUOTE_BEGINS.fullmatch(f"{lines[place].text.strip()} {lines[place + 1].text.strip()}") is not None


def _last_said(lines: Sequence[_Line]) -> int:
    """Give the last line that is too long for a signature, before quotes and disclaimers: a farewell above it is none."""
    last = -1
    for place, line in enumerate(lines):
        bare = line.text.strip()
        if is_quoted(bare) or DISCLAIMER.match(bare) or QUOTE_BEGINS.fullmatch(bare):
            return last
        last = place if len(bare) > _LONGEST_OF_SIGNATURE else last
    return last


def _joined(lines: Sequence[_Line], kinds: Sequence[PartKind], length: int) -> tuple[Part, ...]:
    """Give the parts: lines of one kind beside each other are one; what was not looked at is quoted."""
    parts: list[Part] = []
    for kind, group in groupby(zip(lines, kinds, strict=True), key=lambda pair: pair[1]):
        own = list(group)
        parts.append(Part(kind, own[0][0].start, own[-1][0].end))
    read = lines[-1].end if lines else 0
    if read < length:
        parts.append(Part("quoted", read, length))
    return tuple(parts)
