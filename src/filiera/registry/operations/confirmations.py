"""Is this still right? An organisation's people say so of its page, with an account or by a link in a mail."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.accounts.models import AnswerLink
from filiera.accounts.operations_links import revoke_links, send_link
from filiera.common import audit
from filiera.common.instance import current_instance
from filiera.common.models import OutgoingMail
from filiera.common.refusals import Refused
from filiera.registry.models import Organisation
from filiera.registry.queries.contacts import contact_of, organisations_to_ask

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.registry.queries.contacts import Contact

QUESTION = "profile"
"""The kind of question that the link in the mail asks; the map says what the page shows."""

QUIET = timedelta(days=90)
"""Whoever was asked is not asked again for so long, answer or not."""

GOOD_FOR = timedelta(days=365)
"""A page that was confirmed is not asked about for so long."""


class ConfirmationRefused(Refused):
    """Why an organisation cannot be asked; its text is for the reader."""


@transaction.atomic
def confirm_profile(*, organisation: Organisation, today: date, actor: Any = None) -> date | None:
    """Record that an organisation's page is right today; give the day that stood before."""
    row = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    before: date | None = row.confirmed_on
    row.confirmed_on = today
    row.save(update_fields=["confirmed_on"])
    if actor is not None:  # the link that answers by itself is answered, not revoked
        revoke_links(kind=QUESTION, arguments={"organisation": row.pk}, actor=actor)
    audit.record(
        actor=actor,
        verb="confirm-profile",
        thing=row,
        before={"confirmed_on": before},
        after={"confirmed_on": today},
    )
    return before


@transaction.atomic
def take_back_confirmation(*, organisation: Organisation, said: date, before: date | None, actor: Any = None) -> bool:
    """Put back the day that stood before; False where somebody confirmed the page on another day since."""
    row = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if row.confirmed_on != said:
        return False
    row.confirmed_on = before
    row.save(update_fields=["confirmed_on"])
    audit.record(
        actor=actor,
        verb="take-back-confirmation",
        thing=row,
        before={"confirmed_on": said},
        after={"confirmed_on": before},
    )
    return True


def ask_confirmation(*, organisation: Organisation, now: datetime, actor: Any = None) -> AnswerLink:
    """Mail an organisation's contact the question whether its page is right.

    Raises ConfirmationRefused where no address is known, or the question is out already.
    """
    contact = contact_of(organisation, today=timezone.localdate(now))
    if contact is None:
        raise ConfirmationRefused(
            _("No address of this organisation is known: register a delegate, or add its e-mail.")
        )
    with transaction.atomic():
        Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
        if _asked(organisation, now):
            raise ConfirmationRefused(_("The question is out already: wait for the answer, or until it expires."))
        return _send(organisation, contact, now, actor)


def ask_confirmations(*, now: datetime, most: int, actor: Any = None) -> tuple[list[AnswerLink], int]:
    """Ask the organisations that have a contact, were not asked for a while, and whose page was not confirmed for a year.

    Give the links, and how many letters did not leave at once, which the outbox tries again; whatever runs it twice asks
    nobody twice.
    """
    today = timezone.localdate(now)
    asked_since = set(
        AnswerLink.objects.filter(kind=QUESTION, sent_at__gt=now - QUIET).values_list(
            "arguments__organisation", flat=True
        )
    )
    sent: list[AnswerLink] = []
    for organisation in organisations_to_ask(before=today - GOOD_FOR):
        if len(sent) >= most:
            break
        contact = contact_of(organisation, today=today)
        if contact is None or organisation.pk in asked_since:
            continue
        sent.append(_send(organisation, contact, now, actor))
    pks = [str(link.pk) for link in sent]
    letters = OutgoingMail.objects.filter(object_type=AnswerLink._meta.label, object_id__in=pks, sent_at=None)
    return sent, letters.exclude(failed_why="").count()


def _asked(organisation: Organisation, now: datetime) -> bool:
    rows = AnswerLink.objects.filter(kind=QUESTION, arguments__organisation=organisation.pk)
    return rows.filter(answered_at=None, revoked_at=None, expires_at__gt=now).exists()


def _send(organisation: Organisation, contact: Contact, now: datetime, actor: Any) -> AnswerLink:
    return send_link(
        kind=QUESTION,
        arguments={"organisation": organisation.pk},
        email=contact.email,
        language=contact.language,
        expires_at=now + timedelta(days=current_instance().delegates.confirmation_days),
        now=now,
        actor=actor,
    )
