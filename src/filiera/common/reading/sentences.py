"""Sentences of a text, by their places: what abbreviations and figures end is no end, and lines that lists make are ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SAME_WIDTH = str.maketrans({"’": "'", "‘": "'", "`": "'", "\xa0": " ", "\u202f": " ", "\u2009": " ", "‑": "-"})

MOST_OF_ONE = 1500
"""Signs of a sentence; what goes on longer without an end, such as a table, is cut at a blank."""

_END = re.compile(
    r"(?P<dot>[.!?;])(?=[\"'”»)\]]{0,2}\s+[\"'“«(\[]{0,2}[A-ZÀ-Ü0-9•])"
    r"|(?P<run>(?<=[a-zà-ù)0-9])[.;:])(?=(?:null)?[A-ZÀ-Ü][a-zà-ù][a-zà-ù ])"
    r"|(?P<line>\n)"
)
_BROKEN_LINE = (60, 130)
"""Signs of a line that the width of a page has broken."""
_BEGINS = re.compile(
    r"art\b|articolo|article|section|sezione|allegato|annex|[0-9]{1,2}[.)]\s|[A-Z][.)]\s", re.IGNORECASE
)
_SHORT = re.compile(
    r"(?<![A-Za-zÀ-ü])(?:art|artt|n|nn|nr|no|co|c|lett|par|pag|pp|sec|cfr|es|ecc|max|min|ca|dott|ing|prof|prot|"
    r"tel|spett|incl|"
    r"approx|e\.g|i\.e|etc|vs|cf|s\.p\.a|s\.r\.l|ss|mm|d\.g\.r|d\.lgs|dgr|reg|del|h|ore|mio|mln|mld|[A-Za-z])$",
    re.IGNORECASE,
)


def same_width(text: str) -> str:
    """Give a text with plain apostrophes, spaces and hyphens, each sign in its place."""
    return text.translate(_SAME_WIDTH)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Give where each sentence begins and ends; blanks around it are left out. In linear time."""
    start = 0
    for found in _END.finditer(text):
        if found["dot"] == "." and _SHORT.search(text, max(start, found.start() - 12), found.start()):
            continue
        if found["line"] and _goes_on(text, start, found.start()):
            continue
        yield from _bare(text, start, found.end())
        start = found.end()
    yield from _bare(text, start, len(text))


def _goes_on(text: str, start: int, at: int) -> bool:
    """Tell whether a line is broken in the middle of a sentence.

    It ends without a mark, and the next begins small; or it is as long as lines are that a page has broken.
    """
    before, after = text[max(start, at - 3) : at].rstrip(), text[at + 1 : at + 12]
    if not before or not after[:3].strip() or before[-1] in ".;:!?":
        return False
    if after[0].isalpha() and after[0].islower():
        return not re.match(r"[a-z][).]", after)
    line = at - max(text.rfind("\n", max(0, at - 200), at) + 1, at - 200)
    return _BROKEN_LINE[0] <= line <= _BROKEN_LINE[1] and after[0].isalnum() and not _BEGINS.match(after)


def _bare(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        if text[start].isspace():
            start += 1
            continue
        cut = end if end - start <= MOST_OF_ONE else text.rfind(" ", start + 1, start + MOST_OF_ONE)
        cut = cut if cut > start else start + MOST_OF_ONE
        yield start, start + len(text[start:cut].rstrip())
        start = cut
