"""Calls and consortia for tests of their rules: a plain one that passes, changed where a test says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from filiera.funding.files import places
from filiera.funding.logic.call import Call
from filiera.funding.logic.consortium import Consortium
from filiera.funding.logic.judging import Judgement, judge
from filiera.funding.logic.verdicts import Check


def partner(code: str, kind: str = "company", **fields: Any) -> dict[str, Any]:
    """Give a partner of Lombardy, small where it is an enterprise, with a cost of 100,000 euro."""
    size = {"size": "small"} if kind == "company" else {}
    place = {"country": "IT", "region": "ITC4", "operating_seats": ["ITC4"]}
    return {"id": code, "kind": kind, **size, **place, "cost_eur": 100_000, **fields}


def judged(
    rules: Mapping[str, Any],
    *partners: Mapping[str, Any],
    project: Mapping[str, Any] | None = None,
    links: list[dict[str, Any]] | None = None,
    is_known: bool = True,
    **call: Any,
) -> Judgement:
    """Judge partners by some rules; nobody owns anybody unless `links` say so, or `is_known` that nothing is known."""
    raw = {"project": project, "partners": list(partners), "links": (links or []) if is_known else None}
    return judge(
        Call.model_validate({"id": "CALL", "rules": dict(rules), **call}), Consortium.model_validate(raw), places()
    )


def check_of(rule: str, judgement: Judgement) -> Check:
    """Give the check of a rule."""
    return next(one for one in judgement.checks if one.rule == rule)


def verdict(rules: Mapping[str, Any], *partners: Mapping[str, Any], **more: Any) -> str:
    """Judge, and give the verdict of all rules together."""
    return str(judged(rules, *partners, **more).verdict)
