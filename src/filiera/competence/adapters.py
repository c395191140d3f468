"""Rows into what the engine takes, and back: documents, readers, vectors, and the one index in use."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from django.conf import settings
from django.db import connection

from filiera.common.kept import Kept
from filiera.competence.enums import PROVING_ROLES
from filiera.competence.models import Competence, Evidence, EvidenceLink, Vector
from filiera.engine.embedding import Embedder, Vectors, digest, embedder
from filiera.engine.index import Index, IndexMissing
from filiera.engine.reading import Reader
from filiera.engine.reading_meaning import embed_leaves
from filiera.engine.store import Store
from filiera.engine.types import Competence as EngineCompetence
from filiera.engine.types import Document, Version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

Progress = Callable[[int, int], None]

QUESTIONS_KEPT = 64
"""A question is embedded once though the index, the reader and the next page of answers all ask for it."""


TEXTS_AT_ONCE = 16
"""Texts embedded between two looks at the clock: a second or two of the model on a small machine."""

PIECES_AT_ONCE = 200
"""Pieces of evidence that are read at a time to see what of them is not embedded."""


class RememberingEmbedder:
    """An embedder that keeps the vectors of the last questions; everything else it hands on."""

    def __init__(self, model: Embedder) -> None:
        self._model = model
        self._questions: Kept[Vectors] = Kept(QUESTIONS_KEPT)

    @property
    def id(self) -> str:
        """Give the model's id."""
        return self._model.id

    @property
    def dimensions(self) -> int:
        """Give the length of a vector."""
        return self._model.dimensions

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed texts that will be searched, float32 [texts, dimensions]."""
        return self._model.embed_passages(texts)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Embed questions, float32 [texts, dimensions], asking the model only for those not asked lately."""
        return np.stack([self._questions.get(text, partial(self._one, text)) for text in texts])

    def remember(self, text: str, vector: Vectors) -> None:
        """Take the vector of a question that was embedded elsewhere."""
        self._questions.get(text, lambda: vector)

    def _one(self, text: str) -> Vectors:
        vector: Vectors = self._model.embed_questions([text])[0]
        return vector


class DatabaseVectors:
    """The table of vectors as the engine's cache, so that nothing is embedded twice."""

    def __init__(self, model: Embedder) -> None:
        self._model = model

    def get_many(self, digests: Sequence[str]) -> Mapping[str, Vectors]:
        """Give the vectors that are known."""
        found: dict[str, Vectors] = {}
        for start in range(0, len(digests), 500):
            rows = Vector.objects.filter(digest__in=digests[start : start + 500]).values_list("digest", "data")
            found.update({key: np.frombuffer(bytes(data), dtype="<f4") for key, data in rows})
        return found

    def known(self, digests: Sequence[str]) -> set[str]:
        """Tell of which of these a vector is kept."""
        found: set[str] = set()
        for start in range(0, len(digests), 500):
            rows = Vector.objects.filter(digest__in=digests[start : start + 500])
            found.update(rows.values_list("digest", flat=True))
        return found

    def put_many(self, vectors: Mapping[str, Vectors]) -> None:
        """Keep these vectors; one that is there already is left."""
        rows = [
            Vector(digest=key, model=self._model.id[:60], data=np.asarray(vector, dtype="<f4").tobytes())
            for key, vector in vectors.items()
        ]
        Vector.objects.bulk_create(rows, ignore_conflicts=True, batch_size=200)


@cache
def _embedder(name: str, folder: Path) -> RememberingEmbedder:
    return RememberingEmbedder(embedder(name, model_dir=folder))


def current_embedder() -> RememberingEmbedder:
    """Give the model that the settings name; loaded once a process."""
    return _embedder(settings.EMBEDDER, Path(settings.MODEL_DIR))


def taxonomy() -> tuple[tuple[EngineCompetence, ...], dict[tuple[str, str], float]]:
    """Give the taxonomy as the engine reads it, and the weights of its terms; retired competences are left out."""
    found, weights = [], {}
    for row in Competence.objects.filter(successor=None).order_by("ordinal"):
        terms = {"it": [*row.synonyms_it], "en": [*row.synonyms_en]}
        for lang, pairs in (("it", row.terms_it), ("en", row.terms_en)):
            for term, weight in pairs:
                terms[lang].append(term)
                if weight != 1:
                    weights[(row.code, term)] = weight
        found.append(
            EngineCompetence(
                id=row.code,
                parent_id=row.parent_id,
                level=row.level,
                labels={"it": row.label_it, "en": row.label_en},
                definitions={"it": row.definition_it, "en": row.definition_en},
                synonyms={lang: tuple(dict.fromkeys(words)) for lang, words in terms.items()},
            )
        )
    return tuple(found), weights


_readers: Kept[Reader] = Kept(1)


def taxonomy_digest() -> str:
    """Give the digest of what the reader is made of: one small query, so that a changed taxonomy is noticed."""
    rows = Competence.objects.filter(successor=None).order_by("code").values_list()
    model = current_embedder().id
    return hashlib.sha256(f"{model}|{list(rows)!r}".encode()).hexdigest()


def current_reader() -> Reader:
    """Give the reader of the taxonomy as it stands; built again only when the taxonomy or the model changed."""
    key = taxonomy_digest()
    return _readers.get(key, lambda: _reader(key))


