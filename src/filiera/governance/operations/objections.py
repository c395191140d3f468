"""The objection: whoever takes part stops an item that touches a forbidden topic; the chair answers, the minutes tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.governance.enums import ForbiddenTopic, ItemState, MeetingState
from filiera.governance.models import Attendance, Objection
from filiera.governance.operations.agenda import check_nothing_runs
from filiera.governance.operations.steps import MeetingRefused, check_meeting_is, held_item, step_item
from filiera.governance.operations.votes import void_votes

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.governance.models import AgendaItem, RollSeat


@transaction.atomic
def object_to_item(
    *, item: AgendaItem, seat: RollSeat, reason: str, topic: str = "", now: datetime, actor: Any = None
) -> Objection:
    """Object to an item that is discussed or voted: it stops at once. Whoever takes part may. Raises MeetingRefused.

    What was cast on it is void: if it is resumed, everybody votes anew.
    """
    row = held_item(item)
    check_meeting_is(row.meeting, {MeetingState.OPEN}, _("An objection stops an item while it is open."))
    if seat.meeting_id != row.meeting_id or not Attendance.objects.filter(seat=seat, left_at=None).exists():
        raise MeetingRefused(_("Whoever objects takes part in the meeting: check in first."))
    if topic and topic not in ForbiddenTopic.values:
        raise MeetingRefused(_("Choose a topic of the list."), "topic")
    words = " ".join(reason.split())[:400]
    if not words and not topic:
        raise MeetingRefused(_("Say what it is about: the topic, or a few words."), "reason")
    if row.state == ItemState.STOPPED:
        return _made(row, seat, topic, words, now, actor)
    before = step_item(row, ItemState.STOPPED)
    if before == ItemState.VOTING:
        void_votes(row, actor)
    row.save(update_fields=["state"])
    objection = _made(row, seat, topic, words, now, actor)
    audit.record(
        actor=actor,
        verb="stop-item",
        thing=row,
        before={"state": before},
        after={"state": str(row.state)},
        why=words,
    )
    return objection


def _made(item: AgendaItem, seat: RollSeat, topic: str, words: str, now: datetime, actor: Any) -> Objection:
    objection = Objection.objects.create(
        item=item,
        seat=seat,
        topic=topic,
        reason=words or str(ForbiddenTopic(topic).label),
        made_at=now,
        made_by=actor if getattr(actor, "pk", None) else None,
    )
    values = {"seat": seat.pk, "name": seat.name, "topic": topic, "item": item.position}
    audit.record(actor=actor, verb="object", thing=item, values=values, why=words)
    return objection


@transaction.atomic
def answer_objections(*, item: AgendaItem, answer: str, resume: bool, now: datetime, actor: Any = None) -> AgendaItem:
    """Answer the objections that stopped an item, as its chair: it is resumed, or left to another meeting.

    Raises MeetingRefused without an answer, and where another item runs.
    """
    row = held_item(item)
    check_meeting_is(row.meeting, {MeetingState.OPEN}, _("Objections are answered while it is open."))
    if row.state != ItemState.STOPPED:
        raise MeetingRefused(_("Nothing has stopped this item."))
    words = " ".join(answer.split())[:400]
    if not words:
        raise MeetingRefused(_("Write the answer: the minutes give it beside the objection."), "answer")
    if resume:
        check_nothing_runs(row)
    row.objections.filter(answered_at=None).update(answered_at=now, answer=words)
    before = step_item(row, ItemState.DISCUSSED if resume else ItemState.DEFERRED)
    row.save(update_fields=["state"])
    after = {"state": str(row.state)}
    audit.record(actor=actor, verb="answer-objection", thing=row, before={"state": before}, after=after, why=words)
    return row
