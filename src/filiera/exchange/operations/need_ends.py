"""How a need ends, solved, closed or expired, and who was asked is asked no more; and how one is renewed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.accounts.operations_letters import tell
from filiera.common import audit
from filiera.exchange.enums import NEED_EXPIRED, NEED_OVER, ClosedWhy, MatchState, NeedState
from filiera.exchange.logic.steps import LIVE_STATES, MATCH_STEPS, OVER_STATES, UNMET_STATES, WAITING_STATES
from filiera.exchange.models import Collaboration, Match, Need
from filiera.exchange.operations.links import close_questions
from filiera.exchange.operations.needs import hold, last_day, move
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.exchange.queries.contacts import requester_contact


@transaction.atomic
def end_need(*, need: Need, solved: bool, now: datetime, why: str = "", note: str = "", actor: Any = None) -> Need:
    """End a need, solved or closed with its reason; who was asked and has not answered is asked no more.

    Raises ExchangeRefused.
    """
    row = hold(need)
    to = NeedState.SOLVED if solved else NeedState.CLOSED
    if row.state == to:
        return row
    if not solved and why not in ClosedWhy.values:
        raise ExchangeRefused(_("Say why it is closed."), field="why")
    move(row, to)
    row.ended_at, row.changed_at = now, now
    row.closed_why, row.closed_note = ("" if solved else why), note.strip()[:400]
    row.save()
    withdraw_questions(row, now=now, actor=actor)
    audit.record(actor=actor, verb="end-need", thing=row, values={"need": row.code, "state": to}, why=note.strip())
    return row


def withdraw_questions(row: Need, *, now: datetime, actor: Any = None) -> int:
    """Ask nobody any more of a need that is over; give how many were still asked. What was said stays.

    Whoever still has to answer, or waits for an introduction, is told that nobody is sought any more.
    """
    rows = list(row.matches.select_for_update().filter(state__in=[*WAITING_STATES, *UNMET_STATES]).order_by("pk"))
    open_rows = [match for match in rows if match.state in WAITING_STATES]
    for match in open_rows:
        _withdraw(match, now)
    for match in rows:
        _tell_over(match, now)
    row.matches.filter(state__in=[MatchState.SUGGESTED, MatchState.SHORTLISTED]).delete()
    return len(open_rows)


def _tell_over(match: Match, now: datetime) -> None:
    """Tell a solver that nobody is sought any more; one that was never told of the request hears nothing."""
    if match.email and (match.told_at is not None or match.solver_yes_at is not None):
        tell(kind=NEED_OVER, arguments={"match": match.pk}, email=match.email, language=match.language, now=now)


def _withdraw(match: Match, now: datetime) -> None:
    MATCH_STEPS.take(match, MatchState.WITHDRAWN, refused=ExchangeRefused)
    match.ended_at = now
    match.save(update_fields=["state", "ended_at"])
    close_questions(match, now=now)


@transaction.atomic
def renew_need(*, need: Need, now: datetime, actor: Any = None) -> Need:
    """Let a need stand for another while. One that had expired is read again. Raises ExchangeRefused."""
    row = hold(need)
    if row.state not in (*LIVE_STATES, NeedState.EXPIRED):
        raise ExchangeRefused(_("It is over: write another."))
    if row.state == NeedState.EXPIRED:
        move(row, NeedState.PUBLISHED)
        row.ended_at = None
    row.expires_on, row.warned_at, row.changed_at = last_day(now), None, now
    row.save()
    audit.record(actor=actor, verb="renew-need", thing=row, values={"need": row.code})
    return row


def expire_needs(*, now: datetime) -> int:
    """Let the needs expire whose day has come, each by itself; give how many did. While two work together it goes on."""
    due = Need.objects.filter(state__in=LIVE_STATES, expires_on__lt=timezone.localdate(now))
    working = Collaboration.objects.filter(match__need=OuterRef("pk")).exclude(state__in=OVER_STATES)
    due = due.filter(~Exists(working))
    return sum(_expire(pk, now) for pk in list(due.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _expire(pk: int, now: datetime) -> bool:
    row = Need.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=pk)
    if row.state not in LIVE_STATES or row.expires_on is None or row.expires_on >= timezone.localdate(now):
        return False
    move(row, NeedState.EXPIRED)
    row.ended_at, row.changed_at = now, now
    row.save()
    withdraw_questions(row, now=now)
    _tell_expired(row, now)
    audit.record(actor=None, verb="expire-need", thing=row, values={"need": row.code})
    return True


def _tell_expired(row: Need, now: datetime) -> None:
    """Tell whoever asks that the time is over, and how it goes on."""
    contact = requester_contact(row, now=now)
    if contact is not None:
        said = {"need": row.pk}
        tell(kind=NEED_EXPIRED, arguments=said, email=contact.email, language=contact.language, now=now)
