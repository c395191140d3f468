"""Funded projects for programs: what an import did, and what was won; what is not known is null."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from filiera.funding.operations.project_imports import ImportedProjects
    from filiera.funding.queries.money import Money, Period, Won


def imported_shape(done: ImportedProjects, *, is_trial: bool) -> dict[str, Any]:
    """Give what became of the files of an import."""
    return {
        "is_trial": is_trial,
        **{str(fate): number for fate, number in done.counts.items()},
        "unknown_amounts": done.unknown_amounts,
        "in_doubt": [{"name": name, "like": like} for name, like in done.in_doubt.items()],
        "fault_count": done.fault_count,
        "faults": [
            {"code": one.code, "file": one.file, "line": one.line, "field": one.column, "value": one.value}
            for one in done.faults
        ],
    }


def money_shape(money: Money) -> dict[str, Any]:
    """Give the figures for programs; a sum of which nothing is known is null."""
    return {
        "until": money.perimeter.until.isoformat(),
        "total": _shape(money.total),
        **{name: [_shape(one) for one in getattr(money, name)] for name in ("provinces", "programmes", "years")},
        "period": _period_shape(money.now),
        "period_before_same_time": _period_shape(money.before),
        "period_before": _period_shape(money.before_whole),
        "sources": [
            {"name": name, "on": on.isoformat() if on else None, "licence": licence or None}
            for name, on, licence in money.perimeter.sources
        ],
        "projects_told_by_partners_alone": money.perimeter.unsourced,
        "invented_examples": money.perimeter.examples,
        "projects_undated": money.perimeter.undated,
        "grants_without_province": money.perimeter.not_placed,
    }


def _shape(one: Won) -> dict[str, Any]:
    return {
        "id": one.key or None,
        "name": one.label or None,
        "grant_eur": float(one.grant_eur) if one.known else None,
        "known": one.known,
        "unknown": one.unknown,
        "projects": one.projects,
    }


def _period_shape(one: Period) -> dict[str, Any]:
    shape = _shape(one.won)
    del shape["id"], shape["name"]
    return {"from": one.start.isoformat(), "to": one.until.isoformat(), **shape}
