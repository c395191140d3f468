"""Reminders of acts: one click each, never twice within a quiet time."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.outbox import queue
from filiera.common.refusals import Refused
from filiera.governance.enums import MinutesState
from filiera.governance.letters_acts import follow_up_letter, quiet_until, signature_letter
from filiera.governance.models import FollowUp
from filiera.governance.operations.minutes import held_minutes
from filiera.governance.queries.signing import signatories

if TYPE_CHECKING:
    from filiera.governance.models import Minutes


class ReminderRefused(Refused):
    """A reminder that does not leave; its text is for the reader."""


@transaction.atomic
def remind_signature(*, minutes: Minutes, now: datetime, actor: Any = None) -> Minutes:
    """Ask whoever signs as president to sign approved minutes. Raises ReminderRefused."""
    row = held_minutes(minutes)
    today = timezone.localtime(now).date()
    if row.state != MinutesState.APPROVED or row.signatures.filter(role="PRESIDENT").exists():
        raise ReminderRefused(_("These minutes do not wait for the president."))
    _check_quiet(row.reminders, today)
    signatory = signatories([row], day=today).get(row.pk)
    if signatory is None:
        raise ReminderRefused(_("No address of whoever chaired is known. Call, or write it in the register."))
    row.reminders = [*row.reminders, today.isoformat()]
    row.save(update_fields=["reminders"])
    audit.record(actor=actor, verb="remind-signature", thing=row)
    queue(
        write=lambda: signature_letter(row, signatory),
        to=signatory.email,
        language=signatory.language,
        verb="remind-signature",
        thing=row,
    )
    return row


@transaction.atomic
def remind_follow_up(*, follow_up: FollowUp, now: datetime, actor: Any = None) -> FollowUp:
    """Ask whoever has to do something. Raises ReminderRefused."""
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("resolution__body")
    row = rows.get(pk=follow_up.pk)
    today = timezone.localtime(now).date()
    if row.done_on is not None or not row.owner_email:
        raise ReminderRefused(_("It is done, or no address is written. Call instead."))
    _check_quiet(row.reminders, today)
    row.reminders = [*row.reminders, today.isoformat()]
    row.save(update_fields=["reminders"])
    audit.record(actor=actor, verb="remind-follow-up", thing=row.resolution, values={"what": row.what})
    queue(write=lambda: follow_up_letter(row), to=row.owner_email, language="it", verb="remind-follow-up", thing=row)
    return row


def _check_quiet(reminders: list[str], today: date) -> None:
    until = quiet_until(reminders, today)
    if until is not None:
        raise ReminderRefused(_("A reminder has just left. Let some days pass, or call."))
