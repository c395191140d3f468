"""Other consortia that differ as the definition says, exchanges of one partner, and problems that are refused."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from benchmarks.composing import drawn_problem, is_as_by_hand, line, measure
from hypothesis import HealthCheck, given, settings

from engine.composing.problems import candidate, drawn, perfumery
from filiera.engine.composing.checking import violations
from filiera.engine.composing.composing import compose, differing
from filiera.engine.composing.exhaustive import brute_force
from filiera.engine.composing.faults import BadProblem
from filiera.engine.composing.solution import Change, Status
from filiera.engine.composing.swapping import swaps
from filiera.engine.composing.tables import Table
from filiera.engine.composing.types import (
    Apart,
    Candidate,
    Cost,
    Count,
    Distinct,
    Problem,
    Requirement,
    Rule,
    Share,
    Wishes,
)

SLOWLY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def test_alternatives_leave_out_half_of_the_free_partners() -> None:
    found = compose(perfumery(Count("three", least=3, most=3), wishes=Wishes(lead="emme")))
    assert [one.id for one in found.chosen] == ["ateneo", "boite", "emme"]
    # Free are ateneo and boite: one of them at least is not in the first alternative, and so on.
    assert [(one.chosen, one.differs_by) for one in found.alternatives] == [
        (("ateneo", "crea", "emme"), 1),
        (("ateneo", "dosa", "emme"), 1),
        (("boite", "crea", "emme"), 1),
    ]
    assert all(one.is_best for one in found.alternatives)


def test_where_nobody_is_free_there_is_no_alternative() -> None:
    wishes = Wishes(lead="emme", must=frozenset({"ateneo"}), most=2)
    assert compose(perfumery(wishes=wishes)).alternatives == ()
    assert differing(perfumery(wishes=wishes), ("ateneo", "emme")) is None


@SLOWLY
@given(drawn(most_candidates=6))
def test_alternatives_keep_the_rules_differ_and_are_the_best_that_do(problem: Problem) -> None:
    found = compose(problem)
    before = [tuple(one.id for one in found.chosen)]
    wanted = problem.wishes.must | {problem.wishes.lead}
    asked: Problem | None = problem
    for other in found.alternatives:
        assert violations(problem, other.chosen) == ()
        for earlier in before:
            free = set(earlier) - wanted
            assert 2 * len(free - set(other.chosen)) >= len(free) > 0
        assert other.objective <= (found.objective or 0.0) + 1e-6
        asked = differing(asked, before[-1]) if asked else None
        assert asked is not None
        best = brute_force(asked)
        assert best is not None
        table = Table.of(problem)
        assert other.objective == pytest.approx(table.objective(table.places(best)), abs=1e-6)
        before.append(other.chosen)
    if found.chosen and len(found.alternatives) < 3:
        asked = differing(asked, before[-1]) if asked else None
        assert asked is None or brute_force(asked) is None


def test_exchanges_are_ranked_with_what_is_gained_lost_and_broken() -> None:
    problem = perfumery(Distinct("two countries", "country", 2))
    found = swaps(problem, ("ateneo", "emme"), "emme")
    assert [(one.into, one.breaks) for one in found] == [
        ("boite", ()),
        ("dosa", ()),
        ("crea", ("two countries",)),
    ]
    assert found[0].gained == ()
    assert found[0].lost == (Change("testing", 0.9, 0.2), Change("design", 0.9, 0.7))
    assert found[0].delta == pytest.approx(-(0.7 + 2 * 0.2) / 4)
    assert swaps(problem, ("ateneo", "emme"), "emme", most=1) == found[:1]


def test_whom_the_office_does_not_want_is_weighed_and_said_to_break_it() -> None:
    problem = perfumery(Share("each", per="partner", most_pct=50), wishes=Wishes(must_not=frozenset({"boite"})))
    found = {one.into: one.breaks for one in swaps(problem, ("ateneo", "emme"), "emme")}
    assert found == {"dosa": (), "crea": (), "boite": ("must_not",)}


@SLOWLY
@given(drawn(most_candidates=6))
def test_exchanges_say_what_the_checker_says(problem: Problem) -> None:
    table = Table.of(replace(problem, wishes=Wishes(), rules=()))
    chosen = tuple(one.id for one in problem.candidates[:2])
    for swap in swaps(problem, chosen, chosen[0]):
        after = (chosen[1], swap.into)
        assert swap.breaks == violations(problem, after)
        expected = table.objective(table.places(after)) - table.objective(table.places(chosen))
        assert swap.delta == pytest.approx(expected)


def test_exchanges_of_who_is_not_chosen_are_refused() -> None:
    with pytest.raises(BadProblem, match="'crea' is not among the chosen"):
        swaps(perfumery(), ("ateneo", "emme"), "crea")
    with pytest.raises(BadProblem, match="no candidates: zeta"):
        swaps(perfumery(), ("ateneo", "zeta"), "ateneo")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"requirements": ()}, "no requirement has a weight"),
        ({"requirements": (Requirement("r"), Requirement("r"))}, "requirement 'r' stands twice"),
        ({"requirements": (Requirement("r", -1), Requirement("s"))}, "requirement 'r' weighs -1"),
        ({"candidates": (candidate("x"), candidate("x"))}, "candidate 'x' stands twice"),
        ({"candidates": (candidate("x", filling=1.2),)}, "strength 1.2 of 'filling' is not in"),
        ({"candidates": (candidate("x", filling=float("nan")),)}, "strength nan of 'filling'"),
        ({"candidates": (candidate("x", flying=0.2),)}, "no requirement 'flying'"),
        ({"candidates": (Candidate("x", cost_least=3.0, cost_most=2.0),)}, "cost from 3.0 to 2.0"),
        ({"wishes": Wishes(lead="zeta")}, "lead: 'zeta' is no candidate"),
        ({"wishes": Wishes(must=frozenset({"zeta"}))}, "must: 'zeta' is no candidate"),
        ({"wishes": Wishes(lead="crea", must_not=frozenset({"crea"}))}, "'crea' both must and must not"),
        ({"wishes": Wishes(most=0)}, "most: 0 partners"),
        ({"wishes": Wishes(budget=-1.0)}, "budget: -1.0 euro"),
        ({"forbidden": (frozenset({"zeta"}),)}, "forbidden: 'zeta' is no candidate"),
    ],
)
def test_problems_that_cannot_be_meant_are_refused(change: dict[str, object], fault: str) -> None:
    with pytest.raises(BadProblem, match=fault):
        compose(replace(perfumery(), **change))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        (Count("", "sme", 1), "the name is empty"),
        (Count("must", "sme", 1), "that of a wish"),
        (Count("n", "sme", 3, 2), "number from 3 to 2"),
        (Distinct("n", "country", -1), "number of -1"),
        (Apart("n", frozenset({("crea", "zeta")})), "'crea' and 'zeta' are no two candidates"),
        (Share("n", most_pct=120), "a share of 120 %"),
        (Cost("n", 5, 4), "cost from 5 to 4"),
        (Cost("n", 5, per="firm"), "costs per 'firm'"),
    ],
)
def test_rules_that_cannot_be_meant_are_refused(rule: Rule, fault: str) -> None:
    with pytest.raises(BadProblem, match=fault):
        compose(perfumery(rule))


def test_looking_at_every_set_is_for_small_problems() -> None:
    with pytest.raises(BadProblem, match="40 candidates are too many"):
        brute_force(drawn_problem(43, 1))


def test_the_benchmark_measures_a_small_problem() -> None:
    run = measure(drawn_problem(60, 1, with_costs=True), 30.0)
    assert run.is_proved
    assert run.ratio is not None
    assert 0 < run.ratio <= 1 + 1e-6
    assert line("60", [run], 1.0).startswith("| 60 | 1 of 1 |")
    assert is_as_by_hand(3)


def test_hundreds_of_candidates_are_answered_within_the_time() -> None:
    started = time.monotonic()
    found = compose(drawn_problem(1000, 5), seconds=6.0)
    assert time.monotonic() - started < 25
    assert found.status in (Status.OPTIMAL, Status.FEASIBLE)
    assert violations(drawn_problem(1000, 5), [one.id for one in found.chosen]) == ()
