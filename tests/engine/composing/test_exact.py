"""The exact search against looking at every set, on small problems with every kind of rule."""

from __future__ import annotations

import copy
import time
from dataclasses import replace

import numpy as np
import pytest
from benchmarks.composing import drawn_problem
from hypothesis import HealthCheck, given, settings
from scipy.optimize import linprog

from engine.composing.problems import candidate, drawn, perfumery
from filiera.engine.composing.checking import Checker, violations
from filiera.engine.composing.composing import compose, differing
from filiera.engine.composing.costs import clash, span
from filiera.engine.composing.exhaustive import brute_force
from filiera.engine.composing.greedy import greedy
from filiera.engine.composing.model import best_places
from filiera.engine.composing.search import search
from filiera.engine.composing.solution import Solution, Status
from filiera.engine.composing.tables import PARTNER_PRICE, Table
from filiera.engine.composing.types import (
    Candidate,
    Cost,
    Count,
    Distinct,
    LeadIs,
    OneOf,
    Problem,
    Requirement,
    Share,
    Wishes,
)

SLOWLY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def ids(solution: Solution) -> tuple[str, ...]:
    """Give who is chosen."""
    return tuple(one.id for one in solution.chosen)


def objective(problem: Problem, chosen: tuple[str, ...]) -> float:
    """Compute the objective as its definition says, without the tables of the search."""
    people = [one for one in problem.candidates if one.id in chosen]
    weights = sum(one.weight for one in problem.requirements)
    best = (one.weight * max(each.strengths.get(one.id, 0.0) for each in people) for one in problem.requirements)
    return sum(best) / weights - PARTNER_PRICE * len(people)


def test_the_best_pair_is_found_by_hand() -> None:
    # emme alone covers (0.3 + 0.9 + 2 x 0.9) / 4 = 0.75; with ateneo filling is 0.9: 0.9, less two prices.
    found = compose(perfumery())
    assert (found.status, ids(found)) == (Status.OPTIMAL, ("ateneo", "emme"))
    assert found.covered == pytest.approx(0.9)
    assert found.objective == found.bound == pytest.approx(0.9 - 2 * PARTNER_PRICE)
    assert [one.covers for one in found.chosen] == [("filling",), ("testing", "design")]
    assert [one.marginal for one in found.chosen] == pytest.approx([0.145, 0.9 - 0.275 - PARTNER_PRICE])
    assert [one.breaks for one in found.chosen] == [(), ()]
    assert found.gaps == ()


def test_rules_choose_others_and_say_whom_they_keep() -> None:
    found = compose(perfumery(Distinct("three countries", "country", 3), Count("two small firms", "sme", 2)))
    assert ids(found) == ("ateneo", "boite", "dosa", "emme")
    assert {one.id: one.breaks for one in found.chosen} == {
        "ateneo": ("three countries",),
        "boite": ("two small firms",),
        "dosa": ("three countries", "two small firms"),
        "emme": (),
    }


def test_a_partner_must_bring_more_than_its_price() -> None:
    base = Problem((Requirement("a"),), (candidate("x", a=0.5), candidate("y", a=0.5 + PARTNER_PRICE / 2)))
    assert ids(compose(base)) == ("y",)
    two = replace(base, requirements=(Requirement("a"), Requirement("b")))
    traces = (candidate("x", a=0.5), candidate("y", b=1.9 * PARTNER_PRICE), candidate("z", b=2.1 * PARTNER_PRICE))
    assert ids(compose(replace(two, candidates=traces[:2]))) == ("x",)
    assert ids(compose(replace(two, candidates=traces))) == ("x", "z")


def test_requirements_below_the_threshold_are_gaps() -> None:
    problem = replace(perfumery(), requirements=(*perfumery().requirements, Requirement("refill", 0.5)))
    assert compose(problem).gaps == ("refill",)
    assert compose(problem, threshold=0.95).gaps == ("filling", "testing", "design", "refill")
    assert [one.by for one in compose(problem).coverage] == ["ateneo", "emme", "emme", None]


