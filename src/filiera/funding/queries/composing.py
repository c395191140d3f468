"""The best consortium for a call, judged by the call's own rules: what each brings, what is missing, or why there is none."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from filiera.engine.composing.composing import compose
from filiera.engine.composing.faults import BadProblem
from filiera.engine.composing.solution import Conflict, Solution, Status
from filiera.funding.adapters_composing import COMPOSED, Wanted, problem_of
from filiera.funding.files import places
from filiera.funding.logic.judging import Judgement, judge
from filiera.funding.logic.verdicts import Verdict
from filiera.funding.queries.pool import Gathered, gather, outside

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.engine.composing.types import Problem
    from filiera.funding.logic.call import Call
    from filiera.registry.models import Organisation

MOST_CHECKED = 12
"""Consortia that the judge may refuse, one after the other, before we stop."""

SECONDS = 5.0
"""How long a consortium may be sought where nobody says."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: the call, what is to be covered by competence with weights, what somebody wants besides, on which day.

    `is_breadth`: nothing was named, the stages of the chain are covered; `idea`: the words in which some of it was read.
    """

    call: Call
    weights: Mapping[str, float]
    wanted: Wanted
    at: date
    members_only: bool = True
    seconds: float = SECONDS
    is_breadth: bool = False
    idea: str = ""


@dataclass(frozen=True, slots=True)
class Composition:
    """A consortium with its judgement, or why there is none.

    `is_breadth` as it was asked. `is_strict`: what was not known was taken for not met, so that all that its partners
    decide passes; else it fails nothing. `outside` has, for each gap, who beyond the pool would fill it, and how strongly.
    """

    solution: Solution
    problem: Problem
    is_strict: bool
    gathered: Gathered
    judgement: Judgement | None = None
    outside: Mapping[str, tuple[Organisation, float]] | None = None
    strict_conflicts: tuple[Conflict, ...] = ()
    refused: int = 0
    is_breadth: bool = False

    @property
    def is_found(self) -> bool:
        """Tell whether there is one."""
        return bool(self.solution.chosen)


def composition(asked: Asked, *, audience: Audience) -> Composition:
    """Compose the best consortium: one that certainly passes, else one that fails nothing and what is not known of it.

    Raises BadProblem where the wishes contradict themselves or nothing is to be covered.
    """
    wanted = asked.wanted
    named = {*wanted.must, *([wanted.lead] if wanted.lead else [])}
    gathered = gather(
        asked.weights, audience=audience, at=asked.at, members_only=asked.members_only, also=named | wanted.must_not
    )
    strangers = sorted((named | wanted.must_not) - set(gathered.organisations))
    if strangers:
        raise BadProblem(f"no organisation: {', '.join(strangers)}")
    until = time.monotonic() + asked.seconds
    strict = _solved(asked, gathered, until - 0.4 * asked.seconds, strict=True)
    found = strict
    if not strict.is_found:
        lenient = _solved(asked, gathered, until, strict=False)
        found = replace(lenient, strict_conflicts=strict.solution.conflicts)
    gaps = found.solution.gaps
    seconds = asked.seconds - (until - time.monotonic())
    beyond = outside(gaps, audience=audience, besides=[one.id for one in found.solution.chosen]) if gaps else {}
    solution = replace(found.solution, seconds=seconds)
    return replace(found, outside=beyond, solution=solution, is_breadth=asked.is_breadth)


def _solved(asked: Asked, gathered: Gathered, until: float, *, strict: bool) -> Composition:
    """Compose by one reading of what is not known, until the judge accepts what comes of it."""
    problem = problem_of(asked.call, gathered.pool, places(), asked.wanted, strict=strict)
    for refused in range(MOST_CHECKED):
        solution = compose(problem, seconds=max(0.5, until - time.monotonic()))
        if not solution.chosen:
            break
        verdict = judged(asked, gathered, {one.id: one.cost for one in solution.chosen}, solution.lead)
        wrong = {Verdict.FAIL, Verdict.UNKNOWN} if strict else {Verdict.FAIL}
        if not any(one.verdict in wrong for one in verdict.checks if one.rule in COMPOSED):
            return Composition(solution, problem, strict, gathered, verdict, refused=refused)
        ids = frozenset(one.id for one in solution.chosen)
        problem = replace(problem, forbidden=(*problem.forbidden, ids))
    nothing = replace(solution, chosen=(), status=Status.UNKNOWN if solution.chosen else solution.status)
    return Composition(nothing, problem, strict, gathered, refused=len(problem.forbidden))


def judged(
    asked: Asked,
    gathered: Gathered,
    costs: Mapping[str, float | None],
    lead: str | None,
    more: Mapping[str, Any] | None = None,
) -> Judgement:
    """Judge organisations together, in euro of cost where known; `more` is what the project says besides."""
    ids = [gathered.organisations[code].pk for code in costs]
    own = {code: {"cost_eur": str(_euro(cost))} for code, cost in costs.items() if cost is not None}
    project = {**asked.wanted.project, **(more or {})}
    known = [cost for cost in costs.values() if cost is not None]
    if len(known) == len(costs) and known and "cost_eur" not in project:
        project["cost_eur"] = str(sum((_euro(cost) for cost in known), Decimal(0)))
    leader = gathered.organisations[lead].pk if lead else None
    consortium = gathered.applicants.consortium(ids, lead=leader, project=project, more=own)
    return judge(asked.call, consortium, places())


def _euro(cost: float) -> Decimal:
    return Decimal(str(round(cost, 2)))
