"""What the network and the map say of their pictures: who is drawn, who is left out, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.in_words import whole

if TYPE_CHECKING:
    from filiera.competence.queries.network import Network
    from filiera.competence.queries.places import TerritoryMap


def drawn_sentence(found: Network, drawn: Network, most: int) -> str:
    """Say who stands on the circle; empty for the neighbourhood that was asked for, where all of it is drawn."""
    left = len(found.left_by(drawn))
    if not found.tied:
        return _("No two organisations of the filter share a piece of evidence.") if found.centre is None else ""
    if not left:
        words = _("On the circle stand the %(n)s organisations that share a piece of evidence with another.")
        return words % {"n": whole(len(drawn.nodes))} if found.centre is None else ""
    named = {
        "tied": whole(len(found.tied)),
        "most": whole(most),
        "name": drawn.middle.name if drawn.middle else "",
        "n": whole(len(drawn.nodes) - 1),
        "left": whole(left),
    }
    if found.centre is not None:
        return _("Of those that share evidence with %(name)s the %(n)s nearest are drawn; %(left)s are left.") % named
    return (
        _(
            "%(tied)s organisations share evidence with another, and a circle holds %(most)s: drawn are %(name)s, the best "
            "connected, and the %(n)s that share evidence with it; %(left)s are left."
        )
        % named
    )


def alone_sentence(found: Network) -> str:
    """Say how many of the filter share no evidence with another; empty where all do."""
    alone = len(found.alone)
    if not alone or found.centre is not None:
        return ""
    sentence = ngettext(
        "%(n)s organisation of the filter shares none with another: it is not drawn.",
        "%(n)s organisations of the filter share none with another: they are not drawn.",
        alone,
    )
    return sentence % {"n": whole(alone)}


def map_caption(found: TerritoryMap, *, is_filtered: bool) -> str:
    """Say what the map's signs mean, and how many of those found it cannot draw."""
    if is_filtered:
        words = _(
            "A grain for each municipality: full where the filter finds someone, open where there are others alone."
        )
    else:
        words = _("A grain for each municipality: full where there is someone.")
    outside = ngettext(
        "%(n)s organisation is outside the region: it is not drawn.",
        "%(n)s organisations are outside the region: they are not drawn.",
        found.outside,
    )
    unplaced = ngettext(
        "%(n)s organisation is without an exact place: it is not drawn.",
        "%(n)s organisations are without an exact place: they are not drawn.",
        found.unplaced,
    )
    left = [text % {"n": whole(n)} for text, n in ((outside, found.outside), (unplaced, found.unplaced)) if n]
    return " ".join([words, *left])
