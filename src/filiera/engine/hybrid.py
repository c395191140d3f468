"""How meaning and words become one score, and when the honest answer is that nobody has evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from filiera.engine import signals
from filiera.engine.dense import ABSENT, Scores
from filiera.engine.index import Index
from filiera.engine.signals import Visible
from filiera.engine.types import Question

# Share of meaning in the blend; the rest is words.
DENSE_WEIGHT = 0.7
# An owner's score is the mean of its three best documents.
BEST_OF_OWNER = 3


@dataclass(frozen=True, slots=True)
class Blend:
    """The blended scores of one question."""

    documents: Scores
    owners: Scores
    passages: Scores
    confidence: float
    no_evidence: bool
    features: Sequence[tuple[str, Scores]]


def blend(index: Index, question: Question, seen: Visible) -> Blend:
    """Score all documents and owners for a question."""
    dense = signals.dense_signal(index, question, seen)
    word = signals.word_signal(index, question, seen)
    groups = index.store.document_units
    cosine, words, coverage = (groups.best(part)[0] for part in (dense.units, word.units, word.coverage))
    present = cosine > ABSENT
    if not present.any():
        nothing = np.full(len(index.owner_ids), ABSENT, dtype=np.float32)
        return Blend(cosine, nothing, dense.passages, 0.0, True, ())
    mean, deviation = float(cosine[present].mean()), float(cosine[present].std()) or 1.0
    standard = (cosine - mean) / deviation
    meaning = np.clip(standard / 6.0, 0.0, 1.0)
    top = float(words.max(initial=0.0))
    wording = words / top if top > 0 else words
    documents = DENSE_WEIGHT * meaning + (1 - DENSE_WEIGHT) * wording
    documents = np.where(present, documents, ABSENT).astype(np.float32)
    owners = mean_of_best(index.store.owner_documents.best(documents, BEST_OF_OWNER))
    strongest = float(standard.max() / 6.0)
    confidence = float(np.clip(0.5 * strongest + 0.5 * float(coverage.max(initial=0.0)), 0.0, 1.0))
    return Blend(documents, owners, dense.passages, confidence, confidence < 0.35, ())


def mean_of_best(best: Sequence[Scores]) -> Scores:
    """Return for every owner the mean of its best documents; one that is missing counts as half of the best."""
    first = best[0]
    total = np.zeros_like(first)
    for scores in best:
        total += np.where(scores > ABSENT, scores, 0.5 * first)
    return np.where(first > ABSENT, total / np.float32(len(best)), ABSENT).astype(np.float32)
