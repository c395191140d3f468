"""Meetings: which ones a person may open, whose seats they may act for, and what is read of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Prefetch, Q
from django.utils import timezone

from filiera.common.visibility import audience_of
from filiera.governance.enums import BodyKind, ItemState, MeetingState
from filiera.governance.logic.topics import FoundTopic, found_topics
from filiera.governance.models import AgendaItem, ConflictDeclaration, Meeting, RollSeat
from filiera.governance.queries.seats import seats_of
from filiera.governance.queries.statutes import charter_of, charter_on

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from filiera.governance.logic.charter import Charter


SOON = timedelta(hours=2)
"""How long before its hour a meeting is made ready: chairs are drawn up, who is there is marked."""


def is_past(meeting: Meeting, *, today: date) -> bool:
    """Tell whether the days of a meeting have gone by and nobody said what became of it."""
    unsaid = meeting.state in (MeetingState.PLANNED, MeetingState.CONVENED)
    return unsaid and timezone.localdate(meeting.last_at) < today


def first_call_unsaid(meeting: Meeting, *, today: date) -> bool:
    """Tell whether the day of the first call has gone by, its quorum was never declared missing, and the second is to come."""
    waits = meeting.state == MeetingState.CONVENED and meeting.call == 1 and meeting.second_at is not None
    return waits and timezone.localdate(meeting.first_at) < today <= timezone.localdate(meeting.last_at)


def call_to_come(meeting: Meeting, *, today: date) -> datetime:
    """Give the moment of the call that is to come, whether or not the one before it was declared; else of the last held."""
    return meeting.last_at if first_call_unsaid(meeting, today=today) else meeting.held_at


def begins_soon(meeting: Meeting, *, now: datetime) -> bool:
    """Tell whether a meeting that was convened begins within two hours, or should have begun today."""
    if meeting.state != MeetingState.CONVENED or is_past(meeting, today=timezone.localdate(now)):
        return False
    calls = [meeting.held_at, meeting.last_at]
    day = timezone.localdate(now)
    return any(timezone.localdate(call) == day and call - SOON <= now for call in calls)


def is_early(meeting: Meeting, *, now: datetime) -> bool:
    """Tell whether a meeting is still to come, and not within two hours: nobody can be there."""
    return meeting.state in (MeetingState.PLANNED, MeetingState.CONVENED) and now < meeting.held_at - SOON


def lets_proxies(meeting: Meeting, charter: Charter) -> bool:
    """Tell whether one may stand for another in a meeting, by the statute by which it is judged."""
    return charter.lets_proxies(in_assembly=meeting.body.kind == BodyKind.ASSEMBLY)


def charter_for(meeting: Meeting, *, today: date) -> Charter:
    """Give the statute by which a meeting is judged: the one of its notice, and before that the one in force."""
    return charter_of(meeting.statute) if meeting.statute_id else charter_on(today)


def meetings_open_to(user: Any) -> QuerySet[Meeting]:
    """Give the meetings that a person may open: the office all, whoever sits on the roll those that were convened.

    In an assembly every delegate of a member on the roll may look; who speaks for it is `own_seats`.
    """
    rows = Meeting.objects.select_related("body", "statute")
    if audience_of(user).is_office:
        return rows
    if not getattr(user, "is_authenticated", False):
        return rows.none()
    standing = user.standing(timezone.localdate())
    # Who stands for several and has not said for which comes by the notice all the same: acting asks as whom.
    hats = [standing.acting] if standing.acting is not None else standing.hats
    seats = seats_of(user, [hat.organisation_id for hat in hats])
    return rows.filter(convened_at__isnull=False, pk__in=RollSeat.objects.filter(seats).values("meeting"))


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting in a list. `items` is how many are on the agenda, `failed` how many notices did not arrive."""

    meeting: Meeting
    items: int
    failed: int = 0
    is_unclear: bool = False
    """Whether its days have gone by and nobody said whether it was held."""
    comes_at: datetime | None = None
    """The moment of the call that is to come."""

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more happens in it."""
        return self.meeting.state in (MeetingState.CLOSED, MeetingState.NO_QUORUM, MeetingState.CANCELLED)

    @property
    def is_coming(self) -> bool:
        """Tell whether it is still to be held, or being held."""
        return not self.is_over and not self.is_unclear


def meeting_lines(rows: QuerySet[Meeting], *, today: date) -> list[MeetingLine]:
    """List meetings, those to come first by day, then those to be cleared up and those that are over, the last first."""
    last = Q(deliveries__sequence=F("sequence"))
    failed = Count("deliveries", filter=last & ~Q(deliveries__failed_why=""), distinct=True)
    found = rows.annotate(n_items=Count("items", distinct=True), n_failed=failed)
    ordered = found.order_by("first_at", "pk")
    lines = [
        MeetingLine(row, row.n_items, row.n_failed, is_past(row, today=today), comes_at=call_to_come(row, today=today))
        for row in ordered
    ]
    coming = [line for line in lines if line.is_coming]
    return coming + sorted(
        (line for line in reversed(lines) if not line.is_coming), key=lambda line: not line.is_unclear
    )


def agenda_of(meeting: Meeting) -> QuerySet[AgendaItem]:
    """Give the items of a meeting in order, with conflicts, objections and candidates."""
    rows = meeting.items.select_related("resolution", "fills").order_by("position")
    return rows.prefetch_related(standing_conflicts(), "objections__seat", "candidates")


def standing_conflicts() -> Prefetch[Any]:
    """Read with items the conflicts that stand, not those that were taken back."""
    return Prefetch("conflicts", ConflictDeclaration.objects.filter(withdrawn_at=None).select_related("seat"))


@dataclass(frozen=True, slots=True)
class ItemWarning:
    """An item that seems to touch what competitors do not talk about."""

    item: AgendaItem
    found: tuple[FoundTopic, ...]


def topic_warnings(items: QuerySet[AgendaItem] | list[AgendaItem]) -> list[ItemWarning]:
    """Find the items whose words the office should look at."""
    return [
        ItemWarning(item, found)
        for item in items
        if (found := found_topics(" ".join([item.title, item.text, item.proposal])))
    ]


def last_assembly(*, before: datetime) -> Meeting | None:
    """Give the last assembly that was held and had the accounts before it, else the last that was held."""
    rows = Meeting.objects.filter(body__kind=BodyKind.ASSEMBLY, state=MeetingState.CLOSED, opened_at__lte=before)
    with_accounts = rows.filter(items__kind="ACCOUNTS", items__state=ItemState.DECIDED)
    return with_accounts.order_by("-opened_at").first() or rows.order_by("-opened_at").first()


def assembly_is_coming(*, now: datetime) -> bool:
    """Tell whether an assembly is convened or being held."""
    states = [MeetingState.CONVENED, MeetingState.OPEN]
    return Meeting.objects.filter(body__kind=BodyKind.ASSEMBLY, state__in=states).exists()
