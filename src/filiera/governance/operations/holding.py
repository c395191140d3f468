"""A meeting is held: opened with its quorum, passed on to the second call where it is missing, closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.common import audit
from filiera.common.in_words import moment
from filiera.governance.enums import WITHDRAWN, BodyKind, ItemState, MeetingState, VoteMode
from filiera.governance.models import Attendance, Meeting
from filiera.governance.operations.arrears import settle_arrears
from filiera.governance.operations.attendance import accept_aloud, reminder_digest
from filiera.governance.operations.bodies import end_cooptions
from filiera.governance.operations.notices import Sent, prepare_notices, send_notices
from filiera.governance.operations.steps import MeetingRefused, check_meeting_is, held_meeting, step_item, step_meeting
from filiera.governance.operations.votes import void_votes
from filiera.governance.quorum import kinds_with_quorum
from filiera.governance.wording_meetings import call_words

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.governance.models import AgendaItem, RollSeat
    from filiera.governance.quorum import QuorumNow


@dataclass(frozen=True, slots=True)
class Chair:
    """Who chairs and who writes the minutes: a seat of the roll, or somebody by name alone."""

    name: str
    secretary: str
    seat: RollSeat | None = None


@transaction.atomic
def open_meeting(*, meeting: Meeting, chair: Chair, reminder_read: bool, now: datetime, actor: Any = None) -> Meeting:
    """Open a meeting at its hour, if the quorum is there for something on its agenda. Raises MeetingRefused.

    `reminder_read` tells that the reminder of competition law was read to those in the room, who accept it by staying:
    without it no meeting opens. Whoever takes part remotely accepts it for themselves. Items whose own quorum is missing
    are told when their turn comes.
    """
    row = held_meeting(meeting)
    step_meeting(row, MeetingState.OPEN)
    _check_hour(row, now)
    _check_chair(row, chair)
    if not reminder_read:
        raise MeetingRefused(
            _("Read the reminder of competition law to those present, then tick that you did."), "reminder_read"
        )
    settle_arrears(meeting=row, now=now, actor=actor)
    kinds = kinds_with_quorum(row, list(row.items.all()), at=now)
    if not any(one.is_there for one in kinds):
        remedy = _("Wait for who is coming, or declare that the quorum is missing.")
        raise MeetingRefused(f"{kinds[0].sentence} {remedy}")
    row.opened_at = row.reminder_read_at = now
    row.chaired_by = chair.seat
    row.chair_name, row.secretary_name = chair.name.strip()[:120], chair.secretary.strip()[:120]
    row.save()
    accept_aloud(meeting=row, now=now, actor=actor)
    values = {"call": row.call, "present": kinds[0].present, "base": kinds[0].base, "chair": row.chair_name}
    values["reminder"] = reminder_digest()
    audit.record(actor=actor, verb="open-meeting", thing=row, values=values)
    return row


def declare_no_quorum(*, meeting: Meeting, now: datetime, actor: Any = None, of_call: int | None = None) -> Sent:
    """Declare that the quorum is missing: the meeting goes on to its second call, whose time everybody is told again.

    Without a second call it is over. Give what was sent. `of_call` is the call that whoever declares has before the eyes:
    pressed twice, or by two, it does not fall on the call that follows. Raises MeetingRefused where the quorum is there,
    before the hour, once something has been decided, and where `of_call` is over.
    """
    row = _declared(meeting, now, actor, of_call)
    return send_notices(meeting=row, now=now, actor=actor) if row.state == MeetingState.CONVENED else Sent(0, 0)


@transaction.atomic
def _declared(meeting: Meeting, now: datetime, actor: Any, of_call: int | None) -> Meeting:
    row = held_meeting(meeting)
    if of_call is not None and of_call != row.call:
        raise MeetingRefused(_("It was declared already: the meeting is at its second call, and nothing else changed."))
    has_second = row.call == 1 and row.second_at is not None
    remedy = _("That the quorum is missing is declared of a meeting that is convened or open.")
    check_meeting_is(row, {MeetingState.CONVENED, MeetingState.OPEN}, remedy)
    state = step_meeting(row, MeetingState.CONVENED if has_second else MeetingState.NO_QUORUM)
    before = {"state": state, "call": row.call}
    _check_hour(row, now)
    items = list(row.items.all())
    if any(item.state == ItemState.DECIDED for item in items):
        raise MeetingRefused(_("Something has been decided already: defer what is left, and close the meeting."))
    settle_arrears(meeting=row, now=now, actor=actor)
    kinds = kinds_with_quorum(row, items, at=now)
    if any(one.is_there for one in kinds):
        raise MeetingRefused(next(one.sentence for one in kinds if one.is_there))
    if has_second:
        row.first_call = _first_call(row, kinds[0], now)
    Attendance.objects.filter(seat__meeting=row, left_at=None).update(left_at=now)
    if has_second:
        row.call, row.sequence = 2, row.sequence + 1
        row.opened_at, row.chaired_by, row.chair_name, row.secretary_name = None, None, "", ""
        row.reminder_read_at = None
    else:
        row.closed_at = now
    row.save()
    for item in items:
        _put_back(item, now, actor)
    if row.state == MeetingState.CONVENED:
        prepare_notices(meeting=row, now=now)
    values = {"present": kinds[0].present, "base": kinds[0].base, "needed": kinds[0].needed}
    after = {"state": str(row.state), "call": row.call}
    audit.record(actor=actor, verb="declare-no-quorum", thing=row, values=values, before=before, after=after)
    return row


def _first_call(row: Meeting, found: QuorumNow, now: datetime) -> dict[str, Any]:
    """Give what the minutes of the second call tell of the first: when, how many of how many, who was there."""
    there = row.roll.filter(stays__call=1, stays__left_at=None).order_by("name", "pk").distinct()
    return {
        "declared_at": now.isoformat(),
        "present": found.present,
        "base": found.base,
        "needed": found.needed,
        "names": list(there.values_list("name", flat=True)),
    }


def _put_back(item: AgendaItem, now: datetime, actor: Any) -> None:
    """Put an item back on the agenda as it was before a call that had no quorum: what was cast, judged, objected falls.

    An item that was withdrawn stays so.
    """
    if item.state == ItemState.PLANNED or item.result == WITHDRAWN:
        return
    if item.vote_mode != VoteMode.NONE:
        void_votes(item, actor)
    with override("it"):
        answer = _("The call had no quorum: the item begins anew.")
    item.objections.filter(answered_at=None).update(answered_at=now, answer=answer)
    step_item(item, ItemState.PLANNED)
    item.result, item.judgement, item.decided_at = "", None, None
    item.save(update_fields=["state", "result", "judgement", "decided_at"])


@transaction.atomic
def close_meeting(*, meeting: Meeting, now: datetime, actor: Any = None) -> Meeting:
    """Close a meeting: what was not reached is left to another, whoever is there leaves. Raises MeetingRefused.

    With an assembly the mandates end that were co-opted until it.
    """
    row = held_meeting(meeting)
    step_meeting(row, MeetingState.CLOSED)
    pending = row.items.filter(state__in=[ItemState.DISCUSSED, ItemState.VOTING, ItemState.STOPPED])
    running = pending.order_by("position").first()
    if running is not None:
        words = {"n": running.position, "state": running.get_state_display()}
        raise MeetingRefused(_("Item %(n)s is %(state)s: close, answer or defer it first.") % words)
    left = list(row.items.filter(state=ItemState.PLANNED))
    for item in left:
        step_item(item, ItemState.DEFERRED)
        item.save(update_fields=["state"])
    Attendance.objects.filter(seat__meeting=row, left_at=None).update(left_at=now)
    row.closed_at = now
    row.save(update_fields=["state", "closed_at"])
    if row.body.kind == BodyKind.ASSEMBLY:
        end_cooptions(on=timezone.localdate(now), is_example=row.is_example, actor=actor)
    audit.record(actor=actor, verb="close-meeting", thing=row, values={"deferred": len(left)})
    return row


def _check_hour(meeting: Meeting, now: datetime) -> None:
    if now < meeting.held_at:
        words = {"call": call_words(meeting.call), "when": moment(meeting.held_at)}
        raise MeetingRefused(_("The %(call)s is at its hour: %(when)s. Before it nobody opens or ends it.") % words)


def _check_chair(meeting: Meeting, chair: Chair) -> None:
    if not chair.name.strip():
        raise MeetingRefused(_("Write who chairs the meeting: the minutes name the person."), "chair_name")
    if not chair.secretary.strip():
        raise MeetingRefused(_("Write who keeps the minutes."), "secretary_name")
    if chair.seat is not None and chair.seat.meeting_id != meeting.pk:
        raise MeetingRefused(_("Whoever chairs as a participant stands on the roll."), "chair_seat")
