"""Offers: a sheet as somebody would write it, a draft of it, and one that is published."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from filiera.exchange.models import Offer
from filiera.exchange.operations.offers import Sheet, publish_offer, write_offer
from filiera.registry.models import Organisation

SHEET: dict[str, Any] = {
    "title": "Conservante dai raspi d’uva",
    "problem": "I conservanti di sintesi non piacciono a chi compra, e quelli naturali cambiano odore.",
    "solution": "Un estratto di raspi d’uva che supera il challenge test nelle emulsioni senza risciacquo.",
    "trl": 5,
    "rights": "FILED",
    "sought": ["PILOT", "LICENCE"],
    "contact_name": "Ada Prova",
    "contact_email": "ada@example.org",
}


def sheet(**said: Any) -> Sheet:
    """Give what a sheet says; what is not said is as in `SHEET`."""
    return Sheet(**{**SHEET, **said})


def draft(organisation: Organisation, *, now: Any = None, actor: Any = None, **said: Any) -> Offer:
    """Give an offer that nobody else reads yet."""
    return write_offer(organisation=organisation, sheet=sheet(**said), now=now or timezone.now(), actor=actor)


def offered(organisation: Organisation, *competences: str, now: Any = None, **said: Any) -> Offer:
    """Give an offer that is published, and that brings these competences."""
    row = draft(organisation, now=now, **said)
    for code in competences:
        row.topics.create(competence_id=code)
    return publish_offer(offer=row, now=now or timezone.now())
