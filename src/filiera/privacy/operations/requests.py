"""Requests by a right: received, extended with a reason, answered; the clock runs from the day they arrive."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.accounts.models import User
from filiera.common import audit
from filiera.common.in_words import long_date
from filiera.common.instance import current_instance
from filiera.common.refusals import Refused
from filiera.privacy.logic import answer_due
from filiera.privacy.models import RightsRequest

if TYPE_CHECKING:
    from datetime import datetime


logger = logging.getLogger(__name__)


class RequestRefused(Refused):
    """What cannot be done with a request; its text is for the reader."""


@transaction.atomic
def receive_request(
    *,
    right: str,
    now: datetime,
    actor: Any,
    user: User | None = None,
    name: str = "",
    email: str = "",
    words: str = "",
    received_at: datetime | None = None,
) -> RightsRequest:
    """Take a request in; one of the same kind that waits already is given back. Raises RequestRefused of nobody's."""
    email = email.strip().lower()
    if user is None and email:
        user = User.objects.filter(email=email).first()
    if user is not None:
        User.objects.select_for_update().get(pk=user.pk)
        waiting = RightsRequest.objects.filter(user=user, right=right, done_at=None).first()
        if waiting is not None:
            return waiting
    elif not email:
        raise RequestRefused(_("Write the address of whoever asks."))
    else:
        try:
            validate_email(email)
        except ValidationError as error:
            raise RequestRefused(_("“%(email)s” is not an e-mail address.") % {"email": email}) from error
    at = received_at or now
    if at > now:
        raise RequestRefused(_("A request cannot have arrived after today."))
    row = RightsRequest.objects.create(
        right=right,
        user=user,
        name="" if user else name.strip()[:120],
        email="" if user else email,
        words=words.strip()[:2000],
        received_at=at,
        due_on=answer_due(timezone.localdate(at)),
    )
    audit.record(actor=actor, verb="receive-request", thing=row, values={"right": str(right)})
    if user is not None and getattr(actor, "pk", None) != user.pk:
        transaction.on_commit(lambda: _tell(row, user))
    return row


def _tell(request: RightsRequest, user: User) -> None:
    """Tell whoever has an account that somebody asked in their name by another way: they may be another."""
    with override(user.language):
        subject = _("A request about your data")
        asked = {"right": request.get_right_display(), "day": long_date(request.due_on)}
        lines = [
            _("We have written down a request of yours: %(right)s. We answer by %(day)s.") % asked,
            _("If it was not you, write to the office at once: nothing has been done yet."),
            current_instance().name,
        ]
    try:
        send_mail(subject, "\n\n".join(lines), None, [user.email])
    except (SMTPException, OSError):
        logger.exception("The letter on a request did not leave.")


@transaction.atomic
def extend_request(*, request: RightsRequest, why: str, now: datetime, actor: Any) -> RightsRequest:
    """Take two more months, within the first one and with a reason that the person is told. Raises RequestRefused."""
    row = _held(request)
    if not why.strip():
        raise RequestRefused(_("Write why it takes longer: the person is told."))
    if row.extended_at is not None:
        raise RequestRefused(_("A term is extended once."))
    if timezone.localdate(now) > row.due_on:
        raise RequestRefused(_("The month is over: the term can no longer be extended, answer now."))
    row.extended_at, row.extended_why = now, why.strip()[:400]
    row.due_on = answer_due(timezone.localdate(row.received_at), is_extended=True)
    row.save(update_fields=["extended_at", "extended_why", "due_on"])
    audit.record(actor=actor, verb="extend-request", thing=row, values={"due_on": row.due_on})
    return row


@transaction.atomic
def close_request(
    *, request: RightsRequest, answer: str, now: datetime, actor: Any, refused: bool = False
) -> RightsRequest:
    """Close a request with the answer that the person gets. Raises RequestRefused without words."""
    row = _held(request)
    if not answer.strip():
        raise RequestRefused(_("Write the answer: the person gets it."))
    row.done_at, row.refused, row.answer = now, refused, answer.strip()[:1000]
    row.handled_by = actor if getattr(actor, "pk", None) else None
    row.save(update_fields=["done_at", "refused", "answer", "handled_by"])
    audit.record(actor=actor, verb="close-request", thing=row, values={"right": row.right, "refused": refused})
    return row


def _held(request: RightsRequest) -> RightsRequest:
    """Give the request as stored, held; raise RequestRefused of one that is done."""
    row = RightsRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if row.done_at is not None:
        raise RequestRefused(_("This request is answered already."))
    return row
