"""The numbered pieces of a text: in which article, paragraph or section a place stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_HEADING = re.compile(
    r"^[ \t]{0,8}(?:"
    r"(?P<art>art(?:icolo|icle|\.)?)[ \t]{0,3}(?P<n1>[0-9]{1,3}(?:[ \t](?:bis|ter|quater)(?![a-z]))?)"
    r"|(?P<sec>sezione|section|paragrafo|capo|annex|allegato|parte|"
    r"part)[ \t]{1,3}(?P<n2>[0-9A-Z]{1,3}(?:\.[0-9]{1,3}){0,4})(?![a-z])"
    r"|(?P<n3>[0-9]{1,2}(?:\.[0-9]{1,3}){0,4})[.)]?[ \t]+(?=[A-ZÀ-Ü])"
    r")(?P<rest>[^\n]{0,160})",
    re.IGNORECASE | re.MULTILINE,
)
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
    """Give headings, and under an article its numbered paragraphs."""
    found: list[Clause] = []
    article = ""
    for one in _HEADING.finditer(text):
        rest = one["rest"].strip(" \t.:-–)(")
        if one["art"]:
            article = (
                f"art. {one['n1']}"
                if one["art"][:4].casefold() != "arti" or language == "it"
                else f"Article {one['n1']}"
            )
            found.append(Clause(article, rest[:_SHORT_TITLE], one.start()))
        elif one["sec"]:
            article = ""
            found.append(Clause(f"{one['sec'].capitalize()} {one['n2']}", rest[:_SHORT_TITLE], one.start()))
        elif article:
            comma = "comma" if language == "it" else "paragraph"
            heading = found[-1].heading
            found.append(Clause(f"{article}, {comma} {one['n3']}", heading, one.start()))
        elif len(one[0].strip()) <= _SHORT_TITLE:
            found.append(Clause(f"{'punto' if language == 'it' else 'Section'} {one['n3']}", rest, one.start()))
    return found
