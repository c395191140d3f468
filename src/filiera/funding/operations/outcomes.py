"""What the evaluators said: the decision with its day, points and threshold, and each criterion with its comment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.funding.enums import ConsortiumState
from filiera.funding.logic.steps import CONSORTIUM_STEPS, DECIDED_STATES
from filiera.funding.models import OutcomeCriterion
from filiera.funding.operations.consortia import check_undecided, hold
from filiera.funding.operations.refusals import FundingRefused

if TYPE_CHECKING:
    from filiera.funding.models import Consortium


@dataclass(frozen=True, slots=True)
class CriterionSaid:
    """What the evaluators gave for a criterion, of how many points, and their words."""

    name: str
    points: Decimal | None = None
    most_points: Decimal | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeSaid:
    """A decision as it was received: the state that it makes, its day, the sum and the threshold, and the criteria."""

    to: str
    on: date
    total_points: Decimal | None = None
    least_points: Decimal | None = None
    note: str = ""
    criteria: tuple[CriterionSaid, ...] = ()


@transaction.atomic
def write_outcome(*, consortium: Consortium, outcome: OutcomeSaid, now: datetime, actor: Any = None) -> Consortium:
    """Write a decision down, or correct what was written, until a funded project is made of it. Raises FundingRefused."""
    row = hold(consortium)
    _check(row, outcome, timezone.localdate(now))
    before = _standing(row)
    target = ConsortiumState(outcome.to)
    if target != row.state:
        words = {"before": ConsortiumState(row.state).label, "after": target.label}
        refusal = _("It is %(before)s: it cannot become %(after)s.") % words
        CONSORTIUM_STEPS.take(row, target, refused=lambda: FundingRefused(refusal, field="to"))
    row.decided_on, row.total_points, row.least_points = outcome.on, outcome.total_points, outcome.least_points
    row.outcome_note, row.changed_at = outcome.note.strip(), now
    row.save()
    row.criteria.all().delete()
    OutcomeCriterion.objects.bulk_create(
        OutcomeCriterion(
            consortium=row,
            ordinal=place,
            name=one.name.strip()[:200],
            points=one.points,
            most_points=one.most_points,
            comment=one.comment.strip(),
        )
        for place, one in enumerate(outcome.criteria, 1)
    )
    was, is_now = audit.changes(before, _standing(row))
    audit.record(actor=actor, verb="write-outcome", thing=row, before=was, after=is_now)
    return row


def _check(row: Consortium, outcome: OutcomeSaid, today: date) -> None:
    check_undecided(row)
    if outcome.to not in DECIDED_STATES:
        raise FundingRefused(_("Say how it was decided."), field="to")
    if row.submitted_at is None:
        raise FundingRefused(_("It was not submitted yet: nothing was decided."))
    if outcome.on < timezone.localdate(row.submitted_at):
        raise FundingRefused(_("It was decided before it was submitted: correct the day."), field="on")
    if outcome.on > today:
        raise FundingRefused(_("This day has not come yet: write when it was decided."), field="on")
    for place, one in enumerate(outcome.criteria):
        if not one.name.strip():
            raise FundingRefused(_("Name the criterion."), field=f"name-{place}")
        if one.points is not None and one.most_points is not None and one.points > one.most_points:
            raise FundingRefused(_("More points than there are: correct one of the two."), field=f"points-{place}")


def _standing(row: Consortium) -> dict[str, Any]:
    """Give what is written of a decision, as the trail keeps it; comments stand in the outcome alone."""
    criteria = [
        f"{one.name}: {'?' if one.points is None else one.points}/{'?' if one.most_points is None else one.most_points}"
        for one in row.criteria.order_by("ordinal")
    ]
    return {
        "state": str(row.state),
        "decided_on": row.decided_on,
        "total_points": row.total_points,
        "least_points": row.least_points,
        "criteria": criteria,
    }
