"""Who could stand in for one of the chosen: every candidate weighed at once, and the best checked against the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from filiera.engine.composing.checking import Checker
from filiera.engine.composing.faults import BadProblem, refuse_faults, refuse_strangers
from filiera.engine.composing.greedy import objective_with
from filiera.engine.composing.solution import Change, Swap
from filiera.engine.composing.tables import Table
from filiera.engine.composing.types import Problem, Wishes

# A change of a strength that nobody could see.
_SAME = 1e-12


def swaps(problem: Problem, chosen: Sequence[str], out: str, *, most: int = 20) -> tuple[Swap, ...]:
    """Rank who could come in for `out`: those who break nothing first, then by what the objective gains, then by id.

    At most `most`. Whoever breaks rules is among them only where too few break none. Costs are checked from the best down,
    until there are enough.

    Raises:
        BadProblem: see `refuse_faults`; or the chosen are no candidates, or `out` is none of them.
    """
    refuse_faults(problem)
    refuse_strangers(problem, chosen)
    if out not in chosen:
        raise BadProblem(f"{out!r} is not among the chosen")
    # Whom a wish or a rule excludes is weighed too, and said to break it.
    table, checker = Table.of(replace(problem, wishes=Wishes(), rules=())), Checker(problem)
    rest = tuple(dict.fromkeys(one for one in chosen if one != out))
    reached = objective_with(table, table.places(rest))
    plain = {one.id: checker.plain((*rest, one.id)) for one in table.candidates if one.id not in chosen}
    order = sorted(plain, key=lambda one: (bool(plain[one]), -reached[table.place[one]], one))
    whole = table.objective(table.places((*rest, out)))
    found: list[Swap] = []
    is_kept: list[bool] = []
    for one in order:
        if sum(is_kept) >= most or (len(found) >= most and plain[one]):
            break
        broken = checker.broken((*rest, one))
        is_kept.append(not broken)
        found.append(_swap(table, rest, out, one, float(reached[table.place[one]]) - whole, broken))
    return tuple(sorted(found, key=lambda one: (bool(one.breaks), -one.delta, one.into))[:most])


def _swap(table: Table, rest: tuple[str, ...], out: str, into: str, delta: float, breaks: tuple[str, ...]) -> Swap:
    before, after = table.best(table.places((*rest, out))), table.best(table.places((*rest, into)))
    ids = [one.id for one in table.problem.requirements]

    def changes(places: Sequence[int]) -> tuple[Change, ...]:
        return tuple(Change(ids[one], float(before[one]), float(after[one])) for one in places)

    gained, lost = np.flatnonzero(after > before + _SAME).tolist(), np.flatnonzero(after < before - _SAME).tolist()
    return Swap(out, into, delta, changes(gained), changes(lost), breaks)
