"""What a consortium is composed for: the call's own, the idea's, else the whole chain."""

from __future__ import annotations

from typing import Any

import pytest

from factories import ClaimFactory, calls
from filiera.common.visibility import OFFICE_AUDIENCE, PUBLIC_AUDIENCE
from filiera.competence.models import Competence
from filiera.funding.adapters import judged_call
from filiera.funding.adapters_composing import Wanted
from filiera.funding.operations.compose import compose_consortium, draft_of_run
from filiera.funding.operations.topics import decide_topic
from filiera.funding.queries.composing import Asked
from filiera.funding.queries.consortia import consortium_page
from filiera.funding.queries.needs import labelled, needs_of, needs_of_call, strengths_of
from filiera.funding.queries.swaps import swap_lines
from filiera.registry.models import Organisation
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db
AIR, LCA = "PK1.CMP.AIR", "SUS.MES.LCA"


def able(name: str, **strengths: float) -> Organisation:
    row = calls.member(name)
    for code, strength in strengths.items():
        for level in ("PUBLIC", "MEMBERS", "BILATERAL", "OFFICE"):
            ClaimFactory(organisation=row, competence_id=code.replace("_", "."), strength=strength, seen_by=level)
    return row


def test_idea_is_read_and_stands_beside_what_the_call_asks_for() -> None:
    found = needs_of({LCA: 0.4}, "Flaconi airless per creme senza conservanti.")
    assert found.weights[LCA] == 0.4
    assert AIR in found.weights
    assert not found.is_breadth


@pytest.mark.parametrize("idea", ["", "   ", "zzz"])
def test_without_a_name_every_stage_counts_alike(idea: str) -> None:
    found = needs_of({}, idea)
    stages = set(Competence.objects.filter(level=1, successor=None).values_list("code", flat=True))
    assert (found.is_breadth, set(found.weights), set(found.weights.values())) == (True, stages, {1.0})
    assert {code for code, _label in labelled(found.weights)} == stages


def test_topic_that_the_office_refused_is_not_asked_for() -> None:
    call = calls.call()
    decide_topic(call=call, competence=Competence.objects.get(code=AIR), is_asked=True)
    decide_topic(call=call, competence=Competence.objects.get(code=LCA), is_asked=False)
    assert set(needs_of_call(call).weights) == {AIR}


def test_stage_is_held_as_strongly_as_the_strongest_below_it() -> None:
    row = able("Alba", PK1_CMP_AIR=0.7)
    ClaimFactory(organisation=row, competence_id="PK1.CMP.PMP", strength=0.9, seen_by="OFFICE")
    held = strengths_of([row.pk], ["PK1", "PK1.CMP", AIR, "SUS"], OFFICE_AUDIENCE)
    assert held == {row.pk: {"PK1": 0.9, "PK1.CMP": 0.9, AIR: 0.7}}
    assert strengths_of([row.pk], ["PK1"], PUBLIC_AUDIENCE) == {row.pk: {"PK1": 0.7}}


def test_draft_keeps_what_it_was_composed_for() -> None:
    able("Alba", PK1_CMP_AIR=0.6)
    able("Beta", SUS_MES_LCA=0.8)
    able("Gamma", SUS_MES_LCA=0.5)
    call: Any = calls.call(rules=calls.rules(partners={"min": 2, "max": 2}))
    needs = needs_of({})
    asked = Asked(
        judged_call(call, call.rules.all()),
        needs.weights,
        Wanted(lead="alba"),
        TODAY,
        is_breadth=needs.is_breadth,
        idea="Flaconi.",
        seconds=3,
    )
    found, run = compose_consortium(asked=asked, call=call, audience=OFFICE_AUDIENCE, now=NOW)
    assert (run.codes, found.is_breadth, run.asked["breadth"]) == (["alba", "beta"], True, True)
    made = draft_of_run(run=run, codes=run.codes, name="Prova (esempio)", now=NOW)
    assert made.summary == "Flaconi."
    palette = consortium_page(made, audience=OFFICE_AUDIENCE, now=NOW).palette
    assert {row.code for row in palette.rows if not row.is_gap} == {"PK1", "SUS"}
    out = made.partners.get(organisation__code="beta")
    swap = swap_lines(made, out, audience=OFFICE_AUDIENCE, now=NOW)[0]
    assert (swap.code, [one.label for one in swap.lost]) == ("gamma", [dict(labelled(needs.weights))["SUS"]])
