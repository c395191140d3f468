"""The history of the desk under another matcher: how it would have ranked those that were asked, beside how they were.

The evidence is today's, for the one matcher as for the other: what was known on the day is in the kept ranking alone. Nothing
is changed by it: weights change by a documented evaluation (docs/quality.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings

from filiera.engine.matching import matcher as matcher_called
from filiera.exchange.enums import MatchState, Refusal
from filiera.exchange.logic.replay import Case, Worth, worth
from filiera.exchange.models import Match, Need, RoutingRun
from filiera.exchange.queries.candidates import candidates_for

if TYPE_CHECKING:
    from collections.abc import Sequence

LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Replay:
    """The needs that somebody judged, how many yeses and noes; what the rankings were worth: as kept, by both matchers now."""

    needs: int
    yes: int
    no: int
    matcher: str
    in_use: str
    kept: Worth
    now: Worth
    other: Worth


def replay(*, matcher: str, now: datetime) -> Replay:
    """Rank the needs of history again by a matcher. Raises UnknownMatcher."""
    matcher_called(matcher)
    judged: dict[int, tuple[set[str], set[str]]] = {}
    for match in Match.objects.filter(asked_at__isnull=False).select_related("solver").order_by("pk"):
        yes, no = judged.setdefault(match.need_id, (set(), set()))
        if match.solver_yes_at is not None:
            yes.add(match.solver.code)
        elif _is_no(match):
            no.add(match.solver.code)
    needs = list(Need.objects.filter(pk__in=[pk for pk, said in judged.items() if any(said)]).order_by("pk"))
    in_use = settings.MATCHER
    return Replay(
        needs=len(needs),
        yes=sum(len(judged[one.pk][0]) for one in needs),
        no=sum(len(judged[one.pk][1]) for one in needs),
        matcher=matcher,
        in_use=in_use,
        kept=worth([Case(_kept(one), *judged[one.pk]) for one in needs]),
        now=worth(_cases(needs, judged, in_use, now)),
        other=worth(_cases(needs, judged, matcher, now)),
    )


def _is_no(match: Match) -> bool:
    """Tell whether an answer says that the solver was wrongly chosen: want of room or size says nothing of the ranking."""
    return match.state == MatchState.REFUSED and match.refusal == Refusal.NO_COMPETENCE


def _cases(
    needs: Sequence[Need], judged: dict[int, tuple[set[str], set[str]]], matcher: str, now: datetime
) -> list[Case]:
    return [Case(_ranks(one, matcher, now), *judged[one.pk]) for one in needs]


def _ranks(need: Need, matcher: str, now: datetime) -> dict[str, int]:
    found = candidates_for(need, now=now, top=LOOKED_AT, by=matcher).lines
    return {line.organisation.code: line.line.rank for line in found}


def _kept(need: Need) -> dict[str, int]:
    """Give the ranks as they stood when each solver was first asked."""
    ranks: dict[str, int] = {}
    for run in RoutingRun.objects.filter(need=need).order_by("made_at", "pk"):
        for line in run.lines:
            ranks.setdefault(line["organisation"], line["rank"])
    return ranks
