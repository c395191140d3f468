"""The matchers: ways of ranking owners or documents for a question, each under a name with its version.

    answer = matcher("hybrid-v1").rank(index, Question("chi fa mascara waterproof?"), top=10)
    answer.hits[0].owner, answer.hits[0].score, answer.hits[0].hits[0].passage

`hybrid-v1` answers users; `random-v1`, `bm25-v1`, `tfidf-v1` and `dense-v1` stand beside it in every measurement.
"""

from __future__ import annotations

import hashlib
from typing import Protocol

import numpy as np

from filiera.engine import hybrid, signals
from filiera.engine.dense import ABSENT, Groups, Mask, Scores
from filiera.engine.explain import Explainer
from filiera.engine.hybrid import DOCUMENTS_COUNTED, FAINT_POWER, NEXT_COUNTS, owner_strength
from filiera.engine.index import Index
from filiera.engine.scored import Scored
from filiera.engine.signals import Visible
from filiera.engine.types import EvidenceAnswer, OwnerAnswer, Question

# What an owner of so many perfect documents reaches: it brings the strength of owners into [0, 1].
_MOST_STRENGTH = np.float32(sum(NEXT_COUNTS**place for place in range(DOCUMENTS_COUNTED)) ** (1 / FAINT_POWER))


class UnknownMatcher(ValueError):
    """No matcher has this name."""


class Matcher(Protocol):
    """A named way of ranking. Equal scores are ranked by id. `needs_vectors` tells whether it looks at meaning."""

    name: str
    needs_vectors: bool

    def score(self, index: Index, question: Question) -> Scored:
        """Score every document and every owner of the index."""

    def rank(self, index: Index, question: Question, *, top: int = 10) -> OwnerAnswer:
        """Rank the owners, best first, each with its best three documents and the sentences that count."""

    def rank_evidence(self, index: Index, question: Question, *, top: int = 10) -> EvidenceAnswer:
        """Rank the documents, best first, each with the sentences that count."""

    def owner_answer(self, index: Index, question: Question, scored: Scored, *, top: int = 10) -> OwnerAnswer:
        """Make the answer of `rank` from scores that are there already."""

    def evidence_answer(self, index: Index, question: Question, scored: Scored, *, top: int = 10) -> EvidenceAnswer:
        """Make the answer of `rank_evidence` from scores that are there already."""


class _Base:
    """Turns the scores of a matcher into answers."""

    name: str
    needs_vectors = False

    def score(self, index: Index, question: Question) -> Scored:
        return self._score(index, question, signals.visible(index, question))

    def rank(self, index: Index, question: Question, *, top: int = 10) -> OwnerAnswer:
        return self.owner_answer(index, question, self.score(index, question), top=top)

    def rank_evidence(self, index: Index, question: Question, *, top: int = 10) -> EvidenceAnswer:
        return self.evidence_answer(index, question, self.score(index, question), top=top)

    def owner_answer(self, index: Index, question: Question, scored: Scored, *, top: int = 10) -> OwnerAnswer:
        return Explainer(index, question, scored).owners(self.name, top)

    def evidence_answer(self, index: Index, question: Question, scored: Scored, *, top: int = 10) -> EvidenceAnswer:
        return Explainer(index, question, scored).evidence(self.name, top)

    def _score(self, index: Index, question: Question, seen: Visible) -> Scored:
        documents = self._documents(index, question, seen)
        documents = np.where(_shown(seen.documents, len(documents)), documents, ABSENT)
        owners = self._owners(index.store.owner_documents, documents)
        return Scored(documents, np.where(_shown(seen.owners, len(owners)), owners, ABSENT))

    def _owners(self, groups: Groups, documents: Scores) -> Scores:
        """Score owners as the hybrid does, so that what is compared is how documents are found, not how they add up."""
        strength = owner_strength(groups.best_above(documents, DOCUMENTS_COUNTED, 0.0))
        return np.where(strength > ABSENT, strength / _MOST_STRENGTH, ABSENT).astype(np.float32)

    def _documents(self, index: Index, question: Question, seen: Visible) -> Scores:
        raise AttributeError(f"{type(self).__name__} scores no documents")


class RandomMatcher(_Base):
    """Chance, as the floor of every measurement: the same seed and question give the same order."""

    name = "random-v1"

    def __init__(self, seed: int = 20261125) -> None:
        self._seed = seed

    def _documents(self, index: Index, question: Question, seen: Visible) -> Scores:
        key = hashlib.blake2b(f"{self._seed}\0{question.text}".encode(), digest_size=8).digest()
        generator = np.random.default_rng(int.from_bytes(key, "big"))
        return generator.random(len(index.document_ids), dtype=np.float32)


class Bm25Matcher(_Base):
    """Words only, by BM25."""

    name = "bm25-v1"

    def _documents(self, index: Index, question: Question, seen: Visible) -> Scores:
        return _scaled(_per_document(index, signals.plain_word_signal(index, question, seen)))


class TfidfMatcher(_Base):
    """Words only, by the cosine of TF-IDF vectors with sublinear counts."""

    name = "tfidf-v1"

    def _documents(self, index: Index, question: Question, seen: Visible) -> Scores:
        return _per_document(index, signals.tfidf_signal(index, question, seen))


class DenseMatcher(_Base):
    """Meaning only, by the cosine of a document's best passage, and of an owner's best document.

    Raw cosines all lie high, so that their sum would count documents rather than weigh them.
    """

    name = "dense-v1"
    needs_vectors = True

    def _owners(self, groups: Groups, documents: Scores) -> Scores:
        return groups.best(documents)[0]

    def _documents(self, index: Index, question: Question, seen: Visible) -> Scores:
        return np.clip(_per_document(index, signals.cosine_signal(index, question, seen).units), 0.0, 1.0)


class HybridMatcher(_Base):
    """Meaning and words together, weighed by what the question and the languages allow: the one that answers users."""

    name = "hybrid-v1"
    needs_vectors = True

    def _score(self, index: Index, question: Question, seen: Visible) -> Scored:
        found = hybrid.blend(index, question, seen)
        owners = np.where(_shown(seen.owners, len(found.owners)), found.owners, ABSENT)
        return Scored(found.documents, owners, found.passages, found.confidence, found.no_evidence, found.features)


_MATCHERS: dict[str, type[_Base]] = {
    kind.name: kind for kind in (HybridMatcher, DenseMatcher, Bm25Matcher, TfidfMatcher, RandomMatcher)
}


def matcher_names() -> tuple[str, ...]:
    """Return the names of all matchers, the one that answers users first."""
    return tuple(_MATCHERS)


def matcher(name: str = "hybrid-v1") -> Matcher:
    """Return the matcher of this name. Raises UnknownMatcher."""
    if name not in _MATCHERS:
        raise UnknownMatcher(f"unknown matcher {name!r}: use one of {', '.join(_MATCHERS)}")
    return _MATCHERS[name]()


def _per_document(index: Index, units: Scores) -> Scores:
    return index.store.document_units.best(units)[0]


def _scaled(scores: Scores) -> Scores:
    top = float(scores.max(initial=0.0))
    return scores / np.float32(top) if top > 0 else np.maximum(scores, 0.0)


def _shown(mask: Mask | None, count: int) -> Mask:
    return np.ones(count, dtype=np.bool_) if mask is None else mask
