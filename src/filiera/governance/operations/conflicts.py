"""Conflicts of interest: declared on one item, with the reason, before its vote; counted as present, not voting.

One declared by mistake is taken back before the vote: it stays written, and counts no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.governance.enums import ItemState, MeetingState
from filiera.governance.models import ConflictDeclaration
from filiera.governance.operations.steps import MeetingRefused, check_meeting_is, held_item

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.governance.models import AgendaItem, RollSeat

BEFORE_THE_VOTE = frozenset({ItemState.PLANNED, ItemState.DISCUSSED, ItemState.STOPPED})


@transaction.atomic
def declare_conflict(
    *, item: AgendaItem, seat: RollSeat, reason: str, now: datetime, actor: Any = None
) -> ConflictDeclaration:
    """Declare a seat's conflict of interest on an item; twice is once, with the first reason. Raises MeetingRefused."""
    row = held_item(item)
    check_meeting_is(
        row.meeting,
        {MeetingState.CONVENED, MeetingState.OPEN},
        _("Conflicts are declared from the notice until it closes."),
    )
    if seat.meeting_id != row.meeting_id:
        raise MeetingRefused(_("Whoever declares a conflict takes part in the meeting."))
    standing = ConflictDeclaration.objects.filter(item=row, seat=seat, withdrawn_at=None).first()
    if standing is not None:
        return standing
    if row.state not in BEFORE_THE_VOTE:
        raise MeetingRefused(
            _("A conflict is declared before the vote: this item is %(state)s.") % {"state": row.get_state_display()}
        )
    words = " ".join(reason.split())[:400]
    if not words:
        raise MeetingRefused(_("Write what the conflict is, in a few words: the minutes say it."), "reason")
    declared = ConflictDeclaration.objects.create(
        item=row, seat=seat, reason=words, declared_at=now, declared_by=actor if getattr(actor, "pk", None) else None
    )
    values = {"seat": seat.pk, "name": seat.name, "item": row.position}
    audit.record(actor=actor, verb="declare-conflict", thing=row, values=values, why=words)
    return declared


@transaction.atomic
def withdraw_conflict(*, item: AgendaItem, seat: RollSeat, now: datetime, actor: Any = None) -> ConflictDeclaration:
    """Take back the conflict that a seat declared on an item, before its vote. Raises MeetingRefused."""
    row = held_item(item)
    open_while = {MeetingState.CONVENED, MeetingState.OPEN}
    check_meeting_is(row.meeting, open_while, _("Conflicts are taken back from the notice until it closes."))
    standing = ConflictDeclaration.objects.filter(item=row, seat=seat, withdrawn_at=None).first()
    if standing is None:
        raise MeetingRefused(_("No conflict is declared on this item."))
    if row.state not in BEFORE_THE_VOTE:
        raise MeetingRefused(
            _("A conflict is taken back before the vote: this item is %(state)s.") % {"state": row.get_state_display()}
        )
    standing.withdrawn_at = now
    standing.save(update_fields=["withdrawn_at"])
    values = {"seat": seat.pk, "name": seat.name, "item": row.position}
    audit.record(actor=actor, verb="withdraw-conflict", thing=row, values=values, why=standing.reason)
    return standing
