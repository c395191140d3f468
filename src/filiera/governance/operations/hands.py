"""A show of hands is written down: who leads the meeting records what seats voted that are there without a device."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.governance.enums import ItemState, VoteMode
from filiera.governance.models import AgendaItem, OpenVote
from filiera.governance.operations.steps import held_item
from filiera.governance.operations.votes import Casting, Vote, VoteError, check_vote, have_voted
from filiera.governance.queries.hands import hand_seats

if TYPE_CHECKING:
    from filiera.governance.queries.hands import HandSeat


@transaction.atomic
def record_votes(*, item: AgendaItem, votes: Mapping[int, Vote], now: datetime, actor: Any = None) -> Casting:
    """Record the open votes of seats whose person is in the room, or who holds their proxy, by seat: all or none.

    A seat that has voted by itself keeps its own vote, and is told apart in the answer; a hand that was written is
    corrected. Nobody records a secret vote for another. Raises VoteError.
    """
    row = held_item(item)
    if row.state != ItemState.VOTING:
        raise VoteError(_("The vote is not open. It opens when the chair says so, and closes for everybody at once."))
    if row.vote_mode != VoteMode.OPEN:
        raise VoteError(_("This vote is secret: nobody writes it for another. Each votes on a device in the room."))
    hands = {one.seat.pk: one for one in hand_seats(row, at=now)}
    before = [pk for pk in have_voted(row, votes) if pk not in hands]
    shown = {pk: vote for pk, vote in votes.items() if pk not in before}
    if set(shown) - set(hands):
        raise VoteError(_("A hand is seen of who is in the room, with a vote here. Mark first who has come."))
    for vote in shown.values():
        check_vote(row, vote)
    return Casting(_written(row, shown, hands, now, actor), tuple(before))


def _written(
    row: AgendaItem, shown: Mapping[int, Vote], hands: Mapping[int, HandSeat], now: datetime, actor: Any
) -> tuple[int, ...]:
    """Write the hands that are new or were written otherwise; give whose they are."""
    standing = {pk: hands[pk].written for pk in shown}
    fresh = {
        pk: vote
        for pk, vote in shown.items()
        if (old := standing[pk]) is None or (old.choice, tuple(old.names)) != (vote.choice, vote.names)
    }
    OpenVote.objects.filter(pk__in=[old.pk for pk in fresh if (old := standing[pk]) is not None]).delete()
    user = actor if getattr(actor, "pk", None) else None
    OpenVote.objects.bulk_create(
        OpenVote(
            item=row,
            seat=hands[pk].seat,
            choice=vote.choice,
            names=list(vote.names),
            cast_by=user,
            cast_at=now,
            is_by_hand=True,
        )
        for pk, vote in fresh.items()
    )
    for pk in fresh:
        old = standing[pk]
        values = {"seat": pk, "name": hands[pk].seat.name, "corrected": old is not None}
        audit.record(actor=actor, verb="record-vote", thing=row, values=values)
    return tuple(fresh)
