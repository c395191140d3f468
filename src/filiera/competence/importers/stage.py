"""The waiting room of an import: rows of all its files, kept on disk by what they speak of.

The files of an export come in any order and may be larger than memory; here their rows meet. It is one SQLite file per
batch, thrown away at the end; killed before it is complete it is made again, killed after that it is used as it stands,
so that a resumed import takes the same units in the same order.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS files (id INTEGER PRIMARY KEY, name TEXT UNIQUE, part TEXT, rows INTEGER, rejected INTEGER);
CREATE TABLE IF NOT EXISTS rows (part TEXT, key TEXT, file INTEGER, line INTEGER, data TEXT);
CREATE TABLE IF NOT EXISTS faults (file TEXT, line INTEGER, data TEXT);
CREATE TABLE IF NOT EXISTS units (n INTEGER PRIMARY KEY, key TEXT);
CREATE TABLE IF NOT EXISTS plans (key TEXT PRIMARY KEY, band TEXT, organisation INTEGER, candidate INTEGER, score REAL);
CREATE TABLE IF NOT EXISTS names (key TEXT PRIMARY KEY, band TEXT);
CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY, value TEXT);
"""
CHUNK = 5_000
LOOKUP = "lookup:"
"""Parts that begin so are looked up by key; they make no unit of their own."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a value of a row; the words are chosen when it is shown.

    `heading` is how a sheet heads the column; `more` is what else is wrong with the row: code,
    column, value and heading of each.
    """

    code: str
    file: str
    line: int
    column: str = ""
    value: str = ""
    raw: str = ""
    heading: str = ""
    more: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class StagedRow:
    """A row that waits: its part (the kind of table), the file and line it comes from, and its values."""

    part: str
    file: str
    line: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class StagedFile:
    """What a file gave."""

    name: str
    part: str
    rows: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Planned:
    """Who the thing of a unit is, as settled before the first was recorded."""

    key: str
    band: str
    organisation_id: int | None
    candidate_id: int | None
    score: float


