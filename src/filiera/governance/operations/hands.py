"""A show of hands is written down: who leads the meeting records what seats voted that are there without a device."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.governance.enums import ItemState, VoteMode
from filiera.governance.models import AgendaItem, OpenVote
from filiera.governance.operations.steps import held_item
from filiera.governance.operations.votes import Casting, Vote, VoteError, check_vote, have_voted
from filiera.governance.queries.seats import seats_that_vote


@transaction.atomic
def record_votes(*, item: AgendaItem, votes: Mapping[int, Vote], now: datetime, actor: Any = None) -> Casting:
    """Record the open votes of seats that are there or validly represented, by seat: all of them or none.

    A seat that has voted keeps its own vote, and is told apart in the answer. Nobody records a secret vote for another.
    Raises VoteError.
    """
    row = held_item(item)
    if row.state != ItemState.VOTING:
        raise VoteError(_("The vote is not open. It opens when the chair says so, and closes for everybody at once."))
    if row.vote_mode != VoteMode.OPEN:
        raise VoteError(_("This vote is secret: nobody writes it for another. Each votes on a device in the room."))
    before = have_voted(row, votes)
    fresh = {pk: vote for pk, vote in votes.items() if pk not in before}
    allowed = {one.seat.pk: one.seat for one in seats_that_vote(row, at=now)}
    if set(fresh) - set(allowed):
        raise VoteError(_("Only who is there, or validly represented, votes. Mark first who has come."))
    for vote in fresh.values():
        check_vote(row, vote)
    user = actor if getattr(actor, "pk", None) else None
    OpenVote.objects.bulk_create(
        OpenVote(
            item=row,
            seat=allowed[pk],
            choice=vote.choice,
            names=list(vote.names),
            cast_by=user,
            cast_at=now,
            is_by_hand=True,
        )
        for pk, vote in fresh.items()
    )
    for pk in fresh:
        audit.record(actor=actor, verb="record-vote", thing=row, values={"seat": pk, "name": allowed[pk].name})
    return Casting(tuple(fresh), tuple(before))
