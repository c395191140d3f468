"""A vote opens, is cast and closes. Each seat votes once, whatever is clicked twice, lost on the way or sent at one moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.refusals import Refused
from filiera.governance.adapters import case_of_item
from filiera.governance.enums import Choice, ItemState, MeetingState, VoteMode
from filiera.governance.logic.ballots import read_code, with_ballot
from filiera.governance.logic.judging import Result, judge
from filiera.governance.logic.steps import ITEM_STEPS
from filiera.governance.models import AgendaItem, BallotMark, OpenVote, Urn
from filiera.governance.operations.arrears import settle_arrears
from filiera.governance.operations.steps import held_item
from filiera.governance.queries.seats import voting_seats
from filiera.governance.wording import quorum_sentence

if TYPE_CHECKING:
    from filiera.governance.models import RollSeat


class VoteError(Refused):
    """A vote that cannot be opened, cast or closed; its text is for the reader."""


@dataclass(frozen=True, slots=True)
class Vote:
    """What one seat votes: a choice, or the names of an election (none is a blank ballot). A secret one bears its code."""

    choice: str = ""
    names: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class Casting:
    """What came of casting: the seats whose vote counts from now, and those that had voted already."""

    cast: tuple[int, ...]
    before: tuple[int, ...]


@transaction.atomic
def open_vote(*, item: AgendaItem, now: datetime, actor: Any = None) -> AgendaItem:
    """Open the vote on an item in discussion, if its quorum is there. Raises VoteError."""
    row = held_item(item)
    if row.meeting.state != MeetingState.OPEN:
        raise VoteError(_("The meeting is not open. Open it first."))
    ITEM_STEPS.take(
        row,
        ItemState.VOTING,
        refused=lambda: VoteError(_("Only an item in discussion is voted. Open its discussion first.")),
    )
    if row.vote_mode == VoteMode.NONE:
        raise VoteError(_("This item is not voted. Close it, or say how it is voted."))
    settle_arrears(meeting=row.meeting, now=now, actor=actor)
    _check_can_be_voted(row, now)
    row.voting_opened_at = now
    row.save(update_fields=["state", "voting_opened_at"])
    if row.vote_mode == VoteMode.SECRET:
        Urn.objects.get_or_create(item=row)
    audit.record(actor=actor, verb="open-vote", thing=row, values={"mode": row.vote_mode})
    return row


def _check_can_be_voted(item: AgendaItem, now: datetime) -> None:
    """Raise VoteError where there is no quorum, no candidate, or where secret votes would weigh differently."""
    case = case_of_item(item, at=now)
    judgement = judge(case)
    if judgement.result in (Result.NO_QUORUM, Result.CALL_NOT_VALID):
        raise VoteError(quorum_sentence(judgement) if judgement.quorum is False else _("This call is not valid."))
    if item.kind == "ELECTION" and not item.candidates.exists():
        raise VoteError(_("Nobody stands in this election. Write the candidates first."))
    weights = {case.statute.weight(member.member_class) for member in case.members}
    if item.vote_mode == VoteMode.SECRET and weights - {1}:
        raise VoteError(
            _("Votes have different weights here, and a secret ballot would show whose it is. Vote openly.")
        )


@transaction.atomic
def cast_votes(*, item: AgendaItem, votes: Mapping[int, Vote], user: Any, now: datetime) -> Casting:
    """Cast the votes of the seats for which a person speaks, by seat: all of them or none.

    A seat that has voted already keeps the vote that it cast first, and is told apart in the answer: to send again what was
    lost on the way does no harm. Raises VoteError.
    """
    row = held_item(item)
    if row.state != ItemState.VOTING:
        raise VoteError(_("The vote is not open. It opens when the chair says so, and closes for everybody at once."))
    allowed = {one.seat.pk: one.seat for one in voting_seats(user, row, at=now)}
    before = have_voted(row, votes)
    if set(votes) - set(allowed) - set(before):
        raise VoteError(_("You do not vote for this seat now: be present, and check who stands for whom."))
    fresh = {pk: vote for pk, vote in votes.items() if pk not in before}
    for vote in fresh.values():
        check_vote(row, vote)
    seats = [allowed[pk] for pk in fresh]
    if row.vote_mode == VoteMode.SECRET:
        _cast_secretly(row, seats, list(fresh.values()))
    else:
        OpenVote.objects.bulk_create(
            OpenVote(
                item=row,
                seat=seat,
                choice=fresh[seat.pk].choice,
                names=list(fresh[seat.pk].names),
                cast_by=user,
                cast_at=now,
            )
            for seat in seats
        )
    for seat in seats:
        audit.record(actor=user, verb="cast-vote", thing=row, values={"seat": seat.pk, "name": seat.name})
    return Casting(tuple(fresh), tuple(before))


def have_voted(item: AgendaItem, votes: Mapping[int, Vote]) -> list[int]:
    """Give which of the seats have voted on the item."""
    model = BallotMark if item.vote_mode == VoteMode.SECRET else OpenVote
    return list(model.objects.filter(item=item, seat_id__in=list(votes)).values_list("seat_id", flat=True))


def check_vote(item: AgendaItem, vote: Vote) -> None:
    """Raise VoteError where a vote is none that the item takes."""
    if item.kind != "ELECTION":
        if vote.choice not in Choice.values or vote.names:
            raise VoteError(_("Choose one: in favour, against, or abstained."))
        return
    known = set(item.candidates.values_list("name", flat=True))
    if vote.choice or set(vote.names) - known or len(set(vote.names)) != len(vote.names):
        raise VoteError(_("Choose among the candidates, each once."))
    if len(vote.names) > (item.seats or 0):
        raise VoteError(_("You chose %(n)s names: at most %(seats)s.") % {"n": len(vote.names), "seats": item.seats})


def _cast_secretly(item: AgendaItem, seats: Sequence[RollSeat], votes: Sequence[Vote]) -> None:
    """Mark the seats, and put the ballots into the urn apart from them, in the order of their codes."""
    urn = Urn.objects.select_for_update().get(item=item)
    known = {ballot["code"] for ballot in urn.ballots}
    for vote in votes:
        code = read_code(vote.code)
        if not code or code in known:
            raise VoteError(_("This ballot's code cannot be used. Open the ballot again: it gets a new one."))
        known.add(code)
        part: dict[str, Any] = {"names": sorted(vote.names)} if item.kind == "ELECTION" else {"choice": vote.choice}
        urn.ballots = with_ballot(urn.ballots, {"code": code, **part})
    BallotMark.objects.bulk_create(BallotMark(item=item, seat=seat) for seat in sorted(seats, key=lambda one: one.pk))
    urn.save(update_fields=["ballots"])


def void_votes(item: AgendaItem, actor: Any) -> None:
    """Take out what was cast on a held item whose vote was stopped, or fell with its call: everybody votes anew."""
    void = OpenVote.objects.filter(item=item).delete()[0] + BallotMark.objects.filter(item=item).delete()[0]
    Urn.objects.filter(item=item).delete()
    item.voting_opened_at = None
    item.save(update_fields=["voting_opened_at"])
    audit.record(actor=actor, verb="void-votes", thing=item, values={"votes": void})
