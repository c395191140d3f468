"""Letters leave after the act that wrote them is certain: queued in its transaction, claimed and sent once it has ended.

No lock is held while a mail server answers. A letter is claimed before it leaves, so that two who send at once send it once;
one that was claimed and never told what became of it is in doubt, and a person sends it again. Once a letter has left, its
text goes, and with it every link that answers a question: address, subject, moment and digest stay.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import TYPE_CHECKING, Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.common import audit
from filiera.common.models import OutgoingMail
from filiera.common.refusals import Refused

if TYPE_CHECKING:
    from django.db import models

    from filiera.common.letters import Letter

logger = logging.getLogger(__name__)

BACKOFF = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(hours=20), timedelta(hours=20))
"""How long a letter waits after each try that failed; after the last it waits for a person."""

MOST_TRIES = len(BACKOFF) + 1
IN_DOUBT = timedelta(minutes=10)
"""After so long a letter that was claimed has not been told of: whoever sent it was stopped."""

REFUSED = 500
"""From this answer on a mail server refuses for good. Source: RFC 5321, 4.2.1."""


class MailRefused(Refused):
    """Why a letter is not sent again; its text is for the reader."""


def queue(
    *,
    write: Callable[[], Letter],
    to: str,
    language: str,
    verb: str,
    thing: models.Model,
    now: datetime | None = None,
) -> OutgoingMail:
    """Write a letter in a language and let it leave when the transaction that goes on has ended.

    `verb` and `thing` say what it is about, in the words of the audit trail.
    """
    moment = now or timezone.now()
    with override(language):
        letter = write()
        subject, body = " ".join(letter.subject.split())[:200], letter.body
    row = OutgoingMail.objects.create(
        email=to,
        subject=subject,
        body=body,
        digest=hashlib.sha256(f"{subject}\n\n{body}".encode()).hexdigest(),
        verb=verb,
        object_type=thing._meta.label,
        object_id=str(thing.pk),
        queued_at=moment,
        next_at=moment,
    )
    transaction.on_commit(lambda: send_queued(pk=row.pk), robust=True)
    return row


def note_left(*, mail: EmailMessage, verb: str, thing: models.Model, now: datetime | None = None) -> OutgoingMail:
    """Write down a letter that has left by itself, with a file or a calendar entry, beside those of the outbox.

    Whoever sent it says what did not leave. To be called once the mail server has taken it, outside of its transaction.
    """
    moment = now or timezone.now()
    subject = " ".join(str(mail.subject).split())[:200]
    return OutgoingMail.objects.create(
        email=mail.to[0],
        subject=subject,
        digest=hashlib.sha256(f"{subject}\n\n{mail.body}".encode()).hexdigest(),
        verb=verb,
        object_type=thing._meta.label,
        object_id=str(thing.pk),
        queued_at=moment,
        next_at=moment,
        sent_at=moment,
        tries=1,
    )


def send_waiting(*, now: datetime) -> int:
    """Send what waits or failed softly and is due; give how many left. Raises nothing: what failed says why."""
    due = OutgoingMail.objects.filter(sent_at=None, claimed_at=None, tries__lt=MOST_TRIES, next_at__lte=now)
    return sum(send_queued(pk=pk, now=now) for pk in list(due.order_by("pk").values_list("pk", flat=True)))


def send_queued(*, pk: int, now: datetime | None = None) -> bool:
    """Claim one letter and send it; tell whether it left by this very call. Outside of every transaction."""
    moment = now or timezone.now()
    mine = OutgoingMail.objects.filter(pk=pk, sent_at=None)
    if not mine.filter(claimed_at=None).update(claimed_at=moment, tries=F("tries") + 1):
        return False
    row = OutgoingMail.objects.get(pk=pk)
    try:
        EmailMessage(row.subject, row.body, None, [row.email]).send()
    except Exception as error:
        # Whatever goes wrong, the letter says so, and the ones after it leave.
        logger.warning("A letter did not leave (%s, try %s): %s", row.verb, row.tries, type(error).__name__)
        tries = MOST_TRIES if _is_final(error) else row.tries
        wait = BACKOFF[min(row.tries, len(BACKOFF)) - 1]
        mine.update(claimed_at=None, tries=tries, next_at=moment + wait, failed_why=_why(error))
        return False
    mine.update(sent_at=moment, claimed_at=None, failed_why="", body="")
    return True


def _is_final(error: Exception) -> bool:
    """Tell whether trying again would change nothing: an address that the server does not know, a text that it refuses."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= REFUSED for code, _words in error.recipients.values())
    if isinstance(error, SMTPDataError):
        return error.smtp_code >= REFUSED
    return not isinstance(error, OSError)


def _why(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]


def unsent(*, now: datetime) -> QuerySet[OutgoingMail]:
    """Give the letters that did not leave: those that failed, and those of which nobody knows; the oldest first."""
    stuck = Q(claimed_at=None) & ~Q(failed_why="") | Q(claimed_at__lt=now - IN_DOUBT)
    return OutgoingMail.objects.filter(stuck, sent_at=None).order_by("queued_at", "pk")


def letters_about(thing: models.Model, *, since: datetime) -> QuerySet[OutgoingMail]:
    """Give the letters about something that were written from a moment on."""
    rows = OutgoingMail.objects.filter(object_type=thing._meta.label, object_id=str(thing.pk), queued_at__gte=since)
    return rows.order_by("pk")


@transaction.atomic
def send_again(*, mail: OutgoingMail, now: datetime, actor: Any) -> OutgoingMail:
    """Let a letter that did not leave leave again, when the transaction has ended. Raises MailRefused."""
    row = unsent(now=now).select_for_update(of=("self",)).filter(pk=mail.pk).first()
    if row is None:
        raise MailRefused(_("This letter has left, or is leaving now."))
    row.claimed_at, row.tries, row.next_at = None, 0, now
    row.save(update_fields=["claimed_at", "tries", "next_at"])
    audit.record(actor=actor, verb="send-letter-again", thing=row, values={"verb": row.verb, "thing": row.object_id})
    transaction.on_commit(lambda: send_queued(pk=row.pk), robust=True)
    return row


@transaction.atomic
def drop_letter(*, mail: OutgoingMail, now: datetime, actor: Any) -> None:
    """Give up a letter that did not leave: what it says was told otherwise. Raises MailRefused."""
    row = unsent(now=now).select_for_update(of=("self",)).filter(pk=mail.pk).first()
    if row is None:
        raise MailRefused(_("This letter has left, or is leaving now."))
    audit.record(actor=actor, verb="drop-letter", thing=row, values={"verb": row.verb, "thing": row.object_id})
    row.delete()
