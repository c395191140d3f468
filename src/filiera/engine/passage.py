"""The sentence or two of a document that answer a question, for people to read as the proof of an answer."""

from __future__ import annotations

from collections.abc import Mapping

from filiera.engine.lexical import words
from filiera.engine.text import Span, sentences

# A proof that people read at a glance: more than this is cut at a word.
LONGEST_PASSAGE = 320


def counting_passage(text: str, start: int, end: int, question: Mapping[str, float], lang: str) -> str:
    """Return the one or two neighbouring sentences of a stretch of text that hold most of the question's words.

    `question` gives each word of the question its weight, as the index of `lang` holds it. Without a shared word the
    stretch's first sentences stand for it: the stretch itself was found by meaning.
    """
    spans = [span for span in sentences(text) if span.end > start and span.start < end]
    if not spans:
        return ""
    if len(spans) <= 2 and spans[-1].end - spans[0].start <= LONGEST_PASSAGE:
        return text[spans[0].start : spans[-1].end].replace("\n", " ")
    weights = [_weight(text[span.start : span.end], question, lang) for span in spans]
    best = max(range(len(spans)), key=lambda place: (weights[place], -place))
    chosen = spans[best]
    after = best + 1
    if after < len(spans) and spans[after].end - chosen.start <= LONGEST_PASSAGE:
        chosen = Span(chosen.start, spans[after].end)
    return _cut(text[chosen.start : chosen.end].replace("\n", " "))


def _weight(sentence: str, question: Mapping[str, float], lang: str) -> float:
    return sum(question.get(word, 0.0) for word in set(words(sentence, lang)))


def _cut(text: str) -> str:
    if len(text) <= LONGEST_PASSAGE:
        return text
    space = text.rfind(" ", 0, LONGEST_PASSAGE)
    return text[: space if space > 0 else LONGEST_PASSAGE].rstrip(" ,;:") + "…"
