"""What a ranking of solvers was worth, by what those that were asked have said."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

FIRST = 3
"""How many are asked at once: a solver that says yes should stand among so many."""


@dataclass(frozen=True, slots=True)
class Case:
    """A need: the ranks of solvers from 1, by their id, and who said yes, or that it does not do what was sought."""

    ranks: Mapping[str, int]
    yes: Collection[str]
    no: Collection[str]


@dataclass(frozen=True, slots=True)
class Worth:
    """What a ranking was worth, each in [0, 1], None where nothing can be said.

    `pairs` is the share of pairs of a yes and a no of one need in which the yes stands first; `among_first` the share of
    those that said yes which stand among the first three; `first_yes` the mean reciprocal rank of the first yes.
    """

    pairs: float | None
    among_first: float | None
    first_yes: float | None


def worth(cases: Sequence[Case]) -> Worth:
    """Say what a ranking was worth. A solver that it leaves out stands behind all."""
    pairs = [_before(case, one, other) for case in cases for one in case.yes for other in case.no]
    first = [case.ranks.get(one, FIRST + 1) <= FIRST for case in cases for one in case.yes]
    ranks = [min((case.ranks[one] for one in case.yes if one in case.ranks), default=0) for case in cases if case.yes]
    return Worth(_mean(pairs), _mean(first), _mean([1 / rank if rank else 0.0 for rank in ranks]))


def _before(case: Case, one: str, other: str) -> float:
    """Give 1 where one stands before another, a half where the ranking leaves both out."""
    first, second = case.ranks.get(one), case.ranks.get(other)
    if first is None and second is None:
        return 0.5
    return float(first is not None and (second is None or first < second))


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
