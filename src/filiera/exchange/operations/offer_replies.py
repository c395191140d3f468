"""Answer an offer, once for each organisation, and take an answer up or decline it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.accounts.operations_letters import tell
from filiera.common import audit
from filiera.exchange.enums import OFFER_DECIDED, OFFER_REPLY, OfferState, ReplyState
from filiera.exchange.models import Offer, OfferReply
from filiera.exchange.operations.offers import hold_offer
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.registry.queries.contacts import contact_of

if TYPE_CHECKING:
    from filiera.registry.models import Organisation

LONGEST = 600


@transaction.atomic
def reply_to_offer(
    *, offer: Offer, organisation: Organisation, note: str, now: datetime, actor: Any = None
) -> OfferReply:
    """Say that an offer is for an organisation, once; its owner is told by mail. Raises ExchangeRefused."""
    row = hold_offer(offer)
    if row.state != OfferState.PUBLISHED:
        raise ExchangeRefused(_("It is not offered any more."))
    if row.organisation_id == organisation.pk:
        raise ExchangeRefused(_("It is your own offer."))
    if not note.strip():
        raise ExchangeRefused(_("Write in a few words what it is for."), field="note")
    values = {"note": note.strip()[:LONGEST], "said_at": now, "said_by": actor}
    reply, is_new = OfferReply.objects.get_or_create(offer=row, organisation=organisation, defaults=values)
    if not is_new:
        return reply
    _tell(row.organisation, OFFER_REPLY, reply, now)
    said = {"offer": row.code, "organisation": organisation.code}
    audit.record(actor=actor, verb="reply-to-offer", thing=row, values=said)
    return reply


@transaction.atomic
def decide_offer_reply(*, reply: OfferReply, takes: bool, now: datetime, actor: Any = None) -> OfferReply:
    """Take an answer up, or decline it; who answered is told. Raises ExchangeRefused where it was decided otherwise."""
    offer = hold_offer(reply.offer)
    row: OfferReply = OfferReply.objects.select_for_update(of=("self",)).get(pk=reply.pk)
    wanted = ReplyState.TAKEN if takes else ReplyState.DECLINED
    if row.state == wanted:
        return row
    if row.state != ReplyState.OPEN:
        raise ExchangeRefused(_("It is decided already: it was %(state)s.") % {"state": row.get_state_display()})
    row.state, row.decided_at = wanted, now
    row.save(update_fields=["state", "decided_at"])
    _tell(row.organisation, OFFER_DECIDED, row, now)
    said = {"offer": offer.code, "organisation": row.organisation.code, "takes": takes}
    audit.record(actor=actor, verb="decide-offer-reply", thing=offer, values=said)
    return row


def _tell(whom: Organisation, kind: str, about: OfferReply, now: datetime) -> None:
    contact = contact_of(whom, today=timezone.localdate(now))
    if contact is not None:
        tell(kind=kind, arguments={"reply": about.pk}, email=contact.email, language=contact.language, now=now)
