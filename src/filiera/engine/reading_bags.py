"""Rare words that a text shares with the description of a leaf, where no term of the leaf is used as such."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from filiera.engine.reading_terms import Occurrence
from filiera.engine.reading_words import Word, keys_of, plain_words
from filiera.engine.types import Competence

# Chosen on the tuning halves of benchmarks/run_reading.py: two words that only one leaf in fifty uses are worth 0.5.
SATURATION = 2.2
FEWEST_WORDS = 2


class BagIndex:
    """Words of label, definition and synonyms of each leaf with their rarity among the leaves."""

    def __init__(self, leaves: Sequence[Competence]) -> None:
        """Collect the words of the leaves; `leaves` are the competences that a text may be read as."""
        owners: dict[str, set[int]] = defaultdict(set)
        deniers: dict[str, set[int]] = defaultdict(set)
        for number, leaf in enumerate(leaves):
            for lang in leaf.labels:
                parts = (leaf.labels[lang], leaf.definitions.get(lang, ""), *leaf.synonyms.get(lang, ()))
                for part in parts:
                    for folded, denied in plain_words(part):
                        for key in keys_of(folded, lang):
                            owners[key].add(number)
                            if denied:
                                deniers[key].add(number)
        total = max(2, len(leaves))
        self._ids = [leaf.id for leaf in leaves]
        self._owners, self._deniers = owners, deniers
        self._rarity = {key: math.log(total / len(who)) / math.log(total) for key, who in owners.items()}

    def occurrences(self, words: Sequence[Word]) -> list[Occurrence]:
        """Score each leaf by the rare words that it shares with the text: at least two, value in [0, 1)."""
        shared: dict[int, dict[str, tuple[int, float]]] = defaultdict(dict)
        for index, word in enumerate(words):
            users = self._deniers if word.denied else self._owners
            best: dict[int, float] = {}
            for key in word.keys:
                rarity = self._rarity.get(key, 0.0)
                for owner in users.get(key, ()):
                    best[owner] = max(best.get(owner, 0.0), rarity)
            for owner, rarity in best.items():
                known = shared[owner].get(word.folded)
                if known is None or rarity > known[1]:
                    shared[owner][word.folded] = (index, rarity)
        return [
            Occurrence(self._ids[owner], tuple(sorted(index for index, _ in hits.values())), _value(hits))
            for owner, hits in shared.items()
            if len(hits) >= FEWEST_WORDS
        ]


def _value(hits: dict[str, tuple[int, float]]) -> float:
    return 1 - math.exp(-sum(rarity**2 for _, rarity in hits.values()) / SATURATION)
