"""Whoever stands for an organisation is told in time that the term ends: each reminder once, whatever runs twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.instance import current_instance
from filiera.common.outbox import queue
from filiera.registry.letters_delegates import letter_to
from filiera.registry.models import Delegate
from filiera.registry.operations.delegates import DelegateRefused
from filiera.registry.queries.terms_waiting import SOON, letters_before, quiet_until


def remind_delegates(*, today: date) -> list[Delegate]:
    """Tell the delegates whose term ends soon, at each of the configured distances once; give those who were told.

    A delegate first seen when several distances have passed is told once. The outbox tries the letters again that do not
    leave.
    """
    told = []
    distances = sorted(current_instance().delegates.reminder_days)
    rows = Delegate.objects.in_force(today).filter(until_on__lte=today + timedelta(days=max(distances)))
    for pk in rows.filter(user__is_active=True, ended_on=None).order_by("until_on", "pk").values_list("pk", flat=True):
        row = _remind(pk, distances, today)
        if row is not None:
            told.append(row)
    return told


@transaction.atomic
def _remind(pk: int, distances: list[int], today: date) -> Delegate | None:
    """Tell one delegate, unless that was done for this distance."""
    rows = Delegate.objects.select_for_update(of=("self",)).select_related("user", "organisation")
    row = rows.filter(pk=pk, ended_on=None).first()
    if row is None or row.until_on is None:
        return None
    left = (row.until_on - today).days
    reached = next((days for days in distances if left <= days), None)
    if reached is None or (row.reminded_days is not None and row.reminded_days <= reached):
        return None
    _queue(row)
    row.reminded_days = reached
    row.save(update_fields=["reminded_days"])
    audit.record(actor=None, verb="remind-delegate", thing=row, values={"days": reached, "until_on": row.until_on})
    return row


@transaction.atomic
def remind_delegate(*, delegate: Delegate, now: datetime, actor: Any) -> Delegate:
    """Tell a delegate by hand that the term ends; not twice within a quiet time. Raises DelegateRefused."""
    rows = Delegate.objects.select_for_update(of=("self",)).select_related("user", "organisation")
    row, today = rows.get(pk=delegate.pk), timezone.localdate(now)
    if row.until_on is None or not row.is_in_force(today) or row.until_on > today + SOON or not row.user.is_active:
        raise DelegateRefused(_("This delegation does not end soon."))
    if quiet_until(letters_before([row])[row.pk], today) is not None:
        raise DelegateRefused(_("A reminder has just left. Let some days pass, or call."))
    left = (row.until_on - today).days
    row.reminded_days = left if row.reminded_days is None else min(left, row.reminded_days)
    row.save(update_fields=["reminded_days"])
    _queue(row)
    audit.record(actor=actor, verb="remind-delegate", thing=row, values={"days": left, "until_on": row.until_on})
    return row


def _queue(row: Delegate) -> None:
    queue(
        write=lambda: letter_to(row), to=row.user.email, language=row.user.language, verb="remind-delegate", thing=row
    )
