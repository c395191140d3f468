"""The funnel of needs: what became of the last hundred, how fast, how many were given up, how well solvers were chosen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

from filiera.common.aggregates import may_be_shown
from filiera.exchange.enums import NeedState
from filiera.exchange.logic.steps import YES_STATES
from filiera.exchange.models import Match, Need

if TYPE_CHECKING:
    from collections.abc import Sequence

LAST = 100
WITHIN = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Funnel:
    """What became of the last needs that were handed in; shares in [0, 1], times in days, None where nothing can be said.

    Times count from `Need.published_at`: a need that is read again goes on counting from when it was handed in; one that was
    given back is not in here until it is handed in again, and counts from then.

    `answered` are needs of which some solver has answered at all; `in_five` of which one has within five days of being
    handed in, of those handed in at least five days ago. `given_up` ended without a solution. `precision` is the share of
    the solvers that were asked and have answered which said yes.
    """

    entered: int
    read: int
    asked: int
    answered: int
    introduced: int
    collaborating: int
    completed: int
    solved: int
    given_up: int
    days_to_answer: float | None
    days_to_ask: float | None
    in_five: float | None
    precision: float | None
    contributors: int
    may_be_public: bool

    @property
    def steps(self) -> tuple[tuple[str, int], ...]:
        """Give the steps in their order, by name."""
        return (
            ("entered", self.entered),
            ("read", self.read),
            ("asked", self.asked),
            ("answered", self.answered),
            ("introduced", self.introduced),
            ("collaborating", self.collaborating),
        )


def funnel(*, now: datetime, last: int = LAST) -> Funnel:
    """Count what became of the last needs that were handed in: two queries."""
    handed_in = Need.objects.filter(published_at__isnull=False).exclude(state=NeedState.DRAFT)
    rows = list(handed_in.order_by("-published_at", "-pk")[:last])
    matches = list(Match.objects.filter(need__in=rows).select_related("collaboration"))
    of_need: dict[int, list[Match]] = {row.pk: [] for row in rows}
    for match in matches:
        of_need[match.need_id].append(match)
    ripe = [row for row in rows if row.published_at is not None and now - row.published_at >= WITHIN]
    contributions = Counter(row.organisation_id for row in rows)
    answered = [one for one in matches if one.first_answer_at is not None]
    return Funnel(
        entered=len(rows),
        read=sum(row.read_at is not None for row in rows),
        asked=_needs(of_need, "asked_at"),
        answered=_needs(of_need, "first_answer_at"),
        introduced=_needs(of_need, "introduced_at"),
        collaborating=sum(any(hasattr(one, "collaboration") for one in found) for found in of_need.values()),
        completed=sum(any(_completed(one) for one in found) for found in of_need.values()),
        solved=sum(row.state == NeedState.SOLVED for row in rows),
        given_up=sum(row.state in (NeedState.CLOSED, NeedState.EXPIRED) for row in rows),
        days_to_answer=_middle(rows, of_need, "first_answer_at"),
        days_to_ask=_middle(rows, of_need, "asked_at"),
        in_five=sum(_is_quick(row, of_need[row.pk]) for row in ripe) / len(ripe) if ripe else None,
        precision=sum(_said_yes(one) for one in answered) / len(answered) if answered else None,
        contributors=len(contributions),
        may_be_public=may_be_shown(list(contributions.values())),
    )


def _needs(of_need: dict[int, list[Match]], step: str) -> int:
    return sum(any(getattr(one, step) is not None for one in found) for found in of_need.values())


def _completed(match: Match) -> bool:
    return hasattr(match, "collaboration") and match.collaboration.completed_at is not None


def _said_yes(match: Match) -> bool:
    return match.solver_yes_at is not None or match.state in YES_STATES


def _is_quick(row: Need, matches: Sequence[Match]) -> bool:
    first = _first(matches, "first_answer_at")
    return first is not None and row.published_at is not None and first - row.published_at <= WITHIN


def _first(matches: Sequence[Match], step: str) -> datetime | None:
    return min((at for one in matches if (at := getattr(one, step)) is not None), default=None)


def _middle(rows: Sequence[Need], of_need: dict[int, list[Match]], step: str) -> float | None:
    """Give the median of days from the handing in to the first of a step."""
    days = [
        (first - row.published_at).total_seconds() / 86_400
        for row in rows
        if row.published_at is not None and (first := _first(of_need[row.pk], step)) is not None
    ]
    return round(median(days), 1) if days else None
