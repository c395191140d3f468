"""What is written down when a request is put before a solver: in a letter of its own, in one with others, on the site."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from filiera.accounts.operations_links import revoke_links
from filiera.exchange.models import Match
from filiera.exchange.operations.links import ASKING

if TYPE_CHECKING:
    from filiera.accounts.letter_kinds import Arguments


def note_asked(said: Arguments, now: datetime) -> None:
    """Let silence count from now: the question is put before whoever is to answer it."""
    _revoke(said, now)
    Match.objects.filter(pk=said["match"]).update(told_at=now)


def note_reminded(said: Arguments, now: datetime) -> None:
    """Write down that the reminder leaves now; one with an escalation is that."""
    _revoke(said, now)
    row = Match.objects.get(pk=said["match"])
    if row.escalated_at is None or timezone.localdate(row.escalated_at) < timezone.localdate(now):
        row.reminded_at = now
        row.save(update_fields=["reminded_at"])


def _revoke(said: Arguments, now: datetime) -> None:
    """Let the links from before answer nothing any more: the new one does."""
    for kind in ASKING:
        revoke_links(kind=kind, arguments={"match": said["match"]}, now=now)
