"""Which calls wait to be read for what they ask."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from filiera.funding.logic.standing import Standing
from filiera.funding.models import Call
from filiera.funding.queries.standing import standing_condition, with_until


def calls_unread() -> QuerySet[Call]:
    """Give the calls that are not over and that nobody has read since they, the taxonomy or the reader changed."""
    now = timezone.now()
    rows = with_until(Call.objects.all(), now).exclude(standing_condition(Standing.CLOSED, now))
    return rows.filter(Q(topics_read_as="")).order_by("pk")
