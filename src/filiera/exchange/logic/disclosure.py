"""What of a need a solver may see, by its secrecy and how far the match is."""

from __future__ import annotations

from filiera.exchange.enums import Disclosed, MatchState, Secrecy
from filiera.exchange.logic.steps import NAMED_STATES

ORDER = (Disclosed.SECTOR, Disclosed.PROBLEM, Disclosed.NAMES)
"""The stages, each showing what those before it show."""

NOT_ASKED = (MatchState.SUGGESTED, MatchState.SHORTLISTED)


def stage_reached(secrecy: str, state: str, *, has_terms: bool, was_named: bool, is_read: bool) -> Disclosed | None:
    """Give the stage that a solver has reached; None of one that was not asked.

    `has_terms` tells whether it accepted what this need asks for; `was_named` whether the names were given. What was given
    stays given; who is out is shown nothing further. While a need waits to be read again (`is_read`), as one that was renewed
    and may say something else, nobody reads its texts but who knows who asks.
    """
    if state in NOT_ASKED:
        return None
    if was_named or state in NAMED_STATES:
        return Disclosed.NAMES
    if not is_read:
        return Disclosed.SECTOR
    if secrecy == Secrecy.OPEN:
        return Disclosed.NAMES
    return Disclosed.PROBLEM if has_terms else Disclosed.SECTOR


def shows(reached: Disclosed | None, wanted: Disclosed) -> bool:
    """Tell whether a stage shows what another does."""
    return reached is not None and ORDER.index(reached) >= ORDER.index(wanted)
