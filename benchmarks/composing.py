"""How long the optimiser takes to prove the best consortium, and how far from it the greedy one is. Prints Markdown.

    python -m benchmarks.composing [--sizes 200 1000 5000] [--problems 5] [--seconds 60]

Candidates are drawn at random, by a seed: kinds, countries and groups as a European cluster's circle has them; each holds
some of 30 requirements, mostly weakly, because the strengths that the map computes are skewed so. No public set of such
problems is known to us; the greedy choice with exchanges is what one would use without a solver.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from benchmarks.timing import memory_mb
from filiera.engine.composing.checking import violations
from filiera.engine.composing.composing import compose
from filiera.engine.composing.exhaustive import brute_force
from filiera.engine.composing.greedy import greedy
from filiera.engine.composing.solution import Solution, Status
from filiera.engine.composing.swapping import swaps
from filiera.engine.composing.tables import PARTNER_PRICE
from filiera.engine.composing.types import (
    Apart,
    Candidate,
    Count,
    Distinct,
    LeadIs,
    OneOf,
    Problem,
    Requirement,
    Rule,
    Share,
    Wishes,
)

Result = TypeVar("Result")
REQUIREMENTS = 30
HEADER = (
    "| candidates | proved | best s | with three others s | reasons s | greedy s | greedy finds any |"
    " greedy / best, mean / least | exchanges s | MB |"
)
COUNTRIES = ("IT",) * 10 + ("FR", "DE", "ES") * 3 + ("AT", "BE", "CZ", "PL", "PT", "SE", "SI")
KINDS = ("sme",) * 12 + ("large",) * 3 + ("research",) * 4 + ("association",)
SHARES: tuple[Rule, ...] = (
    Share("a fifth at least for small firms", "sme", least_pct=20),
    Share("no partner above 40 %", per="partner", most_pct=40),
    Share("no country above 60 %", per="country", most_pct=60),
)


@dataclass(frozen=True, slots=True)
class Run:
    """What one problem took, in seconds: the best with its proof, that with three others, the reasons where none is left.

    `is_proved` tells that the best is proved, that the plain checker finds no rule broken, and that the twin has no answer.
    """

    is_proved: bool
    best: float
    whole: float
    reasons: float
    greedy: float
    swaps: float
    ratio: float | None


def drawn_problem(size: int, seed: int, *, with_costs: bool = False) -> Problem:
    """Draw a problem: three to eight partners of three countries, kinds, a lead, who is not independent of whom."""
    draw = random.Random(seed * 1_000_003 + size)  # noqa: S311
    requirements = tuple(Requirement(f"r{number:02}", draw.choice((1, 1, 2, 3))) for number in range(REQUIREMENTS))
    candidates = tuple(_candidate(draw, number, size) for number in range(size))
    ids = [one.id for one in candidates]
    pairs = frozenset((one, other) for one, other in (draw.sample(ids, 2) for _turn in range(size // 10)))
    rules: tuple[Rule, ...] = (
        Count("partners", least=3, most=8),
        Count("a small firm", "sme", least=1),
        Count("a research body", "research", least=1),
        Count("two large firms at most", "large", most=2),
        Distinct("three countries", "country", least=3),
        LeadIs("the lead is a firm", frozenset({"sme", "large"})),
        Apart("independent", pairs),
        OneOf("one of a group", "group"),
    )
    must_not = frozenset(draw.sample(ids, 3))
    return Problem(requirements, candidates, Wishes(must_not=must_not), rules + (SHARES if with_costs else ()))


def _candidate(draw: random.Random, number: int, size: int) -> Candidate:
    held = draw.sample(range(REQUIREMENTS), min(REQUIREMENTS, 1 + int(draw.expovariate(1 / 4))))
    strengths = {f"r{one:02}": round(draw.betavariate(1.2, 3), 3) for one in held}
    values = {"country": draw.choice(COUNTRIES)}
    if draw.random() < 0.15:
        values["group"] = f"g{draw.randrange(max(2, size // 20))}"
    return Candidate(f"c{number:05}", frozenset({draw.choice(KINDS)}), values, strengths)


def contradictory(problem: Problem) -> Problem:
    """Ask for more research bodies, countries and small firms than eight partners can be."""
    rules = (Count("six research bodies", "research", least=6), Count("three small firms", "sme", least=3))
    return replace(problem, rules=(*problem.rules, *rules))


def measure(problem: Problem, seconds: float) -> Run:
    """Solve one problem exactly and greedily, with others and without, and one that cannot be solved."""
    taken: dict[str, float] = {}
    quick = _timed(taken, "greedy", lambda: greedy(problem))
    best = _timed(taken, "best", lambda: compose(problem, seconds=seconds, alternatives=0))
    ids = [one.id for one in best.chosen]
    _timed(taken, "whole", lambda: compose(problem, seconds=seconds))
    nobody = _timed(taken, "reasons", lambda: compose(contradictory(problem), seconds=seconds))
    _timed(taken, "swaps", lambda: swaps(problem, ids, ids[0]) if ids else ())
    is_proved = best.status == Status.OPTIMAL and not violations(problem, ids) and nobody.status == Status.INFEASIBLE
    return Run(is_proved, ratio=_ratio(problem, quick, best), **taken)


def _timed(taken: dict[str, float], name: str, work: Callable[[], Result]) -> Result:
    started = time.perf_counter()
    result = work()
    taken[name] = time.perf_counter() - started
    return result


def _ratio(problem: Problem, quick: Sequence[str] | None, best: Solution) -> float | None:
    """Give the greedy objective as a part of the best; None where the greedy choice found nobody."""
    if quick is None or not best.objective:
        return None
    only = tuple(one for one in problem.candidates if one.id in quick)
    strengths = {one.id: max(each.strengths.get(one.id, 0.0) for each in only) for one in problem.requirements}
    whole = sum(one.weight for one in problem.requirements)
    reached = sum(one.weight * strengths[one.id] for one in problem.requirements) / whole - PARTNER_PRICE * len(only)
    return reached / best.objective


def is_as_by_hand(seed: int) -> bool:
    """Tell whether the exact search reaches what looking at every set reaches, on a small problem."""
    problem = drawn_problem(14, seed)
    every, best = brute_force(problem), compose(problem, alternatives=0)
    if every is None or best.objective is None:
        return every is None and best.status == Status.INFEASIBLE
    fixed = replace(problem, wishes=replace(problem.wishes, must=frozenset(every), most=len(every)))
    by_hand = compose(fixed, alternatives=0).objective
    return by_hand is not None and abs(by_hand - best.objective) < 1e-6


def line(title: str, runs: Sequence[Run], memory: float) -> str:
    """Give the line of a table for problems of one size."""
    ratios = [one.ratio for one in runs if one.ratio is not None]
    figures = (
        f"{sum(one.is_proved for one in runs)} of {len(runs)}",
        *(_middle_and_most([getattr(one, name) for one in runs]) for name in ("best", "whole", "reasons")),
        f"{statistics.median(one.greedy for one in runs):.2f}",
        f"{len(ratios)} of {len(runs)}",
        f"{statistics.mean(ratios):.4f} / {min(ratios):.4f}" if ratios else "",
        f"{statistics.median(one.swaps for one in runs):.2f}",
        f"{memory:.0f}",
    )
    return f"| {title} | {' | '.join(figures)} |"


def _middle_and_most(taken: Sequence[float]) -> str:
    return f"{statistics.median(taken):.2f} / {max(taken):.2f}"


def main() -> None:
    """Measure at every size, without and with rules on costs, and print the table."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 1_000, 5_000])
    parser.add_argument("--problems", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    print(f"{HEADER}\n|{'---|' * HEADER.count(' | ')}---|")
    for size in options.sizes:
        for with_costs in (False, True):
            before = memory_mb()
            problems = [drawn_problem(size, seed, with_costs=with_costs) for seed in range(options.problems)]
            runs = [measure(one, options.seconds) for one in problems]
            title = f"{size:,} with shares" if with_costs else f"{size:,}"
            print(line(title, runs, memory_mb() - before), flush=True)
    small = [is_as_by_hand(seed) for seed in range(options.problems)]
    print(f"\nAs by looking at every set, on 14 candidates: {sum(small)} of {len(small)}.")


if __name__ == "__main__":
    main()
