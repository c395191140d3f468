"""A meeting of the register as the case that the rules judge: the only file that knows both."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from filiera.governance.enums import Choice
from filiera.governance.logic.case import (
    CaseMember,
    CaseProxy,
    Election,
    Item,
    MeetingCase,
    Petition,
    Times,
)
from filiera.governance.logic.case import Choice as CaseChoice
from filiera.governance.logic.statute import ItemKind
from filiera.governance.models import AgendaItem, Attendance, ConflictDeclaration, Meeting, Proxy, RollSeat
from filiera.governance.queries.statutes import charter_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from filiera.governance.logic.charter import Charter

CHOICES: Mapping[str, CaseChoice] = {Choice.FOR: "for", Choice.AGAINST: "against", Choice.ABSTAIN: "abstain"}


@dataclass(frozen=True, slots=True)
class Cast:
    """What was cast on an item: by seat, a choice or the names of a ballot."""

    choices: Mapping[int, str]
    ballots: Mapping[str, list[str]]


NOTHING_CAST = Cast({}, {})


def case_id(seat_id: int | None) -> str:
    """Give the id of a seat in a case."""
    return f"s{seat_id}"


def seat_ids(ids: Iterable[str]) -> list[int]:
    """Give the seats that ids of a case stand for."""
    return [int(one.removeprefix("s")) for one in ids]


def present_seats(meeting: Meeting, *, at: datetime) -> set[int]:
    """Give the seats that are there at a moment, in the room or remotely."""
    stays = Attendance.objects.filter(seat__meeting=meeting, call=meeting.call, came_at__lte=at)
    return set(stays.exclude(left_at__lte=at).values_list("seat_id", flat=True))


def case_of_item(item: AgendaItem, *, at: datetime, cast: Cast = NOTHING_CAST) -> MeetingCase:
    """Build the case of an item as things stood at a moment: five queries.

    Proxies revoked before that moment have fallen; in the assembly a proxy of who has come is judged by the rules.
    """
    meeting = item.meeting
    roll = list(meeting.roll.order_by("pk"))
    return MeetingCase(
        statute=charter_of(meeting.statute),
        members=[_member(seat) for seat in roll],
        call=2 if meeting.call == 2 else 1,
        times=_times(meeting),
        attendance=[case_id(pk) for pk in sorted(present_seats(meeting, at=at))],
        proxies=[_proxy(proxy, at) for proxy in _proxies(meeting)],
        conflicts=[case_id(pk) for pk in _conflicts(item, at)],
        president=case_id(meeting.chaired_by_id) if meeting.chaired_by_id else None,
        item=_item(item, cast),
        votes={case_id(pk): CHOICES[choice] for pk, choice in cast.choices.items()},
    )


def case_of_roll(meeting: Meeting, *, at: datetime, present: Collection[int] | None = None) -> MeetingCase:
    """Build the case of the meeting's ordinary business, to tell whether it has a quorum now."""
    kind = "BOARD" if meeting.roll.filter(mandate__isnull=False).exists() else "ORDINARY"
    case = case_of_item(AgendaItem(meeting=meeting, kind=kind), at=at)
    return case if present is None else case.model_copy(update={"attendance": [case_id(pk) for pk in sorted(present)]})


def _proxies(meeting: Meeting) -> QuerySet[Proxy]:
    return Proxy.objects.filter(meeting=meeting).order_by("dated_on", "pk")


def _conflicts(item: AgendaItem, at: datetime) -> list[int]:
    if item.pk is None:
        return []
    standing = ConflictDeclaration.objects.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=at), item=item)
    declared = standing.filter(declared_at__lte=at)
    return list(declared.order_by("seat_id").values_list("seat_id", flat=True))


def _member(seat: RollSeat) -> CaseMember:
    return CaseMember(
        id=case_id(seat.pk),
        member_class=seat.seat_class,
        fee="arrears" if seat.is_in_arrears else "paid",
        state="suspended" if seat.is_suspended else "active",
        member_since=seat.member_since_on,
        director=seat.is_director,
    )


def _proxy(proxy: Proxy, at: datetime) -> CaseProxy:
    """Give a proxy; the moment of the vote is known here, so what was revoked by then is revoked from the start."""
    is_revoked = proxy.revoked_at is not None and proxy.revoked_at <= at
    return CaseProxy(
        giver=case_id(proxy.giver_id),
        holder=case_id(proxy.holder_id),
        dated=datetime.combine(proxy.dated_on, time()),
        signed=proxy.signed_at is not None,
        revoked=datetime.min if is_revoked else None,
    )


def _times(meeting: Meeting) -> Times:
    return Times(
        record_date=meeting.record_on,
        first=timezone.localtime(meeting.first_at).replace(tzinfo=None),
        second=timezone.localtime(meeting.second_at).replace(tzinfo=None) if meeting.second_at else None,
        second_in_notice=meeting.second_at is not None,
    )


def _item(item: AgendaItem, cast: Cast) -> Item:
    kind = ItemKind(item.kind.lower())
    if kind != ItemKind.ELECTION:
        return Item(kind=kind)
    election = Election(
        elects=item.elects or None,
        seats=item.seats,
        secret=item.vote_mode == "SECRET",
        ballots=dict(cast.ballots),
    )
    return Item(kind=kind, election=election)


def case_of_petition(
    signed: Collection[int], reasons: str, *, members: Iterable[tuple[int, str, bool]], charter: Charter
) -> MeetingCase:
    """Build the case of a request for an assembly; `members` are those of the day: id, class, whether it is suspended."""
    return MeetingCase(
        statute=charter,
        members=[
            CaseMember(id=case_id(pk), member_class=code, state="suspended" if suspended else "active")
            for pk, code, suspended in members
        ],
        item=Item(
            kind=ItemKind.PETITION,
            petition=Petition(signatories=[case_id(pk) for pk in sorted(signed)], reasons=reasons),
        ),
    )
