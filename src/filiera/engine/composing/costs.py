"""Who bears how much: rules on costs as rows of a program, and the split of the costs among partners who are given."""

from __future__ import annotations

import itertools
import math
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from filiera.engine.composing.names import BUDGET, OWN_COSTS, is_money, is_money_asked, named, without
from filiera.engine.composing.solver import Outcome, Program
from filiera.engine.composing.types import PARTNER, PROJECT, Candidate, Cost, Problem, Rule, Share

# The smallest project, in euro: with nothing to share, every rule about shares would hold.
LEAST_TOTAL = 1.0

# Where nothing says what the whole may cost at most, it is bounded by so many times the greatest amount that the problem
# states: a consortium has fewer partners than that, and no share asked of anybody is below one part in so many.
_WIDEST = 100.0

# The whole is this much in the program's own unit, so that its numbers are neither huge nor tiny.
_UNITS = 1000.0

# Of two splits with the same sum the more even one, by the sum of all differences between two partners (as in the index of
# Gini): a euro of the sum weighs more than all differences that it could save.
_EVENNESS = 1e-3

_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Span:
    """What the whole may cost, in euro. `is_stated` tells whether the problem speaks of amounts, or only of shares."""

    least: float
    most: float
    is_stated: bool

    @property
    def unit(self) -> float:
        """The euro of one unit of a program."""
        return self.most / _UNITS


def span(problem: Problem) -> Span:
    """Tell between what and what the costs of the whole lie."""
    rules = [rule for rule in problem.rules if isinstance(rule, Cost)]
    own = [one for each in problem.candidates for one in (each.cost_least, each.cost_most) if one]
    stated = [*own, *(one for rule in rules for one in (rule.least, rule.most) if one)]
    tops = [rule.most for rule in rules if rule.per == PROJECT and rule.most is not None]
    if problem.wishes.budget is not None:
        tops.append(problem.wishes.budget)
    if tops:
        return Span(LEAST_TOTAL, max(min(tops), LEAST_TOTAL), is_stated=True)
    if stated:
        return Span(LEAST_TOTAL, max(_WIDEST * max(stated), LEAST_TOTAL), is_stated=True)
    return Span(LEAST_TOTAL, LEAST_TOTAL, is_stated=False)


def add_costs(
    program: Program, problem: Problem, candidates: Sequence[Candidate], chosen: Sequence[int], within: Span
) -> list[int]:
    """Add a column of costs for each candidate, whose column of being chosen is given, and every rule about them.

    Returns the columns, in `within.unit`s of euro, and as the last one that of their sum.
    """
    unit, cap = within.unit, _UNITS
    program.is_delicate = True
    costs = []
    for candidate, choice in zip(candidates, chosen, strict=True):
        most = _most_of(candidate, problem.rules, within) / unit
        cost = program.add_column(upper=most)
        program.add_row([(cost, 1.0), (choice, -most)], upper=0.0)
        if candidate.cost_least:
            program.add_row([(cost, 1.0), (choice, -candidate.cost_least / unit)], lower=0.0)
        costs.append(cost)
    total = program.add_column(lower=within.least / unit, upper=cap)
    program.add_row([*((cost, 1.0) for cost in costs), (total, -1.0)], lower=0.0, upper=0.0)
    for rule in problem.rules:
        if isinstance(rule, Cost):
            _add_cost(program, rule, costs, chosen, total, unit)
        elif isinstance(rule, Share):
            for members in _bearers(rule, candidates):
                _add_share(program, rule, [costs[one] for one in members], [chosen[one] for one in members], total)
    if problem.wishes.budget is not None:
        program.add_row([(total, 1.0)], upper=problem.wishes.budget / unit)
    return [*costs, total]


def _most_of(candidate: Candidate, rules: Sequence[Rule], within: Span) -> float:
    """Give the euro that one bears at most, by itself and by what rules say of each: the tighter, the sooner it is proved."""
    most = within.most if candidate.cost_most is None else min(within.most, candidate.cost_most)
    for rule in rules:
        if isinstance(rule, Cost) and rule.most is not None and rule.per == PARTNER:
            most = min(most, rule.most)
        elif isinstance(rule, Share) and rule.per == PARTNER and (rule.tag is None or rule.tag in candidate.tags):
            most = min(most, rule.most_pct / 100 * within.most)
    return most


