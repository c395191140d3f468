"""Reading of a text against the taxonomy: which competences it speaks of, how surely, and in which words.

The same reader serves questions (what is asked?) and evidence (what does it prove?). Words come first, because people
see them marked; meaning (the distance of sentence vectors) confirms, orders, and helps where no term was used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from filiera.engine.reading_bags import BagIndex
from filiera.engine.reading_meaning import Meaning, TextEmbedder, Vectors, embed_leaves
from filiera.engine.reading_terms import Occurrence, TermIndex
from filiera.engine.reading_words import Word, words_of
from filiera.engine.types import AskedCompetence, Competence


@dataclass(frozen=True, slots=True)
class EvidenceText:
    """A piece of evidence to read: its spans count from the start of `joined`."""

    title: str
    text: str
    lang: str | None = None
    kind: str | None = None

    @property
    def joined(self) -> str:
        """Join title and text as the reader reads them: a line each."""
        return f"{self.title}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Settings:
    """Weights of the reader, one set for questions and one for evidence.

    Chosen on the tuning halves of benchmarks/run_reading.py; the figures on the other halves stand in docs/reading.md.
    """

    context: float = 0.3  # how much a word of the branch nearby lifts a leaf
    contained: float = 0.35  # what is left of a term that lies within a longer term of another leaf
    outdone: float = 0.6  # a leaf below this share of the best leaf on the same words is halved
    bag: float = 0.4  # what shared rare words are worth beside a term
    meaning: float = 0.3  # what the highest standing in meaning adds to a leaf that is read in words
    alone: float = 0.0  # what the highest standing is worth where no word of the leaf is used
    low: float = 0.5  # standing (in standard deviations) at which meaning starts to count
    high: float = 3.5  # standing at which it counts in full
    floor: float = 0.5  # readings below are not reported
    most: int = 8  # readings of one text


QUESTION = Settings()
EVIDENCE = Settings(most=6)


@dataclass(slots=True)
class _Reading:
    """What the words say of one leaf: `terms` and `bag` in [0, 1], the words of the best proof."""

    terms: float = 0.0
    bag: float = 0.0
    indices: tuple[int, ...] = ()


class Reader:
    """A taxonomy ready to read texts; building it takes a moment, using it does not change it."""

    def __init__(
        self,
        competences: Sequence[Competence],
        embedder: TextEmbedder | None = None,
        weights: Mapping[tuple[str, str], float] | None = None,
        leaf_vectors: Vectors | None = None,
        question: Settings = QUESTION,
        evidence: Settings = EVIDENCE,
    ) -> None:
        """Index the terms and embed the leaves.

        `weights` maps (competence id, term) to a weight in (0, 1] where it is not 1. `leaf_vectors` [leaf, d] are the
        vectors that `embed_leaves` gave earlier for `leaves`, in that order.
        """
        parents = {one.parent_id for one in competences}
        self.leaves = tuple(one for one in competences if one.id not in parents)
        self._row = {leaf.id: row for row, leaf in enumerate(self.leaves)}
        self._parent = {one.id: one.parent_id for one in competences}
        self._terms = TermIndex(competences, weights or {})
        self._bags = BagIndex(self.leaves)
        self._embedder = embedder
        self._question, self._evidence = question, evidence
        if leaf_vectors is None and embedder is not None:
            leaf_vectors = embed_leaves(self.leaves, embedder)
        self._meaning = None if leaf_vectors is None else Meaning(leaf_vectors)

    def read_question(
        self, text: str, lang: str | None = None, vector: Vectors | None = None
    ) -> tuple[AskedCompetence, ...]:
        """Tell which leaves a question asks for, best first; none where it asks for nothing of the taxonomy.

        `vector` [d] is the question's unit vector where the caller has it already. Terms of both languages are read
        whatever `lang` says, because people mix them.
        """
        if vector is None and self._embedder is not None and text.strip():
            vector = self._embedder.embed_questions([text])[0]
        return self._report(text, self._question, correct=True, standing=self._standing_of(vector))

    def read_evidence(
        self, title: str, text: str, lang: str | None = None, kind: str | None = None, vector: Vectors | None = None
    ) -> tuple[AskedCompetence, ...]:
        """Tell which leaves a piece of evidence speaks for; spans count in the title, a line break, then the text."""
        vectors = None if vector is None else vector[None, :]
        return self.read_many([EvidenceText(title, text, lang, kind)], vectors)[0]

    def read_many(
        self, items: Sequence[EvidenceText], vectors: Vectors | None = None
    ) -> list[tuple[AskedCompetence, ...]]:
        """Read many pieces of evidence; `vectors` [n, d] in the same order, embedded here where they are missing."""
        if vectors is None and self._embedder is not None and items:
            vectors = self._embedder.embed_passages([item.joined for item in items])
        standings = self._meaning.standing(vectors) if self._meaning is not None and vectors is not None else None
        return [
            self._report(
                item.joined, self._evidence, correct=False, standing=None if standings is None else standings[row]
            )
            for row, item in enumerate(items)
        ]

    def _standing_of(self, vector: Vectors | None) -> Vectors | None:
        if vector is None or self._meaning is None:
            return None
        row: Vectors = self._meaning.standing(vector[None, :])[0]
        return row

    def _report(
        self, text: str, settings: Settings, correct: bool, standing: Vectors | None
    ) -> tuple[AskedCompetence, ...]:
        words = words_of(text)
        misspelt: frozenset[int] = frozenset()
        if correct:
            words, misspelt = self._terms.corrected(words)
        if not words:
            return ()
        readings = self._in_words(words, misspelt, settings)
        scored = _scored(readings, self._row, standing, settings)
        kept = sorted(scored.items(), key=lambda pair: (-pair[1], pair[0]))[: settings.most]
        return tuple(
            AskedCompetence(identifier, round(score, 4), *_span(readings.get(identifier), words))
            for identifier, score in kept
            if score >= settings.floor
        )

    def _in_words(self, words: Sequence[Word], misspelt: frozenset[int], settings: Settings) -> dict[str, _Reading]:
        """Join the terms and the shared rare words of each leaf, its branches' words nearby taken into account."""
        found = self._terms.occurrences(words, misspelt)
        leaves = [one for one in found if one.competence_id in self._row]
        branches: dict[str, list[Occurrence]] = defaultdict(list)
        for one in found:
            if one.competence_id not in self._row:
                branches[one.competence_id].append(one)
        lifted = [self._lifted(one, branches, settings) for one in leaves]
        judged = _judged(lifted, settings)
        readings: dict[str, _Reading] = defaultdict(_Reading)
        for identifier, occurrences in judged.items():
            readings[identifier].terms, readings[identifier].indices = _joined(occurrences)
        for one in self._bags.occurrences(words):
            reading = readings[one.competence_id]
            reading.bag = one.value
            reading.indices = reading.indices or one.indices
        return readings

    def _lifted(self, one: Occurrence, branches: Mapping[str, Sequence[Occurrence]], settings: Settings) -> Occurrence:
        used = set(one.indices)
        context, branch = 0.0, self._parent.get(one.competence_id)
        while branch is not None:
            context = max(
                [context, *(near.value for near in branches.get(branch, ()) if not used.issuperset(near.indices))]
            )
            branch = self._parent.get(branch)
        return Occurrence(one.competence_id, one.indices, one.value * (1 + settings.context * context))


