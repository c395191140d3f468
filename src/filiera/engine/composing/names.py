"""The names under which rules and wishes clash, and the same problem with some of them left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from filiera.engine.composing.types import Cost, Count, Problem, Rule, Share

LEAD, MUST, MUST_NOT, MOST, BUDGET, FORBIDDEN = "lead", "must", "must_not", "most", "budget", "forbidden"
NOBODY, OWN_COSTS = "nobody", "costs"
"""What no rule says: that somebody is chosen at all, and that each bears what the candidate says of itself."""

RESERVED = frozenset({LEAD, MUST, MUST_NOT, MOST, BUDGET, FORBIDDEN, NOBODY, OWN_COSTS})


def is_money(rule: Rule | None) -> bool:
    """Tell whether a rule is about costs."""
    return isinstance(rule, Share | Cost)


def is_money_asked(problem: Problem) -> bool:
    """Tell whether anything asks who bears how much."""
    return problem.wishes.budget is not None or any(is_money(rule) for rule in problem.rules)


def named(problem: Problem) -> Iterator[tuple[str, Rule | None]]:
    """Give every name that stands for something, with its rule; wishes first, and a name as often as it has rules."""
    wishes = problem.wishes
    held = {
        LEAD: wishes.lead is not None,
        MUST: bool(wishes.must),
        MUST_NOT: bool(wishes.must_not),
        MOST: wishes.most is not None,
        BUDGET: wishes.budget is not None,
        FORBIDDEN: bool(problem.forbidden),
    }
    yield from ((name, None) for name, is_held in held.items() if is_held)
    yield from ((rule.name, rule) for rule in problem.rules)


def without(problem: Problem, names: frozenset[str]) -> Problem:
    """Give the problem without what bears one of the names. Rules keep their places: in place of one stands a void one."""
    wishes = problem.wishes
    return replace(
        problem,
        wishes=replace(
            wishes,
            lead=None if LEAD in names else wishes.lead,
            must=frozenset() if MUST in names else wishes.must,
            must_not=frozenset() if MUST_NOT in names else wishes.must_not,
            most=None if MOST in names else wishes.most,
            budget=None if BUDGET in names else wishes.budget,
        ),
        rules=tuple(Count(rule.name) if rule.name in names else rule for rule in problem.rules),
        forbidden=() if FORBIDDEN in names else problem.forbidden,
    )
