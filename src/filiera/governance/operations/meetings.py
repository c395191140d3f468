"""A meeting is planned, changed, cancelled; its papers are attached, each at the level that it has."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.governance.enums import BodyKind, MeetingState, PetitionState
from filiera.governance.models import Meeting, MeetingPaper
from filiera.governance.operations.agenda import ItemPlan, add_item
from filiera.governance.operations.convening import check_can_be_convened
from filiera.governance.operations.notices import Sent, prepare_notices, send_notices
from filiera.governance.operations.petitions import held_petition, reopen_petition
from filiera.governance.operations.steps import MeetingRefused, check_meeting_is, held_meeting, step_meeting

if TYPE_CHECKING:
    from filiera.documents.models import Document
    from filiera.governance.models import AgendaItem, Body, Petition


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """What is written of a meeting. Without a record date, the day of the notice is it."""

    title: str
    first_at: datetime
    second_at: datetime | None = None
    record_on: date | None = None
    place: str = ""
    remote_url: str = ""
    notice_text: str = ""


@transaction.atomic
def plan_meeting(
    *, body: Body, plan: MeetingPlan, petition: Petition | None = None, is_example: bool = False, actor: Any = None
) -> Meeting:
    """Plan a meeting of a body: a draft that the office alone sees. What a request asks for is on its agenda at once.

    A request is answered by an assembly alone, while it is open or due. Raises MeetingRefused.
    """
    if petition is not None:
        _check_answers(body, petition)
    meeting = Meeting(body=body, uid=uuid.uuid4(), petition=petition, is_example=is_example)
    _write(meeting, plan)
    meeting.save()
    audit.record(actor=actor, verb="plan-meeting", thing=meeting, after=_told(meeting))
    if petition is not None:
        asked = ItemPlan(petition.title, text=petition.reasons, proposal=petition.title)
        add_item(meeting=meeting, plan=asked, today=timezone.localdate(meeting.first_at), actor=actor)
    return meeting


def _check_answers(body: Body, petition: Petition) -> None:
    if held_petition(petition).state not in (PetitionState.OPEN, PetitionState.DUE):
        raise MeetingRefused(_("This request is over already."))
    if body.kind != BodyKind.ASSEMBLY:
        raise MeetingRefused(_("What members ask for is decided by the assembly: choose it."), "body")


def change_meeting(*, meeting: Meeting, plan: MeetingPlan, now: datetime, actor: Any = None) -> Sent:
    """Write a meeting anew. Of one that is convened, a new letter goes to everybody who was; give what was sent.

    A new day needs notice of its own: it is checked as the first one was. The record date stays. Raises MeetingRefused.
    """
    row = _changed(meeting, plan, now, actor)
    if row.state == MeetingState.PLANNED:
        return Sent(0, 0)
    return send_notices(meeting=row, now=now, actor=actor)


@transaction.atomic
def _changed(meeting: Meeting, plan: MeetingPlan, now: datetime, actor: Any) -> Meeting:
    row = held_meeting(meeting)
    check_meeting_is(
        row, {MeetingState.PLANNED, MeetingState.CONVENED}, _("What is not over and has not begun can be changed.")
    )
    before, record_on = _told(row), row.record_on
    _write(row, plan)
    if row.state == MeetingState.CONVENED:
        if row.call == 2:
            raise MeetingRefused(_("The first call has been held: what follows was stated in the notice."))
        row.record_on = record_on
        if before["first_at"] != row.first_at or before["second_at"] != row.second_at:
            check_can_be_convened(row, now=now)
        row.sequence += 1
    row.save()
    if row.state == MeetingState.CONVENED:
        prepare_notices(meeting=row, now=now)
    changed = audit.changes(before, _told(row))
    audit.record(actor=actor, verb="change-meeting", thing=row, before=changed[0], after=changed[1])
    return row


def cancel_meeting(*, meeting: Meeting, why: str, now: datetime, actor: Any = None, sends: bool = True) -> Sent:
    """Cancel a meeting that has not begun; whoever was convened is told, and calendars take it out. Raises MeetingRefused."""
    row = _cancelled(meeting, why, now, actor)
    if row.convened_at is None or not sends:
        return Sent(0, 0)
    return send_notices(meeting=row, now=now, actor=actor)


@transaction.atomic
def _cancelled(meeting: Meeting, why: str, now: datetime, actor: Any) -> Meeting:
    row = held_meeting(meeting)
    before = step_meeting(row, MeetingState.CANCELLED)
    words = " ".join(why.split())[:300]
    if not words:
        raise MeetingRefused(_("Write why it is cancelled: whoever was convened reads it."), "why")
    petition = held_petition(row.petition) if row.petition is not None else None
    row.cancelled_why, row.sequence = words, row.sequence + 1
    row.save(update_fields=["state", "cancelled_why", "sequence"])
    if row.convened_at is not None:
        prepare_notices(meeting=row, now=now)
    audit.record(
        actor=actor,
        verb="cancel-meeting",
        thing=row,
        before={"state": before},
        after={"state": str(row.state)},
        why=words,
    )
    if petition is not None and row.convened_at is not None:
        reopen_petition(petition=petition, meeting=row, actor=actor)
    return row


@transaction.atomic
def attach_paper(
    *, meeting: Meeting, document: Document, item: AgendaItem | None = None, now: datetime, actor: Any = None
) -> MeetingPaper:
    """Attach a document to a meeting or to one of its items; twice is once. Its level stays its own."""
    row = held_meeting(meeting)
    over = {MeetingState.CLOSED, MeetingState.CANCELLED, MeetingState.NO_QUORUM}
    check_meeting_is(row, set(MeetingState) - over, _("Papers are attached until it is over."))
    user = actor if getattr(actor, "pk", None) else None
    paper, is_new = MeetingPaper.objects.get_or_create(
        meeting=row, document=document, defaults={"item": item, "added_by": user, "added_at": now}
    )
    if is_new:
        audit.record(actor=actor, verb="attach-paper", thing=row, values={"document": document.pk})
    return paper


@transaction.atomic
def detach_paper(*, paper: MeetingPaper, actor: Any = None) -> None:
    """Take a paper off a meeting; the document stays where it is."""
    meeting = held_meeting(paper.meeting)
    check_meeting_is(meeting, {MeetingState.PLANNED}, _("What went out with the notice stays with it."))
    audit.record(actor=actor, verb="detach-paper", thing=meeting, values={"document": paper.document_id})
    MeetingPaper.objects.filter(pk=paper.pk).delete()


def _write(meeting: Meeting, plan: MeetingPlan) -> None:
    if not plan.title.strip():
        raise MeetingRefused(_("Give the meeting a title: it stands in the notice and in the minutes."), "title")
    if plan.second_at is not None and plan.second_at <= plan.first_at:
        raise MeetingRefused(_("The second call must come after the first. Move it."), "second_at")
    meeting.title = plan.title.strip()[:160]
    meeting.first_at, meeting.second_at, meeting.record_on = plan.first_at, plan.second_at, plan.record_on
    meeting.place, meeting.remote_url = plan.place.strip()[:200], plan.remote_url.strip()[:300]
    meeting.notice_text = plan.notice_text.strip()


def _told(meeting: Meeting) -> dict[str, Any]:
    return {name: getattr(meeting, name) for name in ("title", "first_at", "second_at", "place", "remote_url")}
