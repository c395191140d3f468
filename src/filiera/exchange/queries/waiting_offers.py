"""What of offers waits: answers that nobody has taken up or declined, for whoever offers and, late, for the office."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.exchange.enums import OfferState, ReplyState
from filiera.exchange.models import Offer, OfferReply
from filiera.registry.hooks import DueLine, Waiting

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST = 30
MOST_DUE = 4
REPLY_LATE = timedelta(days=14)
AHEAD = timedelta(days=14)


def replies_waiting(organisation_id: int) -> QuerySet[OfferReply]:
    """Give the answers to an organisation's offers that wait for its word, the oldest first."""
    rows: QuerySet[OfferReply] = OfferReply.objects.filter(offer__organisation=organisation_id, state=ReplyState.OPEN)
    return rows.select_related("offer", "organisation").order_by("said_at", "pk")


def waiting_offers(*, now: datetime) -> list[Waiting]:
    """List for the office the answers to offers that have waited for long, the oldest first: one query."""
    rows = OfferReply.objects.filter(state=ReplyState.OPEN, said_at__lt=now - REPLY_LATE)
    rows = rows.select_related("offer__organisation", "organisation").order_by("said_at", "pk")
    return [_late(row, now) for row in rows[:MOST]]


def _late(row: OfferReply, now: datetime) -> Waiting:
    days = (timezone.localdate(now) - timezone.localdate(row.said_at)).days
    words = {"owner": row.offer.organisation.name, "name": row.organisation.name, "offer": row.offer.title}
    return Waiting(
        _("%(owner)s does not say whether it takes up the answer of %(name)s to “%(offer)s”") % words,
        ngettext("The answer came %(n)s day ago.", "The answer came %(n)s days ago.", days) % {"n": days},
        "bad",
        _("a word by telephone"),
        reverse("offer", args=[row.offer.code]) + "#answers",
        _("The offer"),
    )


def offers_due(*, now: datetime) -> list[DueLine]:
    """List for the office the offers whose time ends within two weeks: one query."""
    today = timezone.localdate(now)
    rows = Offer.objects.filter(state=OfferState.PUBLISHED, expires_on__range=(today, today + AHEAD))
    return [
        DueLine(row.expires_on, row.title, reverse("offer", args=[row.code]), _("its time ends"))
        for row in rows.order_by("expires_on", "pk")[:MOST_DUE]
        if row.expires_on is not None
    ]
