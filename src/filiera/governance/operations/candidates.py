"""Who stands in an election: written with the agenda, or in the meeting before its vote opens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.governance.enums import ItemState, MeetingState
from filiera.governance.models import Candidate
from filiera.governance.operations.steps import MeetingRefused, check_meeting_is, held_item

if TYPE_CHECKING:
    from filiera.governance.models import AgendaItem

MOST_CANDIDATES = 60
"""Candidates of one election: no ballot is longer."""


@transaction.atomic
def set_candidates(*, item: AgendaItem, names: Sequence[str], actor: Any = None) -> list[Candidate]:
    """Write who stands in an election, in this order, in place of who did; nobody stands twice. Raises MeetingRefused."""
    row = held_item(item)
    check_meeting_is(
        row.meeting,
        {MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.OPEN},
        _("Candidates are written until the vote, and of a meeting that is over nobody stands any more."),
    )
    wanted = list(dict.fromkeys(" ".join(name.split())[:160] for name in names if name.strip()))
    if row.kind != "ELECTION":
        if wanted:
            raise MeetingRefused(_("Only an election has candidates."), "candidates")
        return []
    if row.state not in (ItemState.PLANNED, ItemState.DISCUSSED):
        raise MeetingRefused(_("The vote has been opened: nobody else stands."), "candidates")
    if len(wanted) > MOST_CANDIDATES:
        raise MeetingRefused(_("At most %(n)s stand in an election.") % {"n": MOST_CANDIDATES}, "candidates")
    before = [one.name for one in row.candidates.order_by("position")]
    if before == wanted:
        return list(row.candidates.order_by("position"))
    row.candidates.all().delete()
    found = Candidate.objects.bulk_create(
        Candidate(item=row, position=place, name=name) for place, name in enumerate(wanted, start=1)
    )
    audit.record(
        actor=actor, verb="set-candidates", thing=row, before={"candidates": before}, after={"candidates": wanted}
    )
    return found
