"""The work of a consortium for programs: tasks, papers with who has signed, the budget, exchanges, what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from filiera.funding.shapes import number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filiera.funding.models import Consortium, OutcomeCriterion
    from filiera.funding.queries.outcomes import CriterionLine
    from filiera.funding.queries.swaps import Moved, SwapLine
    from filiera.funding.queries.workspace import Budget, PaperLine, TaskLine

Shape = dict[str, Any]


def swap_shape(one: SwapLine) -> Shape:
    """Give who could stand in for a partner: changes in coverage, points and euro; what is not known is null."""
    return {
        "id": one.code,
        "name": one.name,
        "where": one.where,
        "example": one.is_example,
        "coverage": round(one.coverage, 6),
        "points": number(one.points),
        "grant_eur": number(one.grant_eur),
        "gained": [_moved(move) for move in one.gained],
        "lost": [_moved(move) for move in one.lost],
        "verdict": str(one.verdict),
        "wrong": list(one.wrong),
    }


def _moved(one: Moved) -> Shape:
    return {"label": one.label, "before": round(one.before, 6), "after": round(one.after, 6)}


def task_shape(line: TaskLine) -> Shape:
    """Give a task; `owner` is a name, empty where nobody has it."""
    task = line.task
    return {
        "id": task.pk,
        "what": task.what,
        "owner": line.owner,
        "due_on": task.due_on.isoformat() if task.due_on else None,
        "done_at": task.done_at.isoformat() if task.done_at else None,
        "late": line.is_late,
    }


def paper_shape(line: PaperLine) -> Shape:
    """Give a paper with who of those within has signed it, and when."""
    return {
        "id": line.paper.pk,
        "title": line.document.title,
        "stands_for": line.paper.stands_for or None,
        "signed_by_all": line.paper.is_signed_by_all,
        "waiting": line.waiting,
        "signatures": [
            {"name": one.partner.called, "on": one.signed_on.isoformat() if one.signed_on else None}
            for one in line.signatures
        ],
    }


def budget_shape(budget: Budget) -> Shape:
    """Give who bears and gets what, in euro; rates in percent."""
    return {
        "partners": [
            {
                "name": one.partner.called,
                "state": one.partner.state,
                "cost_eur": number(one.partner.cost_eur),
                "industrial_research_eur": number(one.partner.industrial_research_eur),
                "experimental_development_eur": number(one.partner.experimental_development_eur),
                "rate_pct": number(one.rate_pct),
                "grant_eur": number(one.grant_eur),
                "own_eur": number(one.own_eur),
            }
            for one in budget.lines
        ],
        "cost_eur": number(budget.cost_eur),
        "grant_eur": number(budget.grant_eur),
        "own_eur": number(budget.own_eur),
    }


def outcome_shape(row: Consortium, criteria: Iterable[OutcomeCriterion | CriterionLine]) -> Shape:
    """Give what the evaluators decided, as a file of it has it."""
    return {
        "on": row.decided_on.isoformat() if row.decided_on else None,
        "total_points": number(row.total_points),
        "least_points": number(row.least_points),
        "note": row.outcome_note,
        "criteria": [
            {
                "name": one.name,
                "points": number(one.points),
                "most_points": number(one.most_points),
                "comment": one.comment,
            }
            for one in criteria
        ],
    }
