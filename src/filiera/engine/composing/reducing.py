"""Whom an exact search need not look at: candidates of whom it is proved that some best consortium is without them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filiera.engine.composing.names import is_money_asked
from filiera.engine.composing.tables import PARTNER_PRICE, Places, Table, least_partners, most_partners
from filiera.engine.composing.types import Apart, Candidate, Count, Distinct, LeadIs, OneOf, Problem, Share

_ROUNDS = 300

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
    """Leave out whom no consortium that reaches the objective can contain, by a relaxation that knows no rule but numbers.

    For each requirement r a price p(r) is set on being the best of it; then max over sets S of at most N of the sum of
    (sum over r of max(0, w(r)s(i,r) - p(r))) - PARTNER_PRICE, plus the sum of p, is an upper bound, whatever p; p is moved by
    subgradients. Source: Cornuejols, Fisher, Nemhauser (1977), Management Science 23(8), the bound of section 3.
    """
    floor = table.best(table.forced)
    base = table.objective(table.forced)
    gains = table.weights * np.maximum(0.0, table.strengths - floor)
    alive = np.ones(len(table.candidates), dtype=bool)
    alive[list(table.forced)] = False
    most, least = most_partners(table.problem), least_partners(table.problem)
    room = len(gains) if most is None else max(0, most - len(table.forced))
    prices = np.sort(gains, axis=0)[-min(2, len(gains))] if len(gains) else np.zeros(len(floor))
    best, step = math.inf, 1.0
    for turn in range(_ROUNDS):
        places = np.flatnonzero(alive)
        if not len(places) or not room:
            best = min(best, base)
            break
        worth = np.maximum(0.0, gains[places] - prices).sum(axis=1) - PARTNER_PRICE
        order = np.argsort(-worth, kind="stable")[:room]
        wanted = max(0, least - len(table.forced))
        taken = order[(worth[order] > 0) | (np.arange(len(order)) < wanted)]
        bound = base + float(prices.sum() + worth[taken].sum())
        is_better = bound < best - _MARGIN
        best = min(best, bound)
        step = step if is_better or turn % 10 else step / 2
        given_up = _given_up(worth[taken], room, wanted)
        alive[places[bound - given_up + worth < objective - _MARGIN]] = False
        alive[places[taken]] = True
        usage = (gains[places[taken]] > prices).sum(axis=0) - 1.0
        norm = float(usage @ usage)
        if norm == 0 or not math.isfinite(objective):
            break
        prices = np.maximum(0.0, prices + step * max(bound - objective, _MARGIN) / norm * usage)
    kept = sorted({*np.flatnonzero(alive).tolist(), *table.forced})
    return Reduced(table.kept(kept), max(objective, best))


def _given_up(taken: NDArray[np.float64], room: int, wanted: int) -> float:
    """Give the worth of whoever leaves when one more comes in: the last, where there is no room, or who only fills it."""
    if not len(taken) or len(taken) not in (room, wanted):
        return 0.0
    last = float(taken[-1])
    return last if len(taken) == room else min(0.0, last)
