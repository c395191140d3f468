"""Which matches count as a yes: the solver has said it, and nothing that came of it was stopped."""

from __future__ import annotations

from django.db.models import Q

from filiera.exchange.enums import CollaborationState
from filiera.exchange.logic.steps import YES_STATES


def standing_yes(match: str = "") -> Q:
    """Give the condition; `match` is the path to the match, ending in two underscores, where the rows are not matches."""
    stopped = Q(**{f"{match}collaboration__state": CollaborationState.STOPPED})
    return Q(**{f"{match}state__in": YES_STATES}) & ~stopped
