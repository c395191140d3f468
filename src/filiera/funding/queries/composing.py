"""The best consortium for a call, judged by the call's own rules: what each brings, what is missing, or why there is none."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from filiera.engine.composing.composing import compose
from filiera.engine.composing.faults import BadProblem
from filiera.engine.composing.solution import Conflict, Solution, Status
from filiera.funding.adapters_composing import COMPOSED, HEADROOM, Wanted, problem_of
from filiera.funding.files import places
from filiera.funding.logic.judging import Judgement, judge
from filiera.funding.logic.splits import Borne, whole_cents
from filiera.funding.logic.verdicts import Verdict
from filiera.funding.queries.needs import needs_of
from filiera.funding.queries.pool import Gathered, gather, outside

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.engine.composing.types import Problem
    from filiera.funding.logic.call import Call
    from filiera.registry.models import Organisation

MOST_CHECKED = 40
"""Consortia that the judge may refuse, one after the other, before we stop."""

LEAST_SECONDS = 0.5
"""What the search takes even where less is given: a start, and most proofs."""

ABOUT_MONEY = frozenset({"share_max", "share_min", "cost_min", "cost_max", "budget_range"})
"""Rules on who bears what, which the engine keeps and of which alternatives say nothing."""

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


def asked_of(
    call: Call,
    weights: Mapping[str, float],
    *,
    wanted: Wanted,
    at: date,
    idea: str = "",
    members_only: bool = True,
    seconds: float = SECONDS,
) -> Asked:
    """Join what a call asks for (weights in (0, 1] by competence) with the idea of a project and what somebody wants."""
    needs = needs_of(weights, idea)
    return Asked(call, needs.weights, wanted, at, members_only, seconds, needs.is_breadth, idea.strip())


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
        solution = _composed(problem, until)
        if not solution.chosen:
            break
        for borne in whole_cents(solution.chosen):
            verdict = judged(asked, gathered, borne, solution.lead)
            if _is_let(verdict, strict):
                told = replace(solution, chosen=tuple(borne.told(one) for one in solution.chosen))
                told = _with_others_that_pass(asked, gathered, problem, told, until, strict=strict)
                return Composition(told, problem, strict, gathered, verdict, refused=refused)
        problem = _without(problem, [frozenset(one.id for one in solution.chosen)])
    nothing = replace(solution, chosen=(), status=Status.UNKNOWN if solution.chosen else solution.status)
    return Composition(nothing, problem, strict, gathered, refused=len(problem.forbidden))


def _composed(problem: Problem, until: float) -> Solution:
    return compose(problem, seconds=max(LEAST_SECONDS, until - time.monotonic()))


def _without(problem: Problem, sets: list[frozenset[str]]) -> Problem:
    return replace(problem, forbidden=(*problem.forbidden, *sets))


def _with_others_that_pass(
    asked: Asked, gathered: Gathered, problem: Problem, solution: Solution, until: float, *, strict: bool
) -> Solution:
    """Give a solution whose alternatives the judge lets pass as well; others are sought for those that it refuses."""
    while True:
        wrong = [
            frozenset(one.chosen)
            for one in solution.alternatives
            if not _passes(asked, gathered, one.chosen, strict=strict)
        ]
        kept = tuple(one for one in solution.alternatives if frozenset(one.chosen) not in wrong)
        if not wrong or until - time.monotonic() < LEAST_SECONDS:
            return replace(solution, alternatives=kept)
        problem = _without(problem, wrong)
        again = _composed(problem, until)
        if {one.id for one in again.chosen} != {one.id for one in solution.chosen}:
            return replace(solution, alternatives=kept)
        solution = replace(solution, alternatives=again.alternatives)


def _passes(asked: Asked, gathered: Gathered, ids: Sequence[str], *, strict: bool) -> bool:
    """Tell whether the judge lets organisations pass, whoever of them leads; what each would bear is not asked."""
    for lead in [asked.wanted.lead] if asked.wanted.lead else ids:
        verdict = judged(asked, gathered, Borne(dict.fromkeys(ids)), lead)
        checks = tuple(one for one in verdict.checks if one.rule not in ABOUT_MONEY)
        if _is_let(replace(verdict, checks=checks), strict):
            return True
    return False


def _is_let(verdict: Judgement, strict: bool) -> bool:
    """Tell whether the judge lets a consortium pass, by the rules that who takes part decides."""
    wrong = {Verdict.FAIL, Verdict.UNKNOWN} if strict else {Verdict.FAIL}
    is_refused = any(one.verdict in wrong for one in verdict.checks if one.rule in COMPOSED)
    return not is_refused and not any(one.verdict == Verdict.FAIL for one in verdict.checks if one.rule in HEADROOM)


def judged(asked: Asked, gathered: Gathered, borne: Borne, lead: str | None) -> Judgement:
    """Judge organisations together, each with what it bears of the cost."""
    ids = [gathered.organisations[code].pk for code in borne.parts]
    name = "cost_eur" if borne.is_euro else "share_pct"
    own = {code: {name: str(part)} for code, part in borne.parts.items() if part is not None}
    project = dict(asked.wanted.project)
    known = [part for part in borne.parts.values() if part is not None]
    if borne.is_euro and len(known) == len(borne.parts) and "cost_eur" not in project:
        project["cost_eur"] = str(sum(known, Decimal(0)))
    leader = gathered.organisations[lead].pk if lead else None
    consortium = gathered.applicants.consortium(ids, lead=leader, project=project, more=own)
    return judge(asked.call, consortium, places())
