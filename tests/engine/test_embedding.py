"""Embedders by name, the cache, and the bundled model in both ways of running it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from filiera.engine import e5
from filiera.engine.embedding import HashEmbedder, MemoryCache, UnknownEmbedder, Vectors, digest, embed_cached, embedder

TEXTS = [
    "Produzione di mascara per conto terzi",
    "Contract manufacturing of mascara",
    "Noleggio di barche a vela",
]


class Counting(HashEmbedder):
    """A hashing model that remembers what it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Remember the texts and embed them."""
        self.seen.extend(texts)
        return super().embed_passages(texts)


def test_embedder_of_unknown_name_raises() -> None:
    with pytest.raises(UnknownEmbedder, match="unknown embedder 'word2vec'"):
        embedder("word2vec")


def test_embedder_of_empty_folder_raises(tmp_path: Path) -> None:
    with pytest.raises(UnknownEmbedder, match="no model"):
        embedder(f"path:{tmp_path}")


def test_hash_embedder_gives_unit_vectors_that_depend_on_words_only() -> None:
    model = embedder("hash-v1")
    rows = model.embed_passages(["Vetro e carta", "carta, VETRO e", "legno", ""])
    assert rows.shape == (4, model.dimensions)
    np.testing.assert_allclose(rows[0], rows[1], atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), [1, 1, 1, 0], atol=1e-5)


def test_embed_cached_embeds_each_text_once() -> None:
    model, cache = Counting(), MemoryCache()
    calls: list[tuple[int, int]] = []
    first = embed_cached(model, ["b", "a", "b"], cache, lambda done, total: calls.append((done, total)))
    again = embed_cached(model, ["a", "c"], cache)
    assert sorted(model.seen) == ["a", "b", "c"]
    assert calls == [(2, 2)]
    np.testing.assert_array_equal(first[0], first[2])
    np.testing.assert_array_equal(first[1], again[0])


def test_digest_differs_by_model_and_text() -> None:
    assert len({digest("m", "t"), digest("n", "t"), digest("m", "u"), digest("mt", "")}) == 4


@pytest.mark.parametrize("name", ["e5-onnx", "e5-nano"])
def test_bundled_model_brings_translations_together(name: str) -> None:
    model = embedder(name, threads=1)
    rows = model.embed_passages(TEXTS)
    assert (model.id, rows.shape, rows.dtype) == (e5.E5_ID, (3, 384), np.float32)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-4)
    assert rows[0] @ rows[1] > rows[0] @ rows[2]
    asked = model.embed_questions(["chi fa mascara?"])[0]
    assert int(np.argmax(rows @ asked)) in (0, 1)


def test_bundled_model_is_the_same_in_a_batch_and_alone() -> None:
    model = embedder("e5-onnx", threads=1)
    together = model.embed_passages([*TEXTS, "parola " * 600])
    alone = np.concatenate([model.embed_passages([text]) for text in TEXTS])
    np.testing.assert_allclose(np.sum(together[:3] * alone, axis=1), 1, atol=1e-4)
    assert model.embed_passages([]).shape == (0, 384)


def test_both_engines_of_the_bundled_model_agree() -> None:
    folder = e5.default_folder()
    if not e5.is_built(folder):
        pytest.fail("the set-up step has not built the model: python tools/build_model.py")
    fast = e5.OnnxEmbedder(folder, threads=1).embed_passages(TEXTS)
    plain = e5.NanoEmbedder(threads=1).embed_passages(TEXTS)
    assert np.sum(fast * plain, axis=1).min() > 0.999
