"""The numbered pieces of a text: in which article, paragraph or section a place stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_HEADING = re.compile(
    r"^[ \t]{0,8}(?:"
    r"(?P<art>art(?:icolo|icle|\.)?)[ \t]{0,3}(?P<n1>[0-9]{1,3}(?:[ \t](?:bis|ter|quater)(?![a-z]))?)"
    r"|(?P<sec>sezione|section|paragrafo|capo|annex|allegato|parte|"
    r"part)[ \t]{1,3}(?P<n2>[0-9A-Z]{1,3}(?:\.[0-9]{1,3}){0,4})(?![a-z])"
    r"|§?[ \t]?(?P<n3>[0-9]{1,2}(?:\.[0-9]{1,3}){0,4})[.)]?[ \t]+(?=(?-i:[A-ZÀ-Ü]))"
    r")(?P<rest>[^\n]{0,160})",
    re.IGNORECASE | re.MULTILINE,
)
_TITLE = re.compile(r"[ \t#*]{0,10}(?P<title>[A-ZÀ-Ü][^\n.;:,!%€0-9|]{2,70}?)[ \t?:*]{0,5}")
"""A line without a number that stands alone and ends without a mark."""
_SHORT_LINE = 60
_SHORT_TITLE = 100


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered piece: how one refers to it, its heading, where it begins."""

    article: str
    heading: str
    start: int


class Clauses:
    """The clauses of a text, to be asked in which of them a place stands."""

    def __init__(self, text: str, language: str) -> None:
        found = _articles(text, language)
        self._all = found
        self._starts = [one.start for one in found]

    def at(self, place: int) -> Clause | None:
        """Give the clause in which a place stands; None before the first."""
        at = bisect_right(self._starts, place) - 1
        return self._all[at] if at >= 0 else None


def _articles(text: str, language: str) -> list[Clause]:
    """Give headings, and under an article its numbered paragraphs; a title without a number belongs to what stands before."""
    found: list[Clause] = []
    article = ""
    numbered = {one.start(): one for one in _HEADING.finditer(text)}
    for start, title in sorted([*((place, "") for place in numbered), *_titles(text, set(numbered))]):
        if title:
            found.append(Clause(found[-1].article if found else "", title, start))
            continue
        clause, is_article = _numbered(numbered[start], language, article, found)
        if is_article is not None:
            article = clause.article if is_article else ""
        if clause.article:
            found.append(clause)
    return found


def _numbered(one: re.Match[str], language: str, article: str, found: list[Clause]) -> tuple[Clause, bool | None]:
    """Give the clause of a number, and whether an article begins there, or a section, or neither."""
    rest = one["rest"].strip(" \t.:-–)(")
    if one["art"]:
        name = (
            f"Article {one['n1']}" if one["art"][:4].casefold() == "arti" and language != "it" else f"art. {one['n1']}"
        )
        return Clause(name, rest[:_SHORT_TITLE], one.start()), True
    if one["sec"]:
        return Clause(f"{one['sec'].capitalize()} {one['n2']}", rest[:_SHORT_TITLE], one.start()), False
    if article:
        comma = "comma" if language == "it" else "paragraph"
        return Clause(f"{article}, {comma} {one['n3']}", found[-1].heading, one.start()), None
    if len(one[0].strip()) <= _SHORT_TITLE:
        return Clause(f"{'punto' if language == 'it' else 'Section'} {one['n3']}", rest, one.start()), None
    return Clause("", "", one.start()), None


def _titles(text: str, taken: set[int]) -> Iterator[tuple[int, str]]:
    """Give the lines that are titles: short, without a mark, after an end or another short line, before something."""
    start, before = 0, ""
    lines = text.split("\n")
    for place, line in enumerate(lines):
        found = _TITLE.fullmatch(line) if len(line) <= _SHORT_TITLE and start not in taken else None
        has_text = place + 1 < len(lines) and bool(
            lines[place + 1].strip() or (place + 2 < len(lines) and lines[place + 2].strip())
        )
        if found and has_text and (not before or before[-1] in ".:;!?" or len(before) <= _SHORT_LINE):
            yield start, found["title"]
        start, before = start + len(line) + 1, line.strip()
