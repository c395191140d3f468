"""Which words a text takes from another: runs of a few words, whatever their case, accents and punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from filiera.common.folding import fold

RUN = 3
"""Words in a row from which a text quotes: “siero senza conservanti” tells a product."""

LONG = 5
"""Letters of a word that says something; a run has two of them at least, else it is grammar."""

_WORD = re.compile(r"\w+")


def quoted(text: str, sources: Iterable[str], *, besides: str) -> tuple[str, ...]:
    """Give what a text quotes of some sources, as it writes it; what stands in `besides` too is no quotation."""
    sought = {run for source in sources for run in _runs(_folded(source)) if run}.difference(_runs(_folded(besides)))
    spans = [one.span() for one in _WORD.finditer(text)]
    words = [fold(text[start:end]) for start, end in spans]
    hits = {at + ahead for at, run in enumerate(_runs(words)) if run in sought for ahead in range(RUN)}
    found: list[list[int]] = []
    for at in sorted(hits):
        if found and found[-1][-1] == at - 1:
            found[-1].append(at)
        else:
            found.append([at])
    return tuple(" ".join(text[spans[one[0]][0] : spans[one[-1]][1]].split()) for one in found)


def _folded(text: str) -> list[str]:
    return [fold(word) for word in _WORD.findall(text)]


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Give the runs of a list of words, one from each place; an empty one where a run says nothing."""
    runs = (tuple(words[at : at + RUN]) for at in range(max(0, len(words) - RUN + 1)))
    return [run if sum(len(word) >= LONG for word in run) > 1 else () for run in runs]
