"""What came of needs, for programs: what else they became, collaborations, how content both sides are; a solver's rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from filiera.exchange.enums import CollaborationState
from filiera.exchange.logic.steps import COLLABORATION_STEPS
from filiera.exchange.shapes import day_or_none

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filiera.exchange.models import Collaboration, NeedExit, Satisfaction, SolverRules
    from filiera.exchange.queries.collaborations import CollaborationLine
    from filiera.exchange.queries.refusals import Correction

Shape = dict[str, Any]


def exit_shape(row: NeedExit) -> Shape:
    """Give what a need became besides, by its number."""
    return {
        "id": row.pk,
        "kind": row.kind,
        "note": row.note,
        "made_at": row.made_at.isoformat(),
        "done_note": row.done_note,
        "done_at": day_or_none(row.done_at),
    }


def exit_of_need_shape(row: NeedExit) -> Shape:
    """Give what a need became besides, with the need."""
    need = row.need
    return exit_shape(row) | {"need": need.code, "title": need.title, "organisation": need.organisation.code}


def collaboration_shape(line: CollaborationLine, contents: Iterable[Satisfaction] = ()) -> Shape:
    """Give a collaboration as one side reads it, or the office: it alone reads how content they are."""
    match, need = line.match, line.match.need
    return {
        "id": match.code,
        "need": need.code,
        "title": need.title,
        "requester": need.organisation.code,
        "requester_name": need.organisation.name,
        "solver": match.solver.code,
        "solver_name": match.solver.name,
        "side": line.side,
        "introduced_at": day_or_none(match.introduced_at),
        "met_at": day_or_none(match.met_at),
        **_state_shape(line.row),
        "agrees": line.agrees,
        "evidence": line.is_evidence,
        "contents": [content_shape(one) for one in contents],
        "example": need.is_example,
    }


def _state_shape(row: Collaboration | None) -> Shape:
    """Give how far it is: nothing of one that has not begun."""
    if row is None:
        empty: Shape = {"state": None, "state_at": None, "next": [], "steps": [], "value_eur": None}
        return empty | dict.fromkeys(("stopped_why", "result", "public_title"), "")
    steps = {CollaborationState.SCOPING: row.began_at} | {
        state: getattr(row, f"{state.lower()}_at")
        for state in CollaborationState
        if state != CollaborationState.SCOPING
    }
    return {
        "state": row.state,
        "state_at": row.state_at.isoformat(),
        "next": [str(one) for one in COLLABORATION_STEPS.after(row.state)],
        "steps": [{"state": str(state), "at": at.isoformat()} for state, at in steps.items() if at is not None],
        "stopped_why": row.stopped_why,
        "result": row.result,
        "value_eur": None if row.value_eur is None else float(row.value_eur),
        "public_title": row.public_title,
    }


def content_shape(row: Satisfaction) -> Shape:
    """Give how content one side said it was, so many days after the introduction."""
    return {
        "side": row.side,
        "after_days": row.after_days,
        "mark": row.mark,
        "note": row.note,
        "said_at": day_or_none(row.said_at),
    }


def rules_shape(row: SolverRules | None) -> Shape:
    """Give which requests an organisation wants; all of them where it has said nothing."""
    names = ("wanted", "unwanted", "sizes", "provinces")
    return {
        **{name: list(getattr(row, name)) if row is not None else [] for name in names},
        "a_month": row.a_month if row is not None else None,
        "paused_until_on": day_or_none(row.paused_until_on) if row is not None else None,
        "changed_at": row.changed_at.isoformat() if row is not None else None,
    }


def correction_shape(one: Correction) -> Shape:
    """Give what refusals propose for a profile."""
    return {
        "organisation": one.organisation.code,
        "organisation_name": one.organisation.name,
        "competence": one.competence.code,
        "label": one.label,
        "times": one.times,
        "said": one.said,
        "urgent": one.is_urgent,
    }
