"""What pages of offers show, put together from queries."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from filiera.common.language import localised
from filiera.common.views import LinkTo
from filiera.competence.models import Competence
from filiera.competence.queries.evidence import evidence_by_organisation
from filiera.exchange.enums import OfferKind, OfferState, Sought
from filiera.exchange.forms_offers import OfferReplyForm
from filiera.exchange.operations.offers import Sheet
from filiera.exchange.queries.needs import leaves, topic_lines
from filiera.exchange.queries.offer_matches import needs_for
from filiera.exchange.queries.offers import (
    OfferFilter,
    has_answered,
    kept_offers,
    offer_lines,
    own_offers,
    replies_to,
)
from filiera.exchange.queries.waiting_offers import replies_waiting

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.competence.queries.evidence import EvidencePoint
    from filiera.exchange.forms_offers import SheetFields
    from filiera.exchange.models import Offer


KEPT_SHOWN = 30
COLUMNS = (
    *("kind", "title", "problem", "solution", "trl", "rights", "rights_note", "proof"),
    *("sought", "sought_note", "contact_name", "contact_email", "language"),
)
"""What the form and the operation call by the same name."""


def sheet_of(form: SheetFields) -> Sheet:
    """Give what a form says of a sheet, as the operations take it."""
    said: dict[str, Any] = form.cleaned_data
    values = {name: said[name] for name in COLUMNS}
    return Sheet(**values, evidence=form.evidence, for_members=said["for_members"] == "1")


def proof_of(offer: Offer, *, audience: Audience, today: date) -> EvidencePoint | None:
    """Give the evidence that proves an offer, where the audience may see it."""
    if offer.evidence_id is None:
        return None
    held = {offer.organisation_id}
    found = evidence_by_organisation(held, audience=audience, today=today, only=[offer.evidence_id])
    return next(iter(found.get(offer.organisation_id, ())), None)


def sought_words(offer: Offer) -> list[str]:
    """Say what whoever offers looks for."""
    return [str(Sought(code).label) for code in offer.sought if code in Sought.values]


def sheet_page(offer: Offer, *, audience: Audience, may_reply: bool, own_id: int | None, today: date) -> dict[str, Any]:
    """Give what the page of an offer shows; what is beside the sheet is for its own people and the office."""
    may_keep = audience.is_office or own_id == offer.organisation_id
    topics = topic_lines(offer)
    answered = own_id is not None and has_answered(offer, own_id)
    shown: dict[str, Any] = {
        "offer": offer,
        "may_keep": may_keep,
        "topics": topics if may_keep else tuple(one for one in topics if not one.is_refused),
        "proof": proof_of(offer, audience=audience, today=today),
        "sought": sought_words(offer),
        "published_on": timezone.localdate(offer.published_at) if offer.published_at else None,
        "is_draft": offer.state == OfferState.DRAFT,
        "is_published": offer.state == OfferState.PUBLISHED,
        "replies": replies_to(offer, audience=audience, organisation_id=own_id),
        "reply_form": OfferReplyForm(auto_id="reply-%s") if may_reply and not answered else None,
    }
    if may_keep:
        shown |= {
            "needs": needs_for(offer, audience),
            "competences": leaves(),
        }
    return shown


def kept_above(own_id: int | None, audience: Audience) -> dict[str, Any]:
    """Give what stands above the whole list: an organisation's own offers with the answers that wait; the office's."""
    return {
        "replies": replies_waiting(own_id) if own_id else (),
        "mine": offer_lines(own_offers(own_id), own_id=own_id) if own_id else (),
        "kept": offer_lines(kept_offers()[:KEPT_SHOWN]) if audience.is_office else (),
    }


def filters_of(asked: OfferFilter) -> dict[str, Any]:
    """Give the choices beside the list, and those that are active, each a link that takes it away."""
    url = reverse("offers")
    topic = Competence.objects.filter(code=asked.competence).first() if asked.competence else None
    words = [(asked.without("q"), f"“{asked.q}”")] if asked.q else []
    words += [(asked.without("kind", one), str(OfferKind(one).label).capitalize()) for one in asked.kind]
    if asked.competence:
        words.append((asked.without("competence"), localised(topic, "label") if topic else asked.competence))
    if asked.trl:
        words.append((asked.without("trl"), f"TRL {asked.trl}+"))
    return {
        "kinds": [(one.value, str(one.label).capitalize(), one in asked.kind) for one in OfferKind],
        "levels": range(1, 10),
        "competences": Competence.objects.filter(level__gte=2, successor=None).order_by("ordinal"),
        "active": [LinkTo(f"{url}?{rest.query_string()}", label) for rest, label in words],
        "hidden": [(name, value) for name, value in asked.pairs() if name != "q"],
        "clear_url": url,
    }
