"""Whoever stands for an organisation is told in time that the term ends: each reminder once, whatever runs twice."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.in_words import long_date
from filiera.common.instance import current_instance
from filiera.common.letters import Letter
from filiera.common.outbox import queue
from filiera.registry.models import Delegate


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
    queue(
        write=lambda: letter_to(row), to=row.user.email, language=row.user.language, verb="remind-delegate", thing=row
    )
    row.reminded_days = reached
    row.save(update_fields=["reminded_days"])
    audit.record(actor=None, verb="remind-delegate", thing=row, values={"days": reached, "until_on": row.until_on})
    return row


def letter_to(row: Delegate) -> Letter:
    """Write to a delegate, in the active language, that the term ends."""
    address = settings.SITE_URL.rstrip("/") + reverse("delegates", args=[row.organisation.code])
    words = {"name": row.user, "organisation": row.organisation, "day": long_date(row.until_on), "act": row.act}
    lines = (
        _("Good day %(name)s,") % words,
        _("by the act “%(act)s” you act for %(organisation)s until %(day)s. After that day you no longer can.") % words,
        _("If you go on, send the office the new act in time. Who acts for the organisation stands here:"),
        address,
    )
    return Letter(_("You act for %(organisation)s until %(day)s") % words, lines)