def _reader(key: str) -> Reader:
    competences, weights = taxonomy()
    model = current_embedder()
    leaves = Reader(competences, None, weights).leaves
    vectors = _leaf_vectors(leaves, model, key) if leaves else None
    return Reader(competences, model, weights, leaf_vectors=vectors)


def _leaf_vectors(leaves: Sequence[EngineCompetence], model: Embedder, key: str) -> Vectors:
    """Give the leaves' vectors, kept in the table of vectors as one row a taxonomy."""
    row = Vector.objects.filter(digest=key).first()
    if row is None:
        vectors = embed_leaves(leaves, model)
        Vector.objects.get_or_create(
            digest=key, defaults={"model": model.id[:60], "data": np.asarray(vectors, dtype="<f4").tobytes()}
        )
        return vectors
    return np.frombuffer(bytes(row.data), dtype="<f4").reshape(len(leaves), -1)


def document_of(evidence: Evidence, owners: Iterable[int]) -> Document:
    """Turn a row of evidence into the engine's document: one version for each language that has text."""
    pairs = (("it", evidence.title_it, evidence.text_it), ("en", evidence.title_en, evidence.text_en))
    versions = tuple(Version(lang, title, text) for lang, title, text in pairs if title or text)
    owner_ids = tuple(str(owner) for owner in sorted(owners))
    return Document(str(evidence.pk), owner_ids, versions, evidence.on, evidence.kind.lower())


def documents() -> Iterator[Document]:
    """Give all evidence that proves something of a known organisation, in the order of ids."""
    owners: dict[int, set[int]] = {}
    links = EvidenceLink.objects.filter(
        role__in=sorted(PROVING_ROLES), organisation__isnull=False, organisation__merged_into=None
    )
    for evidence_id, organisation_id in links.values_list("evidence_id", "organisation_id"):
        owners.setdefault(evidence_id, set()).add(organisation_id)
    for evidence in Evidence.objects.order_by("pk").iterator(chunk_size=2000):
        if evidence.pk in owners:
            yield document_of(evidence, owners[evidence.pk])


def index_folder() -> Path:
    """Give the folder of the index of this database and model: another database never reads it."""
    name = str(connection.settings_dict["NAME"])
    key = hashlib.sha256(f"{connection.vendor}|{name}|{current_embedder().id}".encode()).hexdigest()[:12]
    return Path(settings.VAR_DIR) / "index" / key


_indexes: dict[Path, Index] = {}


def current_index() -> Index | None:
    """Give the newest published index, or None where none has been built; another process may have published it."""
    folder = index_folder()
    found = _indexes.get(folder)
    try:
        _indexes[folder] = found.latest() if found else Index.open(folder, current_embedder())
    except IndexMissing:
        return None
    return _indexes[folder]


def proving_evidence() -> QuerySet[EvidenceLink, int]:
    """Give the ids of the evidence that proves something of a known organisation, in order."""
    links = EvidenceLink.objects.filter(
        role__in=sorted(PROVING_ROLES), organisation__isnull=False, organisation__merged_into=None
    )
    return links.order_by("evidence_id").values_list("evidence_id", flat=True).distinct()


def embed_missing(after: int, told: Callable[[int, int], bool]) -> bool:
    """Embed the texts of which no vector is kept, of the pieces of evidence beyond the id `after`, a few at a time.

    `told(last, pieces)` hears of which piece everything is embedded now and how many were looked at since it heard before;
    where it answers False the rest is left. True when nothing is left. No more than PIECES_AT_ONCE pieces are read at a time.
    """
    model = current_embedder()
    kept = DatabaseVectors(model)
    while pieces := list(proving_evidence().filter(evidence_id__gt=after)[:PIECES_AT_ONCE]):
        waiting: dict[str, str] = {}
        looked = 0
        for piece, texts in _texts_without_vector(pieces, model, kept):
            waiting.update(texts)
            looked += 1
            if len(waiting) < TEXTS_AT_ONCE and piece != pieces[-1]:
                continue
            if waiting:
                kept.put_many(dict(zip(waiting, model.embed_passages(list(waiting.values())), strict=True)))
            if not told(piece, looked):
                return not proving_evidence().filter(evidence_id__gt=piece).exists()
            waiting, looked = {}, 0
        after = pieces[-1]
    return True


def _texts_without_vector(
    pieces: Sequence[int], model: Embedder, kept: DatabaseVectors
) -> Iterator[tuple[int, dict[str, str]]]:
    """Give each piece with the texts of its passages of which no vector is kept, by their digest."""
    by_piece: dict[int, dict[str, str]] = {piece: {} for piece in pieces}
    for evidence in Evidence.objects.filter(pk__in=pieces):
        texts = Store.of([document_of(evidence, ())]).passage_texts()
        by_piece[evidence.pk] = {digest(model.id, text): text for text in texts}
    known = kept.known(sorted({key for texts in by_piece.values() for key in texts}))
    for piece, by_key in by_piece.items():
        yield piece, {key: text for key, text in by_key.items() if key not in known}


def rebuild_index(progress: Progress | None = None) -> Index:
    """Build the index of all evidence and publish it; only texts not seen before are embedded."""
    model = current_embedder()
    index = Index.build(index_folder(), documents(), model, cache=DatabaseVectors(model), progress=progress)
    _indexes[index_folder()] = index
    return index
