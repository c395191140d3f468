"""The space in which meanings are compared: a model's vectors freed of language, of the common theme, and of habit.

Raw cosines of a multilingual model favour texts in the question's own language, and crowd together where all texts
speak of one trade. Three corrections, all learned without any judgement:

- every passage is taken from the mean of its language's passages, so that only what it says beyond that counts;
- a question is taken from most of that mean too, moved by the shift between its language and theirs;
- directions in which the passages differ greatly, whatever they are about, are damped (soft whitening).

Chosen on the tuning halves of the collections of `docs/quality.md`: nDCG@10 of meaning alone 0.42 -> 0.48 where
question and evidence are in different or mixed languages, 0.45 -> 0.47 within one; at most 0.02 lost on any of them.
Source: centring to remove language, Libovický et al. (2020); damping of common directions, Mu and Viswanath (2018).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filiera.engine.embedding import Embedder, Vectors
from filiera.engine.parallel import PAIRS

# How much of the mean a question is freed from: 0.6 to 0.8 are equal, 0.4 and 1.0 worse (tuning halves, 2026-11-25).
QUESTION_SHARE = 0.7
# Damping of a direction of variance v is (v + RIDGE x mean variance) ** -POWER; 0.15 to 0.35 and 1 to 10 are close.
POWER = 0.25
RIDGE = 3.0
# So many passages' worth of general text steady the mean and the variances of a small index.
PRIOR = 10.0

_SIGNS = {"it": 0.5, "en": -0.5}

Floats = NDArray[np.float32]

# By the model's id: a model is asked once.
_REFERENCES: dict[str, Reference] = {}


@dataclass(frozen=True, slots=True)
class Reference:
    """What a model does to language alone: float32 [dimensions] each.

    `shift` leads from an English question to the same in Italian; `italian` and `english` are means of general texts.
    """

    shift: Floats
    italian: Floats
    english: Floats

    def mean(self, lang: str) -> Floats:
        """Return the mean of general texts in a language; of both languages for any other."""
        if lang in _SIGNS:
            return self.italian if lang == "it" else self.english
        return (self.italian + self.english) / np.float32(2)


def reference(model: Embedder) -> Reference:
    """Learn from the parallel sentences how a model moves with the language: 160 short texts, once a process."""
    if model.id not in _REFERENCES:
        _REFERENCES[model.id] = _reference(model)
    return _REFERENCES[model.id]


def remember(model: Embedder, known: Reference) -> None:
    """Take what an index on disk has kept of a model, so that an update need not learn it again."""
    _REFERENCES.setdefault(model.id, known)


def _reference(model: Embedder) -> Reference:
    italian, english = [pair[0] for pair in PAIRS], [pair[1] for pair in PAIRS]
    shift = model.embed_questions(italian).mean(axis=0) - model.embed_questions(english).mean(axis=0)
    means = (model.embed_passages(texts).mean(axis=0) for texts in (italian, english))
    return Reference(shift, *means)


@dataclass(frozen=True, slots=True)
class Space:
    """The corrections for one set of passages: `means` [languages, dimensions], `damping` [dimensions, dimensions].

    `norms` [passages] are the lengths of the corrected passages; 0 where a passage had no part.
    """

    means: Floats
    damping: Floats
    norms: Floats
    reference: Reference
    languages: tuple[str, ...]

    @classmethod
    def of(
        cls,
        vectors: Vectors,
        language_of: NDArray[np.int64],
        languages: Sequence[str],
        known: Reference,
        members: NDArray[np.bool_] | None = None,
    ) -> Space:
        """Learn the space from the passages that `members` admits (None: all), and from no other."""
        kept = vectors if members is None else vectors[members]
        kept_language = language_of if members is None else language_of[members]
        means = np.stack([
            (kept[kept_language == number].sum(axis=0) + PRIOR * known.mean(lang))
            / np.float32((kept_language == number).sum() + PRIOR)
            for number, lang in enumerate(languages)
        ]) if languages else np.zeros((0, vectors.shape[1]), dtype=np.float32)  # fmt: skip
        damping = _damping(kept, kept_language, means)
        norms = np.zeros(len(vectors), dtype=np.float32)
        lengths = _lengths(kept, kept_language, means, damping)
        if members is None:
            norms = lengths
        else:
            norms[members] = lengths
        return cls(means.astype(np.float32), damping, norms, known, tuple(languages))

    def similarities(
        self, vectors: Vectors, language_of: NDArray[np.int64], question: Vectors, lang: str | None
    ) -> Floats:
        """Return the corrected cosine in [-1, 1] of a question to every passage, 0 to those without part.

        Costs one pass over the raw vectors, like a plain cosine: the corrections go into the question.
        """
        if not len(self.means):
            return np.zeros(0, dtype=np.float32)
        bare = question - np.float32(QUESTION_SHARE) * self._centre(lang)
        direction = self.damping @ bare
        length = float(np.sqrt(max(float(bare @ direction), 1e-12)))
        direction = (direction / np.float32(length)).astype(np.float32)
        scores = vectors @ direction
        scores -= (self.means @ direction)[language_of]
        result: Floats = np.divide(scores, self.norms, out=np.zeros_like(scores), where=self.norms > 1e-6)
        return result

    def _centre(self, lang: str | None) -> Floats:
        """Return the mean of the passages as it would stand if they were questions in this language."""
        signs = np.array([_SIGNS.get(name, 0.0) for name in self.languages], dtype=np.float32)
        own = np.float32(_SIGNS[lang]) if lang in _SIGNS else signs.mean()
        moved: Floats = self.means + (own - signs)[:, None] * self.reference.shift
        centre: Floats = moved.mean(axis=0)
        return centre


def _damping(vectors: Vectors, language_of: NDArray[np.int64], means: Floats) -> Floats:
    """Return the matrix whose form weighs two corrected vectors: float32 [dimensions, dimensions]."""
    dimensions = vectors.shape[1]
    scatter = np.zeros((dimensions, dimensions))
    # In blocks, so that a large index is never copied whole.
    for start in range(0, len(vectors), 8192):
        part = vectors[start : start + 8192] - means[language_of[start : start + 8192]]
        scatter += part.T @ part
    spread = float(np.trace(scatter)) / max(dimensions, 1) / max(len(vectors), 1) or 1.0
    steadied = (scatter + PRIOR * spread * np.eye(dimensions)) / (len(vectors) + PRIOR)
    values, axes = np.linalg.eigh(steadied)
    weights = (np.maximum(values, 0.0) + RIDGE * spread) ** (-2 * POWER)
    damping: Floats = ((axes * weights) @ axes.T).astype(np.float32)
    return damping


def _lengths(vectors: Vectors, language_of: NDArray[np.int64], means: Floats, damping: Floats) -> Floats:
    lengths = np.empty(len(vectors), dtype=np.float32)
    for start in range(0, len(vectors), 8192):
        part = vectors[start : start + 8192] - means[language_of[start : start + 8192]]
        lengths[start : start + 8192] = np.sqrt(np.maximum(np.einsum("ij,ij->i", part @ damping, part), 0.0))
    return lengths
