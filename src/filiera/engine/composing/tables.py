"""A problem as arrays: who can be chosen at all, how strong each is, what the objective says of a set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filiera.engine.composing.types import Candidate, Count, Everyone, LeadIs, Problem

Strengths = NDArray[np.float64]
Places = NDArray[np.intp]

# What each partner costs, in parts of full coverage: one more must earn its place. With ten requirements of equal weight it
# has to raise one of them by 0.05, which is the strength from which a claim counts as held (`HOLDER_STRENGTH`), or several by
# as much together; whoever adds only a trace is left out. Far below what a rule costs, so that it decides between near equals.
PARTNER_PRICE = 0.005


@dataclass(frozen=True, slots=True)
class Table:
    """The candidates in the order of their ids, without those whom a wish or a rule excludes by themselves.

    `strengths` has the axes (candidate, requirement); `weights` sum to 1; `forced` are the places of those whom the wishes
    want. `is_possible` is False where one who must be chosen is excluded, or cannot lead.
    """

    problem: Problem
    candidates: tuple[Candidate, ...]
    place: dict[str, int]
    strengths: Strengths
    weights: NDArray[np.float64]
    forced: tuple[int, ...]
    is_possible: bool

    @classmethod
    def of(cls, problem: Problem) -> Table:
        """Make the arrays of a problem."""
        candidates = tuple(one for one in sorted(problem.candidates, key=lambda one: one.id) if _is_free(one, problem))
        column = {one.id: number for number, one in enumerate(problem.requirements)}
        strengths = np.zeros((len(candidates), len(column)))
        for row, candidate in enumerate(candidates):
            for requirement, strength in candidate.strengths.items():
                strengths[row, column[requirement]] = strength
        place = {one.id: number for number, one in enumerate(candidates)}
        weights = np.array([one.weight for one in problem.requirements], dtype=np.float64)
        wanted = wanted_ids(problem)
        forced = tuple(sorted(place[one] for one in wanted if one in place))
        is_possible = bool(candidates) and len(forced) == len(wanted) and _can_lead(problem)
        return cls(problem, candidates, place, strengths, weights / weights.sum(), forced, is_possible)

    def kept(self, places: Sequence[int]) -> Table:
        """Give the table of these candidates alone."""
        candidates = tuple(self.candidates[one] for one in places)
        place = {one.id: number for number, one in enumerate(candidates)}
        forced = tuple(place[self.candidates[one].id] for one in self.forced)
        return Table(
            self.problem, candidates, place, self.strengths[list(places)], self.weights, forced, self.is_possible
        )

    def coverage(self, places: Sequence[int]) -> float:
        """Give the weighted mean of the best strengths, in [0, 1]."""
        return float(self.weights @ self.best(places))

    def objective(self, places: Sequence[int]) -> float:
        """Give what is made as great as possible: coverage less the price of the partners."""
        return self.coverage(places) - PARTNER_PRICE * len(places)

    def best(self, places: Sequence[int]) -> NDArray[np.float64]:
        """Give the best strength of each requirement; zeros where nobody is chosen."""
        if not len(places):
            return np.zeros(self.strengths.shape[1])
        found: NDArray[np.float64] = self.strengths[list(places)].max(axis=0)
        return found

    def places(self, ids: Iterable[str]) -> tuple[int, ...]:
        """Give the places of these ids."""
        return tuple(sorted(self.place[one] for one in ids))

    def ids(self, places: Iterable[int]) -> tuple[str, ...]:
        """Give the ids at these places, in order."""
        return tuple(self.candidates[one].id for one in sorted(places))


def wanted_ids(problem: Problem) -> frozenset[str]:
    """Give who must be chosen by the wishes, the lead included."""
    lead = problem.wishes.lead
    return problem.wishes.must if lead is None else problem.wishes.must | {lead}


def most_partners(problem: Problem) -> int | None:
    """Give the greatest number of partners that wishes and rules allow; None where nothing bounds it."""
    bounds = [one.most for one in problem.rules if isinstance(one, Count) and one.tag is None and one.most is not None]
    if problem.wishes.most is not None:
        bounds.append(problem.wishes.most)
    return min(bounds, default=None)


def least_partners(problem: Problem) -> int:
    """Give the smallest number of partners that the rules ask for; a consortium has at least one."""
    return max([1, *(one.least for one in problem.rules if isinstance(one, Count))])


def leaders(problem: Problem, candidates: Sequence[Candidate]) -> list[int] | None:
    """Give the places of those one of whom must be chosen because somebody has to lead; None where nothing asks for it."""
    rules = [one for one in problem.rules if isinstance(one, LeadIs)]
    if not rules or problem.wishes.lead is not None:
        return None
    return [place for place, one in enumerate(candidates) if all(rule.any_of & one.tags for rule in rules)]


def _is_free(candidate: Candidate, problem: Problem) -> bool:
    if candidate.id in problem.wishes.must_not:
        return False
    return all(rule.tag in candidate.tags for rule in problem.rules if isinstance(rule, Everyone))


def _can_lead(problem: Problem) -> bool:
    rules = [one for one in problem.rules if isinstance(one, LeadIs)]
    if not rules or problem.wishes.lead is None:
        return True
    (tags,) = (one.tags for one in problem.candidates if one.id == problem.wishes.lead)
    return all(rule.any_of & tags for rule in rules)
