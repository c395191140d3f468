"""Words and meaning of a leaf joined into one score, and the passage of the text that carries it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from filiera.engine.reading_meaning import Vectors
from filiera.engine.reading_proofs import Judgement, Proof
from filiera.engine.reading_words import Word

FLOOR = 0.5  # the blends are shifted so that this score is the best place to cut
_CLAUSE = re.compile(r"[^,.;:?!\n]+")
_SENTENCE = re.compile(r"[^.;?!\n]+[.;?!]?")


@dataclass(frozen=True, slots=True)
class Blend:
    """Weights of a logistic blend of terms, shared rare words and standing in meaning.

    Fitted with sklearn on the tuning halves of benchmarks/run_reading.py, then shifted so that the cut with the best
    F1 there falls on 0.5; the figures on the other halves stand in docs/reading.md.
    """

    intercept: float
    terms: float
    bag: float
    meaning: float = 0.0  # per standard deviation above the mean of the leaves
    # A leaf named in terms this strong stands at least here: in a question of many parts the vector is of them all,
    # and no part stands out, but what is plainly asked in words is not refused for that.
    strong: float = 1.0
    least: float = 0.0
    alone: float = math.inf  # the standing that a leaf needs where no word speaks for it

    def score(self, proof: Proof, standing: float) -> float:
        """Give the score in (0, 1) of a leaf."""
        if proof.terms > self.strong:
            standing = max(standing, self.least)
        total = self.intercept + self.terms * proof.terms + self.bag * proof.bag + self.meaning * standing
        return 1 / (1 + math.exp(-total))


@dataclass(frozen=True, slots=True)
class Settings:
    """How one sort of text is read: with vectors, without them, and how many readings are kept."""

    judgement: Judgement
    blend: Blend
    words_only: Blend
    most: int


QUESTION = Settings(
    judgement=Judgement(context=0.3, contained=0.35, contained_phrase=0.8, outdone=0.6),
    blend=Blend(intercept=-8.2, terms=3.6, bag=2.1, meaning=2.1, strong=0.75, least=2.5, alone=4.2),
    words_only=Blend(intercept=-5.0, terms=7.4, bag=4.0),
    most=8,
)
EVIDENCE = Settings(
    judgement=Judgement(context=0.5, contained=0.6, contained_phrase=0.8, outdone=0.6),
    blend=Blend(intercept=-5.0, terms=3.0, bag=1.9, meaning=1.1, strong=0.75, least=1.0, alone=4.5),
    words_only=Blend(intercept=-3.6, terms=4.4, bag=4.3),
    most=8,
)


@dataclass(frozen=True, slots=True)
class Profiles:
    """How questions and how evidence are read."""

    question: Settings = QUESTION
    evidence: Settings = EVIDENCE


def scores_of(
    proofs: Mapping[str, Proof], rows: Mapping[str, int], standing: Vectors | None, settings: Settings
) -> dict[str, float]:
    """Score the leaves; without `standing` [leaf] only those with words, with it also those near in meaning alone."""
    if standing is None:
        return {identifier: settings.words_only.score(proof, 0.0) for identifier, proof in proofs.items()}
    blend, none = settings.blend, Proof()
    return {
        identifier: blend.score(proofs.get(identifier, none), float(standing[row]))
        for identifier, row in rows.items()
        if identifier in proofs or standing[row] >= blend.alone
    }


def span_of_words(proof: Proof, words: Sequence[Word]) -> tuple[int, int] | None:
    """Give the characters [start, end) of the words that prove a leaf, None where only the meaning does."""
    if not proof.indices:
        return None
    return words[min(proof.indices)].start, words[max(proof.indices)].end


def free_clause(text: str, taken: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Give the longest clause that no other reading stands on, or the whole text: where a meaning without words is."""
    clauses = [_trimmed(text, found.start(), found.end()) for found in _CLAUSE.finditer(text)]
    free = [clause for clause in clauses if all(clause[1] <= start or end <= clause[0] for start, end in taken)]
    return max(free, key=lambda clause: clause[1] - clause[0], default=_trimmed(text, 0, len(text)))


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Give the sentence or sentences that hold the characters [start, end)."""
    touched = [found for found in _SENTENCE.finditer(text) if found.start() < end and start < found.end()]
    if not touched:
        return start, end
    return _trimmed(text, touched[0].start(), touched[-1].end())


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))
