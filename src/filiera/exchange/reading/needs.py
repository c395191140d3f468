"""A need as somebody writes it: what seems to be said of its fields, each with its words and sentence, to be confirmed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from filiera.common.reading.sentences import same_width, sentences
from filiera.engine.text import guess_language
from filiera.exchange.reading.deadlines import deadlines, marked_several, urgency
from filiera.exchange.reading.helps import helps, settled_helps
from filiera.exchange.reading.levels import levels, levels_in_words, states
from filiera.exchange.reading.proposals import Hit, IsTown, Proposal, Where
from filiera.exchange.reading.refused import refused
from filiera.exchange.reading.secrecy import secrecy, settled_secrecy
from filiera.exchange.reading.stages import StageTerms
from filiera.exchange.reading.where import places

MOST_SIGNS = 50_000
"""Signs of a need that are read; what comes after is no need any more."""


@dataclass(frozen=True, slots=True)
class NeedReading:
    """What was read of a need: its language, and the proposals in the order of the text."""

    language: str
    proposals: tuple[Proposal, ...]

    def of(self, field: str) -> tuple[Proposal, ...]:
        """Give the proposals for a field; more than one where the text says several things."""
        return tuple(one for one in self.proposals if one.field == field)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the register and the taxonomy know, where the caller has it: which names are towns, which terms are of a stage."""

    is_town: IsTown | None = None
    stages: StageTerms | None = None


_NOTHING = Knowledge()


def read_need(text: str, *, today: date, language: str | None = None, knowledge: Knowledge = _NOTHING) -> NeedReading:
    """Read a need; days count from `today`, of a mail the day it was sent. The language is found where none is given."""
    plain = same_width(text[:MOST_SIGNS])
    spoken = language or guess_language(plain) or "it"
    spans = list(sentences(plain))
    hits = [hit for span in spans for hit in _of_sentence(plain, span, today, spoken, knowledge.is_town)]
    stage = knowledge.stages.stage(plain) if knowledge.stages else None
    settled = _settled([*hits, *([stage] if stage else [])])
    found = [_proposal(text, spans, hit) for hit in settled]
    return NeedReading(spoken, tuple(sorted(found, key=lambda one: (one.start, one.field))))


def _of_sentence(
    plain: str, span: tuple[int, int], today: date, language: str, is_town: IsTown | None
) -> Iterator[Hit]:
    """Give what finders see in a sentence, by its places in the text."""
    sentence = plain[span[0] : span[1]]
    finders = (
        deadlines(sentence, today=today, language=language),
        urgency(sentence),
        levels(sentence),
        states(sentence),
        places(sentence, is_town=is_town),
        secrecy(sentence),
        helps(sentence),
        refused(sentence, is_town=is_town),
    )
    for finder in finders:
        for hit in finder:
            yield replace(hit, start=hit.start + span[0], end=hit.end + span[0])


def _settled(hits: list[Hit]) -> list[Hit]:
    """Give what stands of all hits: nothing twice, secrecy by its rule, what disagrees marked."""
    hits = [*hits, *levels_in_words(hits)]
    secret = settled_secrecy([hit for hit in hits if hit.field == "secrecy"])
    once: dict[tuple[str, object], Hit] = {}
    helped = settled_helps([hit for hit in hits if hit.field == "help"])
    for hit in [*secret, *helped, *(one for one in hits if one.field not in ("secrecy", "help"))]:
        value = hit.value
        same = (value.kind, value.code or value.name.casefold(), value.km) if isinstance(value, Where) else value
        known = once.get((hit.field, same))
        if known is None or (hit.sure and not known.sure):
            once[hit.field, same] = hit
    return marked_several(list(once.values()))


def _proposal(text: str, spans: list[tuple[int, int]], hit: Hit) -> Proposal:
    """Give a hit with its sentence."""
    start, end = spans[bisect_right(spans, hit.start, key=lambda span: span[0]) - 1]
    return Proposal(hit.field, hit.value, text[start:end], hit.start, hit.end, hit.sure, hit.note)
