"""The simulated year in small: it runs, repeats itself, and joins scores as the product's answers do."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest
from benchmarks import need_scores
from benchmarks.need_figures import ROWS, ratios, table
from benchmarks.need_people import People
from benchmarks.need_world import World, build_world
from benchmarks.need_year import Office, Year, working_days
from benchmarks.run_need_year import CONFIRMED, OURS, Scored, compare, run, ways
from benchmarks.writer import PROJECT
from hypothesis import given
from hypothesis import strategies as st

from filiera.competence.models import Claim
from filiera.competence.queries.ranking import PROVED_FIRST, joined
from filiera.engine.embedding import HashEmbedder
from filiera.engine.routing.routers import router
from filiera.engine.routing.types import Parameters
from filiera.engine.types import AskedCompetence, OwnerHit

SEED = 7


@pytest.fixture(scope="module")
def world() -> World:
    """Give few organisations and needs."""
    return build_world(seed=SEED, firms=60, needs=40)


def knowing_all(world: World) -> list[need_scores.Matches]:
    """Give scores that tell exactly who can."""
    return [dict.fromkeys(sorted(need.able), need_scores.Match(0.9, True)) for need in world.needs]


def test_same_seed_gives_the_same_world(world: World) -> None:
    again = build_world(seed=SEED, firms=60, needs=40)
    assert again == world
    assert build_world(seed=SEED + 1, firms=60, needs=40) != world
    assert all(need.requester in need.excluded and not need.able & need.excluded for need in world.needs)


def test_world_does_not_hang_on_the_order_of_sets() -> None:
    line = f"from benchmarks.need_world import build_world as b; print(b(seed={SEED}, firms=60, needs=40).documents)"
    printed = [
        subprocess.run(
            [sys.executable, "-c", line],
            cwd=PROJECT,
            env={**os.environ, "PYTHONHASHSEED": salt},
            capture_output=True,
            check=True,
        ).stdout
        for salt in ("1", "2")
    ]
    assert printed[0] == printed[1] != b""


def test_year_prints_all_ways_and_cases(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(world, need_scores.Kept(HashEmbedder()), SEED, with_sensitivity=True)
    assert list(found) == ["as assumed", "twice the silence", "half the evidence"]
    printed = capsys.readouterr().out
    assert table(found["as assumed"]) in printed
    assert ratios(found["as assumed"], CONFIRMED) in printed
    assert all(title in printed for title, _form in ROWS.values())
    for case in ("as assumed", "twice the silence"):
        assert found[case]["everybody"].found == found[case]["knowing all"].found == 1.0
        assert found[case]["knowing all"].precision == pytest.approx(1.0)
    for by_way in found.values():
        assert all(0 <= one.yes_5 <= one.yes_45 <= 1 for one in by_way.values())


def test_same_year_comes_to_the_same(world: World) -> None:
    senders = ways(world, Scored(knowing_all(world), knowing_all(world)), SEED)
    assert compare(world, People(), senders, SEED) == compare(world, People(), senders, SEED)


def test_office_keeps_budget_batch_and_gates(world: World) -> None:
    rules = Parameters(most_of_person=2, batch_size=2)
    year = Year(world, replace(People(), background=0.0), SEED)
    year.run(Office(router(OURS), knowing_all(world), rules))
    asked = {number: course.asked for number, course in year.courses.items()}
    assert any(asked.values())
    assert all(not world.needs[number].excluded & asks.keys() for number, asks in asked.items())
    assert all(world.firms[firm].person >= 0 for asks in asked.values() for firm in asks)
    for asks in asked.values():
        assert max((list(asks.values()).count(at) for at in asks.values()), default=0) <= 2
    moments = sorted((at, world.firms[firm].person) for asks in asked.values() for firm, at in asks.items())
    for at, person in moments:
        assert sum(one == person and at - 29 < when <= at for when, one in moments) <= 2


def test_nobody_answers_whom_nobody_can_hear(world: World) -> None:
    year = Year(world, replace(People(), silence=1.0), SEED)
    year.run(Office(router(OURS), knowing_all(world), Parameters()))
    assert sum(len(course.answered) for course in year.courses.values()) == 0
    assert all(at < course.ends for course in year.courses.values() for at in course.asked.values())


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(0.4, 0.9, 0), (0.4, 1.4, 1), (1.4, 4.4, 1), (1.4, 8.4, 5)],  # the year begins on a Thursday
)
def test_working_days(start: float, end: float, expected: int) -> None:
    assert working_days(start, end) == expected


STRENGTHS = st.dictionaries(st.integers(0, 5), st.floats(0.0, 1.0), max_size=5)
FOUND = st.lists(
    st.builds(
        AskedCompetence,
        st.sampled_from(("A.A.A", "A.A.B", "B.B.B")),
        st.floats(0.1, 1.0),
        st.just(0),
        st.just(1),
        st.sampled_from((None, "A.A")),
    ),
    max_size=3,
    unique_by=lambda one: one.competence_id,
)


def test_proof_counts_from_the_same_reading() -> None:
    assert need_scores.SURELY == PROVED_FIRST


@given(STRENGTHS, st.fixed_dictionaries(dict.fromkeys(("A.A.A", "A.A.B", "B.B.B"), STRENGTHS)), FOUND)
def test_scores_are_joined_as_an_answers_are(
    hits: dict[int, float], strengths: dict[str, dict[int, float]], found: list[AskedCompetence]
) -> None:
    asked = {one.competence_id: strengths[one.competence_id] for one in found}
    rows = {code: {owner: Claim(strength=value) for owner, value in by.items()} for code, by in asked.items()}
    theirs = joined(tuple(OwnerHit(str(owner), score, ()) for owner, score in hits.items()), rows, tuple(found))
    ours = need_scores.joined_scores(hits, asked, found)
    assert {one.organisation_id: one.score for one in theirs} == pytest.approx(
        {owner: score for owner, score in ours.items() if score > 0}
    )
