"""Texts into vectors: the protocol that every model meets, the cache that keeps what was embedded, the choice by name.

Names: `e5-onnx` (the bundled multilingual model on onnxruntime), `e5-nano` (the same weights on the engine of the
package they ship in), `path:FOLDER` (any ONNX model with its tokenizer), `hash-v1` (words hashed, for tests).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

_HASH_DIMENSIONS = 256
_WORD = re.compile(r"\w+")
# How many texts are embedded between two calls of the progress hook and two writes to the cache.
_CHUNK = 128


class UnknownEmbedder(ValueError):
    """No embedder has this name, or its files are missing."""


class Embedder(Protocol):
    """A model that turns texts into vectors of length 1. `id` changes whenever its vectors would."""

    @property
    def id(self) -> str:
        """Name and version of the model."""

    @property
    def dimensions(self) -> int:
        """Numbers of a vector."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed texts that will be searched: float32 [texts, dimensions], each row of length 1."""

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Embed questions: float32 [texts, dimensions], each row of length 1."""


class VectorCache(Protocol):
    """Where vectors are kept between builds, keyed by `digest(model id, text)`; a database table can be one."""

    def get_many(self, digests: Sequence[str]) -> Mapping[str, Vectors]:
        """Return the vectors that are known, float32 [dimensions] each; unknown digests are left out."""

    def put_many(self, vectors: Mapping[str, Vectors]) -> None:
        """Keep these vectors."""


class MemoryCache:
    """A VectorCache in a dictionary, for one process."""

    def __init__(self) -> None:
        self._vectors: dict[str, Vectors] = {}

    def get_many(self, digests: Sequence[str]) -> Mapping[str, Vectors]:
        """Return the known ones among these digests."""
        return {digest: self._vectors[digest] for digest in digests if digest in self._vectors}

    def put_many(self, vectors: Mapping[str, Vectors]) -> None:
        """Keep these vectors."""
        self._vectors.update(vectors)


class NoEmbedder:
    """No model at all: vectors of no dimension, for matchers that look at words only."""

    id = "none"
    dimensions = 0

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [texts, 0]."""
        return np.empty((len(texts), 0), dtype=np.float32)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [texts, 0]."""
        return np.empty((len(texts), 0), dtype=np.float32)


class HashEmbedder:
    """A model without meaning: each word adds a fixed pseudo-random direction. Same words, same vector; no learning."""

    id = "hash-v1"
    dimensions = _HASH_DIMENSIONS

    def __init__(self) -> None:
        self._directions: dict[str, Vectors] = {}

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed texts: float32 [texts, 256]; a text without a word is the zero vector."""
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in _WORD.findall(text.lower()):
                row += self._direction(word)
            length = float(np.linalg.norm(row))
            if length > 0:
                row /= length
        return rows

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Embed questions exactly as passages."""
        return self.embed_passages(texts)

    def _direction(self, word: str) -> Vectors:
        if word not in self._directions:
            seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")
            direction = np.random.default_rng(seed).standard_normal(self.dimensions)
            self._directions[word] = direction.astype(np.float32)
        return self._directions[word]


def embedder(name: str = "e5-onnx", *, model_dir: Path | None = None, threads: int = 0) -> Embedder:
    """Return the embedder of this name.

    `e5-onnx` falls back to `e5-nano` where the set-up step has not written its files to `model_dir`. `threads` is the
    number of threads a model may use, 0 for one per core. Raises UnknownEmbedder.
    """
    # The models' libraries are heavy: nothing of them is loaded before a model is asked for.
    from filiera.engine import e5

    if name == "hash-v1":
        return HashEmbedder()
    if name == "e5-nano":
        return e5.NanoEmbedder(threads=threads)
    if name == "e5-onnx":
        folder = model_dir or e5.default_folder()
        return e5.OnnxEmbedder(folder, threads=threads) if e5.is_built(folder) else e5.NanoEmbedder(threads=threads)
    if name.startswith("path:"):
        folder = Path(name.removeprefix("path:"))
        if not e5.is_built(folder):
            raise UnknownEmbedder(f"no model.onnx with tokenizer.json in {folder}")
        return e5.OnnxEmbedder(folder, threads=threads)
    raise UnknownEmbedder(f"unknown embedder {name!r}: use e5-onnx, e5-nano, hash-v1 or path:FOLDER")


def digest(model_id: str, text: str) -> str:
    """Return the key under which the vector of this text by this model is cached: 32 hexadecimal digits."""
    return hashlib.blake2b(f"{model_id}\0{text}".encode(), digest_size=16).hexdigest()


def embed_cached(
    model: Embedder,
    texts: Sequence[str],
    cache: VectorCache | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Vectors:
    """Embed passages, each distinct text once, asking the cache first and giving it what was new.

    Returns float32 [texts, dimensions] in the order given. `progress(done, total)` is called after every chunk.
    """
    keys = [digest(model.id, text) for text in texts]
    by_key = dict(zip(keys, texts, strict=True))
    known: dict[str, Vectors] = {}
    if cache is not None:
        for part in _chunks(list(by_key), _CHUNK * 8):
            known.update(cache.get_many(part))
    # Sorted by length, so that a batch holds texts of like size and little of it is padding.
    missing = sorted((key for key in by_key if key not in known), key=lambda key: (len(by_key[key]), key))
    for part in _chunks(missing, _CHUNK):
        fresh = dict(zip(part, model.embed_passages([by_key[key] for key in part]), strict=True))
        known.update(fresh)
        if cache is not None:
            cache.put_many(fresh)
        if progress is not None:
            progress(len(known), len(by_key))
    result = np.empty((len(keys), model.dimensions), dtype=np.float32)
    for row, key in enumerate(keys):
        result[row] = known[key]
    return result


def _chunks(items: list[str], size: int) -> Iterable[list[str]]:
    return (items[start : start + size] for start in range(0, len(items), size))
