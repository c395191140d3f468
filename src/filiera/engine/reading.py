"""Reading of a text against the taxonomy: which competences it speaks of, how surely, and in which words.

The same reader serves questions (what is asked?) and evidence (what does it prove?). Words come first, because people
see them marked; meaning (the nearness of sentence vectors) confirms, orders, and helps where no term was used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from filiera.engine.reading_bags import BagIndex
from filiera.engine.reading_blend import (
    FLOOR,
    Profiles,
    Settings,
    free_clause,
    scores_of,
    sentence_around,
    span_of_words,
)
from filiera.engine.reading_groups import SCORE, Named, named_alone
from filiera.engine.reading_meaning import Meaning, TextEmbedder, Vectors, embed_leaves
from filiera.engine.reading_parts import PART_PENALTY, parts_left
from filiera.engine.reading_proofs import Proof, Tree, proofs_of
from filiera.engine.reading_terms import Occurrence, TermIndex
from filiera.engine.reading_words import Word, words_of
from filiera.engine.text import Span, sentences
from filiera.engine.types import AskedCompetence, Competence

NAMED = 0.85
"""Score by words alone from which a sentence is looked at by itself: by eye, on fourteen calls."""


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


class Reader:
    """A taxonomy ready to read texts; building it takes a moment, using it does not change it."""

    def __init__(
        self,
        competences: Sequence[Competence],
        embedder: TextEmbedder | None = None,
        weights: Mapping[tuple[str, str], float] | None = None,
        leaf_vectors: Vectors | None = None,
        profiles: Profiles | None = None,
    ) -> None:
        """Index the terms and embed the leaves.

        `weights` maps (competence id, term) to a weight in (0, 1] where it is not 1. `leaf_vectors` [leaf, d] are the
        vectors that `embed_leaves` gave earlier for `leaves`, in that order.
        """
        branches = {one.parent_id for one in competences}
        self.leaves = tuple(one for one in competences if one.id not in branches)
        self._row = {leaf.id: row for row, leaf in enumerate(self.leaves)}
        self._tree = Tree(frozenset(self._row), {one.id: one.parent_id for one in competences})
        self._parents = {leaf.id: leaf.parent_id for leaf in self.leaves}
        self._groups: dict[str, list[str]] = defaultdict(list)
        for leaf in self.leaves:
            if leaf.parent_id is not None:
                self._groups[leaf.parent_id].append(leaf.id)
        self._terms = TermIndex(competences, weights or {})
        self._bags = BagIndex(self.leaves)
        self._embedder = embedder
        chosen = profiles or Profiles()
        self._question, self._evidence = chosen.question, chosen.evidence
        if leaf_vectors is None and embedder is not None and self.leaves:
            leaf_vectors = embed_leaves(self.leaves, embedder)
        self._meaning = None if leaf_vectors is None else Meaning(leaf_vectors)

    def read_question(
        self, text: str, lang: str | None = None, vector: Vectors | None = None
    ) -> tuple[AskedCompetence, ...]:
        """Tell which leaves a question asks for, best first; none where it asks for nothing of the taxonomy.

        `vector` [d] is the question's unit vector where the caller has it already. Terms of both languages are read
        whatever `lang` says, because people mix them.
        """
        words, misspelt = self._terms.corrected(words_of(text, is_question=True))
        if not words:
            return ()
        if vector is None and self._embedder is not None:
            vector = self._embedder.embed_questions([text])[0]
        standing = None
        if vector is not None and self._meaning is not None:
            standing = self._meaning.standing(vector[None, :])[0]
        settled = self._terms.settled(words, misspelt)
        return self._asked(text, settled, self._terms.occurrences(settled, misspelt), standing)

    def read_evidence(
        self, title: str, text: str, lang: str | None = None, kind: str | None = None, vector: Vectors | None = None
    ) -> tuple[AskedCompetence, ...]:
        """Tell which leaves a piece of evidence speaks for, each with the sentence that does.

        Spans count in the title, a line break, then the text. `vector` [d] is its unit vector as a passage.
        """
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
            self._spoken(item.joined, None if standings is None else standings[row]) for row, item in enumerate(items)
        ]

    def read_apart(self, text: str, read: Collection[str]) -> tuple[AskedCompetence, ...]:
        """Tell which leaves beside `read` single sentences of a text name, best first, each with that sentence.

        A text of many sentences has one meaning, near what it speaks of most. A sentence whose words name a leaf nearly
        for sure is looked at by itself, with a meaning of its own.
        """
        named: list[tuple[Span, set[str]]] = []
        for span in sentences(text):
            leaves = {
                one.competence_id for one in self._spoken(text[span.start : span.end], None) if one.score >= NAMED
            }
            if leaves - set(read):
                named.append((span, leaves - set(read)))
        items = [EvidenceText("", text[span.start : span.end]) for span, _leaves in named]
        best: dict[str, AskedCompetence] = {}
        for (span, leaves), found in zip(named, self.read_many(items), strict=True):
            for one in found:
                known = best.get(one.competence_id)
                if one.competence_id in leaves and (known is None or one.score > known.score):
                    best[one.competence_id] = AskedCompetence(one.competence_id, one.score, span.start, span.end)
        return tuple(sorted(best.values(), key=lambda one: (-one.score, one.competence_id)))

    def _proofs(self, words: Sequence[Word], found: Sequence[Occurrence], settings: Settings) -> dict[str, Proof]:
        return proofs_of(words, found, self._bags.occurrences(words), self._tree, settings.judgement)

    def _best(
        self, proofs: Mapping[str, Proof], standing: Vectors | None, settings: Settings
    ) -> list[tuple[str, float]]:
        scores = scores_of(proofs, self._row, standing, settings)
        passing = [(identifier, score) for identifier, score in scores.items() if score >= FLOOR]
        return sorted(passing, key=lambda pair: (-pair[1], pair[0]))[: settings.most]

    def _asked(
        self, text: str, words: Sequence[Word], found: Sequence[Occurrence], standing: Vectors | None
    ) -> tuple[AskedCompetence, ...]:
        proofs = self._proofs(words, found, self._question)
        best = self._best(proofs, standing, self._question)
        if standing is not None and (parts := parts_left(text, words, proofs, {leaf for leaf, _score in best})):
            best = self._best(proofs, self._standing_by_parts(standing, parts), self._question)
        spans = {identifier: span_of_words(proofs.get(identifier, Proof()), words) for identifier, _ in best}
        taken = [span for span in spans.values() if span is not None]
        read = tuple(
            AskedCompetence(identifier, round(score, 4), *(spans[identifier] or free_clause(text, taken)))
            for identifier, score in best
        )
        named = named_alone(words, found, self._parents, self._groups)
        if named is None or (read and not named.is_all):
            return read
        return self._named(named, words, standing, read)

    def _named(
        self, named: Named, words: Sequence[Word], standing: Vectors | None, read: tuple[AskedCompetence, ...]
    ) -> tuple[AskedCompetence, ...]:
        """Give the leaves that a question of one term names, and what else is read in it; where too many, the nearest.

        Of a group that is all that the question says, nothing else is read: its word alone brought it up.
        """
        leaves = list(named.leaves)
        if standing is not None:
            leaves.sort(key=lambda leaf: -float(standing[self._row[leaf]]))
        start, end = words[min(named.indices)].start, words[max(named.indices)].end
        scores = {one.competence_id: one.score for one in read}
        chosen = sorted(leaves[: self._question.most])
        asked = [AskedCompetence(leaf, max(SCORE, scores.get(leaf, 0.0)), start, end, named.group) for leaf in chosen]
        is_group = named.group is not None and set(named.leaves) == set(self._groups[named.group])
        others = () if is_group else (one for one in read if one.competence_id not in chosen)
        return tuple(sorted((*asked, *others), key=lambda one: (-one.score, one.competence_id)))[: self._question.most]

    def _standing_by_parts(self, standing: Vectors, parts: Mapping[str, Sequence[str]]) -> Vectors:
        """Give the standing [leaf] with that of a part, where it is higher, for the leaves that have their words in it."""
        if self._embedder is None or self._meaning is None:
            return standing
        lifted = standing.copy()
        alone = self._meaning.standing(self._embedder.embed_questions(list(parts))) - PART_PENALTY
        for row, leaves in enumerate(parts.values()):
            for leaf in leaves:
                place = self._row[leaf]
                lifted[place] = max(lifted[place], alone[row, place])
        return lifted

    def _spoken(self, text: str, standing: Vectors | None) -> tuple[AskedCompetence, ...]:
        words = words_of(text)
        if not words:
            return ()
        settled = self._terms.settled(words)
        proofs = self._proofs(settled, self._terms.occurrences(settled), self._evidence)
        readings = []
        for identifier, score in self._best(proofs, standing, self._evidence):
            span = span_of_words(proofs.get(identifier, Proof()), words) or (words[0].start, words[-1].end)
            readings.append(AskedCompetence(identifier, round(score, 4), *sentence_around(text, *span)))
        return tuple(readings)
