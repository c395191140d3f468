"""Which calls wait to be read for what they ask."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from filiera.common.digests import sha256_of
from filiera.common.instance import current_instance
from filiera.competence.adapters import taxonomy_digest
from filiera.funding.logic.standing import Standing
from filiera.funding.models import Call
from filiera.funding.queries.standing import standing_condition, with_until

READER = "call-topics-v2"
"""Name and version of this reading; a change of its rules changes the version, and calls are read again."""


def reading_key() -> str:
    """Give what the mark of a call begins with that was read by this reader, of taxonomy and instance as they are."""
    left_out = sorted((one.kind, code) for one in current_instance().no_proof for code in one.competences)
    return f"{sha256_of(f'{READER}|{taxonomy_digest()}|{left_out}')[:24]}:"


def calls_unread() -> QuerySet[Call]:
    """Give the calls that are not over and that nobody has read since they, the taxonomy or the reader changed."""
    now = timezone.now()
    rows = with_until(Call.objects.all(), now).exclude(standing_condition(Standing.CLOSED, now))
    return rows.exclude(topics_read_as__startswith=reading_key()).order_by("pk")
