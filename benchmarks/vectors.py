"""Vectors kept in one SQLite file, so that a benchmark embeds each text once however often it is run."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from filiera.engine.embedding import Vectors


class FileCache:
    """A VectorCache in a file."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(path, timeout=60)
        self._file.execute("CREATE TABLE IF NOT EXISTS vectors (digest TEXT PRIMARY KEY, vector BLOB) WITHOUT ROWID")

    def get_many(self, digests: Sequence[str]) -> Mapping[str, Vectors]:
        """Return the known ones among these digests."""
        found: dict[str, Vectors] = {}
        for start in range(0, len(digests), 500):
            part = digests[start : start + 500]
            marks = ",".join("?" * len(part))
            for key, blob in self._file.execute(f"SELECT digest, vector FROM vectors WHERE digest IN ({marks})", part):
                found[key] = np.frombuffer(blob, dtype=np.float32)
        return found

    def put_many(self, vectors: Mapping[str, Vectors]) -> None:
        """Keep these vectors."""
        rows = [(key, np.ascontiguousarray(vector).tobytes()) for key, vector in vectors.items()]
        self._file.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
        self._file.commit()
