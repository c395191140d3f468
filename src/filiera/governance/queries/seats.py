"""For which seats of a meeting a person may speak: one's own, and those that gave a proxy that holds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from filiera.common.acting import acting_of
from filiera.governance.adapters import case_id, case_of_item, seat_ids
from filiera.governance.logic.judging import Room, room_of
from filiera.governance.logic.proxies import judge_proxies
from filiera.governance.logic.standing import Standing
from filiera.governance.models import RollSeat
from filiera.registry.enums import SPEAKING_ROLES

if TYPE_CHECKING:
    from filiera.common.acting import Acting
    from filiera.governance.models import AgendaItem, Meeting


@dataclass(frozen=True, slots=True)
class VotingSeat:
    """A seat that a person votes for on an item: its own, or by proxy of the one that gave it."""

    seat: RollSeat
    is_by_proxy: bool


@dataclass(frozen=True, slots=True)
class ItemRoom:
    """Who counts on an item at a moment, and who stands for whom, by seat."""

    standing: Standing
    room: Room
    holders: dict[int, int]

    @property
    def voters(self) -> frozenset[int]:
        """Give the seats that vote on the item."""
        return frozenset(seat_ids(self.room.voters))


def seats_of(user: Any, organisation_ids: Collection[int]) -> Q:
    """Give the condition of the seats of a person's mandates, and of the members that some organisations are."""
    seats = Q(mandate__user=user)
    return seats | Q(member__organisation_id__in=list(organisation_ids)) if organisation_ids else seats


def speaks(acting: Acting) -> bool:
    """Tell whether whoever acts so speaks for the organisation: its representative or substitute, and nobody on its behalf."""
    return not acting.on_behalf and acting.role in SPEAKING_ROLES


def spoken_seats(user: Any) -> Q:
    """Give the condition of the seats for which a person speaks: of own mandates, of the member acted for by who speaks."""
    acting = acting_of(user)
    return seats_of(user, [acting.organisation_id] if acting is not None and speaks(acting) else [])


def own_seats(user: Any, meeting: Meeting) -> list[RollSeat]:
    """Give the seats that a person holds: of the member acted for as its representative or substitute, of own mandates.

    Whoever acts on a member's behalf speaks for no seat.
    """
    if not getattr(user, "is_authenticated", False):
        return []
    return list(meeting.roll.filter(spoken_seats(user)).order_by("pk"))


def item_room(item: AgendaItem, *, at: datetime) -> ItemRoom:
    """Read the room of an item as the rules do, at a moment: five queries."""
    standing = Standing(case_of_item(item, at=at))
    proxies = judge_proxies(standing)
    holders = {int(giver[1:]): int(holder[1:]) for giver, holder in proxies.holders.items()}
    return ItemRoom(standing, room_of(standing, proxies), holders)


def seats_that_vote(item: AgendaItem, *, at: datetime) -> list[VotingSeat]:
    """Give all the seats that vote on an item now, there or validly represented, in the order of names."""
    return seats_that_vote_in(item_room(item, at=at), item)


def seats_that_vote_in(found: ItemRoom, item: AgendaItem) -> list[VotingSeat]:
    """Give them where the room of the item has been read: one query."""
    there = set(found.room.counted & set(found.standing.case.attendance))
    rows = RollSeat.objects.filter(pk__in=found.voters).order_by("name", "pk")
    seats = [VotingSeat(seat, is_by_proxy=case_id(seat.pk) not in there) for seat in rows]
    return [one for one in seats if not item.elects or one.seat.seat_class == item.elects]


def voting_seats(user: Any, item: AgendaItem, *, at: datetime) -> list[VotingSeat]:
    """Give the seats for which a person may vote on an item now: own ones that are there, and those they stand for.

    Of an election by a class, only the seats of the class.
    """
    own = own_seats(user, item.meeting)
    if not own:
        return []
    room = item_room(item, at=at)
    there = set(room.standing.case.attendance)
    mine = {seat.pk for seat in own if case_id(seat.pk) in there}
    seats = [VotingSeat(seat, is_by_proxy=False) for seat in own if seat.pk in mine & room.voters]
    given = [giver for giver, holder in room.holders.items() if holder in mine and giver in room.voters]
    represented = RollSeat.objects.filter(pk__in=given).order_by("pk") if given else []
    seats += [VotingSeat(seat, is_by_proxy=True) for seat in represented]
    return [one for one in seats if not item.elects or one.seat.seat_class == item.elects]
