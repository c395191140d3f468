"""What the index is measured against: the bare libraries, SQLite FTS5 and PostgreSQL, on the same documents."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from filiera.engine.embedding import Vectors
from filiera.engine.types import Document

Rows = Sequence[tuple[int, str]]
TOP = 10


def rows_of(documents: Sequence[Document]) -> list[tuple[int, str]]:
    """Return number and text of every document, as all rivals index them."""
    return [(place, f"{one.versions[0].title}\n{one.versions[0].text}") for place, one in enumerate(documents)]


class BareTantivy:
    """tantivy with the English stemmer and nothing else: the ten best numbers for the words of a question."""

    def __init__(self, folder: Path, rows: Rows) -> None:
        import tantivy

        self._tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("number", stored=False, fast=True)
        builder.add_text_field("text", stored=False, tokenizer_name="en_stem")
        folder.mkdir(parents=True)
        self._index = tantivy.Index(builder.build(), path=str(folder))
        writer = self._index.writer(heap_size=100_000_000, num_threads=1)
        for number, text in rows:
            writer.add_document(tantivy.Document(number=number, text=text))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, question: str) -> list[int]:
        """Return the numbers of the ten best."""
        words = " ".join(re.findall(r"\w+", question.lower()))
        query = self._index.parse_query(words, ["text"])
        hits = self._searcher.search(query, limit=TOP, count=False).hits
        numbers = self._searcher.fast_field_values("number", [address for _, address in hits])
        return [int(number) for number in numbers if number is not None]


class Fts5:
    """SQLite FTS5 with its own stemmer and BM25."""

    def __init__(self, path: Path, rows: Rows) -> None:
        self._file = sqlite3.connect(path)
        self._file.execute("CREATE VIRTUAL TABLE evidence USING fts5(text, tokenize='porter unicode61')")
        self._file.executemany("INSERT INTO evidence(rowid, text) VALUES (?, ?)", rows)
        self._file.commit()

    def search(self, question: str) -> list[int]:
        """Return the numbers of the ten best."""
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question.lower()))
        found = self._file.execute("SELECT rowid FROM evidence WHERE evidence MATCH ? ORDER BY rank LIMIT 10", [words])
        return [number for (number,) in found]


class PostgresText:
    """PostgreSQL full text: a GIN index over tsvector, ranked by ts_rank_cd."""

    def __init__(self, uri: str, rows: Rows) -> None:
        import psycopg

        self._link: Any = psycopg.connect(uri, autocommit=True)
        self._link.execute("DROP TABLE IF EXISTS bench_evidence")
        self._link.execute("CREATE TABLE bench_evidence (number int PRIMARY KEY, words tsvector)")
        with self._link.cursor() as cursor:
            cursor.executemany("INSERT INTO bench_evidence VALUES (%s, to_tsvector('english', %s))", rows)
        self._link.execute("CREATE INDEX ON bench_evidence USING gin (words)")
        self._link.execute("ANALYZE bench_evidence")

    def search(self, question: str) -> list[int]:
        """Return the numbers of the ten best."""
        words = " or ".join(re.findall(r"\w+", question.lower()))
        found = self._link.execute(
            "SELECT number FROM bench_evidence, websearch_to_tsquery('english', %s) AS asked "
            "WHERE words @@ asked ORDER BY ts_rank_cd(words, asked) DESC LIMIT 10",
            [words],
        )
        return [number for (number,) in found]

    def close(self) -> None:
        """Drop the table and leave."""
        self._link.execute("DROP TABLE IF EXISTS bench_evidence")
        self._link.close()


def bare_scan(vectors: Vectors, question: Vectors) -> list[int]:
    """Return the ten nearest passages by one product and a partial sort: the bare numpy scan."""
    scores = vectors @ question
    best = np.argpartition(-scores, TOP)[:TOP]
    return [int(place) for place in best[np.argsort(-scores[best])]]
