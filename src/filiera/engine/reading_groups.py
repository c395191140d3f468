"""A question that is only a term ("flaconi", "chi fa riempimento?") asks for whatever the taxonomy calls so.

The vector of so few words says little, and a term that several leaves share counts less for each; here there is nothing
else that the question could mean. A group that is named alone asks for all its leaves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from filiera.engine.reading_terms import Occurrence
from filiera.engine.reading_words import Word

# Chosen on the tuning halves of benchmarks/run_reading.py: nothing that asks for nothing is read there.
SCORE = 0.75  # it is surely meant, though not which of several leaves
LEAST_LEAF = 0.35  # a term that two leaves share is enough, one that only hints at a leaf is not
OUTDONE = 0.75  # leaves below this share of the best are not meant
LEAST_GROUP = 0.35  # as for a leaf: words of a group are words of many leaves
SHARE = 0.5  # of the words that say something: "come si rinnova la carta d'identità" asks for no cardboard
_ASKING = """
fa fanno faccia facciano fare cerco cerchiamo cerca serve servono nessuno qualcuno partner fornitore fornitori azienda
aziende produce producono anybody anyone nobody somebody someone make makes need needs looking find supplier suppliers
company companies
"""
ASKING = frozenset(_ASKING.split())


@dataclass(frozen=True, slots=True)
class Named:
    """What a question of one term names: the leaves, in words `indices`; `group` where any leaf of it will do.

    `is_all` tells that the question says nothing else.
    """

    leaves: tuple[str, ...]
    indices: tuple[int, ...]
    group: str | None
    is_all: bool


def named_alone(
    words: Sequence[Word],
    found: Sequence[Occurrence],
    parents: Mapping[str, str | None],
    groups: Mapping[str, list[str]],
) -> Named | None:
    """Give what a question names where it is one term and little else; None where it is more, or no term.

    `found` holds the terms of all competences, `parents` the competence above each leaf, `groups` the leaves of each that
    stands right above some.
    """
    saying = {place for place, word in enumerate(words) if word.folded not in ASKING}
    if not saying:
        return None
    exact = [one for one in found if saying <= set(one.indices)]
    own = [one for one in exact if one.competence_id in parents and one.value >= LEAST_LEAF]
    if own:
        first = max(own, key=lambda one: (one.value, one.competence_id))
        leaves = tuple(sorted({one.competence_id for one in own if one.value >= OUTDONE * first.value}))
        above = {parents[leaf] for leaf in leaves}
        return Named(leaves, first.indices, above.pop() if len(leaves) > 1 and len(above) == 1 else None, True)
    named = [one for one in found if one.competence_id in groups and one.value >= LEAST_GROUP]
    best = max(named, key=lambda one: (one.value, one.competence_id), default=None)
    if best is None or len(best.indices) < SHARE * len(saying):
        return None
    return Named(tuple(groups[best.competence_id]), best.indices, best.competence_id, saying <= set(best.indices))
