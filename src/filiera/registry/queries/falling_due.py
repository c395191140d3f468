"""What falls due in the next days, for the office: what features tell, day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from filiera.registry import hooks

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.registry.hooks import DueLine

MOST = 10


def due_lines(*, now: datetime) -> list[DueLine]:
    """List what falls due from today on, the next first."""
    today = timezone.localdate(now)
    found = [line for source in hooks.falling_due for line in source(now) if line.on >= today]
    return sorted(found, key=lambda line: (line.on, line.what))[:MOST]