def test_shares_split_the_costs_evenly_within_the_rules() -> None:
    shares = (Share("small", "sme", least_pct=40), Share("each", per="partner", most_pct=45))
    found = compose(perfumery(*shares, wishes=Wishes(lead="ateneo", must=frozenset({"crea", "emme"}), most=3)))
    assert [(one.id, one.share_pct, one.cost) for one in found.chosen] == [
        ("ateneo", pytest.approx(30), None),
        ("crea", pytest.approx(40), None),
        ("emme", pytest.approx(30), None),
    ]
    assert [one.breaks for one in found.chosen] == [("lead", "each"), ("must", "each"), ("must", "each")]


def test_costs_are_euro_where_amounts_are_stated() -> None:
    found = compose(perfumery(Cost("whole", 900_000, 2_000_000), Cost("each", 100_000, 500_000, "partner")))
    assert [one.cost for one in found.chosen] == pytest.approx([450_000, 450_000])
    kept = {one.id: one.cost or 0.0 for one in found.chosen}
    assert violations(perfumery(Cost("whole", 900_000)), kept, kept) == ()
    assert violations(perfumery(Cost("whole", 900_001)), kept, {"ateneo": 450_000, "emme": 449_000}) == ("whole",)


def test_the_lead_is_somebody_who_may_by_all_rules() -> None:
    rules = (LeadIs("firm", frozenset({"sme", "large"})), LeadIs("not large", frozenset({"sme", "research"})))
    found = compose(perfumery(*rules))
    assert found.lead == "boite"
    assert ids(found) == ("ateneo", "boite", "emme")
    assert violations(perfumery(*rules), ("ateneo", "emme")) == ("firm", "not large")


def test_a_set_that_was_refused_is_not_chosen_again() -> None:
    refused = replace(perfumery(), forbidden=(frozenset({"ateneo", "emme"}),))
    assert ids(compose(refused)) == ("ateneo", "boite", "emme")
    assert violations(refused, ("emme", "ateneo")) == ("forbidden",)


@SLOWLY
@given(drawn())
def test_exact_is_as_good_as_looking_at_every_set(problem: Problem) -> None:
    before = copy.deepcopy(problem)
    found, every = compose(problem, alternatives=0), brute_force(problem)
    assert problem == before
    if every is None:
        assert (found.status, found.chosen) == (Status.INFEASIBLE, ())
        return
    assert found.status == Status.OPTIMAL
    assert found.objective == pytest.approx(objective(problem, every), abs=1e-6)
    assert found.objective == pytest.approx(objective(problem, ids(found)), abs=1e-9)
    assert found.bound is not None
    assert found.bound >= found.objective
    assert violations(problem, ids(found)) == ()
    if found.chosen[0].cost is not None:
        assert violations(problem, ids(found), {one.id: one.cost or 0.0 for one in found.chosen}) == ()
    for one in found.chosen:
        rest = tuple(other for other in ids(found) if other != one.id)
        assert one.breaks == violations(problem, rest)
        if rest:
            assert one.marginal == pytest.approx(found.objective - objective(problem, rest))


@SLOWLY
@given(drawn())
def test_the_greedy_choice_keeps_the_rules_and_is_never_better(problem: Problem) -> None:
    quick, every = greedy(problem), brute_force(problem)
    if quick is not None:
        assert every is not None
        assert violations(problem, quick) == ()
        assert objective(problem, quick) <= objective(problem, every) + 1e-9


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn())
def test_the_same_question_has_the_same_answer_in_any_order(problem: Problem) -> None:
    turned = replace(problem, candidates=problem.candidates[::-1])
    answers = [replace(compose(one), seconds=0.0) for one in (problem, problem, turned)]
    assert answers[0] == answers[1] == answers[2]


@SLOWLY
@given(drawn())
def test_a_split_exists_exactly_where_a_linear_program_of_another_hand_finds_one(problem: Problem) -> None:
    for size in (1, 2, 3):
        members = problem.candidates[:size]
        assert (clash(problem, members) == ()) == _can_split(problem, members)


