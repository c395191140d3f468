"""The agenda: items in order, each with its kind and how it is voted; then discussed, written about, deferred."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.governance.enums import WITHDRAWN, BodyKind, ItemState, MeetingState, VoteMode
from filiera.governance.logic.topics import is_open_ended
from filiera.governance.models import AgendaItem
from filiera.governance.operations.steps import (
    MeetingRefused,
    check_meeting_is,
    held_item,
    held_meeting,
    step_item,
)
from filiera.governance.queries.meetings import charter_for

if TYPE_CHECKING:
    from datetime import date, datetime

    from filiera.governance.logic.charter import Charter
    from filiera.governance.models import Body, Meeting

MOST_ITEMS = 60
"""Items of one agenda: no meeting has more."""


@dataclass(frozen=True, slots=True)
class ItemPlan:
    """What is written of an item. `elects`, `seats`, `fills` and `renews` are those of an election."""

    title: str
    kind: str = "ORDINARY"
    vote_mode: str = VoteMode.OPEN
    text: str = ""
    proposal: str = ""
    elects: str = ""
    seats: int | None = None
    fills: Body | None = None
    renews: bool = False


def kinds_of(body_kind: str) -> tuple[str, ...]:
    """Give the kinds of item that a body decides: a board's are its own."""
    if body_kind != BodyKind.ASSEMBLY:
        return ("BOARD",)
    return ("ORDINARY", "ACCOUNTS", "ELECTION", "LIABILITY", "STATUTE_CHANGE", "DISSOLUTION")


@transaction.atomic
def add_item(*, meeting: Meeting, plan: ItemPlan, today: date, actor: Any = None) -> AgendaItem:
    """Put an item at the end of the agenda of a meeting that is planned. Raises MeetingRefused."""
    row = _planned(meeting)
    last: int = row.items.aggregate(last=Max("position"))["last"] or 0
    if last >= MOST_ITEMS:
        raise MeetingRefused(_("An agenda has %(n)s items at most: make two meetings of it.") % {"n": MOST_ITEMS})
    item = AgendaItem(meeting=row, position=last + 1)
    _write(item, plan, charter_for(row, today=today))
    item.save()
    audit.record(actor=actor, verb="add-item", thing=item, after=_told(item))
    return item


def carry_item(*, item: AgendaItem, to: Meeting, today: date, actor: Any = None) -> AgendaItem:
    """Put on the agenda of a meeting that is planned what an earlier one deferred, as it was written. Raises MeetingRefused."""
    if item.state != ItemState.DEFERRED or item.result == WITHDRAWN:
        raise MeetingRefused(_("Only what a meeting left to another one is taken up."))
    if item.meeting.body_id != to.body_id:
        raise MeetingRefused(_("It belongs on an agenda of the same body."))
    if to.items.filter(title=item.title).exists():
        raise MeetingRefused(_("It stands on this agenda already."))
    plan = ItemPlan(
        item.title,
        item.kind,
        item.vote_mode,
        item.text,
        item.proposal,
        item.elects,
        item.seats,
        item.fills,
        item.renews,
    )
    return add_item(meeting=to, plan=plan, today=today, actor=actor)


@transaction.atomic
def change_item(*, item: AgendaItem, plan: ItemPlan, today: date, actor: Any = None) -> AgendaItem:
    """Write an item anew, while the meeting is planned. Raises MeetingRefused."""
    row = held_item(item)
    _check_planned(row.meeting)
    before = _told(row)
    _write(row, plan, charter_for(row.meeting, today=today))
    row.save()
    changed = audit.changes(before, _told(row))
    audit.record(actor=actor, verb="change-item", thing=row, before=changed[0], after=changed[1])
    return row