def _add_cost(
    program: Program, rule: Cost, costs: Sequence[int], chosen: Sequence[int], total: int, unit: float
) -> None:
    most = math.inf if rule.most is None else rule.most / unit
    if rule.per == PROJECT:
        program.add_row([(total, 1.0)], rule.least / unit, most)
        return
    for cost, choice in zip(costs, chosen, strict=True):
        if rule.least > 0:
            program.add_row([(cost, 1.0), (choice, -rule.least / unit)], lower=0.0)
        if rule.most is not None:
            program.add_row([(cost, 1.0), (choice, -most)], upper=0.0)


def _bearers(rule: Share, candidates: Sequence[Candidate]) -> list[list[int]]:
    """Give the places of those whose costs a rule looks at together."""
    bearing = [place for place, one in enumerate(candidates) if rule.tag is None or rule.tag in one.tags]
    if rule.per is None:
        return [bearing]
    if rule.per == PARTNER:
        return [[place] for place in bearing]
    groups: dict[str, list[int]] = defaultdict(list)
    for place in bearing:
        if rule.per in candidates[place].values:
            groups[candidates[place].values[rule.per]].append(place)
    return [groups[value] for value in sorted(groups)]


def _add_share(program: Program, rule: Share, costs: Sequence[int], chosen: Sequence[int], total: int) -> None:
    together, least, most = [(cost, 1.0) for cost in costs], rule.least_pct / 100, rule.most_pct / 100
    if rule.most_pct < 100:
        program.add_row([*together, (total, -most)], upper=0.0)
    if least > 0 and rule.per is None:
        program.add_row([*together, (total, -least)], lower=0.0)
    elif least > 0:
        for choice in chosen:
            # If this one is not chosen, the row asks for nothing.
            program.add_row([*together, (total, -least), (choice, -least * _UNITS)], lower=-least * _UNITS)


def split(problem: Problem, members: Sequence[Candidate], span_: Span | None = None) -> tuple[float, ...] | None:
    """Give the euro of each of the members: the smallest sum that the rules allow, as evenly as they allow; None if none do."""
    within = span_ or span(problem)
    found, costs = _solved(problem, members, within, is_even=True)
    if found.values is None:
        return None
    return tuple(float(found.values[cost]) * within.unit for cost in costs[:-1])


def clash(problem: Problem, members: Sequence[Candidate]) -> tuple[str, ...]:
    """Name the rules about costs that the members cannot keep together, as few as clash; nothing where a split exists.

    Where the members' own bounds clash with nothing but each other, the name is `OWN_COSTS`.
    """
    if not is_money_asked(problem) or not members or _can_split(problem, members):
        return ()
    kept = list(dict.fromkeys(name for name, rule in named(problem) if name == BUDGET or is_money(rule)))
    for name in list(kept):
        fewer = [one for one in kept if one != name]
        if not _can_split(_only_money(problem, fewer), members):
            kept = fewer
    return tuple(kept) if kept else (OWN_COSTS,)


def _only_money(problem: Problem, names: Sequence[str]) -> Problem:
    every = {name for name, _rule in named(problem)}
    return without(problem, frozenset(every.difference(names)))


def _can_split(problem: Problem, members: Sequence[Candidate]) -> bool:
    return _solved(problem, members, span(problem), is_even=False)[0].values is not None


def _solved(
    problem: Problem, members: Sequence[Candidate], within: Span, *, is_even: bool
) -> tuple[Outcome, list[int]]:
    program = Program()
    chosen = [program.add_column(lower=1.0) for _one in members]
    costs = add_costs(program, problem, members, chosen, within)
    if is_even and members:
        program.gains[costs[-1]] = -1.0
        for one, other in itertools.combinations(costs[:-1], 2):
            apart = program.add_column(-_EVENNESS / len(members) ** 2, upper=_UNITS)
            program.add_row([(apart, 1.0), (one, -1.0), (other, 1.0)], lower=0.0)
            program.add_row([(apart, 1.0), (one, 1.0), (other, -1.0)], lower=0.0)
    return program.solve(time.monotonic() + _SECONDS), costs
