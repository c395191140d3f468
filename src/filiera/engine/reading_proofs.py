"""What the words of a text prove for each leaf: terms lifted by their branch, weakened by rivals, joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from filiera.engine.reading_terms import Occurrence
from filiera.engine.reading_words import Word

# In a long text a term may stand by chance: beyond this many words, a single word counts with the square root of the
# share that this length makes of the whole, a phrase with the fourth root. Chosen on abstracts of research projects
# far from the sector (benchmarks/run_reading.py prints what is read in them) without a loss on the tuning half.
LONG_FROM = 40
LONG_WORD, LONG_PHRASE = 0.5, 0.25


@dataclass(frozen=True, slots=True)
class Judgement:
    """How terms that meet in one text weigh on each other; each weight is chosen as `reading_blend.Blend` says."""

    context: float  # how much a word of the branch nearby lifts a leaf
    contained: float  # what is left of a single word that lies within a term of another leaf
    contained_phrase: float  # the same for a phrase: "flacone airless" within "riempire in flacone airless"
    outdone: float  # a leaf below this share of the best leaf on the same words is halved


@dataclass(frozen=True, slots=True)
class Tree:
    """The taxonomy as far as proofs need it: the ids of the leaves, the parent of every competence."""

    leaves: Collection[str]
    parents: Mapping[str, str | None]


@dataclass(slots=True)
class Proof:
    """What the words say of one leaf: `terms` and `bag` in [0, 1], and the words of the best term."""

    terms: float = 0.0
    bag: float = 0.0
    indices: tuple[int, ...] = ()


def proofs_of(
    words: Sequence[Word],
    found: Sequence[Occurrence],
    bags: Sequence[Occurrence],
    tree: Tree,
    judgement: Judgement,
) -> dict[str, Proof]:
    """Join the terms and the shared rare words of each leaf; `found` holds the terms of branches too."""
    branches: dict[str, list[Occurrence]] = defaultdict(list)
    for one in found:
        if one.competence_id not in tree.leaves:
            branches[one.competence_id].append(one)
    share = min(1.0, LONG_FROM / max(1, len(words)))
    lifted = [
        _lifted(one, branches, tree.parents, judgement.context, share)
        for one in found
        if one.competence_id in tree.leaves
    ]
    proofs: dict[str, Proof] = defaultdict(Proof)
    for identifier, occurrences in _judged(lifted, judgement).items():
        proofs[identifier].terms, proofs[identifier].indices = _joined(occurrences, words)
    for one in bags:
        proof = proofs[one.competence_id]
        proof.bag = one.value * share**LONG_WORD
        proof.indices = proof.indices or one.indices
    return dict(proofs)


def _lifted(
    one: Occurrence,
    branches: Mapping[str, Sequence[Occurrence]],
    parents: Mapping[str, str | None],
    weight: float,
    share: float,
) -> Occurrence:
    used = set(one.indices)
    context, branch = 0.0, parents.get(one.competence_id)
    while branch is not None:
        near = (other.value for other in branches.get(branch, ()) if not used.issuperset(other.indices))
        context = max(context, *near, 0.0)
        branch = parents.get(branch)
    length = share ** (LONG_WORD if len(one.indices) == 1 else LONG_PHRASE)
    return Occurrence(one.competence_id, one.indices, one.value * length * (1 + weight * context))


def _judged(found: Sequence[Occurrence], judgement: Judgement) -> dict[str, list[Occurrence]]:
    """Weaken terms that lie within a longer term of another leaf, and those clearly outdone on the same words."""
    by_index: dict[int, list[Occurrence]] = defaultdict(list)
    for one in found:
        for index in one.indices:
            by_index[index].append(one)
    judged: dict[str, list[Occurrence]] = defaultdict(list)
    for one in found:
        used, value = set(one.indices), one.value
        # A rival that takes in all the words of this term stands under each of them: one word is enough to find it.
        rivals = [
            other
            for other in by_index[one.indices[0]]
            if other.competence_id != one.competence_id and other.value > one.value and used <= set(other.indices)
        ]
        if any(len(other.indices) > len(used) for other in rivals):
            value *= judgement.contained if len(used) == 1 else judgement.contained_phrase
        elif any(one.value < judgement.outdone * other.value for other in rivals):
            value *= 0.5
        judged[one.competence_id].append(Occurrence(one.competence_id, one.indices, value))
    return judged


def _joined(occurrences: Sequence[Occurrence], words: Sequence[Word]) -> tuple[float, tuple[int, ...]]:
    """Join terms of different words as independent proofs, a repeated one once; the words are those of the best."""
    ordered = sorted(occurrences, key=lambda one: (-one.value, one.indices))
    missing, used = 1.0, set[str]()
    for one in ordered:
        folded = {words[index].folded for index in one.indices}
        if used.isdisjoint(folded):
            used.update(folded)
            missing *= 1 - min(one.value, 0.98)
    return 1 - missing, ordered[0].indices
