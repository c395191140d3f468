"""Write down who opened what is private to others, and let the lines go after a year."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from filiera.common.acting import acting_of
from filiera.registry.models import Opening

if TYPE_CHECKING:
    from django.db import models

KEPT = timedelta(days=365)
"""How long the lines are kept: twelve months. Source: the platform's own rule on logs (GDPR, art. 5.1.e)."""


def record_opening(
    *, user: Any, thing: models.Model, title: str, level: str, act: str, now: datetime, owner_id: int | None = None
) -> Opening:
    """Write one line: whoever asks, as whom, what, at which level, when. The thing is not held by it."""
    acting = acting_of(user)
    return Opening.objects.create(
        at=now,
        user=user if getattr(user, "pk", None) else None,
        acting_for_id=acting.organisation_id if acting else None,
        owner_id=owner_id,
        act=act,
        level=level,
        thing=f"{thing._meta.label}:{thing.pk}",
        title=title[:200],
    )


def forget_openings(*, now: datetime) -> int:
    """Delete the lines that are older than a year; give their number."""
    return Opening.objects.filter(at__lt=now - KEPT).delete()[0]
