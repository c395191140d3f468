"""The shapes in which calls, and whom they fit, are printed by the command and given by the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from filiera.common.language import localised
from filiera.funding.adapters import clause_of
from filiera.funding.shapes import number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from filiera.funding.models import Call
    from filiera.funding.queries.call_page import VersionLine
    from filiera.funding.queries.calls import CallLine
    from filiera.funding.queries.fits import CallFits, Covered, Fit, Gate, TopicCover
    from filiera.funding.queries.own_calls import OwnFit

Shape = dict[str, Any]


def line_shape(line: CallLine) -> Shape:
    """Give a call as a line of a list: amounts in euro, moments in UTC."""
    return {
        "id": line.code,
        "title": line.title,
        "standing": str(line.stand.standing),
        "closes_at": _moment(line.stand.until),
        "closes_hour_known": line.stand.hour_known if line.stand.until else None,
        "days_left": line.stand.days_left,
        "level": line.level_code,
        "programme": line.programme,
        "budget_eur": number(line.budget_eur),
        "grant_max_eur": number(line.grant_max_eur),
        "competences": [
            {"id": one.code, "label": one.label, "weight": round(one.weight, 4)} for one in line.all_topics
        ],
        "example": line.is_example,
        "url": line.url,
    }


def call_shape(call: Call, line: CallLine) -> Shape:
    """Give a call whole: its line, its words, its rules with their clauses, its versions."""
    versions = list(call.versions.order_by("-number").defer("raw", "text"))
    return {
        **line_shape(line),
        "source": call.source,
        "source_id": call.ref,
        "source_url": call.url,
        "language": call.language,
        "summary": localised(call, "summary"),
        "granted_by": call.granted_by,
        "procedure": call.procedure,
        "aid": call.aid,
        "time_zone": call.tz,
        "opens_at": _moment(call.opens_at),
        "until_spent": call.until_spent,
        "cut_offs": [_moment(one) for one in call.cutoffs.order_by("at").values_list("at", flat=True)],
        "said": call.said,
        "retrieved_on": call.retrieved_on.isoformat() if call.retrieved_on else None,
        "rules": [
            {
                "rule": one.name,
                "value": one.value,
                "clause": clause_of(one),
                "origin": one.origin,
                "sure": one.is_sure,
            }
            for one in call.rules.order_by("pk")
            if not one.is_dropped
        ],
        "versions": [
            {
                "number": one.number,
                "recorded_at": _moment(one.recorded_at),
                "amendment": one.is_amendment,
                "changes": one.changes,
                "licence": one.licence,
            }
            for one in versions
        ],
    }


def changes_shape(call: Call, versions: Sequence[VersionLine]) -> list[Shape]:
    """Give the versions of a call with what changed, in words and as values before and after; the last first."""
    values = dict(call.versions.values_list("number", "changes"))
    return [
        {
            "number": one.number,
            "on": one.on.isoformat(),
            "amendment": one.is_amendment,
            "note": one.note,
            "words": list(one.changes),
            "changes": values[one.number],
        }
        for one in versions
    ]


def fits_shape(fits: CallFits) -> Shape:
    """Give whom a call fits: members best first, and who covers each competence."""
    return {
        "members": fits.members,
        "passing": fits.passing,
        "unknown": fits.unknown,
        "failing": fits.failing,
        "organisations": [_fit(one) for one in fits.lines],
        "coverage": [_cover(one) for one in fits.topics],
    }


def own_fits_shape(fits: tuple[OwnFit, ...]) -> list[Shape]:
    """Give the calls that fit an organisation, best first."""
    return [
        {
            "call": line_shape(one.line),
            "verdict": str(one.verdict),
            "gates": [_gate(gate) for gate in one.gates],
            "covers": [_covered(cover) for cover in one.covers],
            "near": one.near,
            "score": round(one.score, 4),
        }
        for one in fits
    ]


def _fit(one: Fit) -> Shape:
    return {
        "id": one.entry.code,
        "name": one.entry.name,
        "verdict": str(one.verdict),
        "gates": [_gate(gate) for gate in one.gates],
        "covers": [_covered(cover) for cover in one.covers],
        "score": round(one.score, 4),
    }


def _gate(gate: Gate) -> Shape:
    return {"rule": gate.rule, "verdict": str(gate.verdict), "reason": gate.reason, "remedy": gate.remedy}


def _covered(cover: Covered) -> Shape:
    return {"id": cover.code, "label": cover.label, "strength": round(cover.strength, 4)}


def _cover(one: TopicCover) -> Shape:
    return {
        "id": one.code,
        "label": one.label,
        "weight": round(one.weight, 4),
        "strength": round(one.strength, 4),
        "by": list(one.best),
        "others": one.others,
        "outside": one.outside or None,
    }


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
