"""What becomes of a resolution: challenged, annulled, superseded; and what somebody has to do because of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.refusals import Refused
from filiera.governance.enums import ResolutionState
from filiera.governance.logic.steps import RESOLUTION_STEPS
from filiera.governance.models import FollowUp, Resolution


class ResolutionRefused(Refused):
    """What cannot be done with a resolution; `field` is the box that is wrong, empty for all of them."""


def _held(resolution: Resolution) -> Resolution:
    return Resolution.objects.select_for_update(of=("self",)).select_related("body").get(pk=resolution.pk)


@transaction.atomic
def mark_resolution(
    *, resolution: Resolution, state: str, why: str, superseded_by: Resolution | None = None, actor: Any = None
) -> Resolution:
    """Mark a resolution as challenged, annulled, superseded by another, or in force again after a challenge."""
    row = _held(resolution)
    words = _("A resolution that is “%(state)s” cannot become this.") % {"state": row.get_state_display()}
    if state not in ResolutionState.values:
        raise ResolutionRefused(words, "state")
    before = RESOLUTION_STEPS.take(row, ResolutionState(state), refused=lambda: ResolutionRefused(words, "state"))
    if not why.strip():
        raise ResolutionRefused(_("Say by which act: the judgement, the request, the later resolution."), "why")
    if state == ResolutionState.SUPERSEDED:
        _check_later(row, superseded_by)
    row.state_why = why.strip()[:400]
    row.superseded_by = superseded_by if state == ResolutionState.SUPERSEDED else None
    row.save(update_fields=["state", "state_why", "superseded_by"])
    audit.record(
        actor=actor,
        verb="mark-resolution",
        thing=row,
        before={"state": before},
        after={"state": str(row.state)},
        why=row.state_why,
    )
    return row


def _check_later(row: Resolution, later: Resolution | None) -> None:
    if later is None or later.pk == row.pk or later.state == ResolutionState.NOT_ADOPTED:
        raise ResolutionRefused(_("Choose the resolution that takes its place: one that was adopted."), "superseded_by")
    if (later.adopted_on, later.pk) <= (row.adopted_on, row.pk):
        raise ResolutionRefused(_("The resolution that takes its place comes after it."), "superseded_by")


@transaction.atomic
def add_follow_up(
    *, resolution: Resolution, what: str, owner_name: str, due_on: date, owner_email: str = "", actor: Any = None
) -> FollowUp:
    """Write down what a resolution asks somebody to do, by when."""
    row = _held(resolution)
    if row.state == ResolutionState.NOT_ADOPTED:
        raise ResolutionRefused(_("Nothing follows from what was not adopted."))
    if due_on < row.adopted_on:
        raise ResolutionRefused(_("The day is before the resolution. Give it a later one."), "due_on")
    follow_up = FollowUp.objects.create(
        resolution=row,
        what=what.strip()[:300],
        owner_name=owner_name.strip()[:120],
        owner_email=owner_email,
        due_on=due_on,
    )
    values = {"what": follow_up.what, "owner": follow_up.owner_name, "due": due_on}
    audit.record(actor=actor, verb="add-follow-up", thing=row, values=values)
    return follow_up


@transaction.atomic
def finish_follow_up(*, follow_up: FollowUp, note: str, today: date, actor: Any = None) -> FollowUp:
    """Write down that it is done, and how."""
    row = FollowUp.objects.select_for_update(of=("self",)).select_related("resolution").get(pk=follow_up.pk)
    if row.done_on is not None:
        raise ResolutionRefused(_("This is done already."))
    row.done_on, row.note = today, note.strip()[:400]
    row.save(update_fields=["done_on", "note"])
    audit.record(actor=actor, verb="finish-follow-up", thing=row.resolution, values={"what": row.what}, why=row.note)
    return row
