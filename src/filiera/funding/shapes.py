"""The shape in which a judgement on a call is printed by the command and given by the API."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from filiera.funding.logic.judging import Judgement
from filiera.funding.wording import reason, remedy


def judgement_shape(judgement: Judgement) -> dict[str, Any]:
    """Give a judgement as programs read it; sentences are in the active language. Amounts in euro, rates in percent."""
    return {
        "verdict": str(judgement.verdict),
        "checks": [
            {
                "rule": one.rule,
                "verdict": str(one.verdict),
                "clause": one.clause,
                "reason": reason(one.grounds),
                "remedy": remedy(one.remedies),
            }
            for one in judgement.checks
        ],
        "aid": {
            "max_grant_eur": number(judgement.aid.max_grant_eur),
            "by_partner": [
                {"id": one.id, "intensity_pct": number(one.intensity_pct), "grant_eur": number(one.grant_eur)}
                for one in judgement.aid.by_partner
            ],
            "points": [
                {"if": name, "points": number(points), "verdict": str(verdict)}
                for name, points, verdict in judgement.points
            ],
        },
    }


def number(value: Decimal | None) -> int | float | None:
    """Give a number as JSON has it: whole where it is whole, else with two decimals."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else round(float(value), 2)
