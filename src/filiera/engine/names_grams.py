"""Candidates for a name: the known names that share its rare runs of three letters.

A small inverted index in numpy: 20,000 names answer 5,000 queries in a few seconds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

MOST_FREQUENT = 0.08  # runs of letters that stand in more than 8 % of the names find nothing and cost most


def grams(text: str) -> set[str]:
    """List the runs of three letters of each word, its edges marked."""
    return {word[start : start + 3] for word in (f"_{one}_" for one in text.split()) for start in range(len(word) - 2)}


class GramIndex:
    """Known texts under their runs of letters, weighted by rarity (cosine of idf vectors)."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Index the texts; their place in the sequence is their number."""
        postings: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(texts):
            for gram in grams(text):
                postings[gram].append(number)
        count = max(1, len(texts))
        self._count = len(texts)
        self._weight = {gram: float(np.log(1 + count / len(numbers))) for gram, numbers in postings.items()}
        squares = np.zeros(len(texts), dtype=np.float64)
        for gram, numbers in postings.items():
            squares[numbers] += self._weight[gram] ** 2
        self._length = np.sqrt(np.maximum(squares, 1e-9))
        most = max(50, int(count * MOST_FREQUENT))
        self._postings: dict[str, npt.NDArray[np.int64]] = {
            gram: np.asarray(numbers, dtype=np.int64) for gram, numbers in postings.items() if len(numbers) <= most
        }

    def nearest(self, text: str, limit: int) -> list[int]:
        """Give the numbers of at most `limit` known texts that share most, best first; none where nothing is shared."""
        wanted = grams(text)
        found = [(self._postings[gram], self._weight[gram] ** 2) for gram in wanted if gram in self._postings]
        if not found:
            return []
        numbers = np.concatenate([posting for posting, _ in found])
        weights = np.repeat([weight for _, weight in found], [len(posting) for posting, _ in found])
        scores = np.bincount(numbers, weights=weights, minlength=self._count) / self._length
        best = (
            np.argpartition(-scores, min(limit, self._count - 1))[:limit]
            if self._count > limit
            else np.arange(self._count)
        )
        ranked = best[np.argsort(-scores[best], kind="stable")]
        return [int(number) for number in ranked if scores[number] > 0]
