"""Who is asked: cases solved by hand, and what must hold of every batch."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiera.engine.routing.gates import BadSolver
from filiera.engine.routing.routers import Router, UnknownRouter, places_left, router, router_names
from filiera.engine.routing.types import Batch, Demand, Parameters, Reason, Solver

RULES = Parameters(batch_size=3, most_of_person=4, weakest=0.3, weakest_unproved=0.5, floor_asks=6, floor_share=0.85)
TWO = Demand(enough=2)
GATES = ("SAME_GROUP", "COMPETITOR", "PAUSED")


def solver(key: str, score: float, **more: object) -> Solver:
    """Give a solver with proof whose person is known."""
    return replace(Solver(key, score, f"{key}@example.org", has_proof=True), **more)  # type: ignore[arg-type]


def told(batch: Batch) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """Give who is asked and why, and why the others are not."""
    return [(one.key, one.reason) for one in batch.chosen], {one.key: one.reason for one in batch.left}


def test_router_is_known_by_name_and_version() -> None:
    assert router_names() == ("fair-v1", "score-v1")
    assert [router(name).name for name in router_names()] == ["fair-v1", "score-v1"]
    with pytest.raises(UnknownRouter, match="unknown router 'fair': use one of fair-v1, score-v1"):
        router("fair")


@pytest.mark.parametrize(
    ("case", "key", "reason"),
    [
        (solver("x", 1.0, barred=("COMPETITOR", "PAUSED")), "x", "COMPETITOR"),
        (solver("x", 1.0, person=""), "x", "NOT_KNOWN"),
        (solver("x", 1.0, person="  ", barred=("OUT_OF_RULES",)), "x", "OUT_OF_RULES"),
        (solver("x", 0.29), "x", "TOO_WEAK"),
        (solver("x", 0.49, has_proof=False), "x", "TOO_WEAK"),
        (solver("x", 1.00, has_proof=False), "x", "BELOW"),
        (solver("x", 1.0, this_month=2, monthly_limit=2), "x", "MONTHLY_LIMIT"),
        (solver("x", 1.0, monthly_limit=0), "x", "MONTHLY_LIMIT"),
        (solver("x", 1.0, asked_lately=4), "x", "BUDGET"),
        (solver("x", 0.1, asked_lately=4), "x", "TOO_WEAK"),
        (solver("x", 0.30), "x", "BELOW"),
    ],
)
@pytest.mark.parametrize("name", ["fair-v1", "score-v1"])
def test_reason_of_who_is_not_asked(case: Solver, key: str, reason: str, name: str) -> None:
    others = [solver("a", 0.9), solver("b", 0.8), solver("c", 0.7)]
    chosen, left = told(router(name).route([case, *others], TWO, RULES))
    assert chosen == [("a", "BEST"), ("b", "BEST"), ("c", "BEST")]
    assert left == {key: reason}


@pytest.mark.parametrize(
    ("demand", "places", "reason"),
    [
        (Demand(enough=2), 3, "BELOW"),
        (Demand(enough=2, interested=1, open_asks=1), 2, "BELOW"),
        (Demand(enough=2, open_asks=3), 0, "WAITING"),
        (Demand(enough=2, open_asks=7), 0, "WAITING"),
        (Demand(enough=2, interested=2), 0, "ENOUGH"),
        (Demand(enough=2, interested=3, open_asks=3), 0, "ENOUGH"),
        (Demand(enough=0), 0, "ENOUGH"),
    ],
)
def test_batch_holds_as_many_as_it_has_places(demand: Demand, places: int, reason: str) -> None:
    batch = router().route([solver(key, 0.8) for key in "abcd"], demand, RULES)
    assert places_left(demand, RULES) == places == len(batch.chosen)
    assert {one.reason for one in batch.left} == {reason}


def test_equal_scores_are_taken_by_key() -> None:
    chosen, left = told(router("score-v1").route([solver(key, 0.5) for key in "dbca"], TWO, RULES))
    assert (chosen, left) == ([("a", "BEST"), ("b", "BEST"), ("c", "BEST")], {"d": "BELOW"})


def test_one_person_of_two_owners_has_one_budget() -> None:
    same = [solver(key, score, person="eva@example.org", asked_lately=3) for key, score in (("a", 0.9), ("b", 0.8))]
    chosen, left = told(router().route([*same, solver("c", 0.5)], TWO, RULES))
    assert (chosen, left) == ([("a", "BEST"), ("c", "BEST")], {"b": "BUDGET"})


def test_ledger_lets_others_come_in() -> None:
    # Had: a 33, the others 0; of equal merit, so 11 each are due. Of a, log2(36 / 14) = 1.3626 of two doublings take
    # 0.15 * 0.6813 = 0.1022 of its score: 0.50 becomes 0.4489, below 0.46.
    much = solver("a", 0.50, asked_of_owner=30, chosen=3)
    others = [solver("b", 0.50), solver("c", 0.50), solver("d", 0.46)]
    by_score = router("score-v1").route([much, *others], TWO, RULES)
    assert [one.key for one in by_score.chosen] == ["a", "b", "c"]
    fair = router("fair-v1").route([much, *others], TWO, RULES)
    assert told(fair) == ([("b", "BEST"), ("c", "BEST"), ("d", "FAIR")], {"a": "BELOW"})


def test_new_member_takes_the_last_place() -> None:
    old = [solver("a", 0.9), solver("b", 0.8), solver("c", 0.7)]
    new = solver("n", 0.6, is_new=True)  # 0.6 is more than 0.85 * 0.7 = 0.595
    batch = router().route([*old, new], TWO, RULES)
    assert told(batch) == ([("a", "BEST"), ("b", "BEST"), ("n", "NEW_MEMBER")], {"c": "BELOW"})
    assert [one.rank for one in batch.chosen] == [1, 2, 3]


@pytest.mark.parametrize(
    ("new", "demand"),
    [
        (solver("n", 0.59, is_new=True), TWO),  # too far below whom it would displace
        (solver("n", 0.6, is_new=True, asked_of_owner=6), TWO),  # was asked enough for a first year
        (solver("n", 0.6, is_new=True, asked_lately=4), TWO),  # within its budget, or not at all
        (solver("n", 0.6, is_new=True, barred=("PAUSED",)), TWO),
        (solver("n", 0.6, is_new=True), Demand(enough=2, open_floor=1)),  # one place of a batch at most
        (solver("n", 0.6, is_new=True, has_proof=False), TWO),
        (solver("n", 0.6), TWO),
    ],
)
def test_no_floor_without_its_conditions(new: Solver, demand: Demand) -> None:
    old = [solver("a", 0.9), solver("b", 0.8), solver("c", 0.7)]
    assert [one.key for one in router().route([*old, new], demand, RULES).chosen] == ["a", "b", "c"]


def test_single_place_is_nobodys_floor() -> None:
    two = [solver("a", 0.7), solver("n", 0.69, is_new=True)]
    assert told(router().route(two, Demand(enough=2, open_asks=2), RULES))[0] == [("a", "BEST")]


def test_new_member_that_comes_in_by_itself_needs_no_floor() -> None:
    some = [solver("a", 0.9), solver("m", 0.8, is_new=True), solver("c", 0.7), solver("n", 0.69, is_new=True)]
    assert [one.key for one in router().route(some, TWO, RULES).chosen] == ["a", "m", "c"]


@pytest.mark.parametrize(
    ("faulty", "words"),
    [
        ([solver("a", 0.5), solver("a", 0.6)], "solver 'a' stands twice"),
        ([solver("a", 1.01)], r"score of solver 'a' is 1.01, outside \[0, 1\]"),
        ([solver("a", float("nan"))], r"score of solver 'a' is nan, outside \[0, 1\]"),
        ([solver("a", 0.5, asked_lately=-1)], "a count of solver 'a' is below 0"),
    ],
)
def test_faulty_solvers_are_refused(faulty: list[Solver], words: str) -> None:
    with pytest.raises(BadSolver, match=words):
        router().route(faulty, TWO)


def test_nobody_gives_an_empty_batch() -> None:
    assert router().route([], TWO) == Batch("fair-v1", (), ())


@st.composite
def crowds(draw: st.DrawFn) -> list[Solver]:
    """Draw some solvers, a few of them with the same person."""
    counts = st.integers(0, 20)
    return [
        Solver(
            f"o{number}",
            draw(st.floats(0, 1)),
            draw(st.sampled_from(("", "ada", "bea", f"p{number}"))),
            has_proof=draw(st.booleans()),
            asked_lately=draw(st.integers(0, 5)),
            asked_of_owner=draw(counts),
            suggested=draw(counts),
            chosen=draw(counts),
            this_month=draw(st.integers(0, 3)),
            monthly_limit=draw(st.none() | st.integers(0, 3)),
            is_new=draw(st.booleans()),
            barred=tuple(draw(st.sets(st.sampled_from(GATES), max_size=1))),
        )
        for number in range(draw(st.integers(0, 12)))
    ]


DEMANDS = st.builds(
    Demand,
    enough=st.integers(0, 3),
    interested=st.integers(0, 3),
    open_asks=st.integers(0, 4),
    open_floor=st.integers(0, 1),
)
ROUTERS = st.sampled_from([router(name) for name in router_names()])


@given(ROUTERS, crowds(), DEMANDS)
def test_every_batch_keeps_the_rules(chosen_by: Router, crowd: list[Solver], demand: Demand) -> None:
    batch = chosen_by.route(crowd, demand, RULES)
    by_key = {one.key: one for one in crowd}
    picked = [by_key[one.key] for one in batch.chosen]
    assert len(picked) <= places_left(demand, RULES) <= RULES.batch_size
    assert sorted(by_key) == sorted([one.key for one in batch.chosen] + [one.key for one in batch.left])
    for one in picked:
        assert not one.barred
        assert one.person
        assert one.score >= (RULES.weakest if one.has_proof else RULES.weakest_unproved)
        assert one.monthly_limit is None or one.this_month < one.monthly_limit
        asks = [each.person for each in picked].count(one.person)
        lately = max(other.asked_lately for other in crowd if other.person == one.person)
        assert lately + asks <= RULES.most_of_person
    floors = [one for one in batch.chosen if one.reason == Reason.NEW_MEMBER]
    assert len(floors) + demand.open_floor <= max(1, demand.open_floor)
    assert all(by_key[one.key].is_new for one in floors)
    assert [one.rank for one in batch.chosen] == list(range(1, len(picked) + 1))
    assert all(one.adjusted <= one.score for one in (*batch.chosen, *batch.left))


@given(ROUTERS, crowds(), DEMANDS, st.randoms(use_true_random=False))
def test_order_of_input_does_not_matter(chosen_by: Router, crowd: list[Solver], demand: Demand, random: object) -> None:
    shuffled = list(crowd)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert chosen_by.route(shuffled, demand, RULES) == chosen_by.route(crowd, demand, RULES)


@given(crowds(), DEMANDS)
def test_best_is_never_displaced_by_the_floor(crowd: list[Solver], demand: Demand) -> None:
    batch = router().route(crowd, demand, RULES)
    without = replace(router(), has_floor=False).route(crowd, demand, RULES)
    assert [one.key for one in batch.chosen[:1]] == [one.key for one in without.chosen[:1]]
    assert len(batch.chosen) == len(without.chosen)
