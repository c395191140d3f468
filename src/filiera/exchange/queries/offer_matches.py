"""Which offers may answer a need, and which needs an offer may answer: the competences that both name, weighted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from filiera.common.language import localised
from filiera.exchange.enums import Secrecy
from filiera.exchange.logic.shared import Shared, shared_weight
from filiera.exchange.logic.steps import LIVE_STATES
from filiera.exchange.models import Need, NeedTopic, OfferTopic
from filiera.exchange.queries.offers import published_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from filiera.common.visibility import Audience
    from filiera.exchange.models import Offer

MOST_SHOWN = 5
LEAST = 0.2
"""Part of what is sought, by weight, from which something is shown: a fifth."""


@dataclass(frozen=True, slots=True)
class OfferMatch:
    """An offer that may answer a need: how much of what is sought it brings, in [0, 1], and the reason in words."""

    offer: Offer
    url: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class NeedMatch:
    """A need that an offer may answer: how much of what is sought it brings, in [0, 1], and the reason in words."""

    need: Need
    url: str
    score: float
    reason: str


def offers_for(need: Need, audience: Audience) -> tuple[OfferMatch, ...]:
    """Give the offers that may answer a need, the likeliest first: to its own people and the office, others none.

    Three queries, however many there are. An offer of whoever asks is left out, and one of an organisation kept out.
    """
    if not audience.is_office and need.organisation_id not in audience.organisation_ids:
        return ()
    sought = _weights(need.topics.filter(is_refused=False))
    if not sought:
        return ()
    rows = published_to(audience).filter(pk__in=OfferTopic.objects.filter(competence__in=sought).values("offer"))
    rows = rows.exclude(organisation=need.organisation_id)
    rows = rows.exclude(organisation__in=need.exclusions.values("organisation"))
    by_pk = {row.pk: row for row in rows}
    topics = OfferTopic.objects.filter(offer__in=by_pk, is_refused=False).select_related("competence")
    brought: dict[int, list[OfferTopic]] = {}
    for topic in topics:
        brought.setdefault(topic.offer_id, []).append(topic)
    found = []
    for pk, held in brought.items():
        shared = shared_weight(sought, _weights(held))
        if shared.score >= LEAST:
            row = by_pk[pk]
            found.append(OfferMatch(row, reverse("offer", args=[row.code]), shared.score, _reason(shared, held)))
    return tuple(sorted(found, key=lambda one: (-one.score, -one.offer.pk))[:MOST_SHOWN])


def needs_for(offer: Offer, audience: Audience) -> tuple[NeedMatch, ...]:
    """Give the needs that an offer may answer, the likeliest first: to its own people the open ones, to the office all.

    Two queries, however many there are. Others get none. A need that keeps the organisation out is left out for its people.
    """
    if not audience.is_office and offer.organisation_id not in audience.organisation_ids:
        return ()
    brought = _weights(offer.topics.filter(is_refused=False))
    rows = Need.objects.filter(state__in=LIVE_STATES).exclude(organisation=offer.organisation_id)
    if not audience.is_office:
        rows = rows.visible_to(audience).filter(secrecy=Secrecy.OPEN, read_at__isnull=False)
        rows = rows.exclude(exclusions__organisation=offer.organisation_id)
    page = "need-office" if audience.is_office else "need"
    asked: dict[int, list[NeedTopic]] = {}
    topics = NeedTopic.objects.filter(need__in=rows, is_refused=False).filter(
        need__in=NeedTopic.objects.filter(competence__in=brought, is_refused=False).values("need")
    )
    for topic in topics.select_related("competence", "need__organisation"):
        asked.setdefault(topic.need_id, []).append(topic)
    found = []
    for held in asked.values():
        shared, need = shared_weight(_weights(held), brought), held[0].need
        if shared.score >= LEAST:
            url = reverse(page, args=[need.code])
            found.append(NeedMatch(need, url, shared.score, _reason(shared, held)))
    return tuple(sorted(found, key=lambda one: (-one.score, -one.need.pk))[:MOST_SHOWN])


def _weights(topics: Iterable[NeedTopic | OfferTopic]) -> Mapping[str, float]:
    return {one.competence_id: one.weight for one in topics}


def _reason(shared: Shared, topics: Iterable[NeedTopic | OfferTopic]) -> str:
    """Say why the two belong together: the competences that both name, the weightiest first."""
    labels = {one.competence_id: localised(one.competence, "label") for one in topics}
    return _("Both name: %(competences)s.") % {"competences": ", ".join(labels[code] for code in shared.codes)}
