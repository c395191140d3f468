"""An index of evidence on disk: built, updated, published in one step, reopened when a newer one is there.

A folder holds numbered generations and a file `current` that names the one in use. A new generation is written beside
the old, then `current` is replaced by renaming: a reader sees the old index or the new one, never half of one, and a
writer killed half-way leaves the old one in use. A reader that holds an old generation keeps working.

    index = Index.build(folder, documents, model, cache=cache)
    index = Index.open(folder, model)
    index = index.updated(changed=[document], removed=["some-id"], cache=cache)
    index = index.latest()              # itself, or the newer generation
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from filiera.engine.dense import Mask
from filiera.engine.embedding import Embedder, VectorCache, Vectors, digest, embed_cached
from filiera.engine.lexical import Postings
from filiera.engine.space import Reference, Space, reference, remember
from filiera.engine.store import Store
from filiera.engine.types import Document

FORMAT = 1
_SPACES_KEPT = 16
_CURRENT = "current"

Progress = Callable[[int, int], None]


class IndexMissing(LookupError):
    """There is no index in this folder, or it was made by another model or in another format."""


class Index:
    """One generation of an index, read-only: its documents, words and vectors. Made by `build`, `open`, `updated`."""

    def __init__(self, root: Path, generation: int, model: Embedder) -> None:
        folder = root / _name(generation)
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT or manifest["embedder"] != model.id:
            raise IndexMissing(
                f"the index in {root} was made by {manifest['embedder']} in format {manifest['format']}, "
                f"not by {model.id} in format {FORMAT}: build it again"
            )
        self.root = root
        self.generation = generation
        self.model = model
        self.store = Store.open(folder)
        self.vectors: Vectors = np.asarray(np.load(folder / "vectors.npy", mmap_mode="r"))
        self.postings = {lang: Postings.open(folder / f"words-{lang}") for lang in self.store.languages}
        self._digests: NDArray[np.bytes_] = np.load(folder / "digests.npy")
        self._space = _load_space(folder, self.store.languages)
        remember(model, self._space.reference)
        # Spaces learned for readers who see less than everything, by what they see; the latest few are kept.
        self._spaces: dict[bytes, Space] = {}
        self._lock = Lock()  # threads share an index

    @classmethod
    def build(
        cls,
        root: Path,
        documents: Iterable[Document],
        model: Embedder,
        *,
        cache: VectorCache | None = None,
        progress: Progress | None = None,
    ) -> Index:
        """Build an index of these documents and publish it as the newest generation of the folder.

        `cache` gives the vectors it knows and gets the new ones; `progress(done, total)` counts embedded texts.
        """
        store = Store.of(documents)
        with _writing(root) as generation:
            _write(root / _name(generation), store, model, cache, progress)
        return cls(root, generation, model)

    @classmethod
    def open(cls, root: Path, model: Embedder) -> Index:
        """Open the newest published generation. Raises IndexMissing."""
        generation = _current(root)
        if generation is None:
            raise IndexMissing(f"there is no index in {root}")
        return cls(root, generation, model)

    def updated(
        self,
        *,
        changed: Iterable[Document] = (),
        removed: Iterable[str] = (),
        cache: VectorCache | None = None,
        progress: Progress | None = None,
    ) -> Index:
        """Publish and return a generation with these documents added or replaced and these ids removed.

        It equals an index built afresh from the same documents; only texts not seen before are embedded.
        """
        with _writing(self.root) as generation:
            # Whoever published while this waited for the lock must not be undone.
            newest = self.latest()
            documents = {document.id: document for document in newest.store.documents()}
            gone = set(removed)
            kept = documents.keys() - gone
            replaced = {document.id: document for document in changed if document.id not in gone}
            store = Store.of([*(documents[key] for key in kept - replaced.keys()), *replaced.values()])
            vectors = _OwnVectors(newest._digests, newest.vectors, cache)
            moved = _moves(newest.store, store, kept - replaced.keys())
            _write(self.root / _name(generation), store, self.model, vectors, progress, (newest.postings, moved))
        return Index(self.root, generation, self.model)

    def latest(self) -> Index:
        """Return this index, or the newest generation where another one has been published since. Costs one read."""
        generation = _current(self.root)
        return self if generation in (None, self.generation) else Index(self.root, generation, self.model)

    def space(self, units: Mask | None) -> Space:
        """Return the space of meaning learned from the visible units alone; None is all of them."""
        if units is None:
            return self._space
        key = np.packbits(units).tobytes()
        with self._lock:
            found = self._spaces.get(key)
        if found is None:
            members = units[self.store.passage_units]
            known = self._space.reference
            found = Space.of(self.vectors, self.passage_languages, self.store.languages, known, members)
            with self._lock:
                while len(self._spaces) >= _SPACES_KEPT:
                    self._spaces.pop(next(iter(self._spaces)))
                self._spaces[key] = found
        return found

    @cached_property
    def passage_languages(self) -> NDArray[np.int64]:
        """Return the language of every passage, as a place in the store's languages."""
        return self.store.unit_languages[self.store.passage_units]

    @property
    def document_ids(self) -> Sequence[str]:
        """Return the ids of the documents, in the order of the columns of document scores."""
        return self.store.document_ids

    @property
    def owner_ids(self) -> Sequence[str]:
        """Return the ids of the owners, in the order of the columns of owner scores."""
        return self.store.owner_ids

    @cached_property
    def document_numbers(self) -> Mapping[str, int]:
        """Return the place of every document by its id."""
        return {key: place for place, key in enumerate(self.store.document_ids)}