class Stage:
    """The rows of one batch."""

    def __init__(self, path: Path) -> None:
        """Open the waiting room, making it the first time."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._db = sqlite3.connect(path)
        self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;" + SCHEMA)
        self._names = dict(self._db.execute("SELECT id, name FROM files"))

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def done_files(self) -> frozenset[str]:
        """Give the names of the files that are wholly in."""
        return frozenset(self._names.values())

    def take_file(self, name: str, part: str, rows: Iterable[StagedRow | Fault], keys: Any) -> StagedFile:
        """Take in one file, wholly or not at all. `keys` gives the key of a row."""
        number = 1 + len(self._names)
        counts = {"rows": 0, "rejected": 0}
        waiting: list[tuple[str, str, int, int, str]] = []
        with self._db:
            for row in rows:
                counts["rows"] += 1
                if isinstance(row, Fault):
                    counts["rejected"] += 1
                    self._fault(row)
                    continue
                data = json.dumps(row.values, ensure_ascii=False, separators=(",", ":"))
                waiting.append((row.part, keys(row), number, row.line, data))
                if len(waiting) >= CHUNK:
                    self._db.executemany("INSERT INTO rows VALUES (?,?,?,?,?)", waiting)
                    waiting.clear()
            self._db.executemany("INSERT INTO rows VALUES (?,?,?,?,?)", waiting)
            values = (number, name, part, counts["rows"], counts["rejected"])
            self._db.execute("INSERT INTO files VALUES (?,?,?,?,?)", values)
        self._names[number] = name
        return StagedFile(name, part, counts["rows"], counts["rejected"])

    def _fault(self, fault: Fault) -> None:
        self._db.execute("INSERT INTO faults VALUES (?,?,?)", (fault.file, fault.line, json.dumps(asdict(fault))))

    @property
    def is_complete(self) -> bool:
        """Tell whether every file is in and the units are counted."""
        return self.mark("complete") == "yes"

    def complete(self) -> int:
        """Order the units by key; give how many there are."""
        with self._db:
            self._db.execute("CREATE INDEX IF NOT EXISTS rows_key ON rows (key, part)")
            self._db.execute("DELETE FROM units")
            self._db.execute(
                "INSERT INTO units (key) SELECT DISTINCT key FROM rows WHERE part NOT LIKE ? ORDER BY key",
                (f"{LOOKUP}%",),
            )
            self._db.execute("INSERT OR REPLACE INTO marks VALUES ('complete', 'yes')")
        return self.total()

    def mark(self, name: str, value: str | None = None) -> str:
        """Give what was noted under a name; with a value, note it."""
        if value is not None:
            with self._db:
                self._db.execute("INSERT OR REPLACE INTO marks VALUES (?,?)", (name, value))
            return value
        found = self._db.execute("SELECT value FROM marks WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def total(self) -> int:
        """Count the units."""
        return int(self._db.execute("SELECT count(*) FROM units").fetchone()[0])

    def files(self) -> list[StagedFile]:
        """List what each file gave."""
        rows = self._db.execute("SELECT name, part, rows, rejected FROM files ORDER BY name")
        return [StagedFile(*row) for row in rows]

    def faults(self) -> Iterator[Fault]:
        """Give the faults by file and line."""
        for (data,) in self._db.execute("SELECT data FROM faults ORDER BY file, line, rowid"):
            yield Fault(**json.loads(data))

    def units(self, start: int) -> Iterator[tuple[int, str, list[StagedRow]]]:
        """Give the units from place `start` (0 is the first) with their rows, in an order that never changes."""
        query = (
            "SELECT u.n, u.key, r.part, r.file, r.line, r.data FROM units u JOIN rows r ON r.key = u.key "
            "WHERE u.n > ? AND u.n <= ? ORDER BY u.n, r.part, r.file, r.line"
        )
        total = self.total()
        for low in range(start, total, CHUNK):
            number, key = 0, ""
            rows: list[StagedRow] = []
            for n, name, part, file, line, data in self._db.execute(query, (low, low + CHUNK)):
                if n != number:
                    if number:
                        yield number, key, rows
                    number, key, rows = n, name, []
                rows.append(StagedRow(part, self._names[file], line, json.loads(data)))
            if number:
                yield number, key, rows

    def plan(self, plans: Iterable[Planned]) -> None:
        """Keep what was settled, in place of what was before."""
        with self._db:
            self._db.execute("DELETE FROM plans")
            rows = [(one.key, one.band, one.organisation_id, one.candidate_id, one.score) for one in plans]
            self._db.executemany("INSERT OR REPLACE INTO plans VALUES (?,?,?,?,?)", rows)

    def planned(self, keys: Sequence[str]) -> dict[str, Planned]:
        """Give what was settled, by key."""
        marks = ",".join("?" * len(keys))
        rows = self._db.execute(f"SELECT * FROM plans WHERE key IN ({marks})", tuple(keys))  # noqa: S608
        return {row[0]: Planned(*row) for row in rows}

    def name(self, bands: Mapping[str, str]) -> None:
        """Keep how surely each organisation that is named was found."""
        with self._db:
            self._db.executemany("INSERT OR REPLACE INTO names VALUES (?,?)", bands.items())

    def named(self) -> dict[str, int]:
        """Count the organisations that are named, by how surely they were found."""
        return dict(self._db.execute("SELECT band, count(*) FROM names GROUP BY band"))

    def lookup(self, part: str, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Give the first row of a part for each key that it knows."""
        found: dict[str, dict[str, Any]] = {}
        wanted = sorted(set(keys))
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            marks = ",".join("?" * len(some))
            query = f"SELECT key, data FROM rows WHERE part = ? AND key IN ({marks}) ORDER BY file, line"  # noqa: S608
            for key, data in self._db.execute(query, (part, *some)):
                found.setdefault(key, json.loads(data))
        return found