@transaction.atomic
def move_item(*, item: AgendaItem, up: bool, actor: Any = None) -> AgendaItem:
    """Move an item one place up or down, while the meeting is planned; the first stays first. Raises MeetingRefused."""
    row = held_item(item)
    _check_planned(row.meeting)
    others = row.meeting.items.exclude(pk=row.pk)
    if up:
        other = others.filter(position__lt=row.position).order_by("-position").first()
    else:
        other = others.filter(position__gt=row.position).order_by("position").first()
    if other is None:
        return row
    here, there = row.position, other.position
    _place(row, MOST_ITEMS + 1)
    _place(other, here)
    _place(row, there)
    audit.record(actor=actor, verb="move-item", thing=row, before={"position": here}, after={"position": there})
    return row


@transaction.atomic
def remove_item(*, item: AgendaItem, actor: Any = None) -> None:
    """Take an item off the agenda, while the meeting is planned; those after it move up. Raises MeetingRefused."""
    row = held_item(item)
    _check_planned(row.meeting)
    _check_nothing_hangs_on(row)
    meeting = row.meeting
    audit.record(actor=actor, verb="remove-item", thing=row, before=_told(row))
    row.delete()
    for position, left in enumerate(meeting.items.order_by("position"), start=1):
        if left.position != position:
            _place(left, position)


@transaction.atomic
def discuss_item(*, item: AgendaItem, now: datetime, actor: Any = None) -> AgendaItem:
    """Open the discussion of an item: one at a time. Raises MeetingRefused; one that was stopped is resumed by the answer."""
    row = held_item(item)
    check_meeting_is(row.meeting, {MeetingState.OPEN}, _("Items are discussed while it is open."))
    if row.state == ItemState.STOPPED:
        raise MeetingRefused(_("An objection has stopped this item: answer it first."))
    check_nothing_runs(row)
    return _moved(row, ItemState.DISCUSSED, "discuss-item", actor)


@transaction.atomic
def defer_item(*, item: AgendaItem, why: str = "", actor: Any = None) -> AgendaItem:
    """Leave an item to another meeting. Raises MeetingRefused."""
    row = held_item(item)
    check_meeting_is(row.meeting, {MeetingState.OPEN}, _("Items are deferred while it is open."))
    if row.state == ItemState.STOPPED and row.objections.filter(answered_at=None).exists():
        raise MeetingRefused(_("An objection has stopped this item: answer it first."))
    return _moved(row, ItemState.DEFERRED, "defer-item", actor, why)


@transaction.atomic
def write_discussion(*, item: AgendaItem, text: str, actor: Any = None) -> AgendaItem:
    """Keep what was said on an item, for the minutes; until the meeting closes. Raises MeetingRefused."""
    row = held_item(item)
    check_meeting_is(row.meeting, {MeetingState.OPEN}, _("Notes are taken while it is open."))
    row.discussion = text.strip()[:20_000]
    row.save(update_fields=["discussion"])
    audit.record(actor=actor, verb="write-discussion", thing=row, values={"letters": len(row.discussion)})
    return row


@transaction.atomic
def drop_item(*, item: AgendaItem, why: str, actor: Any = None) -> None:
    """Take off what is no longer to be decided: it leaves an agenda that is planned, and is deferred once that has gone out.

    What was decided, and whatever stands in a meeting that is over, stays. Raises MeetingRefused while it is voted.
    """
    row = held_item(item)
    if row.meeting.state == MeetingState.PLANNED:
        remove_item(item=row, actor=actor)
        return
    if row.meeting.state not in (MeetingState.CONVENED, MeetingState.OPEN):
        return
    if row.state == ItemState.VOTING:
        raise MeetingRefused(_("Item %(n)s is being voted: wait until the vote closes.") % {"n": row.position})
    if row.state not in (ItemState.DECIDED, ItemState.DEFERRED):
        row.result = WITHDRAWN
        row.save(update_fields=["result"])
        _moved(row, ItemState.DEFERRED, "withdraw-item", actor, why)


def _check_nothing_hangs_on(item: AgendaItem) -> None:
    application = item.applications.select_related("organisation").first()
    if application is not None:
        raise MeetingRefused(
            _("The application of %(name)s stands on this item. Take it back from its own page: the item goes with it.")
            % {"name": application.organisation}
        )


