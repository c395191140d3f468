"""What the pages of a meeting show, put together for one person at one moment."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from filiera.common.in_words import long_date, moment, on_day
from filiera.common.language import current_language
from filiera.common.visibility import audience_of
from filiera.documents.models import Document
from filiera.governance.enums import WITHDRAWN, ItemState, MeetingState, VoteMode
from filiera.governance.models import MeetingPaper, Proxy, ReminderAcceptance, RollSeat
from filiera.governance.operations.conflicts import BEFORE_THE_VOTE
from filiera.governance.queries.meetings import agenda_of, call_to_come, charter_for, is_early, is_past
from filiera.governance.queries.seats import own_seats
from filiera.governance.queries.votes import cast_count
from filiera.governance.quorum import QuorumNow, quorum_now
from filiera.governance.wording_meetings import call_words, kind_words, notice_words, where_words

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from filiera.governance.logic.charter import Charter
    from filiera.governance.models import AgendaItem, Attendance, ConflictDeclaration, Meeting

TONES = {
    ItemState.PLANNED: "",
    ItemState.DISCUSSED: "partial",
    ItemState.VOTING: "partial",
    ItemState.DECIDED: "ok",
    ItemState.STOPPED: "bad",
    ItemState.DEFERRED: "unknown",
}
NOT_HELD = frozenset({MeetingState.PLANNED, MeetingState.CANCELLED})


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item on a page: its state in a word with its tone, its papers, how many have voted, the class that elects."""

    item: AgendaItem
    tone: str
    word: str
    papers: tuple[Document, ...] = ()
    cast: int = 0
    elects: str = ""

    @property
    def kind_words(self) -> str:
        """Name the kind of the item."""
        return kind_words(self.item.kind)

    @property
    def is_current(self) -> bool:
        """Tell whether it is the item that is being dealt with."""
        return self.item.state in (ItemState.DISCUSSED, ItemState.VOTING, ItemState.STOPPED)

    @property
    def may_declare(self) -> bool:
        """Tell whether a conflict of interest is still declared on it, or taken back."""
        return self.item.state in BEFORE_THE_VOTE


