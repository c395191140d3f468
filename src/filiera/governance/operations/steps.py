"""Which step a meeting or an item may take from where it is; the refusal says what to do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from filiera.common.refusals import Refused
from filiera.governance.enums import ItemState, MeetingState
from filiera.governance.logic.steps import ITEM_STEPS, MEETING_STEPS
from filiera.governance.models import AgendaItem, Meeting, RollSeat

if TYPE_CHECKING:
    from collections.abc import Collection


class MeetingRefused(Refused):
    """Why something cannot be done in a meeting; its text is for the reader, `field` names what of the form is wrong."""


def held_meeting(meeting: Meeting) -> Meeting:
    """Give a meeting as stored, held until the transaction ends: whatever happens in a meeting holds it first."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("body", "statute")
    return rows.get(pk=meeting.pk)


def held_item(item: AgendaItem) -> AgendaItem:
    """Give an item as stored, with its meeting held: nobody votes while it closes, nor closes it while one does."""
    meeting = held_meeting(Meeting(pk=item.meeting_id))
    row = AgendaItem.objects.get(pk=item.pk)
    row.meeting = meeting
    return row


def held_seat(seat: RollSeat) -> RollSeat:
    """Give a seat as stored, with its meeting held: two devices of one person never count twice."""
    meeting = held_meeting(Meeting(pk=seat.meeting_id))
    row = RollSeat.objects.get(pk=seat.pk)
    row.meeting = meeting
    return row


def step_meeting(meeting: Meeting, to: MeetingState) -> str:
    """Move a held meeting to a state, not yet stored; give the state before. Raises MeetingRefused, with what to do."""
    return MEETING_STEPS.take(meeting, to, refused=lambda: MeetingRefused(_why_not(meeting, to)))


def _why_not(meeting: Meeting, to: MeetingState) -> str:
    is_now = _("The meeting is %(state)s.") % {"state": meeting.get_state_display()}
    remedies = {
        MeetingState.CONVENED: _("Only a meeting that is planned is convened."),
        MeetingState.OPEN: _("Only a meeting that is convened is opened: convene it first."),
        MeetingState.CLOSED: _("Only a meeting that is open is closed."),
        MeetingState.NO_QUORUM: _("That the quorum is missing is declared of a meeting that is convened or open."),
        MeetingState.CANCELLED: _("Only a meeting that has not begun is cancelled."),
    }
    return f"{is_now} {remedies.get(to, '')}".strip()


def check_meeting_is(meeting: Meeting, states: Collection[MeetingState], remedy: str) -> None:
    """Raise MeetingRefused, with what to do, where a meeting is in none of the states."""
    if meeting.state not in states:
        is_now = _("The meeting is %(state)s.") % {"state": meeting.get_state_display()}
        raise MeetingRefused(f"{is_now} {remedy}")


def step_item(item: AgendaItem, to: ItemState) -> str:
    """Move a held item to a state, not yet stored; give the state before. Raises MeetingRefused."""

    def refused() -> MeetingRefused:
        words = {"n": item.position, "state": item.get_state_display(), "to": ItemState(to).label}
        return MeetingRefused(_("Item %(n)s is %(state)s: from there it cannot become “%(to)s”.") % words)

    return ITEM_STEPS.take(item, to, refused=refused)
