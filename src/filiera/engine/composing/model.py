"""The exact search: a problem as a mixed-integer program over those who are left, and HiGHS to solve it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from filiera.engine.composing.checking import Checker
from filiera.engine.composing.costs import add_costs, span
from filiera.engine.composing.names import is_money_asked
from filiera.engine.composing.solver import Program
from filiera.engine.composing.tables import PARTNER_PRICE, Table, leaders
from filiera.engine.composing.types import Apart, Count, Distinct, OneOf

_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """A set that keeps every rule, or None; what none can exceed; whether it is proved that none is better (or none is)."""

    places: tuple[int, ...] | None
    bound: float
    is_proved: bool


def best_places(table: Table, checker: Checker, until: float, start: Sequence[int] | None = None) -> Found:
    """Choose of a table what reaches the greatest objective; `start` is a set that keeps the rules."""
    if not table.is_possible:
        return Found(None, -math.inf, is_proved=True)
    program, chosen = _membership(table, -PARTNER_PRICE)
    base = table.coverage(table.forced)
    _add_coverage(program, table, chosen)
    known = None if start is None else {chosen[one]: float(one in set(start)) for one in range(len(chosen))}
    found = _searched(program, table, checker, chosen, until, known)
    return Found(found.places, found.bound + base, found.is_proved)


def liked_places(table: Table, checker: Checker, until: float, liked: Mapping[int, float]) -> Found:
    """Choose of a table any set that keeps the rules, with the greatest sum of likings of its members."""
    if not table.is_possible:
        return Found(None, -math.inf, is_proved=True)
    program, chosen = _membership(table, 0.0)
    for place, liking in liked.items():
        program.gains[chosen[place]] = liking
    return _searched(program, table, checker, chosen, until, None)


def _searched(
    program: Program,
    table: Table,
    checker: Checker,
    chosen: Sequence[int],
    until: float,
    start: Mapping[int, float] | None,
) -> Found:
    """Solve, and solve again without any set whose costs cannot be split after all: a program's shares are not exact."""
    bound = math.inf
    while True:
        outcome = program.solve(until, start)
        bound = min(bound, outcome.bound)
        if outcome.values is None:
            return Found(None, bound, outcome.is_proved)
        places = tuple(np.flatnonzero(outcome.values[list(chosen)] > _HALF).tolist())
        if checker.keeps(table.ids(places)):
            return Found(places, bound, outcome.is_proved)
        inside = set(places)
        program.add_row(
            ((one, 1.0 if place in inside else -1.0) for place, one in enumerate(chosen)), upper=len(inside) - 1
        )


def _membership(table: Table, price: float) -> tuple[Program, list[int]]:
    """Give a program with a column of being chosen for each candidate, and every rule."""
    program, problem = Program(), table.problem
    forced = set(table.forced)
    chosen = [
        program.add_column(price, lower=float(place in forced), is_whole=True) for place in range(len(table.candidates))
    ]
    number = program.add_column(lower=1.0, upper=float(problem.wishes.most or len(chosen)))
    program.add_row([*((one, 1.0) for one in chosen), (number, -1.0)], 0.0, 0.0)
    able = leaders(problem, table.candidates)
    if able is not None:
        program.add_row([(chosen[one], 1.0) for one in able], lower=1.0)
    for rule in problem.rules:
        if isinstance(rule, Count):
            counted = [chosen[place] for place, one in enumerate(table.candidates) if rule.tag in one.tags]
            terms = [(number, 1.0)] if rule.tag is None else [(one, 1.0) for one in counted]
            program.add_row(terms, rule.least, math.inf if rule.most is None else rule.most)
        elif isinstance(rule, Distinct | OneOf):
            _add_values(program, table, rule, chosen)
        elif isinstance(rule, Apart):
            for pair in sorted({tuple(sorted(pair)) for pair in rule.pairs}):
                if all(one in table.place for one in pair):
                    program.add_row([(chosen[table.place[one]], 1.0) for one in pair], upper=1.0)
    for refused in problem.forbidden:
        if all(one in table.place for one in refused):
            members = [(chosen[table.place[one]], 2.0) for one in sorted(refused)]
            program.add_row([*members, (number, -1.0)], upper=len(refused) - 1)
    if is_money_asked(problem):
        add_costs(program, problem, table.candidates, chosen, span(problem))
    return program, chosen


def _add_values(program: Program, table: Table, rule: Distinct | OneOf, chosen: Sequence[int]) -> None:
    holders: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(table.candidates):
        if rule.value in one.values:
            holders[one.values[rule.value]].append(chosen[place])
    if isinstance(rule, OneOf):
        for value in sorted(holders):
            program.add_row([(one, 1.0) for one in holders[value]], upper=1.0)
        return
    counted = sorted(holders if rule.among is None else rule.among.intersection(holders))
    held = []
    for value in counted:
        held.append(program.add_column())
        program.add_row([(held[-1], 1.0), *((one, -1.0) for one in holders[value])], upper=0.0)
    program.add_row([(one, 1.0) for one in held], lower=rule.least)


def _add_coverage(program: Program, table: Table, chosen: Sequence[int]) -> None:
    """Add for each requirement a chain over its levels of strength, from the strongest down.

    reached(l) <= reached(l + 1 stronger) + sum of the chosen at l; each counts for what l is above the next weaker level, so
    that together they count for the best. Levels that those who are chosen anyway reach are left out.
    """
    floor = table.best(table.forced)
    for column, weight in enumerate(table.weights):
        own = table.strengths[:, column]
        levels = np.unique(own[own > floor[column]])[::-1]
        if not weight or not len(levels):
            continue
        below = np.append(levels[1:], floor[column])
        stronger: list[tuple[int, float]] = []
        for level, next_one in zip(levels, below, strict=True):
            reached = program.add_column(float(weight * (level - next_one)))
            at_level = ((chosen[place], -1.0) for place in np.flatnonzero(own == level).tolist())
            program.add_row([(reached, 1.0), *stronger, *at_level], upper=0.0)
            stronger = [(reached, -1.0)]
