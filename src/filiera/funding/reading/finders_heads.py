"""What the head of a text says: title, programme, level, address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from filiera.common.reading.places import REGION
from filiera.funding.enums import CallLevel
from filiera.funding.reading.proposals import Hit

_HEAD = 4_000
_BODY = 20_000
_SHORT = 5_000
_LEADS_TO = re.compile(
    r"bando|pagina|sito|informazioni|link|website|web\s+page|call\s+page|information|available\s+(?:at|on)|"
    r"portal|domand",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"^[ \t]{0,8}(?:(?P<label>titolo|title|bando|call|avviso|oggetto)[ \t]*:[ \t]*)(?P<title>[^\n]{4,250})",
    re.IGNORECASE | re.MULTILINE,
)
_PROGRAMMES = (
    ("Horizon Europe", r"horizon\s+europe|orizzonte\s+europa|HORIZON-"),
    ("LIFE", r"LIFE\s+programme|programma\s+LIFE|LIFE-20"),
    ("PR FESR", r"PR\s+FESR|programma\s+regionale\s+FESR"),
    ("Eurostars", r"eurostars"),
    ("CBE JU", r"CBE\s+JU|circular\s+bio-?based"),
    ("Interreg", r"interreg"),
    ("I3", r"I3\s+instrument|interregional\s+innovation\s+investments"),
    ("PNRR", r"PNRR"),
    ("Fondo crescita sostenibile", r"fondo\s+(?:per\s+la\s+)?crescita\s+sostenibile"),
    ("SMP COSME", r"eurocluster|single\s+market\s+programme"),
    ("Digital Europe", r"digital\s+europe"),
    ("Erasmus+", r"erasmus\+"),
    ("Innovation Fund", r"innovation\s+fund"),
)  # fmt: skip
_LEVELS = (
    (CallLevel.EUREKA, re.compile(r"eurostars|eureka\s+(?:network|programme)", re.IGNORECASE)),
    (CallLevel.REGIONAL, re.compile(rf"regione\s+{REGION}|{REGION}\s+region|PR\s+FESR|BURL", re.IGNORECASE)),
    (CallLevel.NATIONAL, re.compile(r"ministero|MIMIT|invitalia|simest|ministry", re.IGNORECASE)),
    (CallLevel.LOCAL, re.compile(r"camera\s+di\s+commercio|chamber\s+of\s+commerce|comune\s+di", re.IGNORECASE)),
    (CallLevel.EU, re.compile(
        r"european\s+commission|commissione\s+europea|horizon\s+europe|model\s+grant\s+agreement|LIFE-20|HORIZON-", re.I
    )),
)  # fmt: skip
_URL = re.compile(r"https?://[^\s<>\"')\[\]]{4,400}")
_OF_A_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?)$|/(?:docs|guidance|eli|doi)/|doi\.org|eur-lex", re.IGNORECASE)


def heads(text: str) -> Iterator[Hit]:
    """Find what stands once in a text; places count from the beginning of the text."""
    top = text[:_HEAD]
    yield from _title(top)
    named = [(name, list(re.finditer(words, text[:_BODY], re.IGNORECASE))) for name, words in _PROGRAMMES]
    programme, places = max(named, key=lambda one: len(one[1]))
    if places:
        yield Hit("programme", programme, *_line(text, places[0].start()), False, "inferred")
    for level, pattern in _LEVELS:
        found = pattern.search(top)
        if found:
            yield Hit("level", str(level), *_line(text, found.start()), False, "inferred")
            break
    addresses = [one for _number, one in zip(range(2), _URL.finditer(text), strict=False)]
    if addresses:
        yield from _address(text, addresses)


def _title(top: str) -> Iterator[Hit]:
    labelled = _TITLE.search(top)
    if labelled:
        yield Hit("title", labelled["title"].strip(' ."“”'), *labelled.span("title"))
        return
    first = re.search(r"[^\s][^\n]{3,}", top)
    if first and len(first[0].strip()) <= 200 and not first[0].rstrip().endswith((".", ";", ",")):
        yield Hit("title", first[0].strip(), *first.span(), False, "inferred")


def _address(text: str, found: list[re.Match[str]]) -> Iterator[Hit]:
    """Find the address of the call: one that words lead to, or, in a short text, the only one."""
    found = [one for one in found if not _OF_A_DOCUMENT.search(one[0])]
    if not found:
        return
    first = found[0]
    is_led_to = _LEADS_TO.search(text, max(0, first.start() - 80), first.start()) is not None
    if is_led_to or (len(found) == 1 and len(text) < _SHORT):
        is_sure = is_led_to and len(found) == 1
        note = "" if is_sure else "several" if len(found) > 1 else "inferred"
        yield Hit("url", first[0].rstrip(".,;:"), *first.span(), is_sure, note)


def _line(text: str, at: int) -> tuple[int, int]:
    """Give the line of a place, at most 300 signs of it."""
    start = max(text.rfind("\n", 0, at) + 1, at - 150)
    end = text.find("\n", at, at + 150)
    return start, end if end >= 0 else min(len(text), at + 150)
