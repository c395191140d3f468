"""Why two organisations cannot be joined, as far as needs and offers are concerned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from filiera.exchange.enums import ReplyState
from filiera.exchange.logic.steps import LIVE_STATES
from filiera.exchange.models import Match, OfferReply

if TYPE_CHECKING:
    from filiera.registry.models import Organisation


def merge_bar(kept: Organisation, gone: Organisation) -> str:
    """Say why two cannot be joined: one was asked, or answers, what the other looks for or offers; empty where they can."""
    return _asked(kept, gone) or _answers(kept, gone)


def _asked(kept: Organisation, gone: Organisation) -> str:
    """Say of which live need of the one the other was asked."""
    one, other = Q(solver=kept, need__organisation=gone), Q(solver=gone, need__organisation=kept)
    row = Match.objects.filter(one | other, need__state__in=LIVE_STATES).select_related("need").order_by("pk").first()
    if row is None:
        return ""
    return _("One was asked about “%(need)s”, which the other looks for: end that need first.") % {
        "need": row.need.title
    }


def _answers(kept: Organisation, gone: Organisation) -> str:
    """Say to which offer of the one the other's answer still waits: joined, it would answer itself."""
    one, other = Q(organisation=kept, offer__organisation=gone), Q(organisation=gone, offer__organisation=kept)
    rows = OfferReply.objects.filter(one | other, state=ReplyState.OPEN)
    row = rows.select_related("offer").order_by("pk").first()
    if row is None:
        return ""
    return _("One answers “%(offer)s”, which the other offers: take the answer up or decline it first.") % {
        "offer": row.offer.title
    }
