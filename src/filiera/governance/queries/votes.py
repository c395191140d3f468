"""Votes as pages show them: how many have voted, who voted what openly, the ballots of a closed urn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from filiera.governance.enums import Choice, ItemState, VoteMode
from filiera.governance.models import BallotMark, OpenVote, Urn
from filiera.governance.queries.seats import seats_that_vote
from filiera.governance.wording_votes import choice_heading

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.governance.models import AgendaItem, RollSeat
    from filiera.governance.queries.seats import VotingSeat


@dataclass(frozen=True, slots=True)
class OpenResult:
    """Who voted what: names by choice, or by candidate; in the order of names."""

    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishedUrn:
    """The ballots of a closed secret vote, in the order of their codes, as anybody may count them again."""

    ballots: list[dict[str, Any]]
    digest: str
    seats: int | None


def cast_count(item: AgendaItem) -> int:
    """Count the votes that are cast on an item."""
    model = BallotMark if item.vote_mode == VoteMode.SECRET else OpenVote
    return model.objects.filter(item=item).count()


def seats_that_voted(item: AgendaItem, seats: Iterable[RollSeat]) -> set[int]:
    """Give which of some seats have voted on an item."""
    model = BallotMark if item.vote_mode == VoteMode.SECRET else OpenVote
    return set(model.objects.filter(item=item, seat__in=list(seats)).values_list("seat_id", flat=True))


def still_to_vote(item: AgendaItem, *, at: datetime) -> list[VotingSeat]:
    """Give the seats that are there or represented, have a vote on an item and have not cast it."""
    seats = seats_that_vote(item, at=at)
    voted = seats_that_voted(item, [one.seat for one in seats])
    return [one for one in seats if one.seat.pk not in voted]


def shown_by_hand(item: AgendaItem) -> list[str]:
    """Give the seats whose vote was shown in the room and written down by who led, by name."""
    return list(
        OpenVote.objects.filter(item=item, is_by_hand=True).order_by("seat__name").values_list("seat__name", flat=True)
    )


def own_open_votes(item: AgendaItem, seats: Iterable[RollSeat]) -> list[OpenVote]:
    """Give what some seats have cast themselves on an item that is voted openly, by name; nothing of a secret one."""
    if item.vote_mode != VoteMode.OPEN:
        return []
    votes = OpenVote.objects.filter(item=item, seat__in=list(seats), is_by_hand=False)
    return list(votes.select_related("seat").order_by("seat__name"))


def open_results(item: AgendaItem) -> list[OpenResult]:
    """Give who voted what on an item that was voted openly and is closed; nothing of a secret one."""
    if item.vote_mode != VoteMode.OPEN or item.state == ItemState.VOTING:
        return []
    votes = list(OpenVote.objects.filter(item=item).select_related("seat").order_by("seat__name"))
    if item.kind != "ELECTION":
        by_choice = [
            (choice_heading(choice), [vote.seat.name for vote in votes if vote.choice == choice]) for choice in Choice
        ]
        return [OpenResult(label, tuple(names)) for label, names in by_choice if names]
    named = dict.fromkeys(name for vote in votes for name in vote.names)
    return [OpenResult(name, tuple(vote.seat.name for vote in votes if name in vote.names)) for name in named]


def whole_tally(item: AgendaItem) -> list[tuple[str, int]]:
    """Give the count of a closed election, the most named first, whoever stood and was not named at the end with none.

    Sorted here: the kept judgement loses the order of its names in PostgreSQL.
    """
    counted: dict[str, int] = (item.judgement or {}).get("figures", {}).get("tally") or {}
    unnamed = [one.name for one in item.candidates.order_by("name") if one.name not in counted]
    by_votes = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return [*by_votes, *((name, 0) for name in unnamed)]


def published_urn(item: AgendaItem) -> PublishedUrn | None:
    """Give the ballots of a secret vote once it is closed; None before, and of an open vote."""
    urn = Urn.objects.filter(item=item, closed_at__isnull=False).first()
    if urn is None:
        return None
    return PublishedUrn(urn.ballots, urn.digest, item.seats if item.kind == "ELECTION" else None)


def counted_codes(item: AgendaItem, codes: Iterable[str]) -> list[str]:
    """Give which of some codes are in the urn, open or closed: whoever holds a code learns that it is counted."""
    urn = Urn.objects.filter(item=item).first()
    known = {ballot["code"] for ballot in urn.ballots} if urn else set()
    return [code for code in codes if code in known]
