"""Small problems for the optimiser's tests: some by hand, and random ones of every kind of rule."""

from __future__ import annotations

from hypothesis import strategies as st

from filiera.engine.composing.types import (
    Apart,
    Candidate,
    Cost,
    Count,
    Distinct,
    Everyone,
    LeadIs,
    OneOf,
    Problem,
    Requirement,
    Rule,
    Share,
    Wishes,
)

TAGS = ("large", "research", "sme")
COUNTRIES = ("ES", "FR", "IT")


def candidate(name: str, tags: str = "", country: str = "", **strengths: float) -> Candidate:
    """Make a candidate in few words."""
    return Candidate(name, frozenset(tags.split()), {"country": country} if country else {}, strengths)


def perfumery(*rules: Rule, wishes: Wishes | None = None) -> Problem:
    """Give a call for a filler, a laboratory and a designer, with five who could come."""
    return Problem(
        (Requirement("filling"), Requirement("testing"), Requirement("design", 2)),
        (
            candidate("ateneo", "research", "IT", filling=0.9, testing=0.2),
            candidate("boite", "sme", "FR", design=0.7),
            candidate("crea", "sme", "IT", testing=0.8, design=0.3),
            candidate("dosa", "sme", "ES", testing=0.1, design=0.65),
            candidate("emme", "large", "FR", filling=0.3, testing=0.9, design=0.9),
        ),
        wishes or Wishes(),
        rules,
    )


@st.composite
def rules(draw: st.DrawFn, ids: tuple[str, ...]) -> Rule:
    """Draw a rule of any kind."""
    name = draw(st.sampled_from(("first", "second", "third", "fourth")))
    tag = draw(st.sampled_from(TAGS))
    kind = draw(st.integers(0, 7))
    least = draw(st.integers(0, 3))
    if kind == 0:
        most = draw(st.none() | st.integers(least, 4))
        return Count(name, draw(st.sampled_from((*TAGS, None))), least, most)
    if kind == 1:
        return Everyone(name, tag)
    if kind == 2:
        return LeadIs(name, frozenset(draw(st.lists(st.sampled_from(TAGS), min_size=1, max_size=2))))
    if kind == 3:
        among = draw(st.none() | st.frozensets(st.sampled_from(COUNTRIES), min_size=1))
        return Distinct(name, "country", least, among)
    if kind == 4:
        pairs = st.tuples(st.sampled_from(ids), st.sampled_from(ids)).filter(lambda pair: pair[0] != pair[1])
        return Apart(name, draw(st.frozensets(pairs, min_size=1, max_size=4)))
    if kind == 5:
        return OneOf(name, draw(st.sampled_from(("group", "country"))))
    if kind == 6:
        least_pct = draw(st.sampled_from((0.0, 0.0, 20.0, 50.0)))
        per = draw(st.sampled_from((None, "partner", "country")))
        return Share(
            name, draw(st.sampled_from((*TAGS, None))), per, least_pct, draw(st.sampled_from((50.0, 70.0, 100.0)))
        )
    lowest = draw(st.sampled_from((0.0, 50_000.0, 200_000.0)))
    return Cost(
        name, lowest, draw(st.sampled_from((None, 250_000.0, 900_000.0))), draw(st.sampled_from(("project", "partner")))
    )


@st.composite
def drawn(draw: st.DrawFn, *, most_candidates: int = 7) -> Problem:
    """Draw a problem that is sound, whether or not it can be solved."""
    asked = tuple(
        Requirement(f"r{one}", draw(st.sampled_from((1.0, 2.0, 0.5)))) for one in range(draw(st.integers(1, 4)))
    )
    ids = tuple(f"c{one}" for one in range(draw(st.integers(2, most_candidates))))
    levels = st.sampled_from((0.0, 0.0, 0.1, 0.25, 0.5, 0.8, 1.0))
    people = []
    for one in ids:
        values = {}
        for question, answers in (("country", COUNTRIES), ("group", ("g", "h"))):
            answer = draw(st.none() | st.sampled_from(answers))
            values.update({} if answer is None else {question: answer})
        least = draw(st.sampled_from((None, None, None, 40_000.0, 120_000.0)))
        most = draw(st.sampled_from((None, None, 130_000.0, 400_000.0)))
        strengths = {each.id: draw(levels) for each in asked}
        people.append(Candidate(one, draw(st.frozensets(st.sampled_from(TAGS))), values, strengths, least, most))
    some = draw(st.permutations(ids))
    wishes = Wishes(
        lead=draw(st.sampled_from((None, None, some[0]))),
        must=frozenset(draw(st.sampled_from(((), (), some[1:2])))),
        must_not=frozenset(draw(st.sampled_from(((), (), some[2:3])))),
        most=draw(st.sampled_from((None, 2, 3, 4))),
        budget=draw(st.sampled_from((None, None, None, 300_000.0))),
    )
    forbidden = draw(st.sampled_from(((), (), (frozenset(some[:2]),), (frozenset(some[:1]), frozenset(some[1:3])))))
    given = tuple(draw(st.lists(rules(ids), max_size=5)))
    return Problem(asked, tuple(people), wishes, given, forbidden)
