"""Collaborations as their two sides and the office read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from filiera.exchange.enums import CollaborationState, Side
from filiera.exchange.logic.steps import COLLABORATION_STEPS
from filiera.exchange.models import Collaboration, Match

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from filiera.exchange.models import Need


@dataclass(frozen=True, slots=True)
class Agreement:
    """What one side says of making a collaboration evidence; None until it has said."""

    name: str
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class CollaborationLine:
    """A collaboration with what may be done next; `agrees` is what one's own side says of making it evidence.

    `sides` is what each says of that, as long as it can become evidence and is none.
    """

    match: Match
    row: Collaboration | None
    other: str
    next_states: tuple[str, ...]
    agrees: bool | None = None
    side: str = ""
    sides: tuple[Agreement, ...] = ()

    @property
    def is_completed(self) -> bool:
        """Tell whether it was brought to its end."""
        return self.row is not None and self.row.state == CollaborationState.COMPLETED

    @property
    def is_evidence(self) -> bool:
        """Tell whether it is evidence of both."""
        return self.row is not None and self.row.evidence_id is not None


def introduced(organisation_id: int | None) -> QuerySet[Match]:
    """Give the matches that were introduced, of which a collaboration may come: an organisation's own, or all of them."""
    rows: QuerySet[Match] = Match.objects.filter(introduced_at__isnull=False)
    if organisation_id is not None:
        rows = rows.filter(Q(solver=organisation_id) | Q(need__organisation=organisation_id))
    return rows.select_related("need__organisation", "solver", "collaboration")


def collaboration_line(match: Match, *, side: str) -> CollaborationLine:
    """Give the collaboration of a match as one side reads it; without a side, as the office does."""
    row = Collaboration.objects.filter(match=match).select_related("match__need").first()
    return _line(match, row, side)


def collaboration_lines(matches: Iterable[Match], *, organisation_id: int | None) -> tuple[CollaborationLine, ...]:
    """Give the collaborations of matches as an organisation reads them: no query more, of what `introduced` gives."""
    return tuple(_line(row, getattr(row, "collaboration", None), side_of(row, organisation_id)) for row in matches)


def _line(match: Match, row: Collaboration | None, side: str) -> CollaborationLine:
    other = match.need.organisation.name if side == Side.SOLVER else match.solver.name
    agrees = agreed_by(row, side) if row is not None and side else None
    # What is completed asks for its result, in a form of its own.
    after = COLLABORATION_STEPS.after(row.state) if row is not None else []
    states = tuple(str(one) for one in after if one != CollaborationState.COMPLETED)
    return CollaborationLine(match, row, other, states, agrees, side, _sides(match, row))


def _sides(match: Match, row: Collaboration | None) -> tuple[Agreement, ...]:
    if row is None or row.state != CollaborationState.COMPLETED or not row.public_title or row.evidence_id is not None:
        return ()
    return (
        Agreement(match.need.organisation.name, row.requester_agrees),
        Agreement(match.solver.name, row.solver_agrees),
    )


def agreed_by(row: Collaboration, side: str) -> bool | None:
    """Give what a side says of making a collaboration evidence; None until it has said."""
    return row.solver_agrees if side == Side.SOLVER else row.requester_agrees


def is_to_agree(row: Collaboration, side: str) -> bool:
    """Tell whether a side is asked to let a collaboration be evidence: the other agrees, and it has not said."""
    if row.state != CollaborationState.COMPLETED or not row.public_title:
        return False
    other = Side.REQUESTER if side == Side.SOLVER else Side.SOLVER
    return agreed_by(row, side) is None and agreed_by(row, other) is True


def waiting_agreements(organisation_id: int) -> QuerySet[Collaboration]:
    """Give the completed collaborations that wait for an organisation to agree, the oldest first."""
    as_solver = Q(match__solver=organisation_id, requester_agrees=True, solver_agrees=None)
    as_requester = Q(match__need__organisation=organisation_id, solver_agrees=True, requester_agrees=None)
    rows: QuerySet[Collaboration] = Collaboration.objects.filter(as_solver | as_requester)
    rows = rows.filter(state=CollaborationState.COMPLETED).exclude(public_title="")
    return rows.select_related("match__need__organisation", "match__solver").order_by("completed_at", "pk")


def collaborations_of(need: Need, *, side: str = "") -> tuple[CollaborationLine, ...]:
    """Give the collaborations of a need's matches that were introduced, the oldest first."""
    rows = need.matches.filter(introduced_at__isnull=False).select_related("need__organisation", "solver")
    return tuple(collaboration_line(row, side=side) for row in rows.order_by("introduced_at", "pk"))


def side_of(match: Match, organisation_id: int | None) -> str:
    """Give which side of a match an organisation is; empty for neither."""
    if organisation_id == match.solver_id:
        return Side.SOLVER
    return Side.REQUESTER if organisation_id == match.need.organisation_id else ""
