"""What the evaluators said before, for whoever writes the next proposal: the lowest share of points first."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q

from filiera.funding.enums import ConsortiumState, PartnerState
from filiera.funding.logic.steps import DECIDED_STATES
from filiera.funding.models import Consortium

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from filiera.common.visibility import Audience
    from filiera.funding.models import OutcomeCriterion

MOST = 3
"""Earlier proposals that a draft shows."""


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """What was said of a criterion: its share of the points in [0, 1], None where it is not known."""

    name: str
    points: Decimal | None
    most_points: Decimal | None
    share: float | None
    comment: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """An earlier proposal with what was said of it; `why` is "call", "programme" or "lead": what the two share."""

    consortium: Consortium
    state: str
    why: str
    criteria: tuple[CriterionLine, ...]


def lessons_for(consortium: Consortium, *, audience: Audience) -> tuple[Lesson, ...]:
    """Give what was said of earlier proposals for the same call, the same programme or of the same lead, the last first.

    Only of those that the audience may see whole: their partners and the office. Two queries.
    """
    found = Consortium.objects.visible_to(audience).filter(pk__in=_earlier(consortium).values("pk"))
    rows = found.select_related("call").prefetch_related("criteria").order_by("-decided_on", "-pk")[:MOST]
    return tuple(_lesson(one, consortium) for one in rows)


def _earlier(consortium: Consortium) -> QuerySet[Consortium]:
    call, lead = consortium.call, consortium.lead
    related = Q(call=call)
    if call.programme:
        related |= Q(call__programme=call.programme)
    if call.call_identifier:
        related |= Q(call__call_identifier=call.call_identifier)
    if lead is not None and lead.organisation_id is not None:
        led = Consortium.objects.filter(partners__organisation=lead.organisation_id, partners__state=PartnerState.LEADS)
        related |= Q(pk__in=led.values("pk"))
    said = Q(criteria__isnull=False) | ~Q(outcome_note="") | Q(total_points__isnull=False)
    told = Consortium.objects.filter(said, state__in=DECIDED_STATES).values("pk")
    return Consortium.objects.filter(related, pk__in=told).exclude(pk=consortium.pk)


def _lesson(one: Consortium, now: Consortium) -> Lesson:
    if one.call_id == now.call_id:
        why = "call"
    elif (one.call.programme and one.call.programme == now.call.programme) or (
        one.call.call_identifier and one.call.call_identifier == now.call.call_identifier
    ):
        why = "programme"
    else:
        why = "lead"
    lines = [_line(row) for row in sorted(one.criteria.all(), key=lambda row: row.ordinal)]
    lines.sort(key=lambda line: 2.0 if line.share is None else line.share)
    return Lesson(one, str(ConsortiumState(one.state).label), why, tuple(lines))


def _line(row: OutcomeCriterion) -> CriterionLine:
    share = float(row.points / row.most_points) if row.points is not None and row.most_points else None
    return CriterionLine(row.name, row.points, row.most_points, share, row.comment)
