"""The best consortium by looking at every one: what the exact search is held to, on small problems."""

from __future__ import annotations

from itertools import combinations

from filiera.engine.composing.checking import Checker
from filiera.engine.composing.faults import BadProblem, refuse_faults
from filiera.engine.composing.tables import Table, most_partners
from filiera.engine.composing.types import Problem

_MOST = 16


def brute_force(problem: Problem) -> tuple[str, ...] | None:
    """Look at every set of candidates; None where none keeps the rules. Of equals the smallest, then the first by id.

    Raises:
        BadProblem: see `refuse_faults`; or more than 16 candidates are left by the wishes.
    """
    refuse_faults(problem)
    table, checker = Table.of(problem), Checker(problem)
    if len(table.candidates) > _MOST:
        raise BadProblem(f"{len(table.candidates)} candidates are too many to look at every set")
    best, reached = None, float("-inf")
    for size in range(1, 1 + min(len(table.candidates), most_partners(problem) or _MOST)):
        for places in combinations(range(len(table.candidates)), size):
            value = table.objective(places)
            if value > reached + 1e-9 and checker.keeps(table.ids(places)):
                best, reached = table.ids(places), value
    return best
