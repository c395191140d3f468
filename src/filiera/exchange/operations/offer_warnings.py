"""Tell whoever offers that an offer expires soon, once for each time that it stands: renewed, it is told again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from filiera.accounts.operations_letters import tell
from filiera.common import audit
from filiera.common.instance import current_instance
from filiera.exchange.enums import OFFER_EXPIRES, OfferState
from filiera.exchange.models import Offer
from filiera.registry.queries.contacts import contact_of


def warn_of_expiry(*, now: datetime) -> int:
    """Write to those whose offers expire within so many days of the instance's; give how many letters."""
    today = timezone.localdate(now)
    until = today + timedelta(days=current_instance().needs.offer_warns_days)
    due = Offer.objects.filter(state=OfferState.PUBLISHED, warned_at=None, expires_on__range=(today, until))
    return sum(_warn(pk, now) for pk in list(due.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _warn(pk: int, now: datetime) -> bool:
    """Write about one offer, unless it was done or it ended meanwhile; where nobody can be written to it is tried again."""
    row = Offer.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=pk)
    contact = contact_of(row.organisation, today=timezone.localdate(now))
    if row.state != OfferState.PUBLISHED or row.warned_at is not None or contact is None:
        return False
    row.warned_at = now
    row.save(update_fields=["warned_at"])
    said = {"offer": row.pk}
    tell(kind=OFFER_EXPIRES, arguments=said, email=contact.email, language=contact.language, now=now)
    audit.record(actor=None, verb="warn-of-expiry", thing=row, values={"offer": row.code})
    return True
