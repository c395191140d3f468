"""How well a matcher ranks a test collection, with exactly the engine that answers users.

Queries without a relevant target are left out, since no measure is defined for them. A target counts as found where the
matcher gave it a score above 0; one that shares nothing with the question, or that the collection does not hold, does not,
however few targets there are: it counts against recall and against the ideal.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from filiera.engine.collection import Collection, Query, read_collection
from filiera.engine.dense import Scores
from filiera.engine.embedding import Embedder, NoEmbedder, VectorCache
from filiera.engine.index import Index
from filiera.engine.matching import Matcher, matcher
from filiera.engine.metrics import NAMES, measure
from filiera.engine.types import Question

Rank = Literal["owner", "evidence"]
# Called with what is being done, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], None]

# A run holds every judged target and this many others.
RUN_DEPTH = 1000


@dataclass(frozen=True, slots=True)
class Misfits:
    """What of a collection does not fit together, counted: it lowers the figures, or leaves questions out of them."""

    absent_targets: int = 0
    judged_unknown_queries: int = 0
    queries_without_relevant: int = 0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The means of all measures over the queries, and what they cost. Times of a query are of a whole answer of ten."""

    matcher: str
    measures: dict[str, float]
    queries: int
    index_seconds: float
    query_p50_ms: float
    query_p95_ms: float
    # The measures of each query by its id, for comparisons in pairs.
    per_query: dict[str, dict[str, float]]
    misfits: Misfits

    def as_dict(self) -> dict[str, float | int | str]:
        """Return the figures as one flat object, in the order in which they are published."""
        return {
            **{name: round(self.measures[name], 6) for name in NAMES},
            "queries": self.queries,
            "index_seconds": round(self.index_seconds, 3),
            "query_p50_ms": round(self.query_p50_ms, 3),
            "query_p95_ms": round(self.query_p95_ms, 3),
            "matcher": self.matcher,
        }


@dataclass(frozen=True, slots=True)
class Options:
    """What an evaluation is asked for. `run_path` gets a TREC run; `cache` keeps vectors between evaluations."""

    matcher: str = "hybrid-v1"
    rank: Rank = "owner"
    run_path: Path | None = None
    cache: VectorCache | None = None
    progress: Progress | None = None


def evaluate(folder: Path, model: Embedder, options: Options | None = None) -> Evaluation:
    """Index the collection in a folder, rank all its queries and measure the rankings.

    Raises CollectionError for a line that cannot be read, and UnknownMatcher. Writes nothing but the run.
    """
    chosen = options or Options()
    ranker = matcher(chosen.matcher)
    collection = read_collection(folder)
    with tempfile.TemporaryDirectory(prefix="filiera-evaluate-") as place:
        started = time.perf_counter()
        index = Index.build(
            Path(place),
            collection.documents,
            model if ranker.needs_vectors else NoEmbedder(),
            cache=chosen.cache,
            progress=_step(chosen.progress, "index"),
        )
        return measured(index, ranker, collection, chosen, time.perf_counter() - started)


def measured(
    index: Index, ranker: Matcher, collection: Collection, options: Options, index_seconds: float = 0.0
) -> Evaluation:
    """Rank the queries of a collection on an index of it and measure the rankings."""
    asked = [query for query in collection.queries if _has_relevant(collection.judgements.get(query.id, {}))]
    targets = index.owner_ids if options.rank == "owner" else index.document_ids
    known = frozenset(targets)
    step = _step(options.progress, "questions")
    milliseconds: list[float] = []
    per_query: dict[str, dict[str, float]] = {}
    with options.run_path.open("w", encoding="utf-8") if options.run_path else nullcontext() as run:
        for done, query in enumerate(asked, start=1):
            started = time.perf_counter()
            scores = _answer(index, ranker, query, options.rank)
            milliseconds.append(1000 * (time.perf_counter() - started))
            grades = collection.judgements[query.id]
            ranking = _ranking(targets, scores, [target for target in grades if target not in known])
            per_query[query.id] = measure([target for target, score in ranking if score > 0], grades)
            if run is not None:
                run.writelines(_run_lines(query.id, ranking, grades, ranker.name))
            if step is not None:
                step(done, len(asked))
    means = {name: float(np.mean([one[name] for one in per_query.values()])) if per_query else 0.0 for name in NAMES}
    p50, p95 = np.percentile(milliseconds, (50, 95)).tolist() if milliseconds else (0.0, 0.0)
    misfits = _misfits(collection, known, len(asked))
    return Evaluation(ranker.name, means, len(asked), index_seconds, p50, p95, per_query, misfits)


def _misfits(collection: Collection, known: frozenset[str], asked: int) -> Misfits:
    ids = {query.id for query in collection.queries}
    judged = {target for query, grades in collection.judgements.items() if query in ids for target in grades}
    return Misfits(len(judged - known), len(collection.judgements.keys() - ids), len(ids) - asked)


def _answer(index: Index, ranker: Matcher, query: Query, rank: Rank) -> Scores:
    """Make the whole answer that a user would get, and return the scores behind it."""
    question = Question(query.text, query.lang)
    scored = ranker.score(index, question)
    if rank == "owner":
        ranker.owner_answer(index, question, scored)
        return scored.owners
    ranker.evidence_answer(index, question, scored)
    return scored.documents


def _ranking(targets: Sequence[str], scores: Scores, missing: Iterable[str]) -> list[tuple[str, float]]:
    """Return all targets with their scores, best first, equal ones by id; judged ones that are not there come last.

    Only those with a score above 0 were found.
    """
    order = np.argsort(-scores, kind="stable")
    ranking = [(targets[place], score) for place, score in zip(order.tolist(), scores[order].tolist(), strict=True)]
    lowest = min(0.0, ranking[-1][1]) if ranking else 0.0
    return ranking + [(target, lowest) for target in sorted(missing)]


def _run_lines(
    query: str, ranking: Iterable[tuple[str, float]], grades: Mapping[str, float], tag: str
) -> Iterable[str]:
    """Yield the lines of a run: every judged target and the first others, with scores that fall from line to line.

    What was not found has a score of 0 or less: a tool that ranks it all the same shows more than was found.
    Tools that read runs sort by score and break ties in their own way; scores that strictly fall leave them no choice.
    """
    others, written, above = 0, 0, np.inf
    for target, score in ranking:
        if target not in grades:
            others += 1
            if others > RUN_DEPTH:
                continue
        written += 1
        above = min(score, above - 1e-9)
        yield f"{query} Q0 {target} {written} {above:.9f} {tag}\n"


def _has_relevant(grades: Mapping[str, float]) -> bool:
    return any(grade > 0 for grade in grades.values())


def _step(progress: Progress | None, what: str) -> Callable[[int, int], None] | None:
    if progress is None:
        return None
    hook = progress
    return lambda done, total: hook(what, done, total)
