"""The filter of calls: each criterion, what it does not understand, its way through an address, and what a list costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.http import QueryDict

from factories.calls import call
from filiera.common.visibility import OFFICE_AUDIENCE, PUBLIC_AUDIENCE
from filiera.competence.models import Competence
from filiera.funding.drafts import WindowDraft
from filiera.funding.enums import CallLevel
from filiera.funding.filters import CallFilter
from filiera.funding.models import Call
from filiera.funding.operations.topics import decide_topic
from filiera.funding.queries.calls import call_list
from tests_clock import NOW

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
LEAF = "PK1.CMP.AIR"
OPEN = WindowDraft(opens=date(2026, 10, 1), closes=date(2027, 1, 15))
SOON = replace(OPEN, closes=date(2026, 12, 5))
OVER = replace(OPEN, closes=date(2026, 11, 1))
TO_COME = WindowDraft(opens=date(2026, 12, 20), closes=date(2027, 3, 1))


def some() -> None:
    """Make a call of each standing; one asks for airless packs, one is for the office alone."""
    one = call("APERTO", window=OPEN, title="Flaconi (esempio)", level=CallLevel.EU, programme="Horizon Europe")
    call("PRESTO", window=SOON, title="Sieri (esempio)", level=CallLevel.REGIONAL, keywords=("retinolo",))
    call("FINITO", window=OVER, title="Vecchio (esempio)")
    call("ARRIVA", window=TO_COME, title="Che arriva (esempio)", level=CallLevel.REGIONAL)
    call("IGNOTO", window=WindowDraft(), title="Senza date (esempio)")
    call("SEGRETO", window=OPEN, title="Nascosto (esempio)", is_shown=False)
    decide_topic(call=one, competence=Competence.objects.get(code=LEAF), is_asked=True)


def found(audience: Any = PUBLIC_AUDIENCE, **asked: Any) -> list[str]:
    rows = CallFilter(**asked).calls(audience=audience, now=NOW)
    return sorted(rows.values_list("ref", flat=True))


@pytest.mark.parametrize(
    ("asked", "refs"),
    [
        ({}, ["APERTO", "ARRIVA", "IGNOTO", "PRESTO"]),
        ({"standing": ("CLOSED",)}, ["FINITO"]),
        ({"standing": ("OPEN", "FORTHCOMING")}, ["APERTO", "ARRIVA", "PRESTO"]),
        ({"standing": ("UNKNOWN",)}, ["IGNOTO"]),
        ({"level": ("REGIONAL",)}, ["ARRIVA", "PRESTO"]),
        ({"programme": ("Horizon Europe",)}, ["APERTO"]),
        ({"within": 15}, ["PRESTO"]),
        ({"within": 60}, ["APERTO", "PRESTO"]),
        ({"competence": LEAF}, ["APERTO"]),
        ({"competence": "PK1.CMP"}, ["APERTO"]),
        ({"competence": "PK1.CMP.BOH"}, []),
        ({"q": "RETINOLO"}, ["PRESTO"]),
        ({"q": "flaconi esempio"}, ["APERTO"]),
        ({"q": "flaconi retinolo"}, []),
        ({"q": "aperto"}, ["APERTO"]),
        ({"q": "100%_"}, []),
    ],
)
def test_each_criterion_keeps_what_it_says(asked: dict[str, Any], refs: list[str]) -> None:
    some()
    assert found(**asked) == refs


def test_stage_is_of_the_competences_that_are_asked_for() -> None:
    some()
    stage = Competence.objects.get(code=LEAF).stage_id
    assert found(stage=(stage,)) == ["APERTO"]
    decide_topic(call=Call.objects.get(ref="APERTO"), competence=Competence.objects.get(code=LEAF), is_asked=False)
    assert found(stage=(stage,)) == []


def test_office_finds_what_is_for_it_alone() -> None:
    some()
    assert "SEGRETO" in found(OFFICE_AUDIENCE)


def test_filter_survives_the_way_through_an_address() -> None:
    asked = CallFilter("siero", ("OPEN",), ("EU", "LOCAL"), ("Horizon Europe",), ("PK1",), LEAF, 30)
    assert CallFilter.from_query(QueryDict(asked.query_string())) == asked


@pytest.mark.parametrize(
    "query",
    ["standing=SLEEPING&level=MOON", "within=-3", "within=soon", "within=99999999", "page=-1&foo=bar", "q=%20%20"],
)
def test_what_an_address_does_not_understand_is_left_out(query: str) -> None:
    assert CallFilter.from_query(QueryDict(query)).is_empty


def test_criterion_is_taken_away_alone() -> None:
    asked = CallFilter(q="siero", level=("EU", "LOCAL"))
    assert asked.without("level", "EU") == CallFilter(q="siero", level=("LOCAL",))
    assert asked.without("q") == CallFilter(level=("EU", "LOCAL"))


def test_choices_beside_the_list_count_what_each_would_give() -> None:
    some()
    shown = call_list(CallFilter(level=("REGIONAL",)), audience=PUBLIC_AUDIENCE, now=NOW)
    counts = {facet.name: {one.value: one.count for one in facet.values} for facet in shown.facets}
    assert shown.total == 2
    assert counts["level"] == {"REGIONAL": 2, "EU": 1, "OTHER": 1}
    assert counts["standing"] == {"OPEN": 1, "FORTHCOMING": 1}


def test_pages_of_twenty_and_the_last_of_those_that_are_asked_beyond() -> None:
    for number in range(23):
        call(f"N{number}")
    shown = [call_list(CallFilter(), audience=PUBLIC_AUDIENCE, now=NOW, page=page) for page in ("1", "2", "99", "x")]
    assert [len(one.lines) for one in shown] == [20, 3, 3, 20]
    assert len({line.code for one in shown[:2] for line in one.lines}) == 23


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_queries_however_many_there_are(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    leaf = Competence.objects.get(code=LEAF)
    for at in range(number):
        decide_topic(call=call(f"N{at}"), competence=leaf, is_asked=True)
    with django_assert_num_queries(12):
        assert len(call_list(CallFilter(), audience=PUBLIC_AUDIENCE, now=NOW).lines) == number