class _OwnVectors:
    """The vectors of an index as a cache in front of another: what stands in the index is never embedded again."""

    def __init__(self, digests: NDArray[np.bytes_], vectors: Vectors, behind: VectorCache | None) -> None:
        self._places = {key.decode(): place for place, key in enumerate(digests.tolist())}
        self._vectors = vectors
        self._behind = behind

    def get_many(self, digests: Sequence[str]) -> Mapping[str, Vectors]:
        found = {key: self._vectors[self._places[key]] for key in digests if key in self._places}
        if self._behind is not None:
            found.update(self._behind.get_many([key for key in digests if key not in found]))
        return found

    def put_many(self, vectors: Mapping[str, Vectors]) -> None:
        if self._behind is not None:
            self._behind.put_many(vectors)


def _name(generation: int) -> str:
    return f"{generation:08d}"


def _current(root: Path) -> int | None:
    try:
        return int((root / _CURRENT).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return None


@contextmanager
def _writing(root: Path) -> Iterator[int]:
    """Hold the writers' lock, give the number of the next generation, and publish it if the block ends well."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = _current(root)
        generation = (before or 0) + 1
        # What a killed writer left under this number was never published.
        shutil.rmtree(root / _name(generation), ignore_errors=True)
        yield generation
        _publish(root, generation)
        for old in root.iterdir():
            if old.is_dir() and old.name not in (_name(generation), _name(before or 0)):
                shutil.rmtree(old, ignore_errors=True)


def _publish(root: Path, generation: int) -> None:
    files = [path for path in (root / _name(generation)).rglob("*") if path.is_file()]
    # Side by side: a file system that journals writes them in one go, instead of waiting for each.
    with ThreadPoolExecutor(max_workers=16) as pool:
        list(pool.map(_flush, files))
    fresh = root / f"{_CURRENT}.new"
    fresh.write_text(str(generation), encoding="ascii")
    os.replace(fresh, root / _CURRENT)


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _write(
    folder: Path,
    store: Store,
    model: Embedder,
    cache: VectorCache | None,
    progress: Progress | None,
    before: tuple[Mapping[str, Postings], NDArray[np.int64]] | None = None,
) -> None:
    """Write a generation. `before` has the postings of the one before and where its units have moved."""
    texts = store.passage_texts()
    vectors = embed_cached(model, texts, cache, progress)
    folder.mkdir()
    store.save(folder)
    np.save(folder / "vectors.npy", vectors)
    np.save(folder / "digests.npy", np.array([digest(model.id, text) for text in texts], dtype="S32"))
    languages = store.unit_languages[store.passage_units]
    _save_space(folder, Space.of(vectors, languages, store.languages, reference(model)))
    for lang in store.languages:
        _postings(store, lang, before).save(folder / f"words-{lang}")
    manifest = {"format": FORMAT, "embedder": model.id, "documents": len(store.document_ids), "passages": len(texts)}
    (folder / "manifest.json").write_text(json.dumps(manifest) + "\n", encoding="utf-8")


def _postings(store: Store, lang: str, before: tuple[Mapping[str, Postings], NDArray[np.int64]] | None) -> Postings:
    size = len(store.unit_documents)
    if before is None or lang not in before[0]:
        return Postings.build(store.unit_texts(lang), lang, size)
    old, moved = before
    there = set(moved.tolist())
    return old[lang].merged(moved, (pair for pair in store.unit_texts(lang) if pair[0] not in there), lang, size)


def _moves(old: Store, new: Store, unchanged: Set[str]) -> NDArray[np.int64]:
    """Return for every unit of an old store its number in the new one, -1 where its document changed or is gone."""
    places = {key: place for place, key in enumerate(new.document_ids)}
    moved = np.full(len(old.unit_documents), -1, dtype=np.int64)
    for place, key in enumerate(old.document_ids):
        if key in unchanged:
            moved[old.document_units.members(place)] = new.document_units.members(places[key])
    return moved


def _save_space(folder: Path, space: Space) -> None:
    known = space.reference
    np.savez(
        folder / "space.npz",
        means=space.means,
        damping=space.damping,
        norms=space.norms,
        reference=np.stack([known.shift, known.italian, known.english]),
    )


def _load_space(folder: Path, languages: Sequence[str]) -> Space:
    with np.load(folder / "space.npz") as saved:
        known = Reference(*saved["reference"])
        return Space(saved["means"], saved["damping"], saved["norms"], known, tuple(languages))
