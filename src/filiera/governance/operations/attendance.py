"""Who is there: comes in the room or remotely, leaves, comes back; and accepts the reminder of competition law, once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.governance.enums import MeetingState, PresenceMode
from filiera.governance.models import Attendance, Meeting, ReminderAcceptance, RollSeat
from filiera.governance.operations.arrears import settle_arrears
from filiera.governance.operations.steps import MeetingRefused, check_meeting_is, held_meeting, held_seat
from filiera.governance.queries.meetings import is_early
from filiera.governance.wording_meetings import reminder_text

if TYPE_CHECKING:
    from datetime import datetime

TAKING_PART = frozenset({MeetingState.CONVENED, MeetingState.OPEN})


@dataclass(frozen=True, slots=True)
class Coming:
    """Who comes for a seat, and how. `user` is who signed in as that person; somebody in the room may have no account."""

    mode: str
    person_name: str
    user: Any = None


@transaction.atomic
def check_in(*, seat: RollSeat, coming: Coming, now: datetime, actor: Any = None) -> Attendance:
    """Write down that a seat is there from now. One that is there already stays as it is: nobody counts twice.

    From the day of the meeting on, before it is opened too, so that the quorum can be counted. Raises MeetingRefused.
    """
    row = held_seat(seat)
    _check_time(row.meeting, now)
    if coming.mode not in PresenceMode.values:
        raise MeetingRefused(_("Say whether it is in the room or remotely."), "mode")
    if coming.mode == PresenceMode.REMOTE and not row.meeting.remote_url:
        raise MeetingRefused(
            _("This meeting is held in the room alone: the notice gave no way to take part remotely."), "mode"
        )
    if not coming.person_name.strip():
        raise MeetingRefused(_("Write who is there for it: the minutes name the person."), "person_name")
    settle_arrears(meeting=row.meeting, now=now, actor=actor)
    standing = Attendance.objects.filter(seat=row, left_at=None).first()
    if standing is not None:
        return standing
    stay = Attendance.objects.create(
        seat=row,
        call=row.meeting.call,
        mode=coming.mode,
        person_name=coming.person_name.strip()[:120],
        user=coming.user if getattr(coming.user, "pk", None) else None,
        came_at=now,
    )
    values = {"seat": row.pk, "name": row.name, "mode": str(stay.mode)}
    audit.record(actor=actor, verb="check-in", thing=row.meeting, values=values)
    return stay


def _check_time(meeting: Meeting, now: datetime) -> None:
    check_meeting_is(meeting, TAKING_PART, _("Presence is taken from the notice until it closes."))
    if is_early(meeting, now=now):
        raise MeetingRefused(_("It is too early: presence is taken from two hours before."))


@transaction.atomic
def check_out(*, seat: RollSeat, now: datetime, actor: Any = None) -> Attendance | None:
    """Write down that a seat has left; None where it was not there. Coming back is another stay."""
    row = held_seat(seat)
    stay = Attendance.objects.filter(seat=row, left_at=None).first()
    if stay is None:
        return None
    stay.left_at = max(now, stay.came_at)
    stay.save(update_fields=["left_at"])
    values = {"seat": row.pk, "name": row.name}
    audit.record(actor=actor, verb="check-out", thing=row.meeting, values=values)
    return stay


def reminder_digest() -> str:
    """Give the digest of the reminder as it reads in the language in force: what was accepted can be told."""
    return hashlib.sha256(reminder_text().encode()).hexdigest()


@transaction.atomic
def accept_reminder(*, seat: RollSeat, user: Any, now: datetime, actor: Any = None) -> ReminderAcceptance:
    """Record that the reminder of competition law was accepted for a seat, once a person; `user` None is by word of mouth.

    Raises MeetingRefused once the meeting is over.
    """
    row = held_seat(seat)
    check_meeting_is(row.meeting, TAKING_PART, _("The reminder is accepted before it begins, or while it is held."))
    standing = ReminderAcceptance.objects.filter(seat=row, user=user).first()
    if standing is not None:
        return standing
    digest = reminder_digest()
    accepted = ReminderAcceptance.objects.create(seat=row, user=user, accepted_at=now, text_digest=digest)
    values = {"seat": row.pk, "name": row.name, "text": digest, "aloud": user is None}
    audit.record(actor=actor, verb="accept-reminder", thing=row.meeting, values=values)
    return accepted


@transaction.atomic
def accept_aloud(*, meeting: Meeting, now: datetime, actor: Any = None) -> int:
    """Record that the reminder was read aloud and accepted by everybody in the room; give for how many seats it is new."""
    row = held_meeting(meeting)
    in_room = RollSeat.objects.filter(meeting=row, stays__left_at=None, stays__mode=PresenceMode.ROOM)
    fresh = in_room.filter(acceptances=None).order_by("pk").distinct()
    return len([accept_reminder(seat=seat, user=None, now=now, actor=actor) for seat in fresh])


@transaction.atomic
def take_part(*, seat: RollSeat, coming: Coming, accepts: bool, now: datetime) -> Attendance:
    """Let somebody who speaks for a seat check in by themselves, who accepts the reminder first. Raises MeetingRefused."""
    user = coming.user
    has_accepted = ReminderAcceptance.objects.filter(seat=seat, user=user).exists()
    if not accepts and not has_accepted:
        raise MeetingRefused(_("Accept the reminder first: nobody takes part without it."), "accepts")
    if not has_accepted:
        accept_reminder(seat=seat, user=user, now=now, actor=user)
    return check_in(seat=seat, coming=coming, now=now, actor=user)
