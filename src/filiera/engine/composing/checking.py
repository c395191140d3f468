"""Whether a consortium keeps the rules: rule by rule, as one would on paper, and apart from how it is searched for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from filiera.engine.composing import names
from filiera.engine.composing.costs import clash
from filiera.engine.composing.faults import refuse_strangers
from filiera.engine.composing.types import (
    PARTNER,
    PROJECT,
    Apart,
    Candidate,
    Cost,
    Count,
    Distinct,
    Everyone,
    LeadIs,
    OneOf,
    Problem,
    Share,
)

# Euro and parts of a whole are compared with this much slack, relative to the whole: they come out of a solver.
_SLACK = 1e-6


def violations(problem: Problem, ids: Iterable[str], costs: Mapping[str, float] | None = None) -> tuple[str, ...]:
    """Name the wishes and rules that these candidates violate, in the order of the problem, each name once.

    `costs` are the euro of each; without them a rule on costs is kept if some split keeps all of them. Nobody at all
    violates `nobody`.

    Raises:
        BadProblem: an id is no candidate.
    """
    chosen = tuple(dict.fromkeys(ids))
    refuse_strangers(problem, chosen)
    return Checker(problem).broken(chosen, costs)


class Checker:
    """The checker of one problem, for whoever asks it often."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.candidates = {one.id: one for one in problem.candidates}
        self._forbidden = frozenset(problem.forbidden)
        self._rivals = [_rivals(rule) if isinstance(rule, Apart) else {} for rule in problem.rules]
        self._kept: dict[frozenset[str], bool] = {}
        rules = [rule for rule in problem.rules if isinstance(rule, Cost)]
        self._each = max([1.0, *(rule.least for rule in rules if rule.per == PARTNER)])
        self._whole = max([1.0, *(rule.least for rule in rules if rule.per == PROJECT)])

    def broken(self, ids: Sequence[str], costs: Mapping[str, float] | None = None) -> tuple[str, ...]:
        """Name everything that is violated, costs included."""
        plain = self.plain(ids)
        members = [self.candidates[one] for one in sorted(ids)]
        of_costs = clash(self.problem, members) if costs is None else tuple(self._of_costs(members, costs))
        if not of_costs:
            return plain
        broken = {*plain, *of_costs}
        order = dict.fromkeys(name for name, _rule in names.named(self.problem))
        return tuple(one for one in (*order, names.OWN_COSTS, names.NOBODY) if one in broken)

    def keeps(self, ids: Sequence[str]) -> bool:
        """Tell whether nothing is violated; quicker than to name what is, and remembered where costs had to be split."""
        if self.plain(ids):
            return False
        if not names.is_money_asked(self.problem):
            return True
        members = [self.candidates[one] for one in ids]
        # Often all may bear the same, which needs no program to see.
        each = max(self._whole / len(ids), self._each, *(one.cost_least or 0.0 for one in members))
        if not any(self._of_costs(members, dict.fromkeys(ids, each))):
            return True
        key = frozenset(ids)
        if key not in self._kept:
            self._kept[key] = not clash(self.problem, sorted(members, key=lambda one: one.id))
        return self._kept[key]

    def plain(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Name what is violated, whatever the costs."""
        members = [self.candidates[one] for one in ids]
        broken = dict.fromkeys(self._of_wishes(frozenset(ids)))
        no_lead = self._without_lead(members)
        for place, rule in enumerate(self.problem.rules):
            if rule.name in broken:
                continue
            if isinstance(rule, LeadIs):
                is_broken = rule.name in no_lead
            elif isinstance(rule, Apart):
                rivals, chosen = self._rivals[place], set(ids)
                is_broken = any(not chosen.isdisjoint(rivals.get(one, ())) for one in ids)
            else:
                is_broken = not _is_kept(rule, members)
            if is_broken:
                broken[rule.name] = None
        return tuple(broken) if ids else (*broken, names.NOBODY)

    def _of_wishes(self, chosen: frozenset[str]) -> Iterator[str]:
        wishes = self.problem.wishes
        if wishes.lead is not None and wishes.lead not in chosen:
            yield names.LEAD
        if not wishes.must <= chosen:
            yield names.MUST
        if wishes.must_not & chosen:
            yield names.MUST_NOT
        if wishes.most is not None and len(chosen) > wishes.most:
            yield names.MOST
        if chosen in self._forbidden:
            yield names.FORBIDDEN

    def _without_lead(self, members: Sequence[Candidate]) -> set[str]:
        """Name the rules of the lead that nobody who may be the lead keeps."""
        rules = [rule for rule in self.problem.rules if isinstance(rule, LeadIs)]
        lead = self.problem.wishes.lead
        if lead is not None:
            return {rule.name for rule in rules if not rule.any_of & self.candidates[lead].tags}
        if any(all(rule.any_of & one.tags for rule in rules) for one in members):
            return set()
        alone = {rule.name for rule in rules if not any(rule.any_of & one.tags for one in members)}
        return alone or {rule.name for rule in rules}

    def _of_costs(self, members: Sequence[Candidate], costs: Mapping[str, float]) -> Iterator[str]:
        if not names.is_money_asked(self.problem):
            return
        total = sum(costs[one.id] for one in members)
        slack = _SLACK * max(total, 1.0)
        if self.problem.wishes.budget is not None and total > self.problem.wishes.budget + slack:
            yield names.BUDGET
        for rule in self.problem.rules:
            if isinstance(rule, Cost):
                asked = [total] if rule.per == PROJECT else [costs[one.id] for one in members]
                if any(not _lies(one, rule.least, rule.most, slack) for one in asked):
                    yield rule.name
            elif isinstance(rule, Share):
                least, most = rule.least_pct * total / 100, rule.most_pct * total / 100
                if any(not _lies(part, least, most, slack) for part in _parts(rule, members, costs)):
                    yield rule.name
        own = (_lies(costs[one.id], one.cost_least or 0.0, one.cost_most, slack) for one in members)
        if total <= 0 or not all(own):
            yield names.OWN_COSTS


def _is_kept(rule: object, members: Sequence[Candidate]) -> bool:
    if isinstance(rule, Count):
        number = sum(rule.tag is None or rule.tag in one.tags for one in members)
        return rule.least <= number and (rule.most is None or number <= rule.most)
    if isinstance(rule, Everyone):
        return all(rule.tag in one.tags for one in members)
    if isinstance(rule, Distinct):
        held = {one.values[rule.value] for one in members if rule.value in one.values}
        return len(held if rule.among is None else held & rule.among) >= rule.least
    if isinstance(rule, OneOf):
        valued = [one.values[rule.value] for one in members if rule.value in one.values]
        return len(set(valued)) == len(valued)
    return True


def _parts(rule: Share, members: Sequence[Candidate], costs: Mapping[str, float]) -> list[float]:
    bearing = [one for one in members if rule.tag is None or rule.tag in one.tags]
    if rule.per is None:
        return [sum(costs[one.id] for one in bearing)]
    if rule.per == PARTNER:
        return [costs[one.id] for one in bearing]
    sums: dict[str, float] = defaultdict(float)
    for one in bearing:
        if rule.per in one.values:
            sums[one.values[rule.per]] += costs[one.id]
    return list(sums.values())


def _rivals(rule: Apart) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in rule.pairs:
        found[one].add(other)
        found[other].add(one)
    return dict(found)


def _lies(value: float, least: float, most: float | None, slack: float) -> bool:
    return least - slack <= value and (most is None or value <= most + slack)
