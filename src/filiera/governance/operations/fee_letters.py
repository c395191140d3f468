"""Members are told of their fee when it is made, of what came in for it, and of a receipt that is annulled."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from filiera.common.outbox import queue
from filiera.governance import letters_members as letters
from filiera.governance.queries.fees import open_eur
from filiera.registry.queries.contacts import contact_of, contacts_of

if TYPE_CHECKING:
    from filiera.common.letters import Letter
    from filiera.common.models import OutgoingMail
    from filiera.governance.models import Fee, FeePayment, Member


@dataclass(frozen=True, slots=True)
class Told:
    """The letters that were written, and the members that nobody can be written to of."""

    letters: list[OutgoingMail]
    unreached: list[Member]


def tell_fees(*, fees: Iterable[Fee], now: datetime) -> Told:
    """Write to each member of whom a fee was made: how much, by when, how it is paid; nothing of a fee of zero."""
    owed = [fee for fee in fees if fee.amount_eur > 0]
    contacts = contacts_of([fee.member.organisation_id for fee in owed], today=timezone.localdate(now))
    told = Told([], [])
    for fee in owed:
        contact = contacts.get(fee.member.organisation_id)
        if contact is None:
            told.unreached.append(fee.member)
            continue
        write = _writer(fee)
        told.letters.append(
            queue(write=write, to=contact.email, language=contact.language, verb="issue-fee", thing=fee, now=now)
        )
    return told


def _writer(fee: Fee) -> Callable[[], Letter]:
    return lambda: letters.fee_made(fee)


def tell_payment(*, payment: FeePayment, now: datetime) -> OutgoingMail | None:
    """Write to a member that its money has come in, with the receipt; or, of a payment that was annulled, that it has not."""
    today = timezone.localdate(now)
    contact = contact_of(payment.fee.member.organisation, today=today)
    if contact is None:
        return None
    still = open_eur(payment.fee, today)
    is_annulled = payment.annulled_at is not None
    return queue(
        write=lambda: letters.receipt_annulled(payment, still) if is_annulled else letters.paid(payment, still),
        to=contact.email,
        language=contact.language,
        verb="annul-payment" if is_annulled else "record-payment",
        thing=payment,
        now=now,
    )
