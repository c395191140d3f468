"""What of meetings waits for the office: requests that have become a duty, notices to send, an assembly that is overdue."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.days import months_later
from filiera.common.in_words import long_date, moment
from filiera.governance.enums import MeetingState, PetitionState
from filiera.governance.logic.convening import last_notice_day
from filiera.governance.models import Meeting, Member, Petition
from filiera.governance.queries.deferred import deferred_items, planned_bodies
from filiera.governance.queries.meetings import (
    assembly_is_coming,
    begins_soon,
    first_call_unsaid,
    is_past,
    last_assembly,
)
from filiera.governance.queries.petitions import PetitionCounted, counted
from filiera.governance.queries.statutes import charter_on
from filiera.governance.wording_articles import cited, in_brackets
from filiera.registry.hooks import Waiting

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from filiera.governance.logic.charter import Charter

SHOWN = 10
SOON = timedelta(days=10)
"""How long before the last day of notice a draft stands among what waits."""

FAILED = Count(
    "deliveries",
    filter=Q(deliveries__sequence=F("sequence"), deliveries__sent_at=None) & ~Q(deliveries__failed_why=""),
)
"""How many notices of the last sending did not arrive."""


def waiting_of_meetings() -> Sequence[Waiting]:
    """Give what of meetings waits: few queries, and none more for each meeting."""
    now = timezone.now()
    today = timezone.localdate(now)
    due = _due_petitions(today)
    asked = {line.petition.pk for line in due}
    found = [_petition(line) for line in due]
    return [*found, *_overdue(now, today), *_meetings(now, today, asked), *_deferred(today)]


def _due_petitions(today: date) -> list[PetitionCounted]:
    """Give the requests that enough members signed and no meeting answers yet, the oldest first.

    Counted as the register is today: where members left, fewer signatures are enough, and nobody signs to say so.
    """
    rows = Petition.objects.filter(state__in=[PetitionState.OPEN, PetitionState.DUE]).order_by(
        "due_at", "opened_at", "pk"
    )
    return [line for line in counted(rows, today=today) if line.is_due or line.petition.state == PetitionState.DUE]


def _petition(line: PetitionCounted) -> Waiting:
    """Tell that an assembly must be called; where one is prepared, lead there."""
    words = {
        "signed": line.signed,
        "base": line.base,
        "article": in_brackets(line.judgement.case.statute.petition.article),
    }
    asked = ngettext(
        "%(signed)s of %(base)s members asks for an assembly: it must be called%(article)s.",
        "%(signed)s of %(base)s members ask for an assembly: it must be called%(article)s.",
        line.signed,
    )
    is_prepared = line.meeting is not None and line.meeting.state == MeetingState.PLANNED
    return Waiting(
        title=line.petition.title,
        text=asked % words,
        tone="bad",
        word=_("must be called"),
        url=reverse("meeting-desk", args=[line.meeting.pk])
        if line.meeting is not None and is_prepared
        else reverse("petition", args=[line.petition.pk]),
        act=_("Go on preparing it") if is_prepared else _("Call it"),
    )


def _overdue(now: datetime, today: date) -> list[Waiting]:
    """Warn where no assembly has been held for as long as the statute gives, and none is convened."""
    rule = charter_on(today).assembly
    last = last_assembly(before=now)
    first = Member.objects.order_by("admitted_on").values_list("admitted_on", flat=True).first()
    since = timezone.localdate(last.opened_at) if last is not None and last.opened_at else first
    if since is None or assembly_is_coming(now=now):
        return []
    due = months_later(since, rule.accounts_every_months)
    if today < due:
        return []
    words = {"day": long_date(since), "n": rule.accounts_every_months, "article": cited(rule.article)}
    said = (
        _("The last one was on %(day)s; one is due every %(n)s months, for the accounts (%(article)s).")
        if last is not None
        else _("None has been held since %(day)s; one is due every %(n)s months, for the accounts (%(article)s).")
    )
    return [
        Waiting(_("An assembly is due"), said % words, "bad", _("late"), reverse("meeting-new"), _("Plan the assembly"))
    ]


def _meetings(now: datetime, today: date, asked: Collection[int]) -> list[Waiting]:
    """Give the meetings that are on or begin, those of which nobody said what became of them, drafts and lost notices.

    The draft that answers a request in `asked` stands there already.
    """
    states = [MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.OPEN]
    rows = Meeting.objects.filter(state__in=states).select_related("body").annotate(n_failed=FAILED)
    found, charter = [], charter_on(today)
    for row in rows.order_by("first_at", "pk"):
        url = reverse("meeting-desk", args=[row.pk])
        if row.state == MeetingState.PLANNED:
            if row.petition_id in asked:
                continue
            found += _of_draft(row, charter, today, url)
            continue
        if is_past(row, today=today):
            found.append(_unsaid(row, url))
            continue
        if first_call_unsaid(row, today=today):
            found.append(_undeclared(row, now))
        else:
            found += _of_today(row, now, today, url)
        if row.n_failed:
            found.append(_lost(row, row.n_failed))
    return found


def lost_notices() -> Sequence[Waiting]:
    """Give the meetings to come or cancelled of which the last notices did not all arrive: one query."""
    states = [MeetingState.CONVENED, MeetingState.OPEN, MeetingState.CANCELLED]
    rows = Meeting.objects.filter(state__in=states, first_at__gte=timezone.now() - SOON).annotate(n_failed=FAILED)
    return [_lost(row, row.n_failed) for row in rows.filter(n_failed__gt=0).order_by("first_at", "pk")]


def _lost(row: Meeting, number: int) -> Waiting:
    title = ngettext("%(n)s notice did not arrive", "%(n)s notices did not arrive", number) % {"n": number}
    url = reverse("meeting-desk", args=[row.pk])
    return Waiting(title, row.title, "warn", _("to send again"), url, _("Look"))


def _of_today(row: Meeting, now: datetime, today: date, url: str) -> list[Waiting]:
    """Give a meeting that is on, that begins within two hours, or that is held later today."""
    lead = _("Lead the meeting")
    if row.state == MeetingState.OPEN:
        return [Waiting(row.title, moment(row.held_at), "warn", _("it is on"), url, lead, is_now=True)]
    is_now = begins_soon(row, now=now)
    if not is_now and timezone.localdate(row.held_at) != today:
        return []
    return [Waiting(row.title, moment(row.held_at), "partial", _("today"), url, lead, is_now=is_now)]


def _unsaid(row: Meeting, url: str) -> Waiting:
    """Ask what became of a meeting whose day has passed while it was neither opened nor declared deserted."""
    text = _("It was convened for %(day)s, and nobody has said whether it was held.") % {"day": moment(row.last_at)}
    return Waiting(row.title, text, "bad", _("to be cleared up"), url, _("Say what happened"))


def _undeclared(row: Meeting, now: datetime) -> Waiting:
    """Ask that the quorum of a first call whose day has gone by be declared missing: until then nobody opens the second."""
    words = {"first": moment(row.first_at), "second": moment(row.last_at)}
    text = _(
        "The first call, %(first)s, was neither opened nor declared without quorum: declare it, and the second is held, "
        "%(second)s."
    )
    url, act = reverse("meeting-no-quorum", args=[row.pk]), _("Declare that the quorum is missing")
    return Waiting(row.title, text % words, "bad", _("to declare"), url, act, is_now=begins_soon(row, now=now))


def _deferred(today: date) -> list[Waiting]:
    """Give what meetings left to another one and no agenda has taken up: three queries, one where nothing was left."""
    items, found = deferred_items(today=today)[:SHOWN], []
    planned = planned_bodies() if items else set()
    for item in items:
        words = {"title": item.meeting.title, "day": long_date(timezone.localdate(item.meeting.held_at))}
        text = _("Left to another meeting by “%(title)s” of %(day)s, and on no agenda since.") % words
        is_taken = item.meeting.body_id in planned
        url = reverse("meeting-item-carry", args=[item.meeting_id, item.position])
        act = _("Put it on the next agenda")
        if not is_taken:
            url, act = f"{reverse('meeting-new')}?body={item.meeting.body_id}", _("Plan a meeting")
        found.append(Waiting(item.title, text, "partial", _("deferred"), url, act, is_done_there=is_taken))
    return found


def _of_draft(row: Meeting, charter: Charter, today: date, url: str) -> list[Waiting]:
    last = last_notice_day(charter, row.body.kind, timezone.localdate(row.first_at))
    if today < last - SOON:
        return []
    words = {"day": long_date(last)}
    if today > last:
        text = _("The last day for its notice was %(day)s: move it.") % words
        return [Waiting(row.title, text, "bad", _("late"), url, _("Look"))]
    text = _("Its notice must leave by %(day)s.") % words
    return [Waiting(row.title, text, "partial", _("to convene"), url, _("Convene it"))]
