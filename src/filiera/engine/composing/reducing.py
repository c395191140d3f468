"""Whom an exact search need not look at: candidates of whom it is proved that some best consortium is without them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filiera.engine.composing.names import is_money_asked
from filiera.engine.composing.tables import PARTNER_PRICE, Places, Table, leaders, least_partners, most_partners
from filiera.engine.composing.types import Apart, Candidate, Count, Distinct, LeadIs, OneOf, Problem, Share

_ROUNDS = 300

# Steps are halved when a turn of so many has brought no better bound.
_PATIENCE = 10

# Bounds are sums of some hundred products; whatever is within this of the known objective is kept.
_MARGIN = 1e-7


@dataclass(frozen=True, slots=True)
class Reduced:
    """The table of those who are left, and what no consortium can exceed by the relaxation that left the others out."""

    table: Table
    bound: float


def undominated(table: Table, *, by_strength: bool = True) -> Table:
    """Leave out who is dominated so often that somebody better is always free to stand in.

    One dominates another if rules cannot tell them apart (or forbid it less) and it is at least as strong everywhere; of
    equals the first. With at most N partners and F forbidden sets, N + F such suffice: N - 1 can be chosen already, and each
    forbidden set spoils one exchange more. Without `by_strength` only the rules count: enough to ask whether any exists.
    """
    most = most_partners(table.problem)
    if most is None:
        return table
    enough = most + len(table.problem.forbidden)
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for place, key in enumerate(_signatures(table.problem, table.candidates)):
        groups[key].append(place)
    forced, kept = set(table.forced), list(table.forced)
    for places in groups.values():
        free = [one for one in places if one not in forced]
        strengths = table.strengths[free] if by_strength else np.zeros((len(free), 1))
        kept.extend(np.array(free)[_survivors(strengths, enough)].tolist() if free else [])
    return table.kept(sorted(kept))


def _survivors(strengths: NDArray[np.float64], enough: int) -> Places:
    """Give the rows that fewer than `enough` others dominate; of equal rows the earlier dominates."""
    kept = []
    for row, own in enumerate(strengths):
        as_strong = (strengths >= own).all(axis=1)
        equal_and_later = as_strong & (strengths == own).all(axis=1)
        equal_and_later[:row] = False
        if int(as_strong.sum() - equal_and_later.sum()) < enough:
            kept.append(row)
    return np.array(kept, dtype=np.intp)


def _signatures(problem: Problem, candidates: tuple[Candidate, ...]) -> list[Hashable]:
    """Give for each candidate what the rules see of it; who stands in a pair of `Apart` is alone."""
    tags = {one.tag for one in problem.rules if isinstance(one, Count | Share)}
    tags |= {tag for one in problem.rules if isinstance(one, LeadIs) for tag in one.any_of}
    questions = sorted(
        {one.value for one in problem.rules if isinstance(one, Distinct)}
        | {one.per for one in problem.rules if isinstance(one, Share) and one.per is not None}
    )
    shared = _shared_values(problem, candidates)
    paired = {one for rule in problem.rules if isinstance(rule, Apart) for pair in rule.pairs for one in pair}
    is_money = is_money_asked(problem)
    return [
        (
            frozenset(one.tags & tags),
            tuple(one.values.get(question) for question in questions),
            frozenset(shared & set(one.values.items())),
            one.id if one.id in paired else None,
            (one.cost_least, one.cost_most) if is_money else None,
        )
        for one in candidates
    ]


def _shared_values(problem: Problem, candidates: tuple[Candidate, ...]) -> set[tuple[str, str]]:
    """Give the values that keep one candidate from being chosen with another; a value of one's own keeps nobody out."""
    questions = {one.value for one in problem.rules if isinstance(one, OneOf)}
    held = Counter(item for one in candidates for item in one.values.items() if item[0] in questions)
    return {item for item, times in held.items() if times > 1}


