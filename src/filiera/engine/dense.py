"""The vectors of an index: similarities of one question to every passage, exactly, and sums over runs of rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]

# Stands for "not there": below every cosine, and finite, so that sums stay numbers.
ABSENT = np.float32(-2.0)


def similarities(vectors: Vectors, question: Vectors) -> Scores:
    """Return the cosine of the question to every passage: float32 [passages]. Rows and question have length 1."""
    return vectors @ question


@dataclass(frozen=True)
class Groups:
    """Items in groups, an item possibly in several: `items` [memberships] sorted by group, `starts` [groups + 1]."""

    items: NDArray[np.int64]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, group_of: NDArray[np.int64], items: NDArray[np.int64], count: int) -> Groups:
        """Return the groups of these (group, item) memberships; within a group the order of items is kept."""
        order = np.argsort(group_of, kind="stable")
        starts = np.zeros(count + 1, dtype=np.int64)
        np.cumsum(np.bincount(group_of, minlength=count), out=starts[1:])
        return cls(items[order], starts)

    @cached_property
    def _is_identity(self) -> bool:
        """Tell whether every group is the one item of its own number, as where each document has one version."""
        count = len(self.starts) - 1
        return len(self.items) == count and bool((self.items == np.arange(count)).all())

    @cached_property
    def _filled(self) -> NDArray[np.int64]:
        return np.flatnonzero(np.diff(self.starts) > 0)

    def members(self, group: int) -> NDArray[np.int64]:
        """Return the items of a group."""
        return self.items[self.starts[group] : self.starts[group + 1]]

    def best(self, scores: Scores, count: int = 1) -> list[Scores]:
        """Return for every group its best score, its second best and so on: `count` arrays float32 [groups].

        A group with fewer items has ABSENT in the later places. Runs in time linear in the memberships.
        """
        if self._is_identity and count == 1:
            return [scores.astype(np.float32, copy=False)]
        values = scores[self.items].astype(np.float32)
        return self._best_of(values, self._filled, np.diff(self.starts)[self._filled], count)

    def mean(self, scores: Scores) -> Scores:
        """Return the mean score of every group: float32 [groups], ABSENT where a group has no item."""
        if self._is_identity:
            return scores.astype(np.float32, copy=False)
        result = np.full(len(self.starts) - 1, ABSENT, dtype=np.float32)
        if len(self._filled):
            sums = np.add.reduceat(scores[self.items], self.starts[self._filled])
            result[self._filled] = sums / np.diff(self.starts)[self._filled]
        return result

    def best_above(self, scores: Scores, count: int, floor: float) -> list[Scores]:
        """Return the same as `best`, but look for second and later places among scores above the floor only.

        Others are ABSENT there. Most documents have nothing to do with a question: leaving them out saves most of the
        time.
        """
        values = scores[self.items].astype(np.float32)
        sizes = np.diff(self.starts)[self._filled]
        first = self._best_of(values, self._filled, sizes, 1)
        if count == 1 or not len(self._filled):
            return first * count
        kept = values > floor
        sizes = np.add.reduceat(kept, self.starts[self._filled], dtype=np.int64)
        live = np.flatnonzero(sizes)
        return first + self._best_of(values[kept], self._filled[live], sizes[live], count)[1:]

    def _best_of(self, values: Scores, filled: NDArray[np.int64], sizes: NDArray[np.int64], count: int) -> list[Scores]:
        """Return the best of values that stand in the order of groups: `sizes` of them in each of the groups `filled`."""
        starts = np.cumsum(sizes) - sizes
        group_of = np.repeat(np.arange(len(filled)), sizes) if count > 1 else sizes
        found: list[Scores] = []
        for place in range(count):
            best = np.full(len(self.starts) - 1, ABSENT, dtype=np.float32)
            if len(filled):
                top = np.maximum.reduceat(values, starts)
                best[filled] = top
                if place + 1 < count:
                    _remove_first(values, top, group_of)
            found.append(best)
        return found


def _remove_first(values: Scores, top: Scores, group_of: NDArray[np.int64]) -> None:
    """Put ABSENT in the place of the first item that is its group's best, so that the next best comes up."""
    at = np.flatnonzero(values == top[group_of])
    # The groups ascend, so the first of each is where the number changes.
    values[at[np.diff(group_of[at], prepend=-1) > 0]] = ABSENT


def top_places(scores: Scores, count: int) -> NDArray[np.int64]:
    """Return the places of the best scores, best first; equal scores in order of place. Never sorts what it leaves."""
    if count < len(scores):
        # All that reach the last admitted score are candidates, so that ties are cut by place and not by chance.
        threshold = np.partition(scores, len(scores) - count)[len(scores) - count]
        candidates = np.flatnonzero(scores >= threshold)
    else:
        candidates = np.arange(len(scores))
    return candidates[np.argsort(-scores[candidates], kind="stable")][:count]
