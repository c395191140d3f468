"""Requests by a right: received, extended with a reason, answered; the clock runs from the day they arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.accounts.models import User
from filiera.common import audit
from filiera.common.in_words import long_date
from filiera.common.letters import Letter
from filiera.common.outbox import queue
from filiera.common.refusals import Refused
from filiera.privacy.logic import answer_due
from filiera.privacy.models import RightsRequest

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


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
        raise RequestRefused(_("Write the address of whoever asks."), "email")
    else:
        try:
            validate_email(email)
        except ValidationError as error:
            raise RequestRefused(_("“%(email)s” is not an e-mail address.") % {"email": email}, "email") from error
    at = received_at or now
    if at > now:
        raise RequestRefused(_("A request cannot have arrived after today."), "received_on")
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
        _mail(row, "receive-request", lambda: _received(row), now)
    return row


def _mail(request: RightsRequest, verb: str, write: Callable[[], Letter], now: datetime) -> None:
    """Queue a letter to whoever asks, in their language, where an address is known."""
    email, language = (request.user.email, request.user.language) if request.user else (request.email, "it")
    if email:
        queue(write=write, to=email, language=language, verb=verb, thing=request, now=now)


def _received(row: RightsRequest) -> Letter:
    """Tell whoever has an account that somebody asked in their name by another way: they may be another."""
    asked = {"right": row.get_right_display(), "day": long_date(row.due_on)}
    lines = [
        _("We have written down a request of yours: %(right)s. We answer by %(day)s.") % asked,
        _("If it was not you, write to the office at once: nothing has been done yet."),
    ]
    return Letter(_("A request about your data"), lines)


def _extended(row: RightsRequest) -> Letter:
    asked = {"right": row.get_right_display(), "day": long_date(row.due_on)}
    lines = [
        _("You have asked us for this: %(right)s. It takes longer than a month, and we answer by %(day)s.") % asked,
        _("The reason: %(why)s") % {"why": row.extended_why},
        _("If this answer does not satisfy you, you can turn to the Garante per la protezione dei dati personali."),
    ]
    return Letter(_("The answer to your request takes longer"), lines)


def _answered(row: RightsRequest) -> Letter:
    asked = {"right": row.get_right_display(), "day": long_date(timezone.localdate(row.received_at))}
    lines = [_("On %(day)s you asked us for this: %(right)s. Here is our answer.") % asked, row.answer]
    if row.refused:
        lines.append(
            _("If this answer does not satisfy you, you can turn to the Garante per la protezione dei dati personali.")
        )
    return Letter(_("The answer to your request"), lines)


@transaction.atomic
def extend_request(*, request: RightsRequest, why: str, now: datetime, actor: Any) -> RightsRequest:
    """Take two more months, within the first one; the person gets the reason by mail. Raises RequestRefused."""
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
    _mail(row, "extend-request", lambda: _extended(row), now)
    return row


@transaction.atomic
def close_request(
    *, request: RightsRequest, answer: str, now: datetime, actor: Any, refused: bool = False
) -> RightsRequest:
    """Close a request with its answer, which the person gets by mail as it is. Raises RequestRefused without words."""
    row = _held(request)
    if not answer.strip():
        raise RequestRefused(_("Write the answer: the person gets it."))
    row.done_at, row.refused, row.answer = now, refused, answer.strip()[:1000]
    row.handled_by = actor if getattr(actor, "pk", None) else None
    row.save(update_fields=["done_at", "refused", "answer", "handled_by"])
    audit.record(actor=actor, verb="close-request", thing=row, values={"right": row.right, "refused": refused})
    _mail(row, "close-request", lambda: _answered(row), now)
    return row


def _held(request: RightsRequest) -> RightsRequest:
    """Give the request as stored, held; raise RequestRefused of one that is done."""
    row = RightsRequest.objects.select_for_update(of=("self",)).select_related("user").get(pk=request.pk)
    if row.done_at is not None:
        raise RequestRefused(_("This request is answered already."))
    return row
