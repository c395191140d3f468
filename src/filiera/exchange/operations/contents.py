"""Ask both sides of an introduction how content they are, so many days after it, once each; and what they say."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.accounts.operations_letters import tell
from filiera.common import audit
from filiera.common.instance import current_instance
from filiera.exchange.enums import TO_RATE, Side
from filiera.exchange.models import Match, Satisfaction
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.exchange.queries.contacts import requester_contact
from filiera.exchange.queries.contents import ASKED_FOR

LASTS = ASKED_FOR
TOO_OLD = timedelta(days=60)
"""So long after its day a question is not sent any more: nobody remembers."""


def ask_contents(*, now: datetime) -> int:
    """Ask those whose day has come; give how many letters."""
    return sum(_ask(pk, days, now) for days in current_instance().needs.content_days for pk in _due(days, now))


def _due(days: int, now: datetime) -> list[int]:
    day = now - timedelta(days=days)
    rows = Match.objects.filter(introduced_at__lte=day, introduced_at__gt=day - TOO_OLD)
    return list(rows.exclude(satisfactions__after_days=days).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _ask(pk: int, days: int, now: datetime) -> int:
    rows = Match.objects.select_for_update(of=("self",)).select_related("need__organisation", "solver")
    row, number = rows.get(pk=pk), 0
    for side in Side:
        _made, is_new = Satisfaction.objects.get_or_create(
            match=row, side=side, after_days=days, defaults={"asked_at": now}
        )
        if is_new:
            number += _send(row, side, days, now)
    return number


def _send(row: Match, side: Side, days: int, now: datetime) -> int:
    contact = requester_contact(row.need, now=now)
    email, language = (row.email, row.language) if side == Side.SOLVER else ("", row.need.language)
    if side == Side.REQUESTER and contact is not None:
        email, language = contact.email, contact.language
    if not email:
        return 0
    arguments = {"match": row.pk, "side": str(side), "days": days}
    tell(kind=TO_RATE, arguments=arguments, email=email, language=language, now=now)
    return 1


@transaction.atomic
def say_content(
    *, match: Match, side: str, days: int, mark: int, note: str = "", now: datetime, actor: Any = None
) -> Satisfaction:
    """Write down how content a side is, from 1 to 5; said again the last word stands. Raises ExchangeRefused."""
    if not 1 <= mark <= 5:
        raise ExchangeRefused(_("Choose one of the answers."))
    if match.introduced_at is None or side not in Side.values:
        raise ExchangeRefused(_("They were not introduced yet."))
    held = Satisfaction.objects.filter(match=match, side=side, after_days=days)
    if days not in current_instance().needs.content_days and not held.exists():
        raise ExchangeRefused(_("Nobody asks that after so many days."), field="after_days")
    row, _made = Satisfaction.objects.get_or_create(match=match, side=side, after_days=days, defaults={"asked_at": now})
    row.mark, row.note, row.said_at = mark, note.strip()[:600], now
    row.save()
    audit.record(actor=actor, verb="say-content", thing=match, values={"side": side, "mark": mark})
    return row
