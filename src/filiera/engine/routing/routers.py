"""The routers: ways of choosing a batch, each under a name with its version.

    batch = router("fair-v1").route(solvers, Demand(enough=2), Parameters())
    batch.chosen[0].key, batch.chosen[0].reason, batch.left[0].reason

`fair-v1` is the one in use; `score-v1` has the gates and the budgets but neither ledger nor floor: what it is measured against.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from filiera.engine.routing.fairness import adjusted_scores
from filiera.engine.routing.gates import asks_by_person, gate_of, limit_of, refuse_faults
from filiera.engine.routing.types import Batch, Demand, Left, Parameters, Pick, Reason, Solver


class UnknownRouter(ValueError):
    """No router has this name."""


@dataclass(frozen=True, slots=True)
class Router:
    """A named way of choosing. `has_ledger`: scores are adjusted; `has_floor`: a place is kept for a new member."""

    name: str
    has_ledger: bool = False
    has_floor: bool = False

    def route(self, solvers: Sequence[Solver], demand: Demand, parameters: Parameters | None = None) -> Batch:
        """Choose who is asked now: at most as many as a batch has places left, none where enough are interested.

        Raises:
            BadSolver: see `refuse_faults`.
        """
        refuse_faults(solvers)
        case = _Case.of(solvers, demand, parameters or Parameters(), has_ledger=self.has_ledger)
        chosen = case.taken(case.adjusted)
        floor = case.floor(chosen) if self.has_floor else None
        if floor is not None:
            chosen = [*chosen[:-1], floor]
        by_score = case.taken(case.scores)
        picks = []
        for rank, one in enumerate(_ordered(chosen, case.adjusted), start=1):
            reason = Reason.NEW_MEMBER if one is floor else Reason.BEST if one in by_score else Reason.FAIR
            picks.append(Pick(one.key, one.person, rank, one.score, case.adjusted[one.key], reason))
        keys, asked = {one.key for one in chosen}, _spent(case.asked, chosen)
        others = [one for one in _ordered(solvers, case.adjusted) if one.key not in keys]
        left = (Left(one.key, one.score, case.adjusted[one.key], case.why_not(one, asked)) for one in others)
        return Batch(self.name, tuple(picks), tuple(left))


_ROUTERS = {one.name: one for one in (Router("fair-v1", has_ledger=True, has_floor=True), Router("score-v1"))}


def router_names() -> tuple[str, ...]:
    """Return the names of all routers, the one in use first."""
    return tuple(_ROUTERS)


def router(name: str = "fair-v1") -> Router:
    """Return the router of this name. Raises UnknownRouter."""
    if name not in _ROUTERS:
        raise UnknownRouter(f"unknown router {name!r}: use one of {', '.join(_ROUTERS)}")
    return _ROUTERS[name]


def places_left(demand: Demand, parameters: Parameters) -> int:
    """Return how many may be asked now: none where enough are interested or a whole batch has not answered yet."""
    if demand.interested >= demand.enough:
        return 0
    return max(0, parameters.batch_size - demand.open_asks)


def _ordered(solvers: Sequence[Solver], scores: Mapping[str, float]) -> list[Solver]:
    """Put who has proof before who only comes near, each part by these scores."""
    return sorted(solvers, key=lambda one: (not one.has_proof, -scores[one.key], one.key))


def _spent(asked: Mapping[str, int], taken: Sequence[Solver]) -> dict[str, int]:
    spent = dict(asked)
    for one in taken:
        spent[one.person] += 1
    return spent


@dataclass(frozen=True, slots=True)
class _Case:
    """One need with its solvers: `able` pass every gate, `asked` counts the asks of each person."""

    able: list[Solver]
    gates: Mapping[str, str | None]
    scores: Mapping[str, float]
    adjusted: Mapping[str, float]
    asked: Mapping[str, int]
    demand: Demand
    rules: Parameters

    @classmethod
    def of(cls, solvers: Sequence[Solver], demand: Demand, rules: Parameters, *, has_ledger: bool) -> _Case:
        gates = {one.key: gate_of(one, rules) for one in solvers}
        able = [one for one in solvers if gates[one.key] is None]
        scores = {one.key: one.score for one in solvers}
        adjusted = {**scores, **(adjusted_scores(able, rules) if has_ledger else {})}
        return cls(able, gates, scores, adjusted, asks_by_person(solvers), demand, rules)

    def taken(self, scores: Mapping[str, float]) -> list[Solver]:
        """Take the first by these scores that are within their limits; each takes an ask of its person's budget."""
        places, asked = places_left(self.demand, self.rules), dict(self.asked)
        taken: list[Solver] = []
        for one in _ordered(self.able, scores) if places else ():
            if limit_of(one, asked, self.rules) is None:
                taken.append(one)
                asked[one.person] += 1
            if len(taken) == places:
                break
        return taken

    def floor(self, first: Sequence[Solver]) -> Solver | None:
        """Return the new member that takes the last place; None where there is none, or one is in the batch already.

        The first place is nobody's to take: of a single place there is no floor.
        """
        if len(first) < 2 or self.demand.open_floor or any(self._is_short(one) for one in first):
            return None
        spent = _spent(self.asked, first[:-1])
        least = self.rules.floor_share * self.adjusted[first[-1].key]
        for one in _ordered(self.able, self.adjusted):
            near = self.adjusted[one.key] >= least
            if near and self._is_short(one) and limit_of(one, spent, self.rules) is None:
                return one
        return None

    def _is_short(self, solver: Solver) -> bool:
        """Tell whether a solver is a new member with proof that was asked little so far."""
        return solver.is_new and solver.has_proof and solver.asked_of_owner < self.rules.floor_asks

    def why_not(self, solver: Solver, asked: Mapping[str, int]) -> str:
        """Say why somebody is not asked: its gate, a limit once the batch is sent, or that others come first."""
        stopped = self.gates[solver.key] or limit_of(solver, asked, self.rules)
        if stopped is not None:
            return stopped
        if self.demand.interested >= self.demand.enough:
            return Reason.ENOUGH
        return Reason.BELOW if places_left(self.demand, self.rules) else Reason.WAITING
