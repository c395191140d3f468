"""A meeting is convened: everything is checked by the statute, the roll is drawn up, the notices leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.governance.enums import MeetingState, VoteMode
from filiera.governance.files import shipped_statute
from filiera.governance.logic.convening import NoticePlan, PlannedItem, notice_faults
from filiera.governance.models import RollSeat
from filiera.governance.operations.notices import Sent, prepare_notices, send_notices
from filiera.governance.operations.petitions import held_petition, meet_petition
from filiera.governance.operations.statutes import put_statute_in_force
from filiera.governance.operations.steps import MeetingRefused, check_meeting_is, held_meeting, step_meeting
from filiera.governance.queries.meetings import charter_for
from filiera.governance.queries.roll import drawn_roll, unreached
from filiera.governance.queries.statutes import DEFAULT, statute_on
from filiera.governance.wording_meetings import fault_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from filiera.governance.models import Meeting, StatuteVersion


class NotConvened(MeetingRefused):
    """What keeps a meeting from being convened, each with what to do: `reasons` are sentences."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = tuple(reasons)


def reasons_against(meeting: Meeting, *, now: datetime, convened: int | None = None) -> list[str]:
    """Say everything that keeps a meeting from being convened now; nothing where it can be."""
    here = timezone.localtime(now).replace(tzinfo=None)
    charter = charter_for(meeting, today=here.date())
    record_on = meeting.record_on or here.date()
    plan = NoticePlan(
        body=meeting.body.kind,
        now=here,
        first=_local(meeting.first_at),
        second=_local(meeting.second_at) if meeting.second_at else None,
        record_on=record_on,
        has_place=bool(meeting.place or meeting.remote_url),
        convened=len(drawn_roll(meeting, record_on=record_on)) if convened is None else convened,
        items=[
            PlannedItem(item.position, item.kind, item.vote_mode != VoteMode.NONE, bool(item.proposal), item.seats)
            for item in meeting.items.order_by("position")
        ],
    )
    return [fault_words(found, meeting, charter) for found in notice_faults(plan, charter)]


def check_can_be_convened(meeting: Meeting, *, now: datetime, convened: int | None = None) -> None:
    """Raise NotConvened with all the reasons why a meeting cannot be convened now."""
    reasons = reasons_against(meeting, now=now, convened=convened)
    if reasons:
        raise NotConvened(reasons)


def convene_meeting(
    *, meeting: Meeting, now: datetime, actor: Any = None, sends: bool = True, accepts_unreached: bool = False
) -> Sent:
    """Convene a meeting and send its notices; give what was sent. Raises MeetingRefused; then nothing has happened.

    Without `sends` the letters wait, as those of an example do. Unless it `accepts_unreached`, nobody of the roll may be
    without an address: whoever is not convened can have everything annulled that is decided.

    From here on the meeting is judged by the statute in force today, and by the register of the record date.
    """
    row = _convened(meeting, now, actor, accepts_unreached=accepts_unreached)
    return send_notices(meeting=row, now=now, actor=actor) if sends else Sent(0, 0)


@transaction.atomic
def _convened(meeting: Meeting, now: datetime, actor: Any, *, accepts_unreached: bool) -> Meeting:
    row = held_meeting(meeting)
    check_meeting_is(row, {MeetingState.PLANNED}, _("Only a meeting that is planned is convened."))
    step_meeting(row, MeetingState.CONVENED)
    petition = held_petition(row.petition) if row.petition is not None else None
    today = timezone.localdate(now)
    row.record_on = row.record_on or today
    roll = drawn_roll(row, record_on=row.record_on)
    check_can_be_convened(row, now=now, convened=len(roll))
    lost = unreached(roll, today=today)
    if lost and not accepts_unreached:
        words = {"names": ", ".join(lost)}
        raise MeetingRefused(
            _("Without an address: %(names)s. Give them one, or tick that they will be convened in another way.")
            % words
        )
    row.statute = _statute(today, actor)
    row.convened_at = now
    row.convened_by = actor if getattr(actor, "pk", None) else None
    row.save()
    RollSeat.objects.bulk_create(roll)
    sent = prepare_notices(meeting=row, now=now)
    if petition is not None:
        meet_petition(petition=petition, meeting=row, actor=actor)
    values = {
        "record_on": row.record_on,
        "seats": len(roll),
        "notices": sent,
        "statute": row.statute.code,
        "unreached": lost,
    }
    audit.record(actor=actor, verb="convene-meeting", thing=row, values=values)
    return row


def _statute(today: date, actor: Any) -> StatuteVersion:
    """Give the statute in force; where the association has put none in force, the law is put in force from today."""
    standing = statute_on(today)
    if standing is not None:
        return standing
    return put_statute_in_force(charter=shipped_statute(DEFAULT), in_force_from=today, actor=actor)


def _local(at: datetime) -> datetime:
    return timezone.localtime(at).replace(tzinfo=None)
