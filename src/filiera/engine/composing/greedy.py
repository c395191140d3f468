"""A good consortium quickly: one partner after the other, then exchanges; what the exact search starts from."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from filiera.engine.composing.checking import Checker
from filiera.engine.composing.faults import refuse_faults
from filiera.engine.composing.tables import PARTNER_PRICE, Table, leaders, most_partners
from filiera.engine.composing.types import Apart, Count, Distinct, OneOf, Problem, Rule

# How many exchanges are checked against the rules for each partner before it stays: the best come first.
_TRIED = 60

_FIRST_PARTNERS = 12

# Of an exchange of two: how many are tried as the first who comes in, and for each as the second.
_FIRST_OF_PAIR, _SECOND_OF_PAIR = 12, 6

_WORTHWHILE = 1e-9


def greedy(problem: Problem) -> tuple[str, ...] | None:
    """Choose by what is missing and what is gained, then exchange while it gains; None where this way finds nobody.

    Raises:
        BadProblem: see `refuse_faults`.
    """
    refuse_faults(problem)
    table = Table.of(problem)
    places = greedy_places(table, Checker(problem))
    return None if places is None else table.ids(places)


def greedy_places(table: Table, checker: Checker) -> tuple[int, ...] | None:
    """Do what `greedy` does, on a table: the better of two orders, what the rules miss first or as late as possible."""
    if not table.is_possible:
        return None
    return _best_built(table, checker, ((),))


def greedy_from_many(table: Table, checker: Checker) -> tuple[int, ...] | None:
    """Do the same beginning once with each of those who gain most by themselves; dear on thousands of candidates."""
    alone = objective_with(table, table.forced)
    return _best_built(table, checker, [(one,) for one in _best_of(alone, table.forced, _FIRST_PARTNERS)])


def _best_built(table: Table, checker: Checker, beginnings: Iterable[tuple[int, ...]]) -> tuple[int, ...] | None:
    builder, found = _Builder(table), set[tuple[int, ...]]()
    for first in beginnings:
        for is_early in (False, True):
            places = builder.build(first, is_early=is_early)
            if places is not None and checker.keeps(table.ids(places)):
                found.add(improved(table, checker, places))
    return max(sorted(found), key=table.objective, default=None)


def improved(table: Table, checker: Checker, places: Sequence[int]) -> tuple[int, ...]:
    """Exchange, add and leave out one partner at a time while it gains and the rules hold."""
    chosen, value = tuple(sorted(places)), table.objective(places)
    while True:
        for better, reached in _neighbours(table, chosen, value):
            if checker.keeps(table.ids(better)):
                chosen, value = better, reached
                break
        else:
            return chosen


def improved_by_pairs(table: Table, checker: Checker, places: Sequence[int], until: float) -> tuple[int, ...]:
    """Exchange two partners at a time as well; dear on thousands of candidates, and good on those who are left of them."""
    chosen = improved(table, checker, places)
    while time.monotonic() < until:
        value = table.objective(chosen)
        for better, _reached in _by_value(_neighbours_by_pairs(table, chosen), value):
            if checker.keeps(table.ids(better)):
                chosen = improved(table, checker, better)
                break
        else:
            break
    return chosen


def first_of_equals(table: Table, checker: Checker, places: Sequence[int]) -> tuple[int, ...]:
    """Put for each partner the first by id who would do exactly as well, so that the answer hangs on nothing else."""
    chosen = tuple(sorted(places))
    for out in (one for one in chosen if one not in table.forced):
        rest = tuple(one for one in chosen if one != out)
        reached = objective_with(table, rest)
        as_good = np.flatnonzero(np.abs(reached[:out] - reached[out]) <= _WORTHWHILE).tolist()
        free = (tuple(sorted((*rest, one))) for one in as_good if one not in rest)
        chosen = next((one for one in free if checker.keeps(table.ids(one))), chosen)
    return chosen


def _neighbours_by_pairs(table: Table, chosen: tuple[int, ...]) -> list[tuple[float, tuple[int, ...]]]:
    found: list[tuple[float, tuple[int, ...]]] = []
    free = [one for one in chosen if one not in table.forced]
    for pair in itertools.combinations(free, 2):
        rest = tuple(one for one in chosen if one not in pair)
        for first in _best_of(objective_with(table, rest), chosen, _FIRST_OF_PAIR):
            reached = objective_with(table, (*rest, first))
            second = _best_of(reached, (*chosen, first), _SECOND_OF_PAIR)
            found.extend((float(reached[one]), tuple(sorted((*rest, first, one)))) for one in second)
    return list(dict.fromkeys(found))


def _best_of(reached: NDArray[np.float64], but: Sequence[int], most: int) -> list[int]:
    allowed = reached.copy()
    allowed[list(but)] = -np.inf
    best = np.argsort(-allowed, kind="stable")[:most]
    return [int(one) for one in best if np.isfinite(allowed[one])]


def _by_value(found: list[tuple[float, tuple[int, ...]]], value: float) -> Iterator[tuple[tuple[int, ...], float]]:
    """Give what is better than a value, best first."""
    for reached, places in sorted(found, key=lambda one: (-one[0], one[1])):
        if reached <= value + _WORTHWHILE:
            return
        yield places, reached


def _neighbours(table: Table, chosen: tuple[int, ...], value: float) -> Iterator[tuple[tuple[int, ...], float]]:
    """Give better sets at one step from the chosen, best first."""
    found: list[tuple[float, tuple[int, ...]]] = []
    for out in (None, *(one for one in chosen if one not in table.forced)):
        rest = tuple(one for one in chosen if one != out)
        if out is not None and rest:
            found.append((table.objective(rest), rest))
        reached = objective_with(table, rest)
        best = _best_of(reached, chosen, _TRIED)
        found.extend((float(reached[one]), tuple(sorted((*rest, one)))) for one in best)
    yield from _by_value(found, value)


def objective_with(table: Table, rest: Sequence[int]) -> NDArray[np.float64]:
    """Give the objective of `rest` and each candidate in turn."""
    best: NDArray[np.float64] = np.maximum(table.strengths, table.best(rest)) @ table.weights
    return best - PARTNER_PRICE * (len(rest) + 1)


class _Builder:
    """Builds a set from those who are wanted, one by one."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.most = most_partners(table.problem)
        self.able = leaders(table.problem, table.candidates)
        self.tagged = {
            tag: np.array([tag in one.tags for one in table.candidates])
            for tag in {one.tag for one in table.problem.rules if isinstance(one, Count) and one.tag is not None}
        }
        self.everybody = np.ones(len(table.candidates), dtype=bool)

    def build(self, first: Sequence[int], *, is_early: bool) -> tuple[int, ...] | None:
        """Add whoever gains most of those who may come; whom the rules miss first, or only when room gets short."""
        chosen = [*self.table.forced, *first]
        while True:
            open_ = self._may_come(chosen)
            missing, helping = self._missing(chosen)
            gain = objective_with(self.table, chosen) - self.table.objective(chosen)
            room = len(self.table.candidates) if self.most is None else self.most - len(chosen)
            if missing and (is_early or room <= missing):
                open_ &= helping == np.max(helping[open_], initial=0)
            gain[~open_] = -np.inf
            if not open_.any() or room <= 0:
                return tuple(chosen) if chosen else None
            best = int(np.argmax(gain))
            if not missing and gain[best] <= 0 and chosen:
                return tuple(chosen)
            if missing and gain[best] <= 0 and not helping[best]:
                best = int(np.argmax(np.where(open_, helping, -1)))
                if not helping[best]:
                    return tuple(chosen) if chosen else None
            chosen.append(best)

    def _may_come(self, chosen: Sequence[int]) -> NDArray[np.bool_]:
        """Tell who can be added without breaking what only grows worse by adding."""
        open_ = self.everybody.copy()
        open_[list(chosen)] = False
        for rule in self.table.problem.rules:
            if isinstance(rule, Count) and rule.tag is not None and rule.most is not None:
                tagged = self.tagged[rule.tag]
                if int(tagged[list(chosen)].sum()) >= rule.most:
                    open_ &= ~tagged
            else:
                open_[self._kept_out(rule, chosen)] = False
        return open_

    def _kept_out(self, rule: Rule, chosen: Sequence[int]) -> list[int]:
        candidates, ids = self.table.candidates, {self.table.candidates[one].id for one in chosen}
        if isinstance(rule, Apart):
            rivals = {other for pair in rule.pairs if not ids.isdisjoint(pair) for other in pair}
            return [self.table.place[one] for one in rivals if one in self.table.place]
        if isinstance(rule, OneOf) and ids:
            held = {candidates[one].values.get(rule.value) for one in chosen} - {None}
            return [place for place, one in enumerate(candidates) if one.values.get(rule.value) in held]
        return []

    def _missing(self, chosen: Sequence[int]) -> tuple[int, NDArray[np.int_]]:
        """Give how many partners the rules still ask for, and for each candidate how many of these rules it would serve."""
        missing, helping = 0, np.zeros(len(self.table.candidates), dtype=int)
        for rule in self.table.problem.rules:
            if isinstance(rule, Count):
                tagged = self.everybody if rule.tag is None else self.tagged[rule.tag]
                lacking = rule.least - int(tagged[list(chosen)].sum())
            elif isinstance(rule, Distinct):
                tagged, lacking = self._new_values(rule, chosen)
            else:
                continue
            if lacking > 0:
                missing = missing + lacking
                helping = helping + tagged
        if self.able is not None and not set(self.able) & set(chosen):
            missing = missing + 1
            helping[self.able] += 1
        return missing, helping

    def _new_values(self, rule: Distinct, chosen: Sequence[int]) -> tuple[NDArray[np.bool_], int]:
        values = [one.values.get(rule.value) for one in self.table.candidates]
        counted = {one for one in values if one is not None and (rule.among is None or one in rule.among)}
        held = {values[one] for one in chosen} & counted
        return np.array([one in counted and one not in held for one in values]), rule.least - len(held)
