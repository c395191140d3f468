"""Funded projects for programs: what an import did, and what was won; what is not known is null."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from filiera.common.language import localised
from filiera.funding.shapes import number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filiera.common.visibility import Audience
    from filiera.funding.models import FundedProject, ProjectPartner, ProjectResult
    from filiera.funding.operations.project_imports import ImportedProjects
    from filiera.funding.queries.money import Money, Period, Won
    from filiera.funding.queries.projects import ProjectPage


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


def project_line_shape(row: FundedProject, partners: Iterable[ProjectPartner]) -> dict[str, Any]:
    """Give a project of a list; `partners` are those that the reader may know of."""
    return {
        "id": row.code,
        "acronym": row.acronym or None,
        "title": localised(row, "title"),
        "programme": row.programme or None,
        "level": row.level,
        "starts_on": row.starts_on.isoformat() if row.starts_on else None,
        "ends_on": row.ends_on.isoformat() if row.ends_on else None,
        "total_cost_eur": number(row.total_cost_eur),
        "grant_eur": number(row.grant_eur),
        "example": row.is_example,
        "partners": [_partner_shape(one) for one in partners],
    }


def project_shape(shown: ProjectPage, *, audience: Audience) -> dict[str, Any]:
    """Give a project whole; its call and its consortium only to whoever may see them."""
    row = shown.project
    call = row.call if row.call is not None and row.call.is_visible_to(audience) else None
    team = row.consortium
    return {
        **project_line_shape(row, shown.partners),
        "summary": shown.summary,
        "visibility": row.visibility,
        "consortium": team.code if team is not None and team.is_visible_to(audience) else None,
        "call": call.code if call else None,
        "cup": row.cup or None,
        "hidden_partners": shown.hidden,
        "source": row.source.name if row.source else None,
        "source_id": row.source_ref or None,
        "source_url": shown.url or None,
        "results": [result_shape(one) for one in shown.results],
    }


def result_shape(one: ProjectResult) -> dict[str, Any]:
    """Give what came of a project; by its number it is taken away."""
    return {
        "id": one.pk,
        "title": one.title,
        "kind": one.kind or None,
        "on": one.on.isoformat() if one.on else None,
        "url": one.url or None,
    }


def _partner_shape(one: ProjectPartner) -> dict[str, Any]:
    return {
        "organisation": one.organisation.code if one.organisation else None,
        "name": str(one),
        "role": one.role or None,
        "country": one.country or None,
        "province": one.province_id,
        "cost_eur": number(one.cost_eur),
        "grant_eur": number(one.grant_eur),
    }
