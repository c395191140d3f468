"""Ask one side of a completed collaboration whether it may become evidence, once the other side agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filiera.accounts.operations_letters import tell
from filiera.accounts.operations_links import revoke_links
from filiera.exchange.enums import TO_AGREE, Side
from filiera.exchange.operations.links import EVIDENCE
from filiera.exchange.queries.collaborations import is_to_agree
from filiera.exchange.queries.contacts import requester_contact

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.accounts.letter_kinds import Arguments
    from filiera.exchange.models import Collaboration


def other_side(side: str) -> Side:
    """Give the other side of a match."""
    return Side.REQUESTER if side == Side.SOLVER else Side.SOLVER


def ask_to_agree(row: Collaboration, side: str, *, now: datetime) -> None:
    """Ask a side that has not said, where the other agrees; within the transaction in which that is written down."""
    if not is_to_agree(row, side):
        return
    match = row.match
    email, language = match.email, match.language
    if side == Side.REQUESTER:
        contact = requester_contact(match.need, now=now)
        email, language = (contact.email, contact.language) if contact is not None else ("", "")
    if email:
        said = {"match": match.pk, "side": str(side)}
        tell(kind=TO_AGREE, arguments=said, email=email, language=language, now=now)


def note_asked_to_agree(said: Arguments, now: datetime) -> None:
    """Let the links from before answer nothing any more: the new one does."""
    revoke_links(kind=EVIDENCE, arguments=said, now=now)
