"""Problems that cannot be meant: refused with what is wrong and where, before anything is computed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator

from filiera.engine.composing.names import RESERVED
from filiera.engine.composing.types import (
    PARTNER,
    PROJECT,
    Apart,
    Candidate,
    Cost,
    Count,
    Distinct,
    Problem,
    Requirement,
    Rule,
    Share,
)


class BadProblem(ValueError):
    """The problem contradicts itself, or speaks of what it does not contain."""


def refuse_faults(problem: Problem) -> None:
    """Raise BadProblem with every fault that is found."""
    faults = [
        *_of_requirements(problem.requirements),
        *_of_candidates(problem),
        *_of_wishes(problem),
        *(f"rule {rule.name!r}: {fault}" for rule in problem.rules for fault in _of_rule(rule, problem)),
    ]
    if faults:
        raise BadProblem("; ".join(faults))


def refuse_strangers(problem: Problem, ids: Iterable[str]) -> None:
    """Raise BadProblem if one of the ids is no candidate."""
    strangers = sorted(set(ids).difference(one.id for one in problem.candidates))
    if strangers:
        raise BadProblem(f"no candidates: {', '.join(strangers)}")


def _of_requirements(requirements: tuple[Requirement, ...]) -> Iterator[str]:
    yield from _twice("requirement", (one.id for one in requirements))
    for one in requirements:
        if not (math.isfinite(one.weight) and one.weight >= 0):
            yield f"requirement {one.id!r} weighs {one.weight}"
    if not any(one.weight > 0 for one in requirements):
        yield "no requirement has a weight"


def _of_candidates(problem: Problem) -> Iterator[str]:
    yield from _twice("candidate", (one.id for one in problem.candidates))
    asked = {one.id for one in problem.requirements}
    for candidate in problem.candidates:
        for fault in _of_candidate(candidate, asked):
            yield f"candidate {candidate.id!r}: {fault}"


def _of_candidate(candidate: Candidate, asked: set[str]) -> Iterator[str]:
    for requirement, strength in candidate.strengths.items():
        if requirement not in asked:
            yield f"no requirement {requirement!r}"
        if not 0 <= strength <= 1:
            yield f"strength {strength} of {requirement!r} is not in [0, 1]"
    yield from _between("cost", candidate.cost_least, candidate.cost_most)


def _of_wishes(problem: Problem) -> Iterator[str]:
    wishes, ids = problem.wishes, {one.id for one in problem.candidates}
    lead = frozenset() if wishes.lead is None else frozenset({wishes.lead})
    held = {"lead": lead, "must": wishes.must, "must_not": wishes.must_not}
    held.update({"forbidden": frozenset().union(*problem.forbidden)})
    for name, wished in held.items():
        yield from (f"{name}: {one!r} is no candidate" for one in sorted(wished - ids))
    yield from (f"{one!r} both must and must not be chosen" for one in sorted((lead | wishes.must) & wishes.must_not))
    if wishes.most is not None and wishes.most < 1:
        yield f"most: {wishes.most} partners"
    if wishes.budget is not None and not (math.isfinite(wishes.budget) and wishes.budget > 0):
        yield f"budget: {wishes.budget} euro"


def _of_rule(rule: Rule, problem: Problem) -> Iterator[str]:
    if not rule.name or rule.name in RESERVED:
        yield "the name is empty, or that of a wish"
    if isinstance(rule, Count):
        yield from _between("number", rule.least, rule.most)
    elif isinstance(rule, Distinct):
        yield from _between("number", rule.least, None)
    elif isinstance(rule, Cost):
        yield from _between("cost", rule.least, rule.most)
        if rule.per not in (PROJECT, PARTNER):
            yield f"costs per {rule.per!r}"
    elif isinstance(rule, Share):
        yield from _between("share", rule.least_pct, rule.most_pct)
        if rule.most_pct > 100:
            yield f"a share of {rule.most_pct} %"
    elif isinstance(rule, Apart):
        ids = {one.id for one in problem.candidates}
        for one, other in sorted(rule.pairs):
            if not {one, other} <= ids or one == other:
                yield f"{one!r} and {other!r} are no two candidates"


def _between(what: str, least: float | None, most: float | None) -> Iterator[str]:
    for bound in (least, most):
        if bound is not None and not (math.isfinite(bound) and bound >= 0):
            yield f"{what} of {bound}"
    if least is not None and most is not None and least > most:
        yield f"{what} from {least} to {most}"


def _twice(what: str, ids: Iterable[str]) -> Iterator[str]:
    yield from (f"{what} {one!r} stands twice" for one, times in Counter(ids).items() if times > 1)
