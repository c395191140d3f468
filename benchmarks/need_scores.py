"""What the product's own engine thinks of the simulated year: each need matched with organisations as an answer is made.

Evidence is read and weighed as the map's operations do, retrieval and claims are joined as `competence/queries/ranking.py`
does, without the database: `test_need_year.py` holds the copy of its rule to the original.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from benchmarks.need_world import YEAR_BEGINS, Need, World
from benchmarks.run_quality import Remembering
from filiera.competence.logic import blended_score, nobody_can
from filiera.engine.coverage import HOLDER_STRENGTH
from filiera.engine.embedding import Embedder, VectorCache, Vectors, embed_cached
from filiera.engine.index import Index
from filiera.engine.matching import matcher
from filiera.engine.reading import EvidenceText, Reader
from filiera.engine.reading_files import weights_of
from filiera.engine.scored import Scored
from filiera.engine.strength import Proof, strength
from filiera.engine.types import AskedCompetence, Document, Question

# As many as a need's page shows, and routing looks at.
LOOKED_AT = 60
# Reading in [0, 1] from which proof counts; `PROVED_FIRST` of competence/queries/ranking.py.
SURELY = 0.6

Claims = Mapping[str, Mapping[int, float]]
"""Strength in [0, 1] of each organisation, by competence."""


class Match(NamedTuple):
    """How well an organisation fits a need, in [0, 1], and whether it holds something of what is surely asked."""

    score: float
    has_proof: bool


Matches = Mapping[int, Match]
"""The best organisations of a need, best first."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the map of a world says, beside what is true of it: shares in [0, 1] of claims that hold."""

    precision: float
    recall: float


class Kept(Remembering):
    """A model that embeds a question once in a run, and a passage once between runs where a cache is given."""

    def __init__(self, model: Embedder, cache: VectorCache | None = None) -> None:
        super().__init__(model)
        self._cache = cache

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed by the model what the cache does not know."""
        return embed_cached(self._model, texts, self._cache)


class Matching:
    """A world with its index, reader and claims, ready to match needs."""

    def __init__(self, world: World, folder: Path, model: Embedder, share: float) -> None:
        self._world = world
        documents = _kept(world.documents, share)
        self.index = Index.build(folder, documents, model)
        self._owners = [int(key[1:]) for key in self.index.owner_ids]
        self._reader = Reader(world.known, model, weights_of(world.terms))
        self._matcher = matcher()
        self.claims = self._weighed(documents)

    @classmethod
    @contextmanager
    def opened(cls, world: World, model: Embedder, share: float = 1.0) -> Iterator[Matching]:
        """Build it in a temporary folder; `share` of the evidence is there."""
        with tempfile.TemporaryDirectory(prefix="filiera-need-year-") as folder:
            yield cls(world, Path(folder), model, share)

    def scores(self, need: Need) -> tuple[Matches, Matches]:
        """Return the best organisations, best first, as the need is read, and with what people say that it is about.

        Nobody where the honest answer is that nobody can.
        """
        read = self._reader.read_question(need.text, need.lang)
        tagged = tuple(AskedCompetence(tag, 1.0, 0, len(need.text)) for tag in sorted(need.tags))
        scored = self._matcher.score(self.index, Question(need.text, need.lang))
        ranked = sorted(zip(self._owners, scored.owners.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
        hits = {} if scored.no_evidence else {owner: score for owner, score in ranked[:LOOKED_AT] if score > 0}
        return self._matches(hits, scored, read), self._matches(hits, scored, tagged)

    def _matches(self, hits: Mapping[int, float], scored: Scored, found: Sequence[AskedCompetence]) -> Matches:
        claims = {one.competence_id: self.claims.get(one.competence_id, {}) for one in found}
        held = {code for code, by in claims.items() if any(value >= HOLDER_STRENGTH for value in by.values())}
        nobody = nobody_can(
            retrieval_found_none=scored.no_evidence,
            confidence=scored.confidence,
            asked=len(found),
            uncovered=len({one.competence_id for one in found} - held),
            surest_covered=max((one.score for one in found if one.competence_id in held), default=0.0),
        )
        joined = {} if nobody else joined_scores(hits, claims, found)
        is_sure = max((one.score for one in found), default=0.0) >= SURELY
        proved = holders_of(claims) if is_sure else set()
        best = sorted(joined, key=lambda owner: (owner not in proved, -joined[owner], owner))[:LOOKED_AT]
        return {owner: Match(min(1.0, max(0.0, joined[owner])), owner in proved) for owner in best}

    def seen(self) -> Seen:
        """Compare the claims that hold with what organisations can truly do."""
        true = {(firm.number, leaf) for firm in self._world.firms for leaf in firm.abilities}
        held = {
            (owner, leaf) for leaf, by in self.claims.items() for owner, value in by.items() if value >= HOLDER_STRENGTH
        }
        return Seen(len(true & held) / max(1, len(held)), len(true & held) / max(1, len(true)))

    def _weighed(self, documents: Sequence[Document]) -> Claims:
        items = [EvidenceText("", one.versions[0].text, one.versions[0].lang, one.kind) for one in documents]
        proofs: dict[tuple[int, str], list[Proof]] = defaultdict(list)
        for one, readings in zip(documents, self._reader.read_many(items), strict=True):
            for read in readings:
                is_others = one.id in self._world.independent
                proof = Proof(one.id, one.kind or "", min(1.0, read.score), one.date, independent=is_others)
                proofs[(int(one.owners[0][1:]), read.competence_id)].append(proof)
        claims: dict[str, dict[int, float]] = defaultdict(dict)
        for (owner, leaf), stated in proofs.items():
            claims[leaf][owner] = strength(stated, YEAR_BEGINS).value
        return claims


def holders_of(claims: Claims) -> set[int]:
    """Give the organisations that hold something of what is asked."""
    return {owner for by in claims.values() for owner, value in by.items() if value >= HOLDER_STRENGTH}


def joined_scores(hits: Mapping[int, float], claims: Claims, found: Collection[AskedCompetence]) -> dict[int, float]:
    """Join what retrieval found with the claims on what is asked; either alone can bring an organisation in."""
    things = {one.competence_id: one.group or one.competence_id for one in found}
    weights = {things[one.competence_id]: one.score for one in found}
    scores = {}
    for owner in set(hits) | holders_of(claims):
        strengths: dict[str, float] = {}
        for code, by in claims.items():
            if owner in by:
                strengths[things[code]] = max(by[owner], strengths.get(things[code], 0.0))
        scores[owner] = blended_score(hits.get(owner, 0.0), strengths, weights, held_at=HOLDER_STRENGTH)
    return scores


def _kept(documents: Sequence[Document], share: float) -> list[Document]:
    """Keep every so many pieces of evidence, always the same."""
    return [one for place, one in enumerate(documents) if int((place + 1) * share) > int(place * share)]
