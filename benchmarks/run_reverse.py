"""The same ranking asked from the other side: which questions does an owner's evidence answer best?

python -m benchmarks.run_reverse [--part tune|report] [--only NAME ...]

That is how calls are ranked for an organisation: those that come nearest by meaning are asked in full of the matcher that
answers users, and ranked by its scores. Beside it: every question asked in full, and the other matchers.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.run_quality import Remembering
from benchmarks.vectors import FileCache
from benchmarks.writer import PARTS, PROJECT
from filiera.engine.answerable import nearest_questions
from filiera.engine.collection import Collection, read_collection
from filiera.engine.embedding import Embedder, embedder
from filiera.engine.index import Index
from filiera.engine.matching import matcher
from filiera.engine.metrics import ndcg
from filiera.engine.types import Question

COLLECTIONS = ("h2020-italian-partners", "erc-hosts-title")
MATCHERS = ("hybrid-v1", "dense-v1", "bm25-v1", "tfidf-v1", "random-v1")
ASKED_IN_FULL = 30
AT = 10

Scores = NDArray[np.float64]


def main() -> None:
    """Print nDCG@10 of the questions ranked for each owner that any question is judged to be for."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--part", choices=PARTS, default="report")
    parser.add_argument("--only", nargs="*", default=[])
    options = parser.parse_args()
    root = PROJECT / "var" / "benchmarks"
    model, cache = embedder("e5-onnx"), FileCache(root / "vectors.sqlite3")
    print(f"| collection | owners | questions | nearest {ASKED_IN_FULL}, then hybrid-v1 | {' | '.join(MATCHERS)} |")
    print("|---|---|---|---|" + "---|" * len(MATCHERS))
    for name in options.only or COLLECTIONS:
        print(line(name, read_collection(root / "collections" / f"{name}-{options.part}"), model, cache), flush=True)


def line(name: str, collection: Collection, model: Embedder, cache: FileCache) -> str:
    """Return a collection's line."""
    remembering = Remembering(model)
    with tempfile.TemporaryDirectory(prefix="filiera-reverse-") as place:
        index = Index.build(Path(place), collection.documents, remembering, cache=cache)
        truth = _truth(collection, index.owner_ids)
        scores = {one: _scores(index, collection, one) for one in MATCHERS}
        vectors = remembering.embed_questions([query.text for query in collection.queries])
        near = _nearest_alone(index, collection, truth, scores["hybrid-v1"], vectors)
    figures = [_ndcg(found, truth) for found in (near, *scores.values())]
    return (
        f"| {name} | {len(truth)} | {len(collection.queries)} | " + " | ".join(f"{one:.3f}" for one in figures) + " |"
    )


def _truth(collection: Collection, owners: Sequence[str]) -> dict[int, dict[int, float]]:
    """Return, by the place of an owner, the questions that are judged to be for it, by place, with their grades."""
    places = {owner: place for place, owner in enumerate(owners)}
    found: dict[int, dict[int, float]] = defaultdict(dict)
    for number, query in enumerate(collection.queries):
        for owner, grade in collection.judgements.get(query.id, {}).items():
            if owner in places and grade > 0:
                found[places[owner]][number] = grade
    return found


def _scores(index: Index, collection: Collection, name: str) -> Scores:
    """Return the scores of every owner for every question: [questions, owners]."""
    asked = (Question(query.text, query.lang) for query in collection.queries)
    return np.stack([matcher(name).score(index, one).owners for one in asked]).astype(np.float64)


def _nearest_alone(
    index: Index,
    collection: Collection,
    truth: Mapping[int, Mapping[int, float]],
    scores: Scores,
    vectors: NDArray[np.float32],
) -> Scores:
    """Return the scores where a question comes among an owner's nearest by meaning, 0 elsewhere."""
    languages = [query.lang for query in collection.queries]
    found = np.zeros_like(scores)
    for owner in truth:
        near = nearest_questions(index, vectors, languages, index.owner_ids[owner], top=ASKED_IN_FULL)
        found[near, owner] = scores[near, owner]
    return found


def _ndcg(scores: Scores, truth: Mapping[int, Mapping[int, float]]) -> float:
    values = []
    for owner, grades in truth.items():
        column = scores[:, owner]
        ranked = [str(number) for number in np.argsort(-column, kind="stable") if column[number] > 0]
        values.append(ndcg(ranked, {str(number): grade for number, grade in grades.items()}, AT))
    return float(np.mean(values))


if __name__ == "__main__":
    main()
