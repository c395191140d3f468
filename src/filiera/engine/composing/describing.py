"""A consortium in detail: what each brings, what would break without it, what is covered and by whom, what stays a gap."""

from __future__ import annotations

from collections.abc import Sequence

from filiera.engine.composing.checking import Checker
from filiera.engine.composing.costs import span, split
from filiera.engine.composing.names import is_money_asked
from filiera.engine.composing.solution import Chosen, Covered
from filiera.engine.composing.tables import Table, leaders
from filiera.engine.composing.types import Problem


def coverage_of(table: Table, ids: Sequence[str]) -> tuple[Covered, ...]:
    """Tell for each requirement, in the order of the problem, who of these holds it best; of equals the first id."""
    places = table.places(ids)
    found = []
    for column, requirement in enumerate(table.problem.requirements):
        best = max(places, key=lambda one: (table.strengths[one, column], -one))
        strength = float(table.strengths[best, column])
        found.append(Covered(requirement.id, strength, table.candidates[best].id if strength > 0 else None))
    return tuple(found)


def chosen_of(table: Table, checker: Checker, ids: Sequence[str], coverage: Sequence[Covered]) -> tuple[Chosen, ...]:
    """Say of each of the chosen what it covers, brings, keeps from breaking, and bears of the costs."""
    problem, whole = table.problem, table.objective(table.places(ids))
    shares = _shares(problem, checker, ids)
    found = []
    for one in ids:
        rest = tuple(other for other in ids if other != one)
        covers = tuple(each.requirement for each in coverage if each.by == one)
        marginal = whole - table.objective(table.places(rest))
        share, cost = shares.get(one, (None, None))
        found.append(Chosen(one, covers, marginal, checker.broken(rest), share, cost))
    return tuple(found)


def lead_of(table: Table, ids: Sequence[str]) -> str | None:
    """Give who leads: the one who is wished, else of those who may the strongest by all requirements, then the first."""
    if table.problem.wishes.lead is not None:
        return table.problem.wishes.lead
    places = table.places(ids)
    able = leaders(table.problem, table.candidates)
    may = places if able is None else [one for one in places if one in set(able)]
    best = max(may, key=lambda one: (float(table.weights @ table.strengths[one]), -one), default=None)
    return None if best is None else table.candidates[best].id


def _shares(problem: Problem, checker: Checker, ids: Sequence[str]) -> dict[str, tuple[float, float | None]]:
    """Give the percent of the costs that each bears, and the euro where any are stated."""
    if not is_money_asked(problem):
        return {}
    within = span(problem)
    euro = split(problem, [checker.candidates[one] for one in ids], within)
    if euro is None:
        return {}
    total = sum(euro)
    return {one: (100 * cost / total, cost if within.is_stated else None) for one, cost in zip(ids, euro, strict=True)}
