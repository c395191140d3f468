"""Which stage of the chain a need is about, by the terms of a taxonomy that its words bear; never sure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from filiera.common.folding import fold
from filiera.exchange.reading.proposals import Hit

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 5
"""Words of the longest term that is looked for."""
_LEAST_LEAD = 1.0
"""Weight by which the first stage must lead: one term."""
_MOST_TOKENS = 20_000


class StageTerms:
    """The terms of a taxonomy with the stage of the chain that each speaks for; a term of several stages counts less."""

    def __init__(self, terms: Iterable[tuple[str, str, float]]) -> None:
        """Take rows of a term, the code of its stage, and a weight in (0, 1]."""
        self._stages: dict[str, dict[str, float]] = defaultdict(dict)
        for term, stage, weight in terms:
            own = self._stages[" ".join(map(_stem, fold(term).split()))]
            own[stage] = max(weight, own.get(stage, 0.0))

    def stage(self, text: str) -> Hit | None:
        """Give the stage whose terms the text has most of, by the first of them; None where none leads."""
        tokens = [(found.start(), found.end(), fold(found[0])) for found in _WORD.finditer(text)][:_MOST_TOKENS]
        stems = [_stem(token) for _start, _end, token in tokens]
        weights: defaultdict[str, float] = defaultdict(float)
        first: dict[str, tuple[int, int]] = {}
        place = 0
        while place < len(tokens):
            size, own = self._longest(stems, place)
            for stage, weight in own.items():
                weights[stage] += weight * size / len(own)
                first.setdefault(stage, (tokens[place][0], tokens[place + size - 1][1]))
            place += max(size, 1)
        return _leading(weights, first)

    def _longest(self, stems: list[str], place: int) -> tuple[int, dict[str, float]]:
        for size in range(min(_MOST_WORDS, len(stems) - place), 0, -1):
            own = self._stages.get(" ".join(stems[place : place + size]))
            if own:
                return size, own
        return 0, {}


def _leading(weights: dict[str, float], first: dict[str, tuple[int, int]]) -> Hit | None:
    best = sorted(weights.items(), key=lambda pair: -pair[1])[:2]
    if not best or (len(best) > 1 and best[0][1] - best[1][1] < _LEAST_LEAD) or best[0][1] < _LEAST_LEAD:
        return None
    return Hit("stage", best[0][0], *first[best[0][0]], False, "by-terms")


def _stem(word: str) -> str:
    """Give a folded word without its last vowel, so that Italian plurals meet; of English ones the "s" goes."""
    if len(word) > 4 and word[-1] in "aeios":
        return word[:-1]
    return word
