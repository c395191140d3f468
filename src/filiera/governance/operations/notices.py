"""Notices leave: one letter an address, each recorded with its moment or with why it failed; none leaves twice by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException
from typing import TYPE_CHECKING, Any

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.outbox import note_left
from filiera.common.visibility import Visibility
from filiera.governance.enums import BodyKind
from filiera.governance.letters_meetings import Sending, letter
from filiera.governance.models import MeetingPaper, NoticeDelivery
from filiera.governance.operations.steps import held_meeting
from filiera.governance.queries.roll import Address, addresses_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from filiera.governance.models import Meeting


IN_DOUBT = timedelta(hours=1)
"""How long a letter that was claimed may still be on its way: no sending lasts as long."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of sending: how many letters left, how many did not, and who of the roll has no address, by name."""

    left: int
    failed: int
    unreached: tuple[str, ...] = ()


def prepare_notices(*, meeting: Meeting, now: datetime) -> int:
    """Write down to whom the letters of this version of a meeting go; in the transaction that changed it. Give how many."""
    rows = _drafts(meeting, now)
    return len(NoticeDelivery.objects.bulk_create(rows, ignore_conflicts=True))


def _drafts(meeting: Meeting, now: datetime) -> list[NoticeDelivery]:
    unknown = _("No address is known: add a delegate, or the organisation's e-mail.")
    return [
        NoticeDelivery(
            meeting=meeting,
            seat=address.seat,
            email=address.email,
            sequence=meeting.sequence,
            failed_why="" if address.email else unknown,
        )
        for address in addresses_of(meeting, today=timezone.localdate(now))
    ]


def send_notices(*, meeting: Meeting, now: datetime, actor: Any = None) -> Sent:
    """Send the letters that wait, and record each. It is no one transaction: a letter cannot be taken back.

    Each is claimed before it leaves, so that two who send at once send it once; one that was claimed and never told what
    became of it stands as failed, and a person sends it again.
    """
    waiting = NoticeDelivery.objects.filter(meeting=meeting, sequence=meeting.sequence, sent_at=None, failed_why="")
    rows = list(waiting.select_related("seat").order_by("pk"))
    lost = NoticeDelivery.objects.filter(meeting=meeting, sequence=meeting.sequence, email="")
    names = tuple(lost.order_by("seat__name").values_list("seat__name", flat=True))
    if not rows:
        return Sent(0, 0, names)
    known = {(one.seat.pk, one.email): one for one in addresses_of(meeting, today=timezone.localdate(now))}
    sending = Sending(
        meeting=meeting,
        items=tuple(meeting.items.order_by("position").prefetch_related("candidates")),
        papers=papers_open(meeting),
        now=now,
    )
    left = _send_all(rows, known, sending, actor)
    values = {"sequence": meeting.sequence, "left": left, "failed": len(rows) - left}
    audit.record(actor=actor, verb="send-notices", thing=meeting, values=values)
    return Sent(left, len(rows) - left, names)


def papers_open(meeting: Meeting) -> int:
    """Count the papers that everybody convened may see: a letter does not betray that there is another."""
    levels = [Visibility.PUBLIC, Visibility.MEMBERS]
    if meeting.body.kind == BodyKind.BOARD:
        levels.append(Visibility.BOARD)
    return MeetingPaper.objects.filter(meeting=meeting, document__visibility__in=levels).count()


def _send_all(
    rows: Sequence[NoticeDelivery], known: dict[tuple[int, str], Address], sending: Sending, actor: Any
) -> int:
    """Send letter by letter over one connection; give how many left."""
    left = 0
    in_doubt = _("It was being sent when the sending broke off: whether it left is not known. Send it again.")
    connection = get_connection()
    try:
        for row in rows:
            mine = NoticeDelivery.objects.filter(pk=row.pk, sent_at=None)
            if not mine.filter(failed_why="").update(failed_why=in_doubt, claimed_at=sending.now):
                continue
            address = known.get((row.seat_id, row.email)) or Address(row.seat, row.email)
            message = letter(sending, address, actor)
            message.connection = connection
            try:
                message.send()
            except (SMTPException, OSError) as error:
                mine.update(failed_why=_why(error), claimed_at=None)
                connection.close()
                continue
            mine.update(sent_at=sending.now, failed_why="", claimed_at=None)
            note_left(mail=message, verb="send-notices", thing=sending.meeting, now=sending.now)
            left += 1
    finally:
        connection.close()
    return left


def _why(error: Exception) -> str:
    return _("The mail server did not take it (%(error)s).") % {"error": str(error)[:180]}


def resend_notices(*, meeting: Meeting, now: datetime, actor: Any = None) -> Sent:
    """Send again to whoever the last letter did not reach, at the addresses of today.

    A letter that another process is sending is not touched; one whose sending broke off is, once its time is over.
    """
    row = _taken_again(meeting, now)
    return send_notices(meeting=row, now=now, actor=actor)


@transaction.atomic
def _taken_again(meeting: Meeting, now: datetime) -> Meeting:
    """Write anew, with the meeting held, the letters that failed for good."""
    row = held_meeting(meeting)
    mine = NoticeDelivery.objects.filter(meeting=row, sequence=row.sequence)
    is_over = Q(claimed_at=None) | Q(claimed_at__lte=now - IN_DOUBT)
    mine.filter(is_over, sent_at=None).exclude(failed_why="").delete()
    known = set(mine.values_list("seat_id", "email"))
    rows = [draft for draft in _drafts(row, now) if (draft.seat_id, draft.email) not in known]
    NoticeDelivery.objects.bulk_create(rows, ignore_conflicts=True)
    return row


def record_opening(*, meeting: Meeting, user: Any, now: datetime) -> int:
    """Record that a person has opened the page that their notice led to, the first time; give how many notices it was."""
    rows = NoticeDelivery.objects.filter(meeting=meeting, email__iexact=user.email, opened_at=None)
    return rows.filter(sent_at__isnull=False).update(opened_at=now)