def _can_split(problem: Problem, members: tuple[Candidate, ...]) -> bool:
    """Ask scipy for a split, by rows that are written here again."""
    limits = [(one.cost_least or 0.0, one.cost_most) for one in members]
    rows: list[tuple[np.ndarray, float]] = []
    whole = np.ones(len(members))
    for rule in problem.rules:
        if isinstance(rule, Cost):
            asked = [whole] if rule.per == "project" else list(np.eye(len(members)))
            rows += [(-row, -rule.least) for row in asked]
            rows += [(row, rule.most) for row in asked if rule.most is not None]
        elif isinstance(rule, Share):
            bearing = [rule.tag is None or rule.tag in one.tags for one in members]
            groups: dict[object, np.ndarray] = {None: np.zeros(len(members))} if rule.per is None else {}
            for place, one in enumerate(members):
                key = None if rule.per is None else place if rule.per == "partner" else one.values.get(rule.per)
                if bearing[place] and (rule.per is None or key is not None):
                    groups.setdefault(key, np.zeros(len(members)))[place] = 1.0
            for part in groups.values():
                rows += [(part - rule.most_pct / 100 * whole, 0.0), (rule.least_pct / 100 * whole - part, 0.0)]
    if problem.wishes.budget is not None:
        rows.append((whole, problem.wishes.budget))
    elif not rows:
        return True
    rows.append((-whole, -1.0))
    found = linprog(
        np.zeros(len(members)), np.array([row for row, _limit in rows]), [limit for _row, limit in rows], bounds=limits
    )
    return bool(found.status == 0)


def test_where_nothing_states_an_amount_costs_are_parts_of_one() -> None:
    assert not span(perfumery(Share("each", per="partner", most_pct=50))).is_stated
    assert span(perfumery(wishes=Wishes(budget=70_000.0))).most == 70_000


def test_many_who_are_alike_are_left_out_and_the_answer_stays() -> None:
    many = tuple(candidate(f"x{one:03}", "sme", "IT", a=0.2 + one % 7 / 100, b=0.1) for one in range(120))
    strong = (candidate("lab", "research", "FR", a=0.1, b=0.9), candidate("firm", "sme", "ES", a=0.8))
    rules = (
        Count("firms", "sme", 3),
        Count("number", most=5),
        Distinct("countries", "country", 3),
        OneOf("one", "group"),
    )
    problem = Problem((Requirement("a"), Requirement("b")), many + strong, rules=rules)
    found = compose(problem)
    assert (found.status, len(found.chosen)) == (Status.OPTIMAL, 4)
    assert {"lab", "firm"} < set(ids(found))
    assert len(found.alternatives) == 3


@pytest.mark.parametrize("seed", range(6))
def test_leaving_candidates_out_leaves_the_best_as_it_is(seed: int) -> None:
    problem = drawn_problem(50, seed, with_costs=seed % 2 == 1)
    until = time.monotonic() + 60
    best = search(problem, until)
    assert best.ids is not None
    for asked in (problem, differing(problem, best.ids)):
        assert asked is not None
        table = Table.of(asked)
        whole = best_places(table, Checker(asked), until)
        assert whole.is_proved
        assert whole.places is not None
        assert search(asked, until).objective == pytest.approx(table.objective(whole.places), abs=1e-6)


def test_time_that_runs_out_leaves_what_was_found_with_its_bound() -> None:
    started = time.monotonic()
    found = compose(perfumery(Count("small", "sme", 1)), seconds=0.0)
    assert time.monotonic() - started < 8
    assert found.status == Status.FEASIBLE
    assert found.objective is not None
    assert found.bound is not None
    assert found.bound >= found.objective
    nobody = compose(perfumery(Count("small", "sme", 4)), seconds=0.0)
    assert (nobody.status, nobody.chosen, nobody.conflicts) == (Status.UNKNOWN, (), ())


def test_the_table_says_what_the_definition_says() -> None:
    problem = perfumery()
    table = Table.of(problem)
    for chosen in (("ateneo",), ("boite", "emme"), ("ateneo", "boite", "crea", "dosa", "emme")):
        assert table.objective(table.places(chosen)) == pytest.approx(objective(problem, chosen))
    assert Checker(problem).broken(()) == ("nobody",)