@dataclass(frozen=True, slots=True)
class OwnSeat:
    """A seat for which the person speaks: whether it is there, accepted the reminder, gave or holds proxies."""

    seat: RollSeat
    stay: Attendance | None
    has_accepted: bool
    given: Proxy | None
    held: tuple[Proxy, ...]


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting as one person sees it at one moment. `quorum` is None where nothing is held; `papers` are its own."""

    meeting: Meeting
    lines: tuple[ItemLine, ...]
    quorum: QuorumNow | None
    own: tuple[OwnSeat, ...]
    papers: tuple[Document, ...]
    finding: tuple[str, str]
    kicker: str
    meta: str
    at: datetime

    @property
    def is_live(self) -> bool:
        """Tell whether what the page shows may change from one moment to the next."""
        return self.meeting.state in (MeetingState.CONVENED, MeetingState.OPEN)

    @property
    def digest(self) -> str:
        """Give the digest of all that may change on the page, but for the hour: a page that shows it needs nothing new."""
        lines = [
            (
                line.item.pk,
                line.item.state,
                line.cast,
                line.item.result,
                len(line.item.conflicts.all()),
                [(one.pk, one.answer) for one in line.item.objections.all()],
            )
            for line in self.lines
        ]
        rows = self.quorum.rows if self.quorum else ()
        told = repr((self.meeting.state, self.meeting.call, self.finding, lines, rows))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    @property
    def own_conflicts(self) -> list[tuple[AgendaItem, ConflictDeclaration]]:
        """Give the conflicts that the person declared and may still take back, each with its item."""
        own = {one.seat.pk for one in self.own}
        lines = [line.item for line in self.lines if line.may_declare]
        return [(item, one) for item in lines for one in item.conflicts.all() if one.seat_id in own]

    @property
    def current(self) -> ItemLine | None:
        """Give the item that is being dealt with."""
        return next((line for line in self.lines if line.is_current), None)

    @property
    def may_check_in(self) -> bool:
        """Tell whether presence is taken now."""
        return self.is_live and not is_early(self.meeting, now=self.at)


def open_papers(user: Any, meeting: Meeting) -> QuerySet[MeetingPaper]:
    """Give the papers of a meeting that a person may see; the office does not see what it has not signed for."""
    open_ids = Document.objects.visible_to(audience_of(user)).values("pk")
    rows = MeetingPaper.objects.filter(meeting=meeting, document__in=open_ids)
    return rows.select_related("document", "item").order_by("pk")


def papers_open_to(user: Any, meeting: Meeting) -> dict[int | None, list[Document]]:
    """Give the papers of a meeting that a person may see, by item (None: of the whole meeting)."""
    found: dict[int | None, list[Document]] = {}
    for paper in open_papers(user, meeting):
        found.setdefault(paper.item_id, []).append(paper.document)
    return found


def meeting_page(meeting: Meeting, *, user: Any, now: datetime) -> MeetingPage:
    """Put together what a person sees of a meeting now."""
    papers = papers_open_to(user, meeting)
    charter = charter_for(meeting, today=timezone.localdate(now))
    lines = tuple(_line(item, papers, charter) for item in agenda_of(meeting))
    quorum = _quorum(meeting, now)
    return MeetingPage(
        meeting=meeting,
        lines=lines,
        quorum=quorum,
        own=_own(meeting, user),
        papers=tuple(papers.get(None, [])),
        finding=finding(meeting, quorum, lines),
        kicker=_kicker(meeting),
        meta=_meta(meeting, now),
        at=now,
    )


def _quorum(meeting: Meeting, now: datetime) -> QuorumNow | None:
    """Count now; of a meeting that is over, at its last moment."""
    if meeting.state in NOT_HELD:
        return None
    over = meeting.closed_at
    return quorum_now(meeting, at=over - timedelta(microseconds=1) if over else now)


def _line(item: AgendaItem, papers: dict[int | None, list[Document]], charter: Charter) -> ItemLine:
    cast = cast_count(item) if item.state == ItemState.VOTING else 0
    return ItemLine(
        item=item,
        tone=_tone(item),
        word=item_state_words(item, cast),
        papers=tuple(papers.get(item.pk, [])),
        cast=cast,
        elects=charter.class_name(item.elects, current_language()) if item.elects else "",
    )


def _tone(item: AgendaItem) -> str:
    """Give the mark of an item: what was voted down is no success."""
    return "bad" if item.state == ItemState.DECIDED and item.result == "rejected" else TONES[ItemState(item.state)]


def _results(item: AgendaItem) -> dict[str, str]:
    """Give what came of a decided item in a word, of its own gender."""
    if item.kind == "ELECTION":
        return {"elected": _("elected"), "rejected": _("nobody elected")}
    return {"adopted": pgettext("an item", "adopted"), "rejected": pgettext("an item", "not adopted")}


def item_state_words(item: AgendaItem, cast: int = 0) -> str:
    """Say where an item is: of one that is decided, what came of it."""
    if item.state == ItemState.DECIDED:
        return _results(item).get(item.result, _("done"))
    if item.state == ItemState.VOTING:
        return _("being voted: %(n)s so far") % {"n": cast}
    if item.result == WITHDRAWN:
        return pgettext("an item", "withdrawn")
    return str(item.get_state_display()) if item.state != ItemState.PLANNED else ""


def _own(meeting: Meeting, user: Any) -> tuple[OwnSeat, ...]:
    seats = own_seats(user, meeting)
    found = []
    for seat in seats:
        given = Proxy.objects.filter(giver=seat, revoked_at=None).select_related("holder").first()
        held = Proxy.objects.filter(holder=seat, revoked_at=None).select_related("giver").order_by("dated_on", "pk")
        found.append(
            OwnSeat(
                seat=seat,
                stay=seat.stays.filter(left_at=None).first(),
                has_accepted=ReminderAcceptance.objects.filter(seat=seat, user=user).exists(),
                given=given,
                held=tuple(held),
            )
        )
    return tuple(found)


def _kicker(meeting: Meeting) -> str:
    parts = [meeting.title]
    if meeting.second_at is not None and meeting.state != MeetingState.PLANNED:
        parts.append(call_words(meeting.call))
    return " · ".join(parts)


def _meta(meeting: Meeting, now: datetime) -> str:
    charter = charter_for(meeting, today=timezone.localdate(now))
    where = where_words(meeting)
    sentences = [f"{moment(meeting.held_at)}{', ' + where if where else ''}."]
    if (
        meeting.second_at is not None
        and meeting.call == 1
        and meeting.state in (MeetingState.PLANNED, MeetingState.CONVENED)
    ):
        sentences.append(_("Second call: %(when)s.") % {"when": moment(meeting.second_at)})
    sentences.append(notice_words(meeting, charter))
    return " ".join(part for part in sentences if part)


def finding(meeting: Meeting, quorum: QuorumNow | None, lines: tuple[ItemLine, ...] = ()) -> tuple[str, str]:
    """Say what a page of a meeting finds, in two parts: the second is the one that matters."""
    if meeting.state == MeetingState.CANCELLED:
        return _("Cancelled:"), meeting.cancelled_why
    if meeting.state == MeetingState.NO_QUORUM:
        return _("Not held:"), _("the quorum was missing")
    if meeting.state == MeetingState.CLOSED:
        decided = sum(line.item.state == ItemState.DECIDED and line.item.vote_mode != VoteMode.NONE for line in lines)
        words = ngettext("%(n)s item was decided", "%(n)s items were decided", decided) % {"n": decided}
        return _("The meeting is over:"), words if decided else _("nothing was voted")
    if is_past(meeting, today=timezone.localdate()):
        return _("To be cleared up: it was to be held on"), long_date(timezone.localdate(meeting.last_at))
    if quorum is None or (meeting.state == MeetingState.CONVENED and not quorum.present):
        return _("It is held"), on_day(timezone.localdate(call_to_come(meeting, today=timezone.localdate())))
    counts = {"present": quorum.present, "base": quorum.base, "needed": quorum.needed}
    if quorum.is_there:
        said = ngettext("%(present)s vote of %(base)s", "%(present)s votes of %(base)s", quorum.present)
        return _("There is a quorum:"), said % counts
    return _("The quorum is missing:"), _("%(present)s of %(base)s, %(needed)s are needed") % counts