def check_nothing_runs(item: AgendaItem) -> None:
    """Raise MeetingRefused while another item of the meeting is discussed or voted."""
    running = AgendaItem.objects.filter(meeting=item.meeting_id, state__in=[ItemState.DISCUSSED, ItemState.VOTING])
    other = running.exclude(pk=item.pk).first()
    if other is not None:
        words = {"n": other.position, "title": other.title}
        raise MeetingRefused(_("Item %(n)s (%(title)s) is still open: close or defer it first.") % words)


def _moved(item: AgendaItem, to: ItemState, verb: str, actor: Any, why: str = "") -> AgendaItem:
    before = step_item(item, to)
    item.save(update_fields=["state"])
    audit.record(actor=actor, verb=verb, thing=item, before={"state": before}, after={"state": str(to)}, why=why)
    return item


def _place(item: AgendaItem, position: int) -> None:
    item.position = position
    item.save(update_fields=["position"])


def _planned(meeting: Meeting) -> Meeting:
    row = held_meeting(meeting)
    _check_planned(row)
    return row


def _check_planned(meeting: Meeting) -> None:
    check_meeting_is(
        meeting, {MeetingState.PLANNED}, _("Its agenda has gone out with the notice, and does not change any more.")
    )


def _write(item: AgendaItem, plan: ItemPlan, charter: Charter) -> None:
    _check(item, plan, charter)
    is_election = plan.kind == "ELECTION"
    item.title, item.text, item.kind = plan.title.strip()[:200], plan.text.strip(), plan.kind
    item.vote_mode = plan.vote_mode
    item.proposal = plan.proposal.strip() if plan.vote_mode != VoteMode.NONE else ""
    item.elects = plan.elects if is_election else ""
    item.seats = _seats(plan, charter) if is_election else None
    item.fills = plan.fills if is_election else None
    item.renews = is_election and plan.renews


def _check(item: AgendaItem, plan: ItemPlan, charter: Charter) -> None:
    title = plan.title.strip()
    if not title:
        raise MeetingRefused(_("Write what the item is about: whoever comes must know it before."), "title")
    if is_open_ended(title):
        raise MeetingRefused(
            _(
                "“%(title)s” lets anything come up, and members compete: what is not on the agenda is not talked about. "
                "Name the things, one item each."
            )
            % {"title": title},
            "title",
        )
    if plan.kind not in kinds_of(item.meeting.body.kind):
        raise MeetingRefused(_("This body does not decide items of this kind: choose another."), "kind")
    if plan.vote_mode not in VoteMode.values:
        raise MeetingRefused(_("Choose how the item is voted."), "vote_mode")
    if plan.kind == "ELECTION" and plan.vote_mode == VoteMode.NONE:
        raise MeetingRefused(_("An election is voted: openly or, as usual of people, secretly."), "vote_mode")
    if plan.elects and plan.elects not in charter.classes:
        raise MeetingRefused(_("The statute has no such class."), "elects")
    if plan.kind != "ELECTION":
        return
    if plan.fills is not None and plan.fills.kind == BodyKind.ASSEMBLY:
        raise MeetingRefused(_("Nobody is elected to the assembly: all the members are in it."), "fills")
    if plan.renews and plan.fills is None:
        raise MeetingRefused(_("Say which body it renews."), "fills")


def _seats(plan: ItemPlan, charter: Charter) -> int | None:
    """Give the seats of an election: those written, else those that the statute gives to the class."""
    if plan.seats is not None:
        return plan.seats
    rule = charter.classes.get(plan.elects)
    return rule.board_seats if rule else None


def _told(item: AgendaItem) -> dict[str, Any]:
    names = ("position", "title", "kind", "vote_mode", "proposal", "elects", "seats")
    told = {name: getattr(item, name) for name in names}
    return told | {"fills": item.fills.code if item.fills else None, "renews": item.renews or None}
