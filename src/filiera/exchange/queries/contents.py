"""How content the sides of an introduction are: what they have said, and what still waits for one of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Q

from filiera.exchange.enums import Side
from filiera.exchange.models import Satisfaction

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from filiera.exchange.models import Match

ASKED_FOR = timedelta(days=30)
"""How long a question waits: as long as the link of its letter answers."""


def contents_of(match: Match) -> QuerySet[Satisfaction]:
    """Give how content the two sides of a match said that they are, the oldest first; for the office."""
    rows: QuerySet[Satisfaction] = match.satisfactions.filter(said_at__isnull=False)
    return rows.order_by("pk")


def contents_waiting(organisation_id: int, *, now: datetime) -> QuerySet[Satisfaction]:
    """Give the questions that wait for an organisation, of either side, the newest first."""
    as_solver = Q(side=Side.SOLVER, match__solver=organisation_id)
    as_requester = Q(side=Side.REQUESTER, match__need__organisation=organisation_id)
    rows = Satisfaction.objects.filter(as_solver | as_requester, said_at=None, asked_at__gt=now - ASKED_FOR)
    found: QuerySet[Satisfaction] = rows.select_related("match__need__organisation", "match__solver")
    return found.order_by(F("asked_at").desc(), "-pk")


def content_asked(match: Match, side: str, *, now: datetime) -> Satisfaction | None:
    """Give the question that waits for a side of a match, the newest; None where none does."""
    rows = match.satisfactions.filter(side=side, said_at=None, asked_at__gt=now - ASKED_FOR)
    found: Satisfaction | None = rows.order_by("-asked_at", "-pk").first()
    return found
