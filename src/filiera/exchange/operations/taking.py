"""Take an answer of a solver as somebody gives it: on its page, to the office, through the API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from filiera.exchange.operations.answers import answer_later, pass_on, refuse, say_yes

if TYPE_CHECKING:
    from filiera.exchange.models import Match


def take_answer(match: Match, said: Mapping[str, Any], *, now: datetime, user: Any, way: str = "PAGE") -> Match:
    """Take an answer as a form gives it: `says` YES, LATER, NO or OTHER, with its `on`, `why`, `who`, `note`.

    Raises ExchangeRefused.
    """
    note = said.get("note", "")
    if said["says"] == "YES":
        return say_yes(match=match, note=note, now=now, user=user, way=way)
    if said["says"] == "LATER":
        on = said["on"] or timezone.localdate(now)
        return answer_later(match=match, on=on, now=now, user=user, way=way)
    if said["says"] == "OTHER":
        return pass_on(match=match, who=said["who"], now=now, user=user, way=way)
    return refuse(match=match, why=said["why"], note=note, now=now, user=user, way=way)
