"""Scores into answers: the best owners and documents, each with the sentence or two that count."""

from __future__ import annotations

from collections.abc import Mapping

from filiera.engine import signals
from filiera.engine.dense import top_places
from filiera.engine.index import Index
from filiera.engine.passage import counting_passage
from filiera.engine.scored import Scored
from filiera.engine.types import EvidenceAnswer, EvidenceHit, Feature, OwnerAnswer, OwnerHit, Question

# An owner is shown with at most this many pieces of evidence.
HITS_SHOWN = 3
_LANGUAGE_UNKNOWN = "xx"


class Explainer:
    """Makes the answer to one question from its scores; remembers what it works out on the way."""

    def __init__(self, index: Index, question: Question, scored: Scored) -> None:
        self._index = index
        self._question = question
        self._scored = scored
        self._spoken = signals.spoken_language(question)
        self._asked: dict[str, Mapping[str, float]] = {}

    def owners(self, matcher: str, top: int) -> OwnerAnswer:
        """Return the best owners that have any score, each with its best documents."""
        scored = self._scored
        places = [place for place in top_places(scored.owners, top).tolist() if scored.owners[place] > 0]
        hits = tuple(self._owner(place) for place in places)
        return OwnerAnswer(matcher, self._spoken, hits, scored.confidence, scored.no_evidence or not hits)

    def evidence(self, matcher: str, top: int) -> EvidenceAnswer:
        """Return the best documents that have any score."""
        scored = self._scored
        places = [place for place in top_places(scored.documents, top).tolist() if scored.documents[place] > 0]
        hits = tuple(self._document(place) for place in places)
        return EvidenceAnswer(matcher, self._spoken, hits, scored.confidence, scored.no_evidence or not hits)

    def _owner(self, owner: int) -> OwnerHit:
        scored = self._scored
        mine = self._index.store.owner_documents.members(owner)
        best = mine[top_places(scored.documents[mine], HITS_SHOWN)].tolist()
        hits = tuple(self._document(place) for place in best if scored.documents[place] > 0)
        features = {name: Feature(float(values[mine].clip(0, 1).max())) for name, values in scored.features}
        return OwnerHit(self._index.owner_ids[owner], float(scored.owners[owner]), hits, features)

    def _document(self, document: int) -> EvidenceHit:
        store = self._index.store
        units = store.document_units.members(document).tolist()
        # The version in the reader's language is the one to show.
        unit = next((unit for unit in units if store.unit_language(unit) == self._spoken), units[0])
        lang = store.unit_language(unit)
        start, end = store.passage_span(self._best_passage(unit))
        title, text = store.unit_text(unit)
        words_lang = lang or _LANGUAGE_UNKNOWN
        passage = counting_passage(text, start, end, self._words(words_lang), words_lang) or title
        return EvidenceHit(self._index.document_ids[document], float(self._scored.documents[document]), passage, lang)

    def _best_passage(self, unit: int) -> int:
        passages = self._index.store.unit_passages.members(unit)
        scores = self._scored.passages
        return int(passages[0] if scores is None or len(passages) == 1 else passages[scores[passages].argmax()])

    def _words(self, lang: str) -> Mapping[str, float]:
        """Return the question's words in a language, each weighing less the more documents hold it."""
        if lang not in self._asked:
            postings = self._index.postings[lang]
            found = signals.words_in(self._index, self._question, lang)
            self._asked[lang] = {word: weight / (1 + postings.frequency(word)) for word, weight in found.items()}
        return self._asked[lang]
