"""What the head of a text says: title, programme, level, address, documents asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from filiera.funding.enums import CallLevel
from filiera.funding.reading.places import REGION
from filiera.funding.reading.proposals import Hit

_HEAD = 4_000
_TITLE = re.compile(
    r"^[ \t]{0,8}(?:(?P<label>titolo|title|bando|call|avviso|oggetto)[ \t]*:[ \t]*)(?P<title>[^\n]{4,250})",
    re.IGNORECASE | re.MULTILINE,
)
_PROGRAMMES = (
    ("Horizon Europe", r"horizon\s+europe|orizzonte\s+europa|HORIZON-"), ("LIFE", r"LIFE\s+programme|programma\s+LIFE|LIFE-20"),
    ("PR FESR", r"PR\s+FESR|programma\s+regionale\s+FESR"), ("Eurostars", r"eurostars"), ("CBE JU", r"CBE\s+JU|circular\s+bio-?based"),
    ("Interreg", r"interreg"), ("I3", r"I3\s+instrument|interregional\s+innovation\s+investments"), ("PNRR", r"PNRR"),
    ("Fondo crescita sostenibile", r"fondo\s+(?:per\s+la\s+)?crescita\s+sostenibile"), ("SMP COSME", r"eurocluster|single\s+market\s+programme"),
    ("Digital Europe", r"digital\s+europe"), ("Erasmus+", r"erasmus\+"), ("Innovation Fund", r"innovation\s+fund"),
)  # fmt: skip
_LEVELS = (
    (CallLevel.EUREKA, re.compile(r"eurostars|eureka\s+(?:network|programme)", re.IGNORECASE)),
    (CallLevel.REGIONAL, re.compile(rf"regione\s+{REGION}|{REGION}\s+region|PR\s+FESR|BURL", re.IGNORECASE)),
    (CallLevel.NATIONAL, re.compile(r"ministero|MIMIT|invitalia|simest|ministry", re.IGNORECASE)),
    (CallLevel.LOCAL, re.compile(r"camera\s+di\s+commercio|chamber\s+of\s+commerce|comune\s+di", re.IGNORECASE)),
    (CallLevel.EU, re.compile(r"european\s+commission|commissione\s+europea|horizon\s+europe|model\s+grant\s+agreement|LIFE-20|HORIZON-", re.IGNORECASE)),
)  # fmt: skip
_URL = re.compile(r"https?://[^\s<>\"')\]]{4,400}")
_DOCS = re.compile(
    r"(?:documentazione|documenti|allegat[oi]|documents?|annexes|following\s+must\s+be\s+(?:attached|submitted))[^\n:]{0,120}:[ \t]*\n(?P<list>(?:[ \t]*(?:[-•*–]|[a-z0-9]{1,2}[.)])[ \t]+[^\n]{3,200}\n?){1,40})",
    re.IGNORECASE,
)
_ITEM = re.compile(r"^[ \t]*(?:[-•*–]|[a-z0-9]{1,2}[.)])[ \t]+(?P<item>[^\n]{3,200})", re.IGNORECASE | re.MULTILINE)


def heads(text: str) -> Iterator[Hit]:
    """Find what stands once in a text; places count from the beginning of the text."""
    top = text[:_HEAD]
    yield from _title(top)
    for name, words in _PROGRAMMES:
        found = re.search(words, top, re.IGNORECASE)
        if found:
            yield Hit("programme", name, *_line(text, found.start()), False, "inferred")
            break
    for level, pattern in _LEVELS:
        found = pattern.search(top)
        if found:
            yield Hit("level", str(level), *_line(text, found.start()), False, "inferred")
            break
    addresses = [one for _number, one in zip(range(2), _URL.finditer(text), strict=False)]
    if addresses:
        is_alone = len(addresses) == 1
        address = addresses[0][0].rstrip(".,;:")
        yield Hit("url", address, *addresses[0].span(), is_alone, "" if is_alone else "several")
    for asked in _DOCS.finditer(text):
        items = [one["item"].strip(" .;,")[:80] for one in _ITEM.finditer(asked["list"])]
        yield Hit("rules.docs", items, *asked.span(), False, "list-cut")
        break


def _title(top: str) -> Iterator[Hit]:
    labelled = _TITLE.search(top)
    if labelled:
        yield Hit("title", labelled["title"].strip(' ."“”'), *labelled.span("title"))
        return
    first = re.search(r"[^\s][^\n]{3,200}", top)
    if first and len(first[0].strip()) <= 200 and not first[0].rstrip().endswith((".", ";", ",")):
        yield Hit("title", first[0].strip(), *first.span(), False, "inferred")


def _line(text: str, at: int) -> tuple[int, int]:
    """Give the line of a place, at most 300 signs of it."""
    start = max(text.rfind("\n", 0, at) + 1, at - 150)
    end = text.find("\n", at, at + 150)
    return start, end if end >= 0 else min(len(text), at + 150)
