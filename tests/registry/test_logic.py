"""Which fact counts, who is independent, how far: truth tables and hand-solved cases."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiera.registry.logic import StatedFact, disagree, distance_km, domain_of, is_independent, preferred, size_of


def fact(key: int, certainty: str, on: date | None = None, source_on: date | None = None) -> StatedFact:
    return StatedFact(key, str(key), certainty, on, source_on)


def test_preferred_takes_a_filed_act_before_a_newer_page() -> None:
    facts = [fact(1, "SEEN", date(2026, 1, 1)), fact(2, "FILED", date(2020, 1, 1))]
    assert preferred(facts) == facts[1]


def test_preferred_takes_the_newer_of_equals() -> None:
    facts = [fact(1, "SEEN", date(2020, 1, 1)), fact(2, "SEEN", source_on=date(2024, 1, 1)), fact(3, "SEEN")]
    assert preferred(facts) == facts[1]


def test_preferred_of_nothing_is_nothing() -> None:
    assert preferred([]) is None


@given(st.permutations([fact(1, "MEMORY"), fact(2, "DISPUTED"), fact(3, "DECLARED"), fact(4, "SEEN")]))
def test_preferred_does_not_depend_on_order(facts: list[StatedFact]) -> None:
    found = preferred(facts)
    assert found is not None
    assert found.key == 4


@pytest.mark.parametrize(
    ("values", "expected"),
    [(["Crema", "CREMA "], False), (["61", "circa 45"], True), (["S.p.A.", "s p a"], False), ([], False)],
)
def test_disagree_sets_case_and_points_aside(values: list[str], expected: bool) -> None:
    assert disagree(values) is expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["2021-10-14", "2021"], False),
        (["2021", "2021-10", "2021-10-14"], False),
        (["2021-3-6", "2021-03-06"], False),
        (["2020", "2021-10-14"], True),
        (["2021", "2021-10-14", "2021-03"], True),
        (["2021-10-99", "2021"], True),
    ],
)
def test_disagree_takes_a_coarser_date_for_the_finer_one_that_it_holds(values: list[str], expected: bool) -> None:
    assert disagree(values) is expected


@pytest.mark.parametrize(
    ("name", "url", "expected"),
    [
        ("Il Sole 24 Ore", "https://www.ilsole24ore.com/x", True),
        ("Un giornale", "https://news.alba.example/2024", False),
        ("Alba Cosmetici web site", "", False),
        ("Gruppo Lunaria", "", False),
        ("WhatTheyThink (press release)", "https://whattheythink.com/1", False),
        ("Albarella Notizie", "https://albarella.example", True),
    ],
)
def test_source_is_independent_when_neither_self_nor_group(name: str, url: str, expected: bool) -> None:
    own = {"own_names": ["Alba Cosmetici", "Gruppo Lunaria"], "own_domains": ["alba.example", ""]}
    assert is_independent(source_name=name, source_url=url, **own) is expected


def test_distance_from_crema_to_milano() -> None:
    assert distance_km(45.3628, 9.6858, 45.4642, 9.19) == pytest.approx(40.4, abs=0.5)


@pytest.mark.parametrize(
    ("staff", "size"), [(9, "MICRO"), (10, "SMALL"), (49, "SMALL"), (50, "MEDIUM"), (249, "MEDIUM"), (250, "LARGE")]
)
def test_size_by_staff(staff: int, size: str) -> None:
    assert size_of(staff) == size


@pytest.mark.parametrize(
    ("url", "domain"),
    [("https://www.alba.example/x", "alba.example"), ("alba.example", "alba.example"), ("", "")],
)
def test_domain_of_an_address(url: str, domain: str) -> None:
    assert domain_of(url) == domain
