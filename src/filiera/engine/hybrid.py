"""How meaning and words become one score, and when the honest answer is that nobody has evidence.

Every weight here was chosen on the tuning halves of the collections of `docs/quality.md` (2026-11-25); the figures
published there come from the other halves.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from filiera.engine import signals
from filiera.engine.dense import ABSENT, Scores
from filiera.engine.index import Index
from filiera.engine.signals import Visible
from filiera.engine.types import Question

# A document's strength is its corrected cosine plus this much for words. The best document's word score counts 1, and
# all of them are weighed by how many of the question's words are found at all: 1 - exp(-found / WORDS_ENOUGH). A chance
# word in a question about something else, or in another language, has little say; four words found have nearly all.
# nDCG@10 over 23 collections: weight 0.3 gives 0.500, 0.4 0.501, 0.5 0.499; enough at 1.5, 2.5 and 4 are within 0.001;
# weighing by the root of the share that is found, whatever the length of the question, gave 0.497.
WORD_WEIGHT = 0.4
WORDS_ENOUGH = 2.5

# An owner's strength adds up its best documents, each counting less than the one before: 0.5 to 0.8 are close. The
# power keeps many faint documents from passing one strong one. Mean of the best three: 0.456; this: 0.491.
# After an owner's best document, only those count that reach this share of the strongest of all: 0.1 to 0.3 give the
# same ranking as 0, in a third of the time.
FAINTEST = 0.2
DOCUMENTS_COUNTED = 8
NEXT_COUNTS = 0.6
FAINT_POWER = 1.5


@dataclass(frozen=True, slots=True)
class Blend:
    """The blended scores of one question: `documents` and `owners` in [0, 1], ABSENT where not visible."""

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
    strength = np.where(present, cosine + WORD_WEIGHT * _wording(words, coverage, word.words), ABSENT).astype(
        np.float32
    )
    floor = FAINTEST * float(strength.max(initial=0.0))
    owners = owner_strength(index.store.owner_documents.best_above(strength, DOCUMENTS_COUNTED, floor))
    parts = (("meaning", cosine), ("words", coverage))
    sure = _confidence(strength, cosine, coverage, int(present.sum()))
    return Blend(as_score(strength), as_score(owners), dense.passages, sure, sure < NO_EVIDENCE_BELOW, parts)


def _wording(words: Scores, coverage: Scores, asked: int) -> Scores:
    """Return the word scores in [0, 1], the best one as high as the question's words found allow."""
    top = float(words.max(initial=0.0))
    if top <= 0:
        return np.zeros_like(words)
    found = float(coverage.max()) * asked
    return words * np.float32((1.0 - math.exp(-found / WORDS_ENOUGH)) / top)


def owner_strength(best: Sequence[Scores]) -> Scores:
    """Return the strength of every owner from its documents', best first; with one document it is that one's."""
    total = np.zeros_like(best[0])
    for place, strength in enumerate(best):
        total += np.float32(NEXT_COUNTS**place) * np.maximum(strength, 0.0) ** np.float32(FAINT_POWER)
    return np.where(best[0] > ABSENT, total ** np.float32(1 / FAINT_POWER), ABSENT).astype(np.float32)


# The strength that is scored half: in between the best of a question that nobody answers (0.2) and of one that finds
# its own text (0.7).
HALF = 0.45

# Logistic regression of "the question belongs to this index" on the best document's cosine, measured against the best
# that chance gives among so many documents, and the root of the share of the question that it covers. Fitted on 4,600
# questions put to their own and to foreign indexes (tuning halves; area under the curve 0.87 on the other halves).
COSINE_SAYS = 52.0
COVERAGE_SAYS = 5.2
SAYS_NOTHING = -5.1
# Below this, on the other halves, 1 to 12 % of the questions of an index's own field are refused, 40 to 65 % of those from
# other fields (which are often answered in part), and three in four about nothing that is there: see docs/quality.md.
NO_EVIDENCE_BELOW = 0.2
# The fewest documents for which chance is reckoned: among less, any cosine is the best one.
FEWEST = 20


def as_score(strength: Scores) -> Scores:
    """Return strengths as scores in [0, 1] that mean the same for every question; ABSENT stays."""
    positive = np.maximum(strength, 0.0) ** 2
    return np.where(strength > ABSENT, positive / (positive + np.float32(HALF**2)), ABSENT).astype(np.float32)


def _confidence(strength: Scores, cosine: Scores, coverage: Scores, count: int) -> float:
    """Return how sure it is, in [0, 1], that the best document is evidence; 0 where there is none to see."""
    if not count:
        return 0.0
    best = int(strength.argmax())
    # The largest of n independent cosines grows like the root of 2 ln n.
    by_chance = math.sqrt(2 * math.log(max(count, FEWEST)))
    evidence = COSINE_SAYS * float(cosine[best]) / by_chance + COVERAGE_SAYS * math.sqrt(float(coverage[best]))
    return 1.0 / (1.0 + math.exp(-(evidence + SAYS_NOTHING)))
