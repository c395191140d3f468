"""A question that names a group of the taxonomy and none of its leaves ("chi fa riempimento?") asks for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from filiera.engine.reading_terms import Occurrence
from filiera.engine.reading_words import Word

# Chosen on the tuning halves of benchmarks/run_reading.py: nothing that asks for nothing is read there.
SCORE = 0.75  # the group is surely meant, though not which of its leaves
LEAST = 0.5  # a group's term must be as good as a word of its own
SHARE = 0.5  # of the words that say something: "come si rinnova la carta d'identità" asks for no cardboard
_ASKING = """
fa fanno faccia facciano fare cerco cerchiamo cerca serve servono nessuno qualcuno partner fornitore fornitori azienda
aziende anybody anyone nobody somebody someone make makes need needs looking find supplier suppliers company companies
"""
ASKING = frozenset(_ASKING.split())


def group_asked(
    words: Sequence[Word], found: Sequence[Occurrence], groups: Mapping[str, Sequence[str]]
) -> Occurrence | None:
    """Give the term of the group that a question names, the best where it names several; None where it names none.

    `groups` maps each competence that stands right above leaves to these; `found` holds the terms of all competences.
    """
    named = [one for one in found if one.competence_id in groups and one.value >= LEAST]
    best = max(named, key=lambda one: (one.value, one.competence_id), default=None)
    saying = sum(word.folded not in ASKING for word in words)
    return best if best is not None and len(best.indices) >= SHARE * saying else None
