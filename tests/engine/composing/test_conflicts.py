"""Why there is no consortium: the clashes are real and smallest, and what is said to help does help."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, assume, given, settings

from engine.composing.problems import drawn, perfumery
from filiera.engine.composing.composing import compose
from filiera.engine.composing.conflicts import only
from filiera.engine.composing.exhaustive import brute_force
from filiera.engine.composing.names import named
from filiera.engine.composing.remedies import with_remedy
from filiera.engine.composing.solution import Conflict, LetGo, Outsider, Relax, Status
from filiera.engine.composing.types import (
    Apart,
    Cost,
    Count,
    Distinct,
    Everyone,
    LeadIs,
    Problem,
    Rule,
    Share,
    Wishes,
)

SLOWLY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def conflicts(*rules: Rule, wishes: Wishes | None = None) -> tuple[Conflict, ...]:
    """Give the clashes of the perfumery's call with these rules."""
    found = compose(perfumery(*rules, wishes=wishes))
    assert found.status == Status.INFEASIBLE
    return found.conflicts


def test_too_few_bearers_of_a_tag_clash_alone() -> None:
    (found,) = conflicts(Count("research bodies", "research", 2), Distinct("countries", "country", 2))
    assert found.rules == ("research bodies",)
    assert found.remedies == (
        Relax("research bodies", 0, "least", 2, 1, is_enough=True),
        Outsider(1, frozenset({"research"}), {"country": ("",)}, is_enough=True),
    )


def test_two_names_clash_that_hold_each_alone() -> None:
    (found,) = conflicts(Distinct("three countries", "country", 3), wishes=Wishes(most=2))
    assert found.rules == ("most", "three countries")
    assert found.remedies == (
        Relax("most", None, "most", 2, 3, is_enough=True),
        Relax("three countries", 0, "least", 3, 2, is_enough=True),
    )


def test_wishes_that_rules_forbid_are_named_with_whom_to_let_go() -> None:
    wishes = Wishes(lead="ateneo", must=frozenset({"boite", "emme"}))
    found = conflicts(
        LeadIs("firm", frozenset({"sme"})), Apart("linked", frozenset({("emme", "boite")})), wishes=wishes
    )
    assert [one.rules for one in found] == [("must", "linked"), ("lead", "firm")]
    assert found[1].remedies == (LetGo("lead", ("ateneo",)),)
    (let_go,) = found[0].remedies
    assert isinstance(let_go, LetGo)
    assert len(let_go.ids) == 1


def test_who_must_not_come_is_let_in_where_nobody_else_would_do() -> None:
    (found,) = conflicts(Count("a large firm", "large", 1), wishes=Wishes(must_not=frozenset({"crea", "emme"})))
    assert found.rules == ("must_not", "a large firm")
    assert found.remedies == (
        Relax("a large firm", 0, "least", 1, 0, is_enough=True),
        LetGo("must_not", ("emme",), is_enough=True),
        Outsider(1, frozenset({"large"}), {}, is_enough=True),
    )


def test_a_budget_below_the_smallest_project_says_by_how_much() -> None:
    (found,) = conflicts(Cost("whole", 3_500_000), wishes=Wishes(budget=2_000_000))
    assert found.rules == ("budget", "whole")
    assert found.remedies[:2] == (
        Relax("budget", None, "budget", 2_000_000, 3_500_000, is_enough=True),
        Relax("whole", 0, "least", 3_500_000, 2_000_000, is_enough=True),
    )


def test_a_share_is_moved_by_tenths_of_a_percent() -> None:
    rules = (Share("each", per="partner", most_pct=33), Count("number", most=3))
    (found,) = conflicts(*rules)
    assert found.rules == ("each", "number")
    assert found.remedies[0] == Relax("each", 0, "most_pct", 33, 33.4, is_enough=True)
    assert found.remedies[1] == Relax("number", 1, "most", 3, 4, is_enough=True)


def test_somebody_from_outside_bears_what_everyone_must() -> None:
    found = conflicts(Everyone("seat", "sme"), Distinct("of the programme", "country", 1, frozenset({"AT", "SI"})))
    assert found[0].remedies[-1] == Outsider(1, frozenset({"sme"}), {"country": ("AT",)}, is_enough=True)


def test_several_clashes_are_told_apart() -> None:
    found = conflicts(Count("research", "research", 2), Count("large", "large", 2), Count("small", "sme", 3))
    assert [one.rules for one in found] == [("large",), ("research",)]
    assert not any(remedy.is_enough for one in found for remedy in one.remedies)


def test_without_candidates_no_rule_is_to_blame() -> None:
    problem = perfumery()
    nobody = Problem(problem.requirements, ())
    (found,) = compose(nobody).conflicts
    assert found.rules == ()
    assert found.remedies == (Outsider(1, frozenset(), {}, is_enough=True),)


@SLOWLY
@given(drawn(most_candidates=5))
def test_clashes_are_real_and_smallest_and_remedies_help(problem: Problem) -> None:
    assume(brute_force(problem) is None)
    found = compose(problem)
    assert found.status == Status.INFEASIBLE
    assert found.conflicts
    assert len({one.rules for one in found.conflicts}) == len(found.conflicts)
    for conflict in found.conflicts:
        assert conflict.is_minimal
        assert set(conflict.rules) <= {name for name, _rule in named(problem)}
        alone = only(problem, conflict.rules)
        assert brute_force(alone) is None
        for name in conflict.rules:
            assert brute_force(only(problem, tuple(one for one in conflict.rules if one != name))) is not None
        for remedy in conflict.remedies:
            assert brute_force(with_remedy(alone, remedy)) is not None
            assert (brute_force(with_remedy(problem, remedy)) is not None) == remedy.is_enough


@SLOWLY
@given(drawn(most_candidates=5))
def test_a_bound_is_moved_no_further_than_needed(problem: Problem) -> None:
    assume(brute_force(problem) is None)
    for conflict in compose(problem).conflicts:
        for remedy in conflict.remedies:
            if isinstance(remedy, Relax) and remedy.bound in ("least", "most") and remedy.now < 100:
                nearer = remedy.needed + (1 if remedy.bound == "least" else -1)
                less = Relax(remedy.rule, remedy.place, remedy.bound, remedy.now, nearer)
                assert nearer == remedy.now or brute_force(with_remedy(only(problem, conflict.rules), less)) is None


def test_the_search_for_reasons_stops_in_time() -> None:
    started = time.monotonic()
    found = compose(perfumery(Count("research", "research", 2), Count("large", "large", 2)), seconds=0.05)
    assert time.monotonic() - started < 8
    assert found.status in (Status.INFEASIBLE, Status.UNKNOWN)


@pytest.mark.parametrize("bound", [1, 2, 5])
def test_a_wish_is_relaxed_as_a_number(bound: int) -> None:
    moved = with_remedy(perfumery(wishes=Wishes(most=1)), Relax("most", None, "most", 1, bound))
    assert moved.wishes.most == bound
