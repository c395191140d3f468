"""The parts of a question that its vector as a whole says too little of: each is looked at again by itself.

A need of several parts ("who makes my lipstick? 3,000 pieces, vegan") has one vector, near the part that weighs most. What
was read already is taken out, and the clauses that are left are embedded alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from filiera.engine.reading_proofs import Proof
from filiera.engine.reading_words import Word

# Chosen on the tuning halves of benchmarks/run_reading.py, and on pairs of their questions joined into one: recall of the
# pairs 0.89 to 0.93 in Italian and 0.94 to 0.97 in English, the precision of single questions within 0.01.
LEAST_TERMS = 0.35  # a leaf with weaker words is not looked for again
PART_PENALTY = 0.25  # standard deviations: a part is shorter, and stands out more easily
_CLAUSE = re.compile(r"(?:[^,.;:?!\n]|(?<=\d)[,.](?=\d))+")  # "1,000" is one number


def parts_left(
    text: str, words: Sequence[Word], proofs: Mapping[str, Proof], read: Collection[str]
) -> dict[str, list[str]]:
    """Give the clauses that hold words of a leaf that was not read, without the words that were, and those leaves.

    `read` are the leaves that the question as a whole was read as; where there is none, no part is looked at.
    """
    used = {index for leaf in read for index in proofs.get(leaf, Proof()).indices}
    waiting = [
        (leaf, proof.indices)
        for leaf, proof in proofs.items()
        if leaf not in read and proof.terms >= LEAST_TERMS and used.isdisjoint(proof.indices)
    ]
    if not read or not waiting:
        return {}
    letters = list(text)
    for index in used:
        letters[words[index].start : words[index].end] = " " * (words[index].end - words[index].start)
    blanked = "".join(letters)
    parts: dict[str, list[str]] = {}
    for clause in _CLAUSE.finditer(text):
        leaves = [leaf for leaf, indices in waiting if all(_within(words[index], clause) for index in indices)]
        if leaves:
            part = " ".join(blanked[clause.start() : clause.end()].split())
            parts.setdefault(part, []).extend(leaves)
    return parts


def _within(word: Word, clause: re.Match[str]) -> bool:
    return clause.start() <= word.start and word.end <= clause.end()
