"""A person is erased: features let go first, then the account, last what the trail of acts says; rows of others stand.

Accounts are never deleted: what a person did in the association's life hangs on them. They lose name and address.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, replace
from smtplib import SMTPException
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.accounts.models import AnswerLink, HeldLetter, LetterWish, User
from filiera.accounts.operations import AccountError, close_account
from filiera.accounts.sessions import end_other_sessions
from filiera.common import audit
from filiera.common.instance import current_instance
from filiera.common.models import AuditDetail, AuditEvent, OutgoingMail
from filiera.privacy import hooks
from filiera.privacy.enums import How, Right
from filiera.privacy.hooks import Gone
from filiera.privacy.logic import speaks_of
from filiera.privacy.models import Consent, RightsRequest
from filiera.privacy.operations.consents import withdraw_consent
from filiera.privacy.operations.redaction import redact
from filiera.privacy.operations.requests import RequestRefused
from filiera.privacy.queries.names import addresses_of, names_of
from filiera.privacy.queries.own_data import kept_after_erasure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

logger = logging.getLogger(__name__)

AT_ONCE = 400
"""Entries of the trail whose details are read, or erased, together."""


def hindrances_of(user: User, *, now: datetime) -> list[str]:
    """Say what has to end before a person can be erased."""
    return [words for hindrance in hooks.hindrances for words in hindrance(user, timezone.localdate(now))]


@dataclass(frozen=True, slots=True)
class _Read:
    """What was found in the details of the trail before anything was held: which name the person, and how far it was read."""

    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    events: frozenset[int] = frozenset()
    until: int = 0


def erase_person(
    *, request: RightsRequest, now: datetime, actor: Any, with_public_roles: bool = False
) -> RightsRequest:
    """Do what a request for erasure asks, tell the person by mail, and close it with the counts.

    The trail is read before the transaction that erases, in which only what came meanwhile is: nobody else's act waits
    for the reading. Raises RequestRefused where something has to end before, of the last administrator, of somebody who
    works for the cluster unless an administrator does it, and of a request that is done.
    """
    read = _Read()
    if request.user is not None and request.right == Right.ERASURE and request.done_at is None:
        read = _read_trail(_Read(tuple(names_of(request.user)), tuple(addresses_of(request.user))))
    return _erase(request, read, now, actor, with_public_roles)


@transaction.atomic
def _erase(request: RightsRequest, read: _Read, now: datetime, actor: Any, with_public_roles: bool) -> RightsRequest:
    """Erase in one transaction, from a request that is held until its end."""
    row = RightsRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if row.right != Right.ERASURE or row.user is None or row.done_at is not None:
        raise RequestRefused(_("This is not a request for erasure that waits."))
    user = User.objects.select_for_update().get(pk=row.user.pk)
    if user.role != User.Stored.PERSON and getattr(actor, "role", "") != User.Stored.ADMINISTRATOR:
        raise RequestRefused(_("Only an administrator erases somebody who works for the cluster."))
    hindrances = hindrances_of(user, now=now)
    if hindrances:
        raise RequestRefused(" ".join(hindrances))
    letter = _letter(user)
    gone = Gone(
        user=user,
        emails=tuple(addresses_of(user)),
        names=names_of(user),
        mark=f"(#{user.pk})",
        address=f"erased-{user.pk}@erased.invalid",
        now=now,
        actor=actor,
        with_public_roles=with_public_roles,
    )
    # Whoever asks this person holds these first too, then needs and matches.
    list(LetterWish.objects.select_for_update().filter(email__in=gone.emails).order_by("pk").values_list("pk"))
    counts: dict[str, int] = {}
    for eraser in hooks.erasers:
        counts.update(eraser(gone))
    counts.update(_erase_privacy(gone))
    counts.update(_erase_account(gone))
    row.refresh_from_db()
    row.done_at, row.handled_by = now, actor if getattr(actor, "pk", None) else None
    row.words, row.answer = "", _("Erased; what had to be kept, and why, was told by mail.")
    row.outcome = {code: number for code, number in counts.items() if number}
    row.save(update_fields=["done_at", "handled_by", "words", "answer", "outcome"])
    counts["details"] = _erase_details(gone, read)
    audit.record(actor=actor, verb="erase-person", thing=user, values={"request": row.pk, "counts": row.outcome})
    transaction.on_commit(lambda: _send(gone.emails[0], *letter))
    return row


def _letter(user: User) -> tuple[str, str]:
    """Write, before anything goes, what is erased and what is kept with its reason, in the person's language."""
    with override(user.language):
        subject = _("Your data are erased")
        kept = [f"– {section.title}: {section.fate.label}; {section.why}." for section in kept_after_erasure(user)]
        lines = [
            _("Your account is closed and no longer bears your name or your address. Nobody can sign in with it."),
            _("By law, or to prove what was done, this stays:") if kept else _("Nothing of yours is kept."),
            "\n".join(kept),
            _("If this answer does not satisfy you, you can turn to the Garante per la protezione dei dati personali."),
            current_instance().name,
        ]
    return subject, "\n\n".join(line for line in lines if line)


