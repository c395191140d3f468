"""What is named at the command line, found: needs, matches, offers, competences; and texts in files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from filiera.common.verbs import missing, on_disk, wrong
from filiera.competence.models import Competence
from filiera.exchange.queries.exits import exit_of
from filiera.exchange.queries.matches import match_of
from filiera.exchange.queries.needs import competence_in_force, need_of
from filiera.exchange.queries.offers import offer_of, offer_reply_of

if TYPE_CHECKING:
    from filiera.exchange.models import Match, Need, NeedExit, Offer, OfferReply


def need_named(code: str) -> Need:
    """Find a need by its public id. Raises CommandError."""
    found = need_of(code)
    if found is None:
        raise missing(_("There is no need “%(code)s”: “needs list” says which there are.") % {"code": code})
    return found


def match_named(code: str) -> Match:
    """Find a match by its public id. Raises CommandError."""
    found = match_of(code)
    if found is None:
        raise missing(_("There is no match “%(code)s”: “needs show” gives those of a need.") % {"code": code})
    return found


def exit_numbered(number: int) -> NeedExit:
    """Find what a need became by its number. Raises CommandError."""
    found = exit_of(number) if number > 0 else None
    if found is None:
        raise missing(
            _("Nothing that a need became has the number %(n)s: “needs exits” says which there are.") % {"n": number}
        )
    return found


def offer_named(code: str) -> Offer:
    """Find an offer by its public id. Raises CommandError."""
    found = offer_of(code)
    if found is None:
        raise missing(_("There is no offer “%(code)s”: “offers list” says which there are.") % {"code": code})
    return found


def offer_reply_numbered(number: int) -> OfferReply:
    """Find an answer to an offer by its number. Raises CommandError."""
    found = offer_reply_of(number) if number > 0 else None
    if found is None:
        raise missing(_("No answer has the number %(n)s: “offers show” gives those of an offer.") % {"n": number})
    return found


def competence_named(code: str) -> Competence:
    """Find a competence by its code. Raises CommandError."""
    found = competence_in_force(code)
    if found is None:
        raise missing(_("There is no competence “%(code)s” in the taxonomy.") % {"code": code})
    return found


def text_in(path: Path) -> str:
    """Read a text in UTF-8, from the input where the path is “-”. Raises CommandError in plain words."""
    with on_disk(path):
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        words = _("“%(path)s” is no text in UTF-8: save it as such, then try again.")
        raise wrong(words % {"path": path}) from error
