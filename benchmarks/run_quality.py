"""How well each matcher ranks every collection. Prints Markdown; `--part report` is what docs/quality.md publishes.

python -m benchmarks.build_collections
python -m benchmarks.run_quality [--part tune|report] [--only NAME ...]
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

import numpy as np

from benchmarks.vectors import FileCache
from benchmarks.writer import PARTS, PROJECT
from filiera.engine.collection import read_collection
from filiera.engine.embedding import Embedder, Vectors, embedder
from filiera.engine.evaluation import Evaluation, Options, measured
from filiera.engine.index import Index
from filiera.engine.matching import matcher, matcher_names
from filiera.engine.metrics import NAMES

WORDS_ONLY = ("bm25-v1", "tfidf-v1")
DRAWS = 2000


class Remembering:
    """A model that embeds a question once: the first matcher pays for it and is the one whose times are printed."""

    def __init__(self, model: Embedder) -> None:
        self._model = model
        self._questions: dict[str, Vectors] = {}
        self.id, self.dimensions = model.id, model.dimensions

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed by the model."""
        return self._model.embed_passages(texts)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Embed by the model what was not asked before."""
        for text in texts:
            if text not in self._questions:
                self._questions[text] = self._model.embed_questions([text])[0]
        return np.stack([self._questions[text] for text in texts])


@dataclass(frozen=True)
class Row:
    """The evaluations of one collection, by matcher."""

    name: str
    rank: Literal["owner", "evidence"]
    documents: int
    by_matcher: dict[str, Evaluation]

    @property
    def queries(self) -> int:
        """Count the queries measured."""
        return next(iter(self.by_matcher.values())).queries

    def ndcg(self, name: str) -> float:
        """Return a matcher's nDCG@10."""
        return self.by_matcher[name].measures["ndcg@10"]


def main() -> None:
    """Measure all matchers on all collections and print the tables."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--part", choices=PARTS, default="report")
    parser.add_argument("--only", nargs="*", default=[])
    options = parser.parse_args()
    root = PROJECT / "var" / "benchmarks"
    model, cache = embedder("e5-onnx"), FileCache(root / "vectors.sqlite3")
    names = sorted(
        path.name.removesuffix(f"-{options.part}") for path in (root / "collections").glob(f"*-{options.part}")
    )
    table: list[Row] = []
    print(
        f"| collection | judged | evidence | queries | {' | '.join(matcher_names())} | over the better of words only |"
    )
    print("|---|---|---|---|" + "---|" * (len(matcher_names()) + 1))
    for name in names:
        if not options.only or name in options.only:
            table.append(evaluated(root / "collections" / f"{name}-{options.part}", name, model, cache))
            print(line(table[-1]), flush=True)
    means = " | ".join(f"{np.mean([row.ndcg(name) for row in table]):.3f}" for name in matcher_names())
    print(f"| **mean of the collections** | | | | {means} | |")
    print_measures(table)


def evaluated(folder: Path, name: str, model: Embedder, cache: FileCache) -> Row:
    """Index a collection once and measure every matcher on it."""
    collection = read_collection(folder)
    rank = cast(Literal["owner", "evidence"], (folder / "rank").read_text(encoding="ascii").strip())
    with tempfile.TemporaryDirectory(prefix="filiera-quality-") as place:
        index = Index.build(Path(place), collection.documents, Remembering(model), cache=cache)
        by_matcher = {one: measured(index, matcher(one), collection, Options(one, rank)) for one in matcher_names()}
    return Row(name, rank, len(collection.documents), by_matcher)


def line(row: Row) -> str:
    """Return a collection's line: nDCG@10 of each matcher, and what the hybrid gains with its 95 % interval."""
    best = max(WORDS_ONLY, key=row.ndcg)
    ours, theirs = row.by_matcher["hybrid-v1"].per_query, row.by_matcher[best].per_query
    gains = np.array([ours[key]["ndcg@10"] - theirs[key]["ndcg@10"] for key in ours])
    draws = np.random.default_rng(0).integers(0, len(gains), size=(DRAWS, len(gains)))
    low, high = np.percentile(gains[draws].mean(axis=1), (2.5, 97.5))
    figures = " | ".join(f"{row.ndcg(name):.3f}" for name in matcher_names())
    size = f"{row.rank} | {row.documents:,} | {row.queries:,}"
    return f"| {row.name} | {size} | {figures} | {gains.mean():+.3f} ({low:+.3f} to {high:+.3f}) |"


def print_measures(table: list[Row]) -> None:
    """Print all measures of the matcher that answers users, and how long an answer takes."""
    print(f"\n| collection | {' | '.join(NAMES)} | answer p50 ms | p95 ms |\n|---|" + "---|" * (len(NAMES) + 2))
    for row in table:
        found = row.by_matcher["hybrid-v1"]
        figures = " | ".join(f"{found.measures[name]:.3f}" for name in NAMES)
        print(f"| {row.name} | {figures} | {found.query_p50_ms:.1f} | {found.query_p95_ms:.1f} |")


if __name__ == "__main__":
    main()