def _send(email: str, subject: str, text: str) -> None:
    try:
        send_mail(subject, text, None, [email])
    except (SMTPException, OSError):
        logger.exception("The letter on an erasure did not leave.")


def _erase_privacy(gone: Gone) -> dict[str, int]:
    """Withdraw what stands and take out free text; requests keep their days, not the words."""
    for purpose in Consent.objects.filter(user=gone.user, withdrawn_at=None).values_list("purpose", flat=True):
        withdraw_consent(user=gone.user, purpose=purpose, now=gone.now, actor=gone.actor, how=How.ERASURE)
    consents = Consent.objects.filter(user=gone.user).update(note="")
    of_person = Q(user=gone.user) | Q(email__in=gone.emails)
    requests = RightsRequest.objects.filter(of_person)
    number = requests.update(words="", name="", email="", answer="", extended_why="", extended_at=None)
    return {"consents": consents, "requests": number}


def _erase_account(gone: Gone) -> dict[str, int]:
    """Close the account and leave nothing on it that says whose it was. Raises RequestRefused of the last administrator."""
    user = gone.user
    try:
        close_account(user=user, actor=gone.actor)
    except AccountError as error:
        raise RequestRefused(str(error)) from error
    links = AnswerLink.objects.filter(Q(user=user) | Q(email__in=gone.emails))
    letters = OutgoingMail.objects.filter(email__in=gone.emails).delete()[0]
    letters += redact(HeldLetter.objects.all(), ("words",), gone)
    counts = {
        "letters_left": letters + redact(OutgoingMail.objects.all(), ("subject", "body", "failed_why"), gone),
        "sessions": end_other_sessions(user=user, actor=gone.actor),
        "factors": Authenticator.objects.filter(user=user).delete()[0],
        "addresses": EmailAddress.objects.filter(user=user).delete()[0],
        "links": links.delete()[0],
        "letters_chosen": LetterWish.objects.filter(email__in=gone.emails).delete()[0],
    }
    user.refresh_from_db()
    user.name, user.email, user.role, user.last_login = gone.mark, gone.address, User.Stored.PERSON, None
    user.is_active, user.is_superuser = False, False
    user.set_unusable_password()
    user.save()
    return counts | {"account": 1}


def _read_trail(read: _Read) -> _Read:
    """Read on from where the reading stopped: the chain lets no earlier detail come later."""
    found, until = set(read.events), read.until
    for detail in AuditDetail.objects.filter(event_id__gt=until).order_by("event_id").iterator(chunk_size=AT_ONCE):
        said = json.dumps([detail.values, detail.before, detail.after, detail.why], ensure_ascii=False)
        until = detail.event_id
        if speaks_of(said, names=read.names, emails=read.emails):
            found.add(detail.event_id)
    return replace(read, events=frozenset(found), until=until)


def _erase_details(gone: Gone, read: _Read) -> int:
    """Erase what the trail says of the person: details of acts on the account, and all that name the person."""
    sought = _Read(tuple(gone.names), tuple(gone.emails))
    # Whoever got another name or address while the trail was read is looked for from its beginning.
    read = _read_trail(read if (read.names, read.emails) == (sought.names, sought.emails) else sought)
    on_account = AuditEvent.objects.filter(object_type="accounts.User", object_id=str(gone.user.pk))
    pks = read.events | set(on_account.filter(detail__isnull=False).values_list("pk", flat=True))
    return sum(
        audit.erase_details(events=AuditEvent.objects.filter(pk__in=chunk), actor=gone.actor, why="erasure")
        for chunk in _chunks(sorted(pks))
    )


def _chunks(pks: Sequence[int]) -> list[Sequence[int]]:
    return [pks[start : start + AT_ONCE] for start in range(0, len(pks), AT_ONCE)]
