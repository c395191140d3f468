"""What a ranking is worth: the measures of retrieval, as trec_eval defines them.

A ranking is the list of targets, best first; `grades` maps the judged targets to their grades. A target is relevant
where its grade is above 0. The gain of nDCG is the grade itself (linear, as trec_eval and scikit-learn take it), not
2 ** grade - 1: that form lets one target of a high grade drown all others, and grades here may be any number.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

NAMES = ("ndcg@10", "mrr", "map", "recall@10", "recall@20", "success@10")


def ndcg(ranking: Sequence[str], grades: Mapping[str, float], depth: int) -> float:
    """Return the normalised discounted cumulative gain of the first `depth` targets; grades below 0 gain nothing.

    Source: Järvelin and Kekäläinen (2002), with the discount 1 / log2(rank + 1).
    """
    gained = _discounted([max(grades.get(target, 0.0), 0.0) for target in ranking[:depth]])
    ideal = _discounted(sorted((grade for grade in grades.values() if grade > 0), reverse=True)[:depth])
    return gained / ideal if ideal else 0.0


def reciprocal_rank(ranking: Sequence[str], grades: Mapping[str, float]) -> float:
    """Return 1 / rank of the first relevant target, 0 where there is none."""
    for rank, target in enumerate(ranking, start=1):
        if grades.get(target, 0.0) > 0:
            return 1.0 / rank
    return 0.0


def average_precision(ranking: Sequence[str], grades: Mapping[str, float]) -> float:
    """Return the mean, over all relevant targets, of the precision where each stands; one not ranked counts 0."""
    found, total = 0, 0.0
    for rank, target in enumerate(ranking, start=1):
        if grades.get(target, 0.0) > 0:
            found += 1
            total += found / rank
    relevant = _relevant(grades)
    return total / relevant if relevant else 0.0


def recall(ranking: Sequence[str], grades: Mapping[str, float], depth: int) -> float:
    """Return the share of the relevant targets that stand among the first `depth`."""
    relevant = _relevant(grades)
    found = sum(grades.get(target, 0.0) > 0 for target in ranking[:depth])
    return found / relevant if relevant else 0.0


def success(ranking: Sequence[str], grades: Mapping[str, float], depth: int) -> float:
    """Return 1 where a relevant target stands among the first `depth`, else 0."""
    return float(any(grades.get(target, 0.0) > 0 for target in ranking[:depth]))


def measure(ranking: Sequence[str], grades: Mapping[str, float]) -> dict[str, float]:
    """Return all measures of one ranking, by the names in NAMES."""
    values = (
        ndcg(ranking, grades, 10),
        reciprocal_rank(ranking, grades),
        average_precision(ranking, grades),
        recall(ranking, grades, 10),
        recall(ranking, grades, 20),
        success(ranking, grades, 10),
    )
    return dict(zip(NAMES, values, strict=True))


def _discounted(gains: Sequence[float]) -> float:
    return math.fsum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def _relevant(grades: Mapping[str, float]) -> int:
    return sum(grade > 0 for grade in grades.values())