def _judged(found: Sequence[Occurrence], settings: Settings) -> dict[str, list[Occurrence]]:
    """Weaken terms that lie within a longer term of another leaf, and those clearly outdone on the same words."""
    by_index: dict[int, list[Occurrence]] = defaultdict(list)
    for one in found:
        for index in one.indices:
            by_index[index].append(one)
    judged: dict[str, list[Occurrence]] = defaultdict(list)
    for one in found:
        rivals = [
            other
            for index in one.indices
            for other in by_index[index]
            if other.competence_id != one.competence_id and other.value > one.value
        ]
        value, used = one.value, set(one.indices)
        if any(used < set(other.indices) for other in rivals):
            value *= settings.contained
        elif any(used <= set(other.indices) and one.value < settings.outdone * other.value for other in rivals):
            value *= 0.5
        judged[one.competence_id].append(Occurrence(one.competence_id, one.indices, value))
    return judged


def _joined(occurrences: Sequence[Occurrence]) -> tuple[float, tuple[int, ...]]:
    """Join terms on different words as independent proofs; the words are those of the best."""
    ordered = sorted(occurrences, key=lambda one: (-one.value, one.indices))
    missing, used = 1.0, set[int]()
    for one in ordered:
        if used.isdisjoint(one.indices):
            used.update(one.indices)
            missing *= 1 - min(one.value, 0.98)
    return 1 - missing, ordered[0].indices


def _scored(
    readings: Mapping[str, _Reading], rows: Mapping[str, int], standing: Vectors | None, settings: Settings
) -> dict[str, float]:
    """Blend terms, rare words and meaning of every leaf into one score in [0, 1]."""
    scores: dict[str, float] = {}
    candidates = rows if standing is not None and settings.alone > 0 else readings
    for identifier in candidates:
        reading = readings.get(identifier) or _Reading()
        words = 1 - (1 - reading.terms) * (1 - settings.bag * reading.bag)
        if standing is None:
            scores[identifier] = words
            continue
        near = (float(standing[rows[identifier]]) - settings.low) / (settings.high - settings.low)
        near = min(1.0, max(0.0, near))
        in_words = words * (1 - settings.meaning + settings.meaning * near)
        scores[identifier] = 1 - (1 - in_words) * (1 - settings.alone * near)
    return scores


def _span(reading: _Reading | None, words: Sequence[Word]) -> tuple[int, int]:
    if reading is None or not reading.indices:
        return words[0].start, words[-1].end
    return words[reading.indices[0]].start, words[reading.indices[-1]].end
