"""Where calls stand at a moment, in the database: the twin of `logic.standing.stand`, so that lists and pages agree."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, DateTimeField, F, Min, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Least

from filiera.funding.enums import SourceStatus
from filiera.funding.logic.standing import Standing
from filiera.funding.models import Call, CallCutOff


def with_until(calls: QuerySet[Call], now: datetime) -> QuerySet[Call]:
    """Add `until`: the next moment at which a round, or the call, closes; None where none is ahead or known."""
    rounds = CallCutOff.objects.filter(call=OuterRef("pk"), at__gte=now).values("call").annotate(first=Min("at"))
    nearest = Subquery(rounds.values("first")[:1], output_field=DateTimeField())
    closing = Case(When(closes_at__gte=now, then=F("closes_at")), output_field=DateTimeField())
    both = (Coalesce(nearest, closing), Coalesce(closing, nearest))  # SQLite's least of a null is null
    return calls.annotate(until=Least(*both, output_field=DateTimeField()))


def standing_condition(standing: Standing, now: datetime) -> Q:
    """Give the condition of calls that stand so; needs `with_until`."""
    over = Q(called_off_on__isnull=False) | Q(source_status=SourceStatus.CLOSED)
    over |= Q(ends_at__isnull=False, ends_at__lt=now)
    ahead = Q(opens_at__isnull=False, opens_at__gt=now)
    ahead |= Q(opens_at__isnull=True, source_status=SourceStatus.FORTHCOMING)
    taking = Q(opens_at__isnull=False) | Q(source_status=SourceStatus.OPEN)
    taking &= Q(until__isnull=False) | Q(has_no_end=True)
    return {
        Standing.CLOSED: over,
        Standing.FORTHCOMING: ~over & ahead,
        Standing.OPEN: ~over & ~ahead & taking,
        Standing.UNKNOWN: ~over & ~ahead & ~taking,
    }[standing]
