"""A vote closes: it is counted, judged by the statute, and becomes a resolution. And an item closes that is not voted."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.governance import hooks
from filiera.governance.adapters import Cast, case_id, case_of_item, seat_ids
from filiera.governance.enums import ItemState, ResolutionState, VoteMode
from filiera.governance.logic.chain import digest_of
from filiera.governance.logic.closing import ClosingDoubt, closing_doubt
from filiera.governance.logic.judging import Judgement, Result, judge
from filiera.governance.logic.proxies import judge_proxies
from filiera.governance.logic.standing import Standing
from filiera.governance.models import BallotMark, Body, OpenVote, Resolution, RollSeat, Urn
from filiera.governance.operations.steps import held_item, step_item
from filiera.governance.operations.votes import VoteError
from filiera.governance.queries.votes import cast_count, still_to_vote
from filiera.governance.shapes import judgement_shape
from filiera.governance.wording import explanations
from filiera.governance.wording_votes import doubt_words

if TYPE_CHECKING:
    from filiera.governance.models import AgendaItem

PASSED = frozenset({Result.ADOPTED, Result.ELECTED})
NOT_HELD = frozenset({Result.NO_QUORUM, Result.CALL_NOT_VALID})

logger = logging.getLogger(__name__)


class VoteInDoubt(VoteError):
    """Why a vote is closed only once somebody says that it is meant: its text asks, `doubt` is what is asked about."""

    def __init__(self, doubt: ClosingDoubt) -> None:
        super().__init__(doubt_words(doubt), "is_sure")
        self.doubt = doubt


def close_vote(
    *, item: AgendaItem, now: datetime, sure_of: Collection[ClosingDoubt] = (), actor: Any = None
) -> AgendaItem:
    """Close the vote: count, judge, write the resolution. Without a quorum the item is deferred. Raises VoteError.

    A vote in which nobody voted, and a secret one in which few did, is closed only where that very doubt is among those of
    which whoever leads is `sure_of`: who saw that nobody had voted has not agreed to publish the one ballot cast since.
    What hangs on the resolution follows once the vote is closed, each by itself: where it cannot be done the vote stays
    closed, the trail says why, and it waits for the office.
    """
    row, resolution = _closed(item, now, actor, sure_of)
    if resolution is not None:
        for hook in hooks.after_resolution:
            _follow(hook, resolution)
    return row


@transaction.atomic
def _closed(
    item: AgendaItem, now: datetime, actor: Any, sure_of: Collection[ClosingDoubt]
) -> tuple[AgendaItem, Resolution | None]:
    row = held_item(item)
    if row.state != ItemState.VOTING:
        raise VoteError(_("The vote is not open, so there is nothing to close."))
    is_secret = row.vote_mode == VoteMode.SECRET
    doubt = closing_doubt(cast=cast_count(row), is_secret=is_secret)
    if doubt is not None and doubt not in sure_of:
        raise VoteInDoubt(doubt)
    silent = [one.seat.name for one in still_to_vote(row, at=now)]
    judgement = _judged_secretly(row, now) if is_secret else _judged_openly(row, now)
    kept = _kept(judgement) | {"silent": {"count": len(silent), "names": [] if is_secret else silent}}
    row.result, row.judgement, row.decided_at = str(judgement.result), kept, now
    step_item(row, ItemState.DEFERRED if judgement.result in NOT_HELD else ItemState.DECIDED)
    row.save(update_fields=["state", "result", "judgement", "decided_at"])
    # The body is held by the numbering, so that all that is locked is locked before the trail is.
    resolution = _numbered(row, judgement, now) if row.state == ItemState.DECIDED else None
    values = {"result": row.result, "figures": row.judgement["figures"]}
    audit.record(actor=actor, verb="close-vote", thing=row, values=values)
    if resolution is not None:
        values = {"number": str(resolution), "state": resolution.state}
        audit.record(actor=actor, verb="write-resolution", thing=resolution, values=values)
    return row, resolution


def _follow(hook: Callable[[Resolution], None], resolution: Resolution) -> None:
    """Let what hangs on a resolution follow it; what fails is undone whole and written down."""
    try:
        with transaction.atomic():
            hook(resolution)
    except Exception as error:
        logger.exception("What hangs on resolution %s could not follow it", resolution.pk)
        audit.record(
            actor=None, verb="resolution-not-followed", thing=resolution, why=f"{type(error).__name__}: {error}"
        )


def _judged_openly(item: AgendaItem, now: datetime) -> Judgement:
    votes = list(OpenVote.objects.filter(item=item))
    cast = Cast(
        choices={vote.seat_id: vote.choice for vote in votes if vote.choice},
        ballots={case_id(vote.seat_id): list(vote.names) for vote in votes if not vote.choice},
    )
    return _judged(item, cast, {vote.seat_id for vote in votes}, now)


def _judged_secretly(item: AgendaItem, now: datetime) -> Judgement:
    """Judge a secret vote: the ballots are dealt to the seats at random, for the count alone, and the deal is dropped.

    The president's ballot is as secret as the others, so it decides no tie.
    """
    urn = Urn.objects.select_for_update().get(item=item)
    seats = list(BallotMark.objects.filter(item=item).values_list("seat_id", flat=True))
    if len(seats) != len(urn.ballots):
        raise VoteError(
            _("The urn holds another number of ballots than were cast. Nothing is counted: call the office.")
        )
    random.SystemRandom().shuffle(seats)
    dealt = list(zip(seats, urn.ballots, strict=True))
    cast = Cast(
        choices={seat: ballot["choice"] for seat, ballot in dealt if "choice" in ballot},
        ballots={case_id(seat): ballot["names"] for seat, ballot in dealt if "names" in ballot},
    )
    urn.closed_at, urn.digest = now, digest_of(urn.ballots)
    urn.save(update_fields=["closed_at", "digest"])
    return _judged(item, cast, set(seats), now, knows_president=False)


def _judged(item: AgendaItem, cast: Cast, seats: set[int], now: datetime, *, knows_president: bool = True) -> Judgement:
    """Judge what was cast. Whoever voted and has left since, or whose proxy fell since, was there when it counted."""
    case = case_of_item(item, at=now, cast=cast)
    standing = Standing(case)
    there = {*case.attendance, *judge_proxies(standing).holders}
    gone = [one for one in map(case_id, sorted(seats)) if one not in there and standing.item_bar(one) is None]
    changes: dict[str, Any] = {"attendance": [*case.attendance, *gone]}
    if not knows_president:
        changes["president"] = None
    return judge(case.model_copy(update=changes))


def _kept(judgement: Judgement) -> dict[str, Any]:
    """Keep a judgement with the names of those who do not count, in place of the ids of their seats.

    `summary` is its explanation without them, for pages that list them apart.
    """
    ids = seat_ids(one.id for one in judgement.excluded)
    names = {case_id(pk): name for pk, name in RollSeat.objects.filter(pk__in=ids).values_list("pk", "name")}
    return judgement_shape(judgement, names) | {"summary": explanations(replace(judgement, excluded=()))}


def _numbered(item: AgendaItem, judgement: Judgement, now: datetime) -> Resolution:
    """Write the decision down with the next number of its body and year."""
    day = timezone.localtime(now).date()
    body = Body.objects.select_for_update().get(pk=item.meeting.body_id)
    numbered = Resolution.objects.filter(body=body, year=day.year)
    last: int = numbered.aggregate(last=Max("number"))["last"] or 0
    return Resolution.objects.create(
        body=body,
        year=day.year,
        number=last + 1,
        item=item,
        title=item.title,
        text=_decided_text(item, judgement),
        adopted_on=day,
        state=ResolutionState.IN_FORCE if judgement.result in PASSED else ResolutionState.NOT_ADOPTED,
        is_example=item.meeting.is_example,
    )


def _decided_text(item: AgendaItem, judgement: Judgement) -> str:
    """Give what was decided: the proposal as voted; of an election, whom it elected. Acts are written in Italian."""
    elected = judgement.figures.elected
    if elected is None:
        return item.proposal or item.title
    names = ", ".join(elected) or "nessuno"
    return f"{item.proposal or item.title}\n\nEletti: {names}."


@transaction.atomic
def close_item(*, item: AgendaItem, now: datetime, actor: Any = None) -> AgendaItem:
    """Close an item that is only discussed. Raises VoteError where it has to be voted."""
    row = held_item(item)
    if row.state != ItemState.DISCUSSED:
        raise VoteError(_("Only an item in discussion can be closed."))
    if row.vote_mode != VoteMode.NONE:
        raise VoteError(_("This item is to be voted: open the vote, or defer it."))
    step_item(row, ItemState.DECIDED)
    row.decided_at = now
    row.save(update_fields=["state", "decided_at"])
    audit.record(actor=actor, verb="close-item", thing=row)
    return row
