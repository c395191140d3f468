"""Letters about offers: somebody says that one is for it, what was decided, one that expires or has expired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from filiera.common.in_words import long_date
from filiera.common.letters import Letter
from filiera.exchange.letters import address
from filiera.exchange.queries.contacts import answerer, offerer

if TYPE_CHECKING:
    from filiera.exchange.models import Offer, OfferReply


def reply_letter(reply: OfferReply) -> Letter:
    """Tell whoever offers that an organisation says that it is for it, with its words and where to write."""
    words = {"name": reply.organisation.name, "offer": reply.offer.title}
    whom = answerer(reply)
    lines = [
        _("%(name)s says that “%(offer)s” is for it:") % words,
        reply.note,
        _("Write to them: %(address)s") % {"address": whom} if whom else "",
        _("Take it up or decline it here; they are told either way:"),
        address(_page(reply.offer)) + "#answers",
    ]
    return Letter(_("%(name)s answers “%(offer)s”") % words, [one for one in lines if one])


def decided_letter(reply: OfferReply, *, is_taken: bool) -> Letter:
    """Tell whoever answered what was decided; taken up, to whom to write."""
    offer = reply.offer
    words = {"name": offer.organisation.name, "offer": offer.title}
    said = (
        _("%(name)s takes up your answer to “%(offer)s”.")
        if is_taken
        else _("%(name)s declines your answer to “%(offer)s”.")
    )
    lines = [said % words]
    whom = offerer(reply) if is_taken else ""
    if whom:
        lines.append(_("Write to them: %(address)s") % {"address": whom})
    lines.append(address(_page(offer)))
    return Letter(_("%(name)s has answered about “%(offer)s”") % words, lines)


def expiring_letter(offer: Offer) -> Letter:
    """Tell whoever offers that its time ends soon, and how it goes on."""
    day = long_date(offer.expires_on) if offer.expires_on else ""
    words = {"offer": offer.title, "day": day}
    return Letter(
        _("“%(offer)s” expires on %(day)s") % words,
        [
            _("“%(offer)s” leaves the list of offers after %(day)s.") % words,
            _("Is it still so? Read it through and renew it here; withdraw it where it is over:"),
            address(_page(offer)),
        ],
    )


def expired_letter(offer: Offer) -> Letter:
    """Tell whoever offers that its time is over, and how it is published again."""
    words = {"offer": offer.title}
    return Letter(
        _("“%(offer)s” has expired") % words,
        [
            _("Nobody finds “%(offer)s” in the offers any more: its time is over.") % words,
            _("Read it through, change what is no longer so, and publish it again:"),
            address(_page(offer)),
        ],
    )


def _page(offer: Offer) -> str:
    return reverse("offer", args=[offer.code])
