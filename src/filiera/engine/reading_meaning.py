"""Nearness in meaning between a text and the leaves, told against the other leaves and never by a fixed cosine.

Cosines of e5 lie between 0.65 and 0.95 whatever the texts. Taking the mean of the leaves away from both sides spreads
them, and the place of a leaf among all leaves (how many standard deviations above their mean) is what counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from filiera.engine.types import Competence

Vectors = npt.NDArray[np.float32]


class TextEmbedder(Protocol):
    """What the reader needs of an embedding model: unit vectors, one row a text."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Give one unit vector a text, [n, d] float32, as passages."""

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Give one unit vector a text, [n, d] float32, as questions."""


def leaf_texts(leaves: Sequence[Competence], lang: str) -> tuple[list[str], ...]:
    """Describe each leaf in one language in three ways: its definition, its first terms, its further terms.

    Chosen among ten descriptions on the tuning half of benchmarks/run_reading.py: mean average precision on evidence
    0.50, against 0.36 for label, definition and the taxonomy's own synonyms alone.
    """
    whole = [f"{_label(leaf, lang)}. {leaf.definitions.get(lang, '')} {_terms(leaf, lang, 0, 12)}" for leaf in leaves]
    first = [f"{_label(leaf, lang)}: {_terms(leaf, lang, 0, 8)}" for leaf in leaves]
    further = [f"{_label(leaf, lang)}: {_terms(leaf, lang, 8, 20)}" for leaf in leaves]
    return whole, first, further


def _label(leaf: Competence, lang: str) -> str:
    return leaf.labels.get(lang, "")


def _terms(leaf: Competence, lang: str, start: int, end: int) -> str:
    return ", ".join(leaf.synonyms.get(lang, ())[start:end])


def embed_leaves(leaves: Sequence[Competence], embedder: TextEmbedder) -> Vectors:
    """Embed the leaves, [leaf, d] unit vectors: the mean of their descriptions in all languages."""
    languages = sorted({lang for leaf in leaves for lang in leaf.labels})
    total = sum(embedder.embed_passages(texts) for lang in languages for texts in leaf_texts(leaves, lang))
    return _unit(np.asarray(total, dtype=np.float32))


class Meaning:
    """The leaves as points around their common mean."""

    def __init__(self, leaf_vectors: Vectors) -> None:
        """Centre the unit vectors [leaf, d] of the leaves."""
        self._mean = leaf_vectors.mean(axis=0)
        self._leaves = _unit(leaf_vectors - self._mean)

    def standing(self, vectors: Vectors) -> Vectors:
        """Give for texts [n, d] the standing [n, leaf] of each leaf: standard deviations above the mean of leaves."""
        near = _unit(vectors - self._mean) @ self._leaves.T
        spread = near.std(axis=1, keepdims=True)
        return np.asarray((near - near.mean(axis=1, keepdims=True)) / np.maximum(spread, 1e-6), dtype=np.float32)


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)