def within_reach(table: Table, objective: float) -> Reduced:
    """Leave out whom no consortium that reaches the objective can contain, by a relaxation that knows the rules that count.

    A price p(r) is set on being the best of requirement r, and one q(k) on each rule a(k)x <= b(k). Over the sets S of at most
    N, the greatest sum of (sum over r of max(0, w(r)s(i,r) - p(r))) - PARTNER_PRICE - sum over k of q(k)a(k,i), plus the sums
    of p and of q(k)b(k), is an upper bound whatever p and q; they are moved by subgradients. Source: Cornuejols, Fisher,
    Nemhauser (1977), Management Science 23(8), the bound of section 3.
    """
    floor = table.best(table.forced)
    base = table.objective(table.forced)
    gains = table.weights * np.maximum(0.0, table.strengths - floor)
    alive = np.ones(len(table.candidates), dtype=bool)
    alive[list(table.forced)] = False
    most = most_partners(table.problem)
    room = len(gains) if most is None else max(0, most - len(table.forced))
    wanted = max(0, least_partners(table.problem) - len(table.forced))
    counted, limits = _counting(table, most)
    prices = np.sort(gains, axis=0)[-min(2, len(gains))] if len(gains) else np.zeros(len(floor))
    fines = np.zeros(len(limits))
    best, step = math.inf, 1.0
    for turn in range(_ROUNDS):
        places = np.flatnonzero(alive)
        if not len(places) or not room:
            best = min(best, base)
            break
        worth = np.maximum(0.0, gains[places] - prices).sum(axis=1) - PARTNER_PRICE - fines @ counted[:, places]
        order = np.argsort(-worth, kind="stable")[:room]
        taken = order[(worth[order] > 0) | (np.arange(len(order)) < wanted)]
        bound = base + float(prices.sum() + fines @ limits + worth[taken].sum())
        step = step if bound < best - _MARGIN or turn % _PATIENCE else step / 2
        best = min(best, bound)
        given_up = _given_up(worth[taken], room, wanted)
        alive[places[bound - given_up + worth < objective - _MARGIN]] = False
        alive[places[taken]] = True
        usage = _useful((gains[places[taken]] > prices).sum(axis=0) - 1.0, prices)
        excess = _useful(counted[:, places[taken]].sum(axis=1) - limits, fines)
        norm = float(usage @ usage + excess @ excess)
        if norm == 0 or not math.isfinite(objective):
            break
        move = step * max(bound - objective, _MARGIN) / norm
        prices, fines = np.maximum(0.0, prices + move * usage), np.maximum(0.0, fines + move * excess)
    kept = sorted({*np.flatnonzero(alive).tolist(), *table.forced})
    return Reduced(table.kept(kept), max(objective, best))


def _counting(table: Table, most: int | None) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give what rules say of numbers as rows a(k)x <= b(k) over those who are not chosen anyway.

    Of D different values among at most N partners follows that no value has more than N - D + 1 of them.
    """
    rows: list[tuple[list[bool], float, float]] = []
    candidates = table.candidates
    for rule in table.problem.rules:
        if isinstance(rule, Count) and rule.tag is not None:
            bearing = [rule.tag in one.tags for one in candidates]
            rows.extend([(bearing, -1.0, -float(rule.least))] if rule.least else [])
            rows.extend([(bearing, 1.0, float(rule.most))] if rule.most is not None else [])
        elif isinstance(rule, Distinct) and most is not None and rule.least:
            for value in sorted({one.values[rule.value] for one in candidates if rule.value in one.values}):
                is_counted = rule.among is None or value in rule.among
                holding = [one.values.get(rule.value) == value for one in candidates]
                rows.append((holding, 1.0, float(most - rule.least + is_counted)))
    able = leaders(table.problem, candidates)
    if able is not None:
        may = set(able)
        rows.append(([place in may for place in range(len(candidates))], -1.0, -1.0))
    counted = np.array([sign * np.array(bearing, dtype=np.float64) for bearing, sign, _limit in rows])
    counted = counted.reshape(len(rows), len(candidates))
    limits = np.array([limit for _bearing, _sign, limit in rows])
    forced = list(table.forced)
    return counted, limits - counted[:, forced].sum(axis=1)


def _useful(direction: NDArray[np.float64], prices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Take out of a direction what would only push prices below zero: it would make the step of the others short."""
    return np.where((direction < 0) & (prices <= 0), 0.0, direction)


def _given_up(taken: NDArray[np.float64], room: int, wanted: int) -> float:
    """Give the worth of whoever leaves when one more comes in: the last, where there is no room, or who only fills it."""
    if not len(taken) or len(taken) not in (room, wanted):
        return 0.0
    last = float(taken[-1])
    return last if len(taken) == room else min(0.0, last)
