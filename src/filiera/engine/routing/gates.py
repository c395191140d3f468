"""What keeps a solver out before any score is compared: gates, then budgets. What is not known does not pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from filiera.engine.routing.types import Parameters, Reason, Solver


class BadSolver(ValueError):
    """A solver stands twice in a list, its score is not in [0, 1], or what it had is counted below 0."""


def refuse_faults(solvers: Iterable[Solver]) -> None:
    """Raise BadSolver for what no batch can be made of."""
    known: set[str] = set()
    for one in solvers:
        if one.key in known:
            raise BadSolver(f"solver {one.key!r} stands twice")
        if not 0.0 <= one.score <= 1.0:
            raise BadSolver(f"score of solver {one.key!r} is {one.score}, outside [0, 1]")
        if min(one.asked_lately, one.asked_of_owner, one.suggested, one.chosen, one.this_month) < 0:
            raise BadSolver(f"a count of solver {one.key!r} is below 0")
        known.add(one.key)


def gate_of(solver: Solver, parameters: Parameters) -> str | None:
    """Return the code of the first gate that a solver does not pass, None where it passes all."""
    if solver.barred:
        return solver.barred[0]
    if not solver.person.strip():
        return Reason.NOT_KNOWN
    least = parameters.weakest if solver.has_proof else parameters.weakest_unproved
    return Reason.TOO_WEAK if solver.score < least else None


def asks_by_person(solvers: Iterable[Solver]) -> dict[str, int]:
    """Map each person to the asks of the last 30 days; of two counts of one person the higher is believed."""
    found: dict[str, int] = {}
    for one in solvers:
        found[one.person] = max(one.asked_lately, found.get(one.person, 0))
    return found


def limit_of(solver: Solver, asked: Mapping[str, int], parameters: Parameters) -> Reason | None:
    """Return the limit that a solver has reached, None where it may be asked once more; `asked` counts by person."""
    if solver.monthly_limit is not None and solver.this_month >= solver.monthly_limit:
        return Reason.MONTHLY_LIMIT
    return Reason.BUDGET if asked[solver.person] >= parameters.most_of_person else None
