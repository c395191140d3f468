"""How a collection is written: evidence.jsonl, queries.jsonl and qrels.tsv, whole or in its two parts.

The queries are parted by a hash of their id: weights are chosen on the `tune` part and reported on the `report` part.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PARTS = ("tune", "report")


@dataclass
class Draft:
    """A collection in the making. `rank` says what its qrels judge: "owner" or "evidence"."""

    name: str
    rank: str
    evidence: list[dict[str, str | None]] = field(default_factory=list)
    queries: list[dict[str, str | None]] = field(default_factory=list)
    qrels: list[tuple[str, str, float]] = field(default_factory=list)

    def add_evidence(
        self, key: str, owner: str, title: str, text: str, lang: str | None,
        date: str | None = None, kind: str | None = None,
    ) -> None:  # fmt: skip
        """Add one piece of evidence."""
        row = {"id": key, "owner": owner, "title": title, "text": text, "lang": lang, "date": date, "kind": kind}
        self.evidence.append(row)

    def add_query(self, key: str, text: str, lang: str, targets: Iterable[tuple[str, float]]) -> None:
        """Add a query with its graded targets; one without any is left out."""
        judged = sorted(set(targets))
        if judged and text.strip():
            self.queries.append({"id": key, "text": text, "lang": lang})
            self.qrels.extend((key, target, grade) for target, grade in judged)


def data_folder() -> Path:
    """Return where the public data lie: FILIERA_DATA, or ../shared/data beside the project."""
    return Path(os.environ.get("FILIERA_DATA") or PROJECT.parent / "shared" / "data")


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def share(key: str) -> float:
    """Return a fixed pseudo-random number in [0, 1) for a key."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=4).digest(), "big") / 2**32


def sample(items: Iterable[dict[str, str]], key: str, size: int) -> list[dict[str, str]]:
    """Return at most `size` rows, always the same ones, chosen by a hash of the column `key`."""
    return sorted(items, key=lambda row: share(f"sample {row[key]}"))[:size]


def write(draft: Draft, out: Path) -> None:
    """Write `out/NAME-tune` and `out/NAME-report`: all the evidence in both, each its half of the queries."""
    for part in PARTS:
        folder = out / f"{draft.name}-{part}"
        folder.mkdir(parents=True, exist_ok=True)
        mine = {row["id"] for row in draft.queries if (share(str(row["id"])) < 0.5) == (part == "tune")}
        _write_lines(folder / "evidence.jsonl", draft.evidence)
        _write_lines(folder / "queries.jsonl", [row for row in draft.queries if row["id"] in mine])
        judged = (f"{query}\t{target}\t{grade:g}\n" for query, target, grade in draft.qrels if query in mine)
        (folder / "qrels.tsv").write_text("".join(judged), encoding="utf-8")
        (folder / "rank").write_text(draft.rank, encoding="ascii")


def _write_lines(path: Path, items: Iterable[dict[str, str | None]]) -> None:
    path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items), encoding="utf-8")
