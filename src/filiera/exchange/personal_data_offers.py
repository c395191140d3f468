"""What offers hold of a person: who wrote one, answers on it, answered one; and how it goes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filiera.exchange.enums import OfferState
from filiera.exchange.models import Offer, OfferReply, OfferTopic
from filiera.exchange.operations.offers import find_again
from filiera.privacy.enums import Fate
from filiera.privacy.hooks import RetentionRule, Section
from filiera.privacy.operations.redaction import redact
from filiera.privacy.operations.retention import let_go

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from filiera.accounts.models import User
    from filiera.privacy.hooks import Gone

FIVE_YEARS = timedelta(days=5 * 365)
TEXTS = ("title", "problem", "solution", "proof", "rights_note", "sought_note", "contact_name")


def offers_sections(user: User) -> Sequence[Section]:
    """Give the offers that a person wrote or answers on, and the person's answers to others'."""
    offers = Offer.objects.filter(Q(written_by=user) | Q(contact_email__iexact=user.email)).order_by("pk")
    replies = OfferReply.objects.filter(said_by=user).select_related("offer").order_by("pk")
    rows = [(row.title, " ".join((row.problem, row.solution, row.proof)).strip(), row.created_at) for row in offers]
    rows += [(row.offer.title, row.note, row.said_at) for row in replies]
    return [
        Section(
            "offers-written",
            _("Offers that you wrote, answer on or have answered"),
            [("title", _("Title")), ("words", _("Words")), ("at", _("When"))],
            rows,
            Fate.PARTED,
            _("it is the organisation’s word, and stays its own"),
        )
    ]


def erase_from_offers(gone: Gone) -> dict[str, int]:
    """Take a person's name and address out of offers and answers; what the organisations said stays."""
    for email in gone.emails:
        Offer.objects.filter(contact_email__iexact=email).update(contact_email="")
    written = redact(Offer.objects.all(), TEXTS, gone)
    written += redact(OfferTopic.objects.all(), ("passage",), gone)
    written += redact(OfferReply.objects.all(), ("note",), gone)
    find_again(words=(*gone.names, *gone.emails))
    return {"offers-written": written}


def _offers_past(now: datetime, most: int, is_trial: bool) -> int:
    """Let go of offers that were over long ago and that nobody published again, with their answers."""
    over = Offer.objects.filter(ended_at__lt=now - FIVE_YEARS)
    return let_go(over.filter(state__in=[OfferState.WITHDRAWN, OfferState.EXPIRED]), most, is_trial)


RULES = (
    RetentionRule(
        "offers-ended",
        gettext_lazy("offers that were withdrawn or expired, with the answers to them"),
        gettext_lazy("five years after their end"),
        gettext_lazy("the service that was asked for (GDPR, art. 6.1.b)"),
        _offers_past,
    ),
)
