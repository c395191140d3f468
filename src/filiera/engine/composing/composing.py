"""The best consortium of a call, others that differ from it, or why there is none: what callers ask for."""

from __future__ import annotations

import math
import time
from dataclasses import replace

from filiera.engine.composing.checking import Checker
from filiera.engine.composing.conflicts import conflicts_of
from filiera.engine.composing.describing import chosen_of, coverage_of, lead_of
from filiera.engine.composing.faults import refuse_faults
from filiera.engine.composing.search import Best, search
from filiera.engine.composing.solution import Alternative, Solution, Status
from filiera.engine.composing.tables import Table, wanted_ids
from filiera.engine.composing.types import Count, Problem
from filiera.engine.coverage import HOLDER_STRENGTH

# The best consortium may take this part of the time; the others, or the reasons, have the rest, and what it did not need.
_FOR_THE_BEST = 0.6


def compose(
    problem: Problem,
    *,
    seconds: float = 20.0,
    threshold: float = HOLDER_STRENGTH,
    alternatives: int = 3,
) -> Solution:
    """Choose the best consortium, and up to so many others that differ; or say which rules clash and what would help.

    The objective is the weighted mean of the best strengths of the chosen, in [0, 1], less `PARTNER_PRICE` each. Within
    `seconds` in all; requirements below `threshold` are gaps. The same problem gives the same answer, in whatever order its
    candidates stand, unless time runs out.

    Raises:
        BadProblem: see `refuse_faults`.
    """
    refuse_faults(problem)
    started = time.monotonic()
    until = started + seconds
    best = search(problem, started + seconds * _FOR_THE_BEST)
    if best.ids is None:
        status = Status.INFEASIBLE if best.is_proved else Status.UNKNOWN
        conflicts = conflicts_of(problem, until) if best.is_proved else ()
        bound = best.bound if math.isfinite(best.bound) else None
        return Solution(status, None, bound, time.monotonic() - started, conflicts=conflicts)
    others = _alternatives(problem, best.ids, alternatives, until)
    table = Table.of(problem)
    coverage = coverage_of(table, best.ids)
    return Solution(
        Status.OPTIMAL if best.is_proved else Status.FEASIBLE,
        best.objective,
        best.bound,
        time.monotonic() - started,
        chosen_of(table, Checker(problem), best.ids, coverage),
        lead_of(table, best.ids),
        table.coverage(table.places(best.ids)),
        coverage,
        tuple(one.requirement for one in coverage if one.strength < threshold),
        others,
    )


def _alternatives(problem: Problem, best: tuple[str, ...], most: int, until: float) -> tuple[Alternative, ...]:
    """Give the best consortium of those that differ from all before it, one after the other, each with its part of the time."""
    free = set(best) - wanted_ids(problem)
    found: list[Alternative] = []
    asked = differing(problem, best)
    while asked is not None and len(found) < most:
        now = time.monotonic()
        if now >= until:
            break
        other: Best = search(asked, now + (until - now) / (most - len(found)))
        if other.ids is None:
            break
        differs_by = len(free.difference(other.ids))
        found.append(Alternative(other.ids, other.objective, differs_by, other.is_proved))
        asked = differing(asked, other.ids)
    return tuple(found)


def differing(problem: Problem, ids: tuple[str, ...]) -> Problem | None:
    """Give the problem of those who differ from a consortium: half of its free partners or more, at least one, are not in it.

    Free is who is neither the lead nor wished for; None where nobody is.
    """
    free = set(ids) - wanted_ids(problem)
    if not free:
        return None
    mark = f"in consortium {len(problem.rules)}: {' '.join(sorted(free))}"
    candidates = tuple(replace(one, tags=one.tags | {mark}) if one.id in free else one for one in problem.candidates)
    return replace(problem, candidates=candidates, rules=(*problem.rules, Count(mark, mark, most=len(free) // 2)))
