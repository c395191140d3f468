"""Why a person does not vote: from the same judgement that counts the votes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from filiera.governance.adapters import case_id, case_of_roll
from filiera.governance.logic.judging import judge
from filiera.governance.logic.standing import Bar, Standing
from filiera.governance.queries.seats import item_room, own_seats
from filiera.governance.wording import bar_words

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.governance.logic.judging import Judgement
    from filiera.governance.models import AgendaItem, RollSeat
    from filiera.governance.queries.seats import ItemRoom


@dataclass(frozen=True, slots=True)
class NoVote:
    """A seat that does not vote, and why in words; `counts` tells that it makes the quorum all the same."""

    seat: RollSeat
    why: str
    counts: bool


def reasons_against_voting(user: Any, item: AgendaItem, *, at: datetime) -> list[NoVote]:
    """Give the seats for which a person speaks that do not vote on an item, each with why."""
    seats = own_seats(user, item.meeting)
    if not seats:
        return []
    found = item_room(item, at=at)
    named = [(seat, _why(seat, item, found)) for seat in seats]
    return [NoVote(seat, why, case_id(seat.pk) in found.room.counted) for seat, why in named if why]


def _why(seat: RollSeat, item: AgendaItem, found: ItemRoom) -> str:
    standing, mine = found.standing, case_id(seat.pk)
    bar = standing.item_bar(mine)
    if bar is not None:
        return _with_remedy(bar, judge(standing.case))
    if item.elects and seat.seat_class != item.elects:
        return _("another class elects here")
    if mine in standing.case.attendance:
        return ""
    if seat.pk in found.holders:
        holder = item.meeting.roll.get(pk=found.holders[seat.pk])
        return _("%(name)s votes for it, by its proxy") % {"name": holder.name}
    return _("not marked as present: say on the page of the meeting that you are there")


def _with_remedy(bar: Bar, judgement: Judgement) -> str:
    """Say why a seat has no vote and, where there is something to be done, what."""
    words = bar_words(bar, judgement)
    return _("%(why)s; pay it, and you vote from then on") % {"why": words} if bar == Bar.ARREARS else words


def why_without_vote(seat: RollSeat, *, at: datetime) -> NoVote | None:
    """Give why a seat has no vote in the whole meeting, whatever the item; None where it has one."""
    case = case_of_roll(seat.meeting, at=at)
    standing = Standing(case)
    bar = standing.vote_bar(case_id(seat.pk))
    if bar is None:
        return None
    return NoVote(seat, _with_remedy(bar, judge(case)), case_id(seat.pk) in standing.base)
