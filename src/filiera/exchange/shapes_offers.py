"""Offers for programs: a line of a list, a sheet whole, who answered it; the command and the API give the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from filiera.exchange.queries.needs import topic_lines
from filiera.exchange.queries.offer_matches import needs_for
from filiera.exchange.queries.offers import replies_to
from filiera.exchange.shapes import day_or_none, topic_shape

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.exchange.models import Offer, OfferReply
    from filiera.exchange.queries.offer_matches import NeedMatch, OfferMatch
    from filiera.exchange.queries.offers import OfferLine

Shape = dict[str, Any]
NOTES = ("problem", "solution", "proof", "rights", "rights_note", "sought_note", "contact_name", "contact_email")


def offer_line_shape(line: OfferLine) -> Shape:
    """Give an offer of a list; `waiting` counts the answers that wait, for whoever offers."""
    row = line.offer
    return {
        "id": row.code,
        "title": row.title,
        "language": row.language,
        "organisation": row.organisation.code,
        "organisation_name": row.organisation.name,
        "kind": row.kind,
        "trl": row.trl,
        "state": row.state,
        "for_members": row.for_members,
        "topics": list(line.topics),
        "on": line.on.isoformat(),
        "expires_on": day_or_none(row.expires_on),
        "waiting": line.waiting,
        "example": row.is_example,
        "url": line.url,
    }


def offer_shape(offer: Offer, *, audience: Audience, own_id: int | None) -> Shape:
    """Give a sheet as its page shows it to an audience; `own` to its own people and the office, null to others."""
    may_keep = audience.is_office or own_id == offer.organisation_id
    topics = [one for one in topic_lines(offer) if may_keep or not one.is_refused]
    is_seen = offer.evidence is not None and offer.evidence.is_visible_to(audience)
    replies = replies_to(offer, audience=audience, organisation_id=own_id)
    return {
        "id": offer.code,
        "title": offer.title,
        "language": offer.language,
        "organisation": offer.organisation.code,
        "organisation_name": offer.organisation.name,
        "kind": offer.kind,
        "trl": offer.trl,
        "state": offer.state,
        "for_members": offer.for_members,
        **{name: getattr(offer, name) for name in NOTES},
        "sought": list(offer.sought),
        "evidence": offer.evidence_id if is_seen else None,
        "topics": [topic_shape(one, may_keep=may_keep) for one in topics],
        "published_at": day_or_none(offer.published_at),
        "expires_on": day_or_none(offer.expires_on),
        "replies": [reply_shape(one.reply) for one in replies],
        "example": offer.is_example,
        "own": _own_shape(offer, audience) if may_keep else None,
    }


def _own_shape(offer: Offer, audience: Audience) -> Shape:
    """Give what of an offer its own people and the office alone read."""
    return {
        "created_at": offer.created_at.isoformat(),
        "changed_at": offer.changed_at.isoformat(),
        "ended_at": day_or_none(offer.ended_at),
        "needs": [need_match_shape(one) for one in needs_for(offer, audience)],
    }


def reply_shape(row: OfferReply) -> Shape:
    """Give an answer to an offer."""
    return {
        "id": row.pk,
        "organisation": row.organisation.code,
        "organisation_name": row.organisation.name,
        "note": row.note,
        "state": row.state,
        "said_at": row.said_at.isoformat(),
        "decided_at": day_or_none(row.decided_at),
    }


def need_match_shape(one: NeedMatch) -> Shape:
    """Give a need that an offer may answer, with the reason."""
    return {
        "id": one.need.code,
        "title": one.need.title,
        "score": round(one.score, 4),
        "reason": one.reason,
        "url": one.url,
    }


def offer_match_shape(one: OfferMatch) -> Shape:
    """Give an offer that may answer a need, with the reason."""
    offer = one.offer
    return {
        "id": offer.code,
        "title": offer.title,
        "organisation": offer.organisation.code,
        "organisation_name": offer.organisation.name,
        "score": round(one.score, 4),
        "reason": one.reason,
        "url": one.url,
    }
