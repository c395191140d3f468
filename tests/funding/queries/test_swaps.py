"""An exchange of partners: points of the grid and euro to the cent, what comes and goes, whether it still passes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from factories import ClaimFactory, calls
from filiera.common.visibility import OFFICE_AUDIENCE
from filiera.funding.models import Consortium
from filiera.funding.operations.consortia import Place, begin_consortium
from filiera.funding.queries.swaps import SwapLine, swap_lines
from filiera.registry.models import Organisation
from tests_clock import NOW

pytestmark = pytest.mark.django_db
AIR, LCA = "PK1.CMP.AIR", "SUS.MES.LCA"
BONUS = [{"if": "women_or_youth", "points": 4}, {"if": "medium", "points": 1.5}]


def able(name: str, *, says: dict[str, Any] | None = None, strengths: dict[str, float], **values: Any) -> Organisation:
    row = calls.member(name, **values)
    for code, strength in strengths.items():
        ClaimFactory(organisation=row, competence_id=code, strength=strength, seen_by="OFFICE")
    if says is not None:
        calls.profile(row, **says)
    return row


@pytest.fixture
def pair() -> Consortium:
    """Two who would apply: Alba leads, small; Beta, large, bears 100,000.01 euro."""
    alba = able("Alba", strengths={LCA: 0.5}, size="SMALL")
    beta = able("Beta", strengths={AIR: 0.9}, size="LARGE", says={"women_or_youth": False})
    rules = calls.rules(partners={"min": 2, "max": 2}, intensity={"small": 60, "medium": 60, "large": 40}, bonus=BONUS)
    places = (Place(alba, cost_eur=Decimal(50_000)), Place(beta, cost_eur=Decimal("100000.01")))
    made = begin_consortium(call=calls.call(rules=rules), name="Prova (esempio)", lead=alba, places=places, now=NOW)
    made.needs = {AIR: 1.0, LCA: 0.5}
    made.save(update_fields=["needs"])
    return made


def lines(made: Consortium) -> dict[str, SwapLine]:
    out = made.partners.get(organisation__code="beta")
    return {one.code: one for one in swap_lines(made, out, audience=OFFICE_AUDIENCE, now=NOW)}


def test_exchange_says_points_euro_and_what_is_lost(pair: Consortium) -> None:
    able("Gamma", strengths={AIR: 0.2, LCA: 0.7}, size="MEDIUM", says={"women_or_youth": True})
    line = lines(pair)["gamma"]
    # 4 points for women and 1.5 for medium ones; 60 % of 100,000.01 for 40 %, each rounded half up.
    assert (line.points, line.grant_eur) == (Decimal("5.5"), Decimal("20000.01"))
    assert [(one.before, one.after) for one in line.lost] == [(0.9, 0.2)]
    assert [(one.before, one.after) for one in line.gained] == [(0.5, 0.7)]


def test_euro_that_are_not_known_are_not_said(pair: Consortium) -> None:
    able("Delta", strengths={AIR: 0.4}, size="", says={"women_or_youth": True})
    line = lines(pair)["delta"]
    assert (line.points, line.grant_eur) == (Decimal(4), None)
