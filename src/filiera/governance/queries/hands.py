"""Whose hand is seen in the room: the seats that whoever leads the meeting may write an open vote for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filiera.governance.enums import PresenceMode, VoteMode
from filiera.governance.models import Attendance, OpenVote
from filiera.governance.queries.seats import item_room, seats_that_vote_in

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.governance.models import AgendaItem, RollSeat


@dataclass(frozen=True, slots=True)
class HandSeat:
    """A seat whose hand is seen: there, or represented by who is. `has_device` tells that its person signed in.

    `written` is what whoever leads wrote for it already, and may correct.
    """

    seat: RollSeat
    is_by_proxy: bool
    has_device: bool
    written: OpenVote | None = None


def hand_seats(item: AgendaItem, *, at: datetime) -> list[HandSeat]:
    """Give the seats whose person is in the room and has not voted by themselves, by name; none of a secret vote."""
    if item.vote_mode != VoteMode.OPEN:
        return []
    stays = Attendance.objects.filter(seat__meeting=item.meeting, call=item.meeting.call, left_at=None)
    in_room = dict(stays.filter(mode=PresenceMode.ROOM).values_list("seat_id", "user_id"))
    room = item_room(item, at=at)
    votes = {vote.seat_id: vote for vote in OpenVote.objects.filter(item=item)}
    found = []
    for one in seats_that_vote_in(room, item):
        written = votes.get(one.seat.pk)
        person = room.holders.get(one.seat.pk) if one.is_by_proxy else one.seat.pk
        if person in in_room and (written is None or written.is_by_hand):
            found.append(HandSeat(one.seat, one.is_by_proxy, in_room[person] is not None, written))
    return found


def hands_written_for(item: AgendaItem, seats: list[RollSeat]) -> list[OpenVote]:
    """Give the votes that were shown by some seats and written down by who led, while the vote is open."""
    rows = OpenVote.objects.filter(item=item, seat__in=seats, is_by_hand=True)
    return list(rows.select_related("seat", "cast_by").order_by("seat__name"))
