"""A call as somebody pastes it: what seems to be said of fields, window and rules, each with its sentence, to be confirmed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from filiera.common.reading.sentences import same_width, sentences
from filiera.funding.reading.contexts import Contexts
from filiera.funding.reading.finders_heads import heads
from filiera.funding.reading.finders_money import money
from filiera.funding.reading.finders_papers import papers
from filiera.funding.reading.finders_partners import partners
from filiera.funding.reading.finders_project import aid, project
from filiera.funding.reading.finders_rates import rate_rows, rates
from filiera.funding.reading.finders_shares import shares
from filiera.funding.reading.finders_who import who
from filiera.funding.reading.moments import Doubt
from filiera.funding.reading.proposals import EXCEPT, NOT, Hit, Proposal, Sentence, is_accepted
from filiera.funding.reading.settled import settled
from filiera.funding.reading.states import published_on
from filiera.funding.reading.windows import WindowRead, read_window

__all__ = ["CallReading", "Proposal", "language_of", "read_call"]

_FINDERS = (money, rates, shares, partners, who, project, aid)
_SHORT = 2_000
"""Signs of a text in which a day that nothing explains is the closing."""
_NEGATION_MEANS = re.compile(
    r"non\s+(?:superior|inferior|più\s+di|meno\s+di|oltre|può\s+superare|potrà\s+superare)|no\s+more|no\s+less|"
    r"not\s+exceed|not\s+less|not\s+more",
    re.IGNORECASE,
)
_WINDOWISH = re.compile(
    r"deadline|scaden|apertura|chiusura|finestr|date\s+limite|collection\s+date|partecipare|chiude|chius|sportello|cut-?off|opening|closing|closed|domand|"
    r"candidatur|istanz|applications?\s+"
    r"(?:must|may|can|will|shall|are|close|open)|submi(?:t|ssion)|presentazione|presentat[ei]|prorog|extended|"
    r"rolling|esauriment|exhaust|trasm[ei]|invia|invio|inoltr|pervenire|spedi(?:t|r)|consegna(?:t|re)|"
    r"(?<![a-z])(?:opens|open(?:ed)?\s+(?:from|until|on)|closes|apre|aprono|apert[oaie])(?![a-z])",
    re.IGNORECASE,
)
_ITALIAN = re.compile(
    r"(?<![a-z])(?:il|della|delle|dei|che|per|sono|domande|spese|contributo|entro|nel|alla)(?![a-z])", re.IGNORECASE
)
_ENGLISH = re.compile(
    r"(?<![a-z])(?:the|of|and|for|are|applications|costs|grant|within|shall|must|be)(?![a-z])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of the text, and where it stands among those that were read for the window."""

    at: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CallReading:
    """What was read of a call: its language, the proposals in the order of the text, and the window with its doubts."""

    language: str
    proposals: tuple[Proposal, ...]
    window: WindowRead | None = None

    def of(self, field: str) -> tuple[Proposal, ...]:
        """Give the proposals for a field; more than one where the text says it twice, differently."""
        return tuple(one for one in self.proposals if one.field == field)


def language_of(text: str) -> str:
    """Give the language of a text, Italian or English, by its small words."""
    sample = text[:20_000]
    return "it" if len(_ITALIAN.findall(sample)) >= len(_ENGLISH.findall(sample)) else "en"


def read_call(text: str, *, language: str | None, today: date) -> CallReading:
    """Read a call; `today` is where years that are not said are near to. The language is found where none is given."""
    spoken = language or language_of(text)
    plain = same_width(text)
    contexts = Contexts(plain, spoken)
    rows = list(rate_rows(plain))
    found = [_proposal(text, (hit.start, hit.end), hit, contexts.article(hit.start)) for hit in rows]
    kept: list[tuple[int, int]] = []
    for place in sentences(plain):
        own, article = contexts.of(*place)
        span = (own.start, place[1])
        is_row = any(row.start < span[1] and span[0] < row.end for row in rows)
        hits = [hit for hit in _hits(own) if not (is_row and hit.field == "rules.intensity")]
        found += [_proposal(text, span, hit, article) for hit in hits]
        if _WINDOWISH.search(own.text):
            kept.append(span)
    window, pieces = _window(plain, kept, language=spoken, today=today)
    found += _of_window(text, window, pieces, contexts)
    found += [_proposal(text, (hit.start, hit.end), hit, "") for hit in (*heads(plain), *papers(plain))]
    found.sort(key=lambda one: (one.start, one.field))
    return CallReading(spoken, tuple(settled(found)), window)


def _hits(sentence: Sentence) -> Iterator[Hit]:
    """Give what finders see, unsure where the sentence denies or excepts; a rule that `Rules` would not take is left out."""
    bare = _NEGATION_MEANS.sub(lambda one: " " * len(one[0]), sentence.text)
    note = "negated" if NOT.search(bare) else "exception" if EXCEPT.search(bare) else ""
    for finder in _FINDERS:
        for hit in finder(sentence):
            name = hit.field.removeprefix("rules.")
            if name != hit.field and not is_accepted(name, hit.value):
                continue
            yield replace(hit, sure=False, note=note) if note and hit.sure else hit


def _proposal(text: str, span: tuple[int, int], hit: Hit, article: str) -> Proposal:
    return Proposal(hit.field, hit.value, text[span[0] : span[1]], span[0], span[1], hit.sure, hit.note, article)


def _window(
    plain: str, kept: list[tuple[int, int]], *, language: str, today: date
) -> tuple[WindowRead | None, list[Piece]]:
    """Read the window from the sentences that may speak of it; also where each of them stands in what was read."""
    pieces: list[Piece] = []
    length, parts = 0, []
    for start, end in kept:
        pieces.append(Piece(length, start, end))
        parts.append(plain[start:end])
        length += end - start + 2
    joined = "\n\n".join(parts)
    if not joined:
        return None, pieces
    published = published_on(plain, around=today)
    window = read_window(joined, language=language, tz="Europe/Rome", around=today, published=published)
    return window, pieces


def _of_window(text: str, window: WindowRead | None, pieces: list[Piece], contexts: Contexts) -> Iterator[Proposal]:
    if window is None:
        return
    values = {
        "opens": window.opens,
        "closes": window.closes,
        "cutoffs": window.cutoffs or None,
        "until_spent": window.until_spent or None,
    }
    for name, value in values.items():
        if value is None or name not in window.spans:
            continue
        if (
            len(text) > _SHORT
            and any(doubt.code in ("no-cue", "month-only") for doubt in window.doubts)
            and name == "closes"
        ):
            continue
        start, end = _place_of(window.spans[name][0][0], pieces)
        note = _doubted(name, window.doubts, window.spans[name])
        yield Proposal(f"window.{name}", value, text[start:end], start, end, not note, note, contexts.article(start))


def _place_of(place: int, pieces: list[Piece]) -> tuple[int, int]:
    """Give the sentence of the text in which a place of what was read for the window stands."""
    at = bisect_right(pieces, place, key=lambda one: one.at) - 1
    return pieces[at].start, pieces[at].end


def _doubted(name: str, doubts: tuple[Doubt, ...], spans: tuple[tuple[int, int], ...]) -> str:
    """Give the code of the doubt that concerns a part of the window."""
    whole = {
        "two-openings": "opens",
        "two-closings": "closes",
        "closes-before-opens": "closes",
        "moved-earlier": "closes",
    }
    for doubt in doubts:
        if whole.get(doubt.code) == name or any(start <= doubt.start < end for start, end in spans):
            return doubt.code
    return ""
