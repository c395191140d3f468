"""Breaches are written down as soon as they are known, then weighed, told and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.refusals import Refused
from filiera.privacy.models import Breach

if TYPE_CHECKING:
    from datetime import datetime


class BreachRefused(Refused):
    """What cannot be written of a breach; its text is for the reader."""


@transaction.atomic
def record_breach(
    *, title: str, nature: str, known_at: datetime, now: datetime, actor: Any, people_touched: int | None = None
) -> Breach:
    """Write a breach down. Raises BreachRefused where it became known after now."""
    if known_at > now:
        raise BreachRefused(_("It cannot have become known after now."), "known_at")
    row = Breach.objects.create(
        title=title.strip()[:200],
        nature=nature.strip()[:4000],
        known_at=known_at,
        people_touched=people_touched,
        recorded_by=actor if getattr(actor, "pk", None) else None,
        recorded_at=now,
    )
    audit.record(actor=actor, verb="record-breach", thing=row, values={"known_at": known_at})
    return row


@transaction.atomic
def weigh_breach(*, breach: Breach, is_risky: bool, why: str, measures: str, actor: Any) -> Breach:
    """Say whether it is a risk for people, why, and what is done about it. Raises BreachRefused without a reason."""
    row = Breach.objects.select_for_update().get(pk=breach.pk)
    if not why.strip():
        raise BreachRefused(_("Write why: the Garante may ask."))
    row.is_risky, row.risk_why, row.measures = is_risky, why.strip()[:600], measures.strip()[:4000]
    row.save(update_fields=["is_risky", "risk_why", "measures"])
    audit.record(actor=actor, verb="weigh-breach", thing=row, values={"is_risky": is_risky})
    return row


@transaction.atomic
def note_breach_told(*, breach: Breach, whom: str, now: datetime, actor: Any) -> Breach:
    """Write down that the Garante (`AUTHORITY`) or the people (`PEOPLE`) were told, or that it is closed (`CLOSED`)."""
    fields = {"AUTHORITY": "authority_told_at", "PEOPLE": "people_told_at", "CLOSED": "closed_at"}
    row = Breach.objects.select_for_update().get(pk=breach.pk)
    if whom == "CLOSED" and row.is_risky is None:
        raise BreachRefused(_("Say first whether it is a risk for people."))
    if whom == "CLOSED" and row.is_risky and row.authority_told_at is None:
        raise BreachRefused(_("The Garante has not been told yet."))
    if getattr(row, fields[whom]) is None:
        setattr(row, fields[whom], now)
        row.save(update_fields=[fields[whom]])
        audit.record(actor=actor, verb="note-breach", thing=row, values={"what": whom})
    return row
