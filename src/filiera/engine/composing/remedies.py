"""What would undo a clash: a bound moved as little as helps, ids taken out of a wish, somebody from outside; each tried."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType

from filiera.engine.composing import names
from filiera.engine.composing.checking import Checker
from filiera.engine.composing.model import liked_places
from filiera.engine.composing.search import is_possible
from filiera.engine.composing.solution import LetGo, Outsider, Relax, Remedy
from filiera.engine.composing.tables import Table
from filiera.engine.composing.types import (
    Candidate,
    Cost,
    Count,
    Distinct,
    Everyone,
    LeadIs,
    OneOf,
    Problem,
    Rule,
    Share,
)

_MOST_OUTSIDERS = 3

# No bound is moved further than this: nobody would call it a change of the same rule.
_FURTHEST = 1e9

_BOUNDS = ("least", "most", "least_pct", "most_pct")


def remedies_of(problem: Problem, clashing: tuple[str, ...], until: float) -> tuple[Remedy, ...]:
    """Give what undoes the clash of these names, each remedy by itself, those that make the whole problem possible first."""
    every = frozenset(name for name, _rule in names.named(problem))
    alone = names.without(problem, every.difference(clashing))
    helping: list[Remedy] = [
        *_relaxed(alone, clashing, until),
        *_let_go(alone, clashing, until),
        *_outsiders(problem, alone, until),
    ]
    found = [replace(one, is_enough=is_possible(with_remedy(problem, one), until) is True) for one in helping]
    return tuple(sorted(found, key=lambda one: not one.is_enough))


def with_remedy(problem: Problem, remedy: Remedy) -> Problem:
    """Give the problem after the change."""
    if isinstance(remedy, LetGo):
        wishes = problem.wishes
        if remedy.rule == names.LEAD:
            return replace(problem, wishes=replace(wishes, lead=None))
        if remedy.rule == names.MUST:
            return replace(problem, wishes=replace(wishes, must=wishes.must.difference(remedy.ids)))
        return replace(problem, wishes=replace(wishes, must_not=wishes.must_not.difference(remedy.ids)))
    if isinstance(remedy, Outsider):
        return replace(problem, candidates=(*problem.candidates, *_from_outside(problem, remedy)))
    return _moved(problem, remedy)


def _moved(problem: Problem, remedy: Relax) -> Problem:
    if remedy.place is None:
        if remedy.bound == names.BUDGET:
            return replace(problem, wishes=replace(problem.wishes, budget=remedy.needed))
        return replace(problem, wishes=replace(problem.wishes, most=int(remedy.needed)))
    rules = list(problem.rules)
    rules[remedy.place] = _with_bound(rules[remedy.place], remedy.bound, remedy.needed)
    return replace(problem, rules=tuple(rules))


def _with_bound(rule: Rule, bound: str, value: float) -> Rule:
    if isinstance(rule, Count):
        return replace(rule, most=int(value)) if bound == "most" else replace(rule, least=int(value))
    if isinstance(rule, Distinct):
        return replace(rule, least=int(value))
    if isinstance(rule, Cost):
        return replace(rule, most=value) if bound == "most" else replace(rule, least=value)
    if isinstance(rule, Share):
        return replace(rule, most_pct=value) if bound == "most_pct" else replace(rule, least_pct=value)
    return rule


@dataclass(frozen=True, slots=True)
class _Bound:
    """A bound that can be moved, in steps of `grain`: down to 0 if it is a least, else up to `end`."""

    rule: str
    place: int | None
    name: str
    now: float
    grain: float
    end: float


def _bounds(problem: Problem, clashing: tuple[str, ...]) -> Iterator[_Bound]:
    wishes = problem.wishes
    if wishes.most is not None:
        yield _Bound(names.MOST, None, names.MOST, wishes.most, 1, len(problem.candidates))
    if wishes.budget is not None:
        yield _Bound(names.BUDGET, None, names.BUDGET, wishes.budget, 1, _FURTHEST)
    for place, rule in enumerate(problem.rules):
        if rule.name not in clashing:
            continue
        for name in _BOUNDS:
            now = getattr(rule, name, None)
            if isinstance(now, int | float) and not (name.startswith("least") and now == 0):
                is_share = isinstance(rule, Share)
                end = 100.0 if is_share else _FURTHEST if isinstance(rule, Cost) else float(len(problem.candidates))
                yield _Bound(
                    rule.name, place, name, now, 0.1 if is_share else 1, 0.0 if name.startswith("least") else end
                )


def _relaxed(problem: Problem, clashing: tuple[str, ...], until: float) -> Iterator[Relax]:
    for bound in _bounds(problem, clashing):
        if bound.end == bound.now:
            continue

        def helps(steps: int, bound: _Bound = bound) -> bool:
            moved = Relax(bound.rule, bound.place, bound.name, bound.now, _value(bound, steps))
            return is_possible(with_remedy(problem, moved), until) is True

        steps = _nearest(helps, math.ceil(abs(bound.end - bound.now) / bound.grain))
        if steps is not None:
            yield Relax(bound.rule, bound.place, bound.name, bound.now, _value(bound, steps))


def _value(bound: _Bound, steps: int) -> float:
    """Give a bound that many steps away, on whole steps: 0.1 percent, a partner, a euro."""
    if bound.end < bound.now:
        return max(bound.end, round(math.ceil(bound.now / bound.grain - steps) * bound.grain, 6))
    return min(bound.end, round(math.floor(bound.now / bound.grain + steps) * bound.grain, 6))


def _nearest(helps: Callable[[int], bool], furthest: int) -> int | None:
    """Give the smallest number of steps that helps, where more steps never help less; None where none does."""
    if not helps(furthest):
        return None
    high = 1
    while high < furthest and not helps(high):
        high *= 2
    low, high = high // 2, min(high, furthest)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if helps(middle) else (middle, high)
    return high


def _let_go(problem: Problem, clashing: tuple[str, ...], until: float) -> Iterator[LetGo]:
    wishes = problem.wishes
    if wishes.lead is not None and names.LEAD in clashing:
        remedy = LetGo(names.LEAD, (wishes.lead,))
        if is_possible(with_remedy(problem, remedy), until):
            yield remedy
    for name, ids, liking in ((names.MUST, wishes.must, 1.0), (names.MUST_NOT, wishes.must_not, -1.0)):
        if name not in clashing or not ids:
            continue
        free = names.without(problem, frozenset({name}))
        table = Table.of(free)
        liked = {table.place[one]: liking for one in ids if one in table.place}
        found = liked_places(table, Checker(free), until, liked)
        if found.places is not None:
            chosen = set(table.ids(found.places))
            yield LetGo(name, tuple(sorted(ids - chosen if name == names.MUST else ids & chosen)))


def _outsiders(problem: Problem, alone: Problem, until: float) -> Iterator[Outsider]:
    """Give the fewest from outside, with as few tags as possible besides those that everyone must bear."""
    for how_many in range(1, _MOST_OUTSIDERS + 1):
        for tags in _tags(problem, alone):
            values = {
                rule.value: _values(alone, rule, how_many)
                for rule in problem.rules
                if isinstance(rule, Distinct | OneOf)
            }
            remedy = Outsider(how_many, tags, MappingProxyType(values))
            if is_possible(with_remedy(alone, remedy), until):
                yield remedy
                return


def _tags(problem: Problem, alone: Problem) -> list[frozenset[str]]:
    """Give the sets of tags worth trying, the smallest first."""
    base = frozenset(rule.tag for rule in problem.rules if isinstance(rule, Everyone))
    counted = {rule.tag for rule in alone.rules if isinstance(rule, Count | Share) and rule.tag is not None}
    leading = {min(rule.any_of) for rule in alone.rules if isinstance(rule, LeadIs) and rule.any_of}
    asked = sorted(counted | leading)
    return list(dict.fromkeys(base.union(tags) for size in range(3) for tags in itertools.combinations(asked, size)))


def _values(problem: Problem, rule: Distinct | OneOf, how_many: int) -> tuple[str, ...]:
    held = {one.values.get(rule.value) for one in problem.candidates}
    wanted: list[str] = []
    for other in problem.rules:
        if isinstance(other, Distinct) and other.value == rule.value and other.among is not None:
            wanted = sorted(other.among - held) or sorted(other.among)
    return tuple((wanted + [""] * how_many)[:how_many])


def _from_outside(problem: Problem, remedy: Outsider) -> Iterator[Candidate]:
    taken = {one.id for one in problem.candidates}
    fresh = (name for name in (f"outsider {number}" for number in itertools.count(1)) if name not in taken)
    for number in range(remedy.how_many):
        name = next(fresh)
        values = {question: given[number] or name for question, given in remedy.values.items()}
        yield Candidate(name, remedy.tags, values)
