"""What stands around a sentence of a call: its heading, its article, and what holds for the whole text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from filiera.common.reading.places import region_named
from filiera.funding.reading.clauses import Clauses
from filiera.funding.reading.proposals import Sentence

_PARTNERED = re.compile(
    r"partenariat|aggregazion|partner|raggruppament|consorzi|consorti|(?<![A-Z])(?:ATS|ATI|RTI)(?![A-Z])|congiunt|"
    r"in\s+collaborazione|co-proponent|(?<![a-z])reti?(?![a-z])",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[^A-Za-z]{0,8}(?P<label>[A-ZÀ-Ü][A-Za-zÀ-ü' ]{3,40})\.")
_SHORT_LABEL = 40
_WORD = re.compile(r"[A-Za-zÀ-ü]+")
_FEW_WORDS = 5
_LONG_LINE = 2_000
_SHORT_VALUE = 60
"""Signs of a line that is the value of the title right above it."""


class Contexts:
    """The sentences of a text, each with what stands around it; asked in the order of the text."""

    def __init__(self, text: str, language: str) -> None:
        self._text = text
        self._language = language
        self._clauses = Clauses(text, language)
        self._label = Label()
        self._is_of_one = _PARTNERED.search(text) is None
        self._region = region_named(text)

    def article(self, place: int) -> str:
        """Give the article in which a place stands; empty before the first."""
        clause = self._clauses.at(place)
        return clause.article if clause else ""

    def of(self, start: int, end: int) -> tuple[Sentence, str]:
        """Give a sentence and its article; a short line is read together with the title right above it."""
        clause = self._clauses.at(start)
        heading = self._label.over(self._text, start, end)
        if clause is None:
            return self._sentence(start, end, heading), ""
        is_short = (
            end - start <= _SHORT_VALUE and start - clause.start <= 2 * _SHORT_VALUE and self._is_value(start, end)
        )
        if is_short and self._text[clause.start : start].strip(" #*:?\n\t") == clause.heading:
            start = clause.start
        return self._sentence(start, end, heading or clause.heading), clause.article

    def _is_value(self, start: int, end: int) -> bool:
        """Tell whether a line is a value rather than a sentence: it has no full stop, or hardly any words."""
        line = self._text[start:end]
        return line[-1] != "." or len(_WORD.findall(line)) <= _FEW_WORDS

    def _sentence(self, start: int, end: int, heading: str) -> Sentence:
        return Sentence(self._text[start:end], start, self._language, heading, self._is_of_one, self._region)


@dataclass(slots=True)
class Label:
    """A first sentence of a line that is so short that it is a title: "Durata. I progetti ..."."""

    text: str = ""
    line: int = -2

    def over(self, text: str, start: int, end: int) -> str:
        """Give the title of the line in which a sentence stands; empty for the title itself, and where there is none."""
        line = text.rfind("\n", max(0, start - _LONG_LINE), start)
        if line < 0 and start > _LONG_LINE:
            return ""
        if line != self.line:
            found = _LABEL.fullmatch(text, start, end) if end - start <= _SHORT_LABEL else None
            self.line, self.text = line, found["label"] if found else ""
            return ""
        return self.text
