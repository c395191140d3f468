"""What of the association waits for one person: a vote, a meeting, a fee, minutes to read or to sign, a term that ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.acting import acting_of
from filiera.common.in_words import cents, long_date, moment
from filiera.governance.enums import ItemState, MeetingState, MinutesState, PetitionState
from filiera.governance.models import AgendaItem, Meeting, Minutes, Petition, RollSeat
from filiera.governance.queries.acts import late_follow_ups
from filiera.governance.queries.fees import fee_standing, late_count, total_of
from filiera.governance.queries.meetings import begins_soon, call_to_come, is_past
from filiera.governance.queries.members import current_member, members_on
from filiera.governance.queries.seats import speaks, spoken_seats
from filiera.governance.queries.seniority import seniority_of
from filiera.governance.queries.signing import chairless_meetings_of
from filiera.governance.wording_meetings import resolution_words
from filiera.registry import hooks
from filiera.registry.hooks import Waiting, in_turn
from filiera.registry.queries.terms_waiting import ending, waiting_lines

if TYPE_CHECKING:
    from filiera.common.acting import Acting
    from filiera.governance.models import Member

YEAR_SOON = timedelta(days=60)
"""How long before it is reached a year of membership is told."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The association in numbers, for its board: sums that say nothing of one member. Amounts in euros."""

    members: int
    year: int
    owed_eur: Decimal
    paid_eur: Decimal
    late: int


def figures_for(user: Any, *, today: date) -> Figures | None:
    """Give the numbers of the association to whoever sits on its board; None to everybody else."""
    if not getattr(user.audience(today), "on_board", False):
        return None
    owed, paid = total_of(today.year)
    return Figures(len(members_on(today)), today.year, owed, paid, late_count(today))


def waiting_for(user: Any, *, now: datetime) -> list[Waiting]:
    """List what waits for a person, acting as they do now: what is urgent first."""
    today = timezone.localdate(now)
    acting = acting_of(user)
    seats = spoken_seats(user)
    found = [*_votes(seats), *_meetings(seats, now), *_minutes(user, seats, now)]
    member = current_member(acting.organisation_id) if acting is not None else None
    if acting is not None and member is not None:
        found += [*_fee(member, acting, today), *_year(member, acting, today), *_petitions(member, acting)]
    if acting is not None:
        found += _terms(user, acting, today)
    if getattr(user.audience(today), "on_board", False):
        found += _follow_ups(today)
    found += [thing for source in hooks.waiting_for for thing in source(user, now)]
    return in_turn(found)


def _votes(seats: Q) -> list[Waiting]:
    mine = RollSeat.objects.filter(seats, meeting__state=MeetingState.OPEN)
    items = AgendaItem.objects.filter(state=ItemState.VOTING, meeting__in=mine.values("meeting")).select_related(
        "meeting"
    )
    return [
        Waiting(
            title=item.title,
            text=item.meeting.title,
            tone="bad",
            word=_("voted now"),
            url=reverse("ballot", args=[item.meeting_id, item.position]),
            act=_("Vote"),
            is_now=True,
        )
        for item in items.order_by("pk")
    ]


def _meetings(seats: Q, now: datetime) -> list[Waiting]:
    """Give the meetings to come, and the one that is on; one of today stands before everything but a vote."""
    states = [MeetingState.CONVENED, MeetingState.OPEN]
    rows = Meeting.objects.filter(state__in=states, roll__in=RollSeat.objects.filter(seats)).distinct()
    found = []
    today = timezone.localdate(now)
    for row in rows.order_by("first_at", "pk"):
        if is_past(row, today=today):
            continue
        is_on = row.state == MeetingState.OPEN
        at = row.held_at if is_on else call_to_come(row, today=today)
        is_now = is_on or begins_soon(row, now=now) or timezone.localdate(at) == today
        word = _("it is on") if is_on else _("today") if is_now else _("convened")
        url, act = reverse("meeting", args=[row.pk]), _("Take part") if is_on else _("Agenda and proxies")
        tone = "warn" if is_on else "partial"
        found.append(Waiting(row.title, moment(at), tone, word, url, act, is_now=is_now))
    return found


