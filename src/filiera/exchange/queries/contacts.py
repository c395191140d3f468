"""Whom to write to about a need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from filiera.exchange.logic.steps import ASKING_STATES, WAITING_STATES
from filiera.registry.queries.contacts import Contact, contact_of

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.exchange.models import Match, Need


def requester_contact(need: Need, *, now: datetime) -> Contact | None:
    """Give whom to write to about a need: whoever asked, else the organisation's contact."""
    if need.contact_email:
        return Contact(need.contact_email, need.language)
    return contact_of(need.organisation, today=timezone.localdate(now))


def address_in(words: str) -> str:
    """Give the mail address that stands among words; empty where there is none."""
    for word in words.replace("<", " ").replace(">", " ").replace(",", " ").replace(";", " ").split():
        try:
            validate_email(word.strip("().:"))
        except ValidationError:
            continue
        return word.strip("().:").lower()
    return ""


def lacks_address(match: Match) -> bool:
    """Tell whether a solver said that somebody else of it answers, and nobody knows how to write to them."""
    is_waiting = match.state in WAITING_STATES and match.need.state in ASKING_STATES
    return is_waiting and bool(match.passed_to) and not address_in(match.passed_to)
