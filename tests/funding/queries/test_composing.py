"""Composing from the register: what the audience knows decides, the judge has the last word, gaps and clashes are told."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from factories import ClaimFactory, calls
from filiera.common.visibility import OFFICE_AUDIENCE, Audience, Role
from filiera.engine.composing.solution import Status
from filiera.funding.adapters import judged_call
from filiera.funding.adapters_composing import Wanted
from filiera.funding.models import Call, DeMinimisAward, Shareholding
from filiera.funding.operations.compose import compose_consortium, draft_of_run
from filiera.funding.operations.refusals import FundingRefused
from filiera.funding.queries.composing import Asked, Composition, composition
from filiera.funding.queries.consortia import what_it_is
from filiera.funding.queries.runs import run_page
from filiera.funding.shapes_consortia import composition_shape
from filiera.registry.models import Organisation
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db

AIR, LCA = "PK1.CMP.AIR", "SUS.MES.LCA"
LEVELS = ("PUBLIC", "MEMBERS", "BILATERAL", "OFFICE")


def able(name: str, *, strengths: dict[str, float], **values: Any) -> Organisation:
    """Give a member with what it can do, known to everybody."""
    row = calls.member(name, **values)
    for code, strength in strengths.items():
        for level in LEVELS:
            ClaimFactory(organisation=row, competence_id=code, strength=strength, seen_by=level)
    return row


def best(call: Call, *, audience: Audience = OFFICE_AUDIENCE, lead: str | None = None, **wanted: Any) -> Composition:
    asked = Asked(
        judged_call(call, call.rules.all()), {AIR: 1.0, LCA: 0.5}, Wanted(lead=lead, **wanted), TODAY, seconds=3
    )
    return composition(asked, audience=audience)


@pytest.fixture
def rows() -> dict[str, Organisation]:
    return {
        "alba": able("Alba", strengths={AIR: 0.4}, size="SMALL"),
        "beta": able("Beta", strengths={AIR: 0.9}, size="LARGE"),
        "lab": able("Lab", strengths={LCA: 0.7}, kind="UNIVERSITY"),
    }


def test_best_covers_most_and_keeps_the_rules(rows: dict[str, Organisation]) -> None:
    call = calls.call(rules=calls.rules(partners={"min": 2, "max": 2}, min_by_kind={"research": 1}))
    found = best(call)
    assert found.solution.status == Status.OPTIMAL
    assert {one.id for one in found.solution.chosen} == {"beta", "lab"}
    assert found.is_strict


def test_lead_and_wishes_are_kept(rows: dict[str, Organisation]) -> None:
    call = calls.call(rules=calls.rules(partners={"min": 2, "max": 2}))
    assert {one.id for one in best(call, lead="alba").solution.chosen} == {"alba", "beta"}
    assert {one.id for one in best(call, must_not=frozenset({"beta"})).solution.chosen} == {"alba", "lab"}


def test_what_only_the_office_knows_turns_no_member_s_composition(rows: dict[str, Organisation]) -> None:
    call = calls.call(rules=calls.rules(partners={"min": 2, "max": 2}, independent=True))
    for row in rows.values():
        calls.profile(row, shares_known=True)
    both = frozenset({"alba", "beta"})
    assert best(call, must=both).is_strict
    member = Audience(role=Role.MEMBER, organisation_ids=frozenset({rows["lab"].pk}))
    assert not best(call, audience=member, must=both).is_strict


def test_whoever_has_no_room_under_de_minimis_on_the_day_of_the_grant_is_out(rows: dict[str, Organisation]) -> None:
    calls.profile(rows["beta"], awards_known=True)
    DeMinimisAward.objects.create(
        organisation=rows["beta"], granted_on=TODAY, amount_eur=300_001, visibility="BILATERAL"
    )
    call = calls.call(rules=calls.rules(partners={"max": 1}, deminimis_headroom=True))
    assert {one.id for one in best(call).solution.chosen} == {"beta"}
    assert {one.id for one in best(call, project={"grant_on": TODAY}).solution.chosen} == {"alba"}


def test_who_is_tied_through_another_is_the_judge_s_and_the_best_that_passes_is_still_proved(
    rows: dict[str, Organisation],
) -> None:
    for held in ("alba", "lab"):
        calls.profile(rows[held], shares_known=True)
        Shareholding.objects.create(holder=rows["beta"], held=rows[held], share_pct=30, visibility="BILATERAL")
    calls.profile(rows["beta"], shares_known=True)
    call = calls.call(rules=calls.rules(partners={"min": 2, "max": 2}, independent={"min": 2}))
    found = best(call)
    assert {one.id for one in found.solution.chosen} == {"alba", "lab"}  # beta would cover more, and holds 30 % of both
    assert (found.solution.status, found.refused, found.solution.alternatives) == (Status.OPTIMAL, 1, ())


def test_alternatives_pass_as_well(rows: dict[str, Organisation]) -> None:
    for name in ("Gamma", "Delta"):
        row = able(name, strengths={AIR: 0.3}, size="SMALL")
        calls.profile(row, shares_known=True)
    call = calls.call(rules=calls.rules(partners={"min": 2, "max": 2}, min_by_kind={"research": 1}))
    found = best(call, lead="lab")
    assert [one.chosen for one in found.solution.alternatives] == [
        ("alba", "lab"),
        ("delta", "lab"),
        ("gamma", "lab"),
    ]


def test_gap_names_the_strongest_who_is_not_in_it(rows: dict[str, Organisation]) -> None:
    call = calls.call(rules=calls.rules(partners={"min": 1, "max": 1}))
    found = best(call)
    assert {one.id for one in found.solution.chosen} == {"beta"}
    assert found.solution.gaps == (LCA,)
    assert (found.outside or {})[LCA][0] == rows["lab"]


@pytest.mark.parametrize("lang", ["it", "en"])
def test_where_there_is_none_the_clash_is_told_with_what_would_help(rows: dict[str, Organisation], lang: str) -> None:
    call = calls.call(rules=calls.rules(partners={"min": 2, "max": 8}, min_by_kind={"research": 3}))
    with override(lang):
        shape = composition_shape(best(call))
    assert (shape["status"], shape["partners"]) == ("infeasible", [])
    (clash,) = shape["conflicts"]
    assert clash["rules"] == ["min_by_kind"]
    assert clash["reason"]
    assert clash["remedy"]


def test_run_is_kept_and_a_draft_is_made_of_it(rows: dict[str, Organisation]) -> None:
    call = calls.call(rules=calls.rules(partners={"min": 2, "max": 2}, cost_min=100_000))
    asked = Asked(judged_call(call, call.rules.all()), {AIR: 1.0}, Wanted(lead="alba"), TODAY, seconds=3)
    found, run = compose_consortium(asked=asked, call=call, audience=OFFICE_AUDIENCE, now=NOW)
    assert run.codes == [one.id for one in found.solution.chosen]
    made = draft_of_run(run=run, codes=run.codes, name="Prova (esempio)", now=NOW)
    assert {one.called for one in made.partners.all()} == {"Alba", "Beta"}
    assert sum(one.cost_eur or 0 for one in made.partners.all()) >= 100_000
    assert [one.name for one in run_page(run, audience=OFFICE_AUDIENCE).partners] == ["Alba", "Beta"]


@pytest.mark.parametrize(
    "wanted", [Wanted(lead="nessuno"), Wanted(must=frozenset({"alba"}), must_not=frozenset({"alba"}))]
)
def test_wishes_that_contradict_themselves_are_refused(rows: dict[str, Organisation], wanted: Wanted) -> None:
    call = calls.call()
    asked = Asked(judged_call(call, call.rules.all()), {AIR: 1.0}, wanted, TODAY)
    with pytest.raises(FundingRefused):
        compose_consortium(asked=asked, call=call, audience=OFFICE_AUDIENCE, now=NOW)


@pytest.mark.parametrize(
    ("kind", "size", "said"),
    [
        ("COMPANY", "SMALL", "piccola impresa"),
        ("UNIVERSITY", "SMALL", "università"),
        ("RESEARCH_BODY", "", "ente di ricerca"),
        ("COMPANY", "", "impresa"),
    ],
)
def test_size_is_said_of_companies_alone(kind: str, size: str, said: str) -> None:
    with override("it"):
        assert what_it_is(Organisation(kind=kind, size=size)) == said