def _minutes(user: Any, seats: Q, now: datetime) -> list[Waiting]:
    """Give the drafts that a person who was there may still have changed, and those that wait for the one who chaired."""
    mine = RollSeat.objects.filter(seats)
    there = mine.filter(stays__isnull=False).values("meeting")
    rows = Minutes.objects.filter(state=MinutesState.IN_CHECK, meeting__in=there, checked_until_at__gte=now)
    found = [
        Waiting(
            title=_("Minutes of “%(title)s”") % {"title": row.content["title"]},
            text=_("Changes can be asked for until %(day)s.") % {"day": moment(row.checked_until_at)},
            tone="partial",
            word=_("to read"),
            url=reverse("minutes", args=[row.pk]),
            act=_("Read them"),
        )
        for row in rows.order_by("checked_until_at")
    ]
    signs = Q(meeting__chaired_by__in=mine) | Q(meeting__in=chairless_meetings_of(user))
    unsigned = Minutes.objects.filter(signs, state=MinutesState.APPROVED)
    found += [
        Waiting(
            title=_("Minutes of “%(title)s”") % {"title": row.content["title"]},
            text=_("You chaired it: they wait for your signature.")
            if row.meeting.chaired_by_id
            else _("You sign as president: they wait for your signature."),
            tone="bad",
            word=_("to sign"),
            url=reverse("minutes", args=[row.pk]),
            act=_("Sign"),
        )
        for row in unsigned.exclude(signatures__role="PRESIDENT").select_related("meeting").order_by("pk")
    ]
    return found


def _fee(member: Member, acting: Acting, today: date) -> list[Waiting]:
    standing = fee_standing(member, today)
    if not standing.open_eur:
        return []
    url = reverse("membership", args=[acting.code])
    title = _("Fee to pay: %(amount)s") % {"amount": cents(standing.open_eur)}
    if not standing.days_late:
        return [Waiting(title, _("It is not late yet."), "partial", _("to pay"), url, _("Look"))]
    text = ngettext("It was due %(n)s day ago.", "It was due %(n)s days ago.", standing.days_late) % {
        "n": standing.days_late
    }
    if standing.loses_vote:
        text += " " + _("Until it is paid the statute takes the vote.")
    return [Waiting(title, text, "bad", _("late"), url, _("Look"))]


def _year(member: Member, acting: Acting, today: date) -> list[Waiting]:
    """Tell that the months which calls ask for are reached, or will be soon."""
    seniority = seniority_of(member, today)
    day = seniority.reached_on
    if day is None or not today - YEAR_SOON <= day <= today + YEAR_SOON:
        return []
    url = reverse("membership", args=[acting.code])
    if day <= today:
        text = _("The certificate of seniority is worth points in some calls.")
        title = _("A year in the cluster since %(day)s") % {"day": long_date(day)}
        return [Waiting(title, text, "ok", _("reached"), url, _("Get the certificate"))]
    title = _("A year in the cluster on %(day)s") % {"day": long_date(day)}
    return [Waiting(title, _("From then on the certificate says so."), "partial", _("soon"), url, _("Look"))]


def _petitions(member: Member, acting: Acting) -> list[Waiting]:
    if not speaks(acting):
        return []
    rows = Petition.objects.filter(state=PetitionState.OPEN).exclude(signatures__member=member)
    return [
        Waiting(
            row.title,
            _("Members ask for an assembly."),
            "partial",
            _("to sign"),
            reverse("petition", args=[row.pk]),
            _("Read the request"),
        )
        for row in rows.order_by("opened_at")[:3]
    ]


def _terms(user: Any, acting: Acting, today: date) -> list[Waiting]:
    """Tell that the own delegation ends, and to whoever speaks for the organisation which others do, with the reminder."""
    rows = ending(today, organisation_id=acting.organisation_id)
    own = [row for row in rows if row.user_id == user.pk]
    url = reverse("delegates", args=[acting.code])
    found = []
    for row in own:
        text = _("You act for %(name)s until %(day)s.") % {"name": acting.name, "day": long_date(row.until_on)}
        found.append(Waiting(_("Your delegation ends"), text, "warn", _("soon"), url, _("Who acts for us")))
    if speaks(acting):
        found += waiting_lines([row for row in rows if row.user_id != user.pk], today)
    return found


def _follow_ups(today: date) -> Sequence[Waiting]:
    """Give what the board decided and nobody has done in time."""
    return [
        Waiting(
            title=row.what,
            text=_("%(name)s, by %(day)s; resolution no. %(number)s.")
            % {"name": row.owner_name, "day": long_date(row.due_on), "number": resolution_words(row.resolution)},
            tone="bad",
            word=_("late"),
            url=reverse("resolution", args=[row.resolution_id]),
            act=_("Look"),
        )
        for row in late_follow_ups(today=today)[:5]
    ]
