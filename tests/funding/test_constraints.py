"""What the database itself refuses, whoever writes: amounts below zero, levels off the scale, half a decision."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from factories.calls import call, profile
from factories.consortium_work import firm, share, team, won
from filiera.funding.models import (
    ApplicantProfile,
    Call,
    CallImport,
    Consortium,
    FundedProject,
    OutcomeCriterion,
    Partner,
    PartnerWanted,
    ProjectPartner,
    WantedReply,
)
from filiera.funding.operations.projects import keep_project
from tests_clock import NOW

pytestmark = pytest.mark.django_db

BELOW = Decimal("-0.01")


@pytest.fixture
def _rows() -> None:
    made = team(of=call())
    OutcomeCriterion.objects.create(consortium=made.row, ordinal=1, name="Impatto")
    profile(firm("Alfa"))
    keep_project(said=won("Uno", share(firm("Alfa"), 10)), now=NOW)
    CallImport.objects.create(token="x", name="a.csv", brought_at=NOW)
    notice = PartnerWanted.objects.create(
        call=made.row.call, organisation=firm("Alfa"), title="x", text="x", opened_at=NOW, visibility="MEMBERS"
    )
    WantedReply.objects.create(notice=notice, organisation=firm("Beta"), note="x", said_at=NOW)


@pytest.mark.usefixtures("_rows")
@pytest.mark.parametrize(
    ("model", "good", "bad"),
    [
        *((Call, {name: 0}, {name: BELOW}) for name in ("budget_eur", "grant_min_eur", "grant_max_eur")),
        *((ApplicantProfile, {name: 0}, {name: -1}) for name in ("headcount", "turnover_eur", "balance_sheet_eur")),
        *(
            (Partner, {name: 0}, {name: BELOW})
            for name in ("cost_eur", "industrial_research_eur", "experimental_development_eur")
        ),
        *((FundedProject, {name: 0}, {name: BELOW}) for name in ("total_cost_eur", "grant_eur")),
        *((ProjectPartner, {name: 0}, {name: BELOW}) for name in ("cost_eur", "grant_eur")),
        *((OutcomeCriterion, {name: 0}, {name: BELOW}) for name in ("points", "most_points")),
        *((Consortium, {name: 0}, {name: BELOW}) for name in ("total_points", "least_points")),
        (Consortium, {"inkind_pct": 100}, {"inkind_pct": Decimal("100.01")}),
        (Consortium, {"trl_start": 1}, {"trl_start": 0}),
        (Consortium, {"trl_end": 9}, {"trl_end": 10}),
        (Consortium, {"trl_start": 4, "trl_end": 4}, {"trl_start": 5, "trl_end": 4}),
        (WantedReply, {"state": "TAKEN", "decided_at": NOW}, {"state": "DECLINED", "decided_at": None}),
        (CallImport, {"state": "DONE", "done_at": NOW}, {"state": "DONE", "done_at": None}),
    ],
)
def test_database_holds_what_is_good_and_refuses_what_is_not(
    model: Any, good: dict[str, Any], bad: dict[str, Any]
) -> None:
    pk = model.objects.order_by("pk").values_list("pk", flat=True)[0]
    assert model.objects.filter(pk=pk).update(**good) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=pk).update(**bad)
