"""Which step a meeting or an item may take from where it is; the refusal says what to do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from filiera.governance.enums import ITEM_STEPS, MEETING_STEPS, ItemState, MeetingState
from filiera.governance.models import AgendaItem, Meeting

if TYPE_CHECKING:
    from collections.abc import Collection


class MeetingRefused(Exception):
    """Why something cannot be done in a meeting; its text is for the reader, `field` names what of the form is wrong."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field


def held_meeting(meeting: Meeting) -> Meeting:
    """Give a meeting as stored, held until the transaction ends."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("body", "statute")
    return rows.get(pk=meeting.pk)


def held_agenda_item(item: AgendaItem) -> AgendaItem:
    """Give an item as stored, held until the transaction ends; its meeting is held before, as everywhere."""
    meeting = held_meeting(item.meeting)
    row = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    row.meeting = meeting
    return row


def check_meeting_step(meeting: Meeting, to: MeetingState) -> None:
    """Raise MeetingRefused where a meeting cannot go from where it is to a state."""
    if to not in MEETING_STEPS[MeetingState(meeting.state)]:
        raise MeetingRefused(_why_not(meeting, to))


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


def check_item_step(item: AgendaItem, to: ItemState) -> None:
    """Raise MeetingRefused where an item cannot go from where it is to a state."""
    if to not in ITEM_STEPS[ItemState(item.state)]:
        words = {"n": item.position, "state": item.get_state_display(), "to": ItemState(to).label}
        raise MeetingRefused(_("Item %(n)s is %(state)s: from there it cannot become “%(to)s”.") % words)
