"""An index built, updated, published and reopened; what goes wrong half-way leaves the old one in use."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.corpus import documents
from filiera.engine.embedding import HashEmbedder, MemoryCache, Vectors
from filiera.engine.index import Index, IndexMissing
from filiera.engine.matching import matcher
from filiera.engine.types import Document, Question, Version

QUESTIONS = ("flaconi in vetro", "sun protection tests", "ricaricabile", "course for technicians")


class Failing(HashEmbedder):
    """A model that fails when it meets a certain word."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed, or fail."""
        if any("esplode" in text for text in texts):
            raise RuntimeError("no power")
        return super().embed_passages(texts)


def answers(index: Index) -> list[object]:
    """Return every answer that an index gives to some questions, scores included."""
    names = ("hybrid-v1", "bm25-v1", "tfidf-v1", "dense-v1")
    return [matcher(name).rank(index, Question(text), top=20) for name in names for text in QUESTIONS]


def test_build_gives_documents_back(tmp_path: Path) -> None:
    index = Index.build(tmp_path, documents(), HashEmbedder())
    assert list(index.store.documents()) == sorted(documents(), key=lambda document: document.id)
    assert index.owner_ids == ["bianchi", "its", "lab", "rossi", "verdi"]


def test_build_in_any_order_gives_the_same_answers(tmp_path: Path) -> None:
    first = Index.build(tmp_path / "a", documents(), HashEmbedder())
    second = Index.build(tmp_path / "b", reversed(documents()), HashEmbedder())
    assert answers(first) == answers(second)


def test_build_of_repeated_id_raises_and_publishes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="two documents have the id 'vetro-1'"):
        Index.build(tmp_path, [*documents(), documents()[0]], HashEmbedder())
    with pytest.raises(IndexMissing, match="no index"):
        Index.open(tmp_path, HashEmbedder())


def test_build_of_nothing_answers_no_evidence(tmp_path: Path) -> None:
    index = Index.build(tmp_path, [], HashEmbedder())
    answer = matcher("hybrid-v1").rank(index, Question("vetro"))
    assert (answer.hits, answer.no_evidence, answer.confidence) == ((), True, 0.0)


def test_build_guesses_the_language_that_is_not_given(tmp_path: Path) -> None:
    versions = (Version(None, "", "Produzione di vasi in vetro"), Version(None, "", "22716"))
    index = Index.build(tmp_path, [Document("a", ("o",), versions)], HashEmbedder())
    assert [index.store.unit_language(unit) for unit in (0, 1)] == ["it", None]


@settings(max_examples=6, deadline=None)
@given(first=st.sets(st.integers(0, 7)), second=st.sets(st.integers(0, 7)), edited=st.sets(st.integers(0, 7)))
def test_update_equals_a_fresh_build(
    tmp_path_factory: pytest.TempPathFactory, first: set[int], second: set[int], edited: set[int]
) -> None:
    before = [documents()[place] for place in sorted(first)]
    after = [_edited(documents()[place]) if place in edited else documents()[place] for place in sorted(second)]
    root = tmp_path_factory.mktemp("index")
    updated = Index.build(root / "a", before, HashEmbedder()).updated(
        changed=after, removed=[document.id for document in before if document.id not in {one.id for one in after}]
    )
    fresh = Index.build(root / "b", after, HashEmbedder())
    assert list(updated.store.documents()) == list(fresh.store.documents())
    np.testing.assert_array_equal(updated.vectors, fresh.vectors)
    for lang in ("it", "en"):
        ours, theirs = updated.postings.get(lang), fresh.postings.get(lang)
        assert (ours and list(ours.terms)) == (theirs and list(theirs.terms))
    assert answers(updated) == answers(fresh)


def _edited(document: Document) -> Document:
    version = document.versions[0]
    changed = Version(version.lang, version.title, f"{version.text} Nuovo forno.")
    return Document(document.id, document.owners, (changed, *document.versions[1:]), document.date, document.kind)


def test_update_embeds_only_what_is_new(tmp_path: Path) -> None:
    seen: list[str] = []

    class Counting(HashEmbedder):
        def embed_passages(self, texts: Sequence[str]) -> Vectors:
            seen.extend(texts)
            return super().embed_passages(texts)

    cache = MemoryCache()
    index = Index.build(tmp_path, documents(), Counting(), cache=cache)
    seen.clear()
    index = index.updated(changed=[Document("new", ("x",), (Version("it", "", "Stampa su carta"),))], cache=cache)
    assert seen == ["Stampa su carta"]
    assert Index.build(tmp_path / "again", index.store.documents(), Counting(), cache=cache).vectors.shape == (10, 256)
    assert seen == ["Stampa su carta"]


def test_update_by_a_reader_of_an_old_generation_keeps_what_others_published(tmp_path: Path) -> None:
    stale = Index.build(tmp_path, documents(), HashEmbedder())
    Index.open(tmp_path, HashEmbedder()).updated(removed=["vetro-1"])
    both = stale.updated(removed=["vetro-2"])
    assert {"vetro-1", "vetro-2"} & set(both.document_ids) == set()


def test_latest_follows_the_newest_generation(tmp_path: Path) -> None:
    reader = Index.build(tmp_path, documents(), HashEmbedder())
    assert reader.latest() is reader
    Index.open(tmp_path, HashEmbedder()).updated(removed=["vetro-1"])
    assert "vetro-1" in reader.document_ids
    assert "vetro-1" not in reader.latest().document_ids
    # The generation that a reader may still hold is kept, older ones are not.
    Index.open(tmp_path, HashEmbedder()).updated(removed=["vetro-2"])
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["00000002", "00000003"]


def test_failed_update_leaves_the_published_index_in_use(tmp_path: Path) -> None:
    index = Index.build(tmp_path, documents(), Failing())
    before = answers(index)
    with pytest.raises(RuntimeError, match="no power"):
        index.updated(changed=[Document("bad", ("x",), (Version("it", "", "Il forno esplode"),))])
    again = Index.open(tmp_path, Failing())
    assert (again.generation, answers(again)) == (index.generation, before)


def test_half_written_generation_is_overwritten(tmp_path: Path) -> None:
    index = Index.build(tmp_path, documents(), HashEmbedder())
    # What a writer that was killed leaves behind: a folder of the next number, and an unfinished pointer.
    (tmp_path / "00000002").mkdir()
    (tmp_path / "00000002" / "vectors.npy").write_bytes(b"half")
    (tmp_path / "current.new").write_text("2")
    assert Index.open(tmp_path, HashEmbedder()).generation == 1
    assert index.updated(removed=["vetro-1"]).generation == 2


def test_open_with_another_model_raises(tmp_path: Path) -> None:
    class Other(HashEmbedder):
        id = "other"

    Index.build(tmp_path, documents(), HashEmbedder())
    with pytest.raises(IndexMissing, match="made by hash-v1"):
        Index.open(tmp_path, Other())
