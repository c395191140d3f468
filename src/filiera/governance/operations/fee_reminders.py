"""Late fees are reminded of at the statute's days, each once, and by the office with one click."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.common import audit
from filiera.common.letters import Letter
from filiera.common.outbox import queue
from filiera.governance import letters_members as letters
from filiera.governance.logic.arrears import FeeStanding, reminder_reached
from filiera.governance.models import Fee, FeeReminder
from filiera.governance.operations.fees import FeeRefused
from filiera.governance.queries.fees import fee_standing, late_fees, open_eur
from filiera.governance.queries.statutes import charter_on
from filiera.registry.queries.contacts import Contact, contact_of, contacts_of


def reminder_letter(fee: Fee, today: date, standing: FeeStanding | None = None) -> Letter:
    """Write the reminder of a fee in the active language, as it would leave today."""
    standing = standing or fee_standing(fee.member, today)
    return letters.fee_due(fee, open_eur(fee, today), today, standing.votes_until_on)


def addressee(fee: Fee, today: date) -> Contact | None:
    """Give whom a reminder goes to."""
    return contact_of(fee.member.organisation, today=today)


def remind_late(*, now: datetime) -> list[FeeReminder]:
    """Queue the reminders that are to leave today; give them. The outbox tries those again that do not leave."""
    today = timezone.localtime(now).date()
    days = charter_on(today).fees.reminders_days
    sent = []
    for late in late_fees(today):
        reached = reminder_reached(late.fee.due_on, today, days, late.sent)
        contact = addressee(late.fee, today) if reached is not None else None
        if reached is None or contact is None:
            continue
        made = _send(late.fee.pk, reached, contact, now, None)
        if made is not None:
            sent.append(made)
    return sent


def remind_now(*, fee: Fee, now: datetime, actor: Any = None) -> FeeReminder:
    """Remind of a late fee at once, by hand; at most once a day. Raises FeeRefused."""
    today = timezone.localtime(now).date()
    late = (today - fee.due_on).days
    if late <= 0 or open_eur(fee, today) <= 0:
        raise FeeRefused(_("Nothing of this fee is late."))
    contact = addressee(fee, today)
    if contact is None:
        raise FeeRefused(_("Nobody of it has an address: call, and register a delegate."))
    made = _send(fee.pk, late, contact, now, actor)
    if made is None:
        raise FeeRefused(_("It was reminded today already."))
    return made


def remind_all(*, now: datetime, actor: Any = None) -> list[FeeReminder]:
    """Remind at once of every late fee whose member can be written to; one that was reminded today is left alone."""
    today = timezone.localtime(now).date()
    late = late_fees(today)
    contacts = contacts_of([one.fee.member.organisation_id for one in late], today=today)
    sent = []
    for one in late:
        contact = contacts.get(one.fee.member.organisation_id)
        made = _send(one.fee.pk, one.days, contact, now, actor) if contact is not None else None
        if made is not None:
            sent.append(made)
    return sent


def _send(pk: int, days: int, contact: Contact, now: datetime, actor: Any) -> FeeReminder | None:
    """Queue one reminder unless it has gone; None where it has."""
    today = timezone.localtime(now).date()
    try:
        with transaction.atomic():
            fee = Fee.objects.select_related("member__organisation").select_for_update(of=("self",)).get(pk=pk)
            if FeeReminder.objects.filter(fee=fee, days=days).exists() or open_eur(fee, today) <= 0:
                return None
            made = FeeReminder.objects.create(fee=fee, days=days, sent_at=now, email=contact.email)
            values = {"year": fee.year, "days": days}
            about = fee.member.organisation.code
            audit.record(actor=actor, verb="remind-fee", thing=fee, values=values, about=about)
            queue(
                write=lambda: reminder_letter(fee, today),
                to=contact.email,
                language=contact.language,
                verb="remind-fee",
                thing=fee,
            )
    except IntegrityError:
        return None
    return made


def shown_letter(fee: Fee, today: date, contact: Contact, standing: FeeStanding) -> Letter:
    """Write the reminder in the language of whoever gets it, to be read before it leaves."""
    with override(contact.language):
        return reminder_letter(fee, today, standing)
