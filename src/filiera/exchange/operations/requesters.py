"""What whoever asks answers: whether it would meet a solver that said yes; and the introduction, when both would."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.accounts.models import AnswerLink
from filiera.accounts.operations_letters import tell
from filiera.accounts.operations_links import send_link
from filiera.common import audit
from filiera.common.outbox import queue
from filiera.exchange.enums import TO_MEET, YES_TAKEN_BACK, Disclosed, MatchState, NeedState
from filiera.exchange.letters import introduction_letter
from filiera.exchange.logic.steps import ASKING_STATES, MATCH_STEPS
from filiera.exchange.models import Disclosure, Match
from filiera.exchange.operations.links import NAMED, SOLVER, close_questions
from filiera.exchange.operations.needs import hold_match, move
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.exchange.queries.contacts import requester_contact

LASTS = timedelta(days=30)
NAMED_LASTS = timedelta(days=90)
"""So long a solver that was introduced reads the request and its papers again by the link of the introduction."""


def ask_requester(*, match: Match, now: datetime) -> None:
    """Ask whoever asks whether it would meet a solver that said yes; within the transaction of the yes."""
    contact = requester_contact(match.need, now=now)
    if contact is not None:
        tell(kind=TO_MEET, arguments={"match": match.pk}, email=contact.email, language=contact.language, now=now)


def tell_yes_taken_back(*, match: Match, now: datetime) -> None:
    """Tell whoever asks that a solver takes its yes back, if a letter told of the yes; before its link is closed."""
    contact = requester_contact(match.need, now=now)
    told = AnswerLink.objects.filter(kind=SOLVER, arguments={"match": match.pk}, revoked_at=None)
    if contact is not None and told.exists():
        said, language = {"match": match.pk}, contact.language
        tell(kind=YES_TAKEN_BACK, arguments=said, email=contact.email, language=language, now=now)


@transaction.atomic
def meet_solver(
    *, match: Match, meets: bool, now: datetime, note: str = "", by_link: bool = False, user: Any = None
) -> Match:
    """Say whether whoever asks would meet a solver: then both know the other's name. Raises ExchangeRefused."""
    row = hold_match(match)
    need = row.need
    if need.state not in ASKING_STATES:
        raise ExchangeRefused(_("It is over: renew it first."))
    if meets and row.state in (MatchState.MUTUAL, MatchState.INTRODUCED):
        return row
    if not meets and row.state == MatchState.DECLINED:
        return row
    MATCH_STEPS.take(
        row,
        MatchState.MUTUAL if meets else MatchState.DECLINED,
        refused=lambda: ExchangeRefused(_("This solver does not wait for your answer.")),
    )
    if meets:
        _name(row, now)
    else:
        row.ended_at, row.aside_note = now, note.strip()[:1000]
    row.save()
    if not by_link:
        close_questions(row, now=now, actor=user, kinds=(SOLVER,))
    values = {"need": need.code, "match": row.code, "meets": meets}
    audit.record(actor=user, verb="meet-solver", thing=need, values=values, why=note.strip())
    return row


def _name(row: Match, now: datetime) -> None:
    """Let both know the other's name: from now on the need is in talks."""
    row.requester_yes_at = row.mutual_at = now
    if row.need.state == NeedState.MATCHING:
        move(row.need, NeedState.IN_TALKS)
        row.need.changed_at = now
        row.need.save()
    Disclosure.objects.create(match=row, stage=Disclosed.NAMES, at=now, email=row.email, name=row.contact_name)


@transaction.atomic
def introduce(*, match: Match, now: datetime, note: str = "", actor: Any = None) -> Match:
    """Introduce the two of a match to each other by one letter each, with names and addresses. Raises ExchangeRefused."""
    row = hold_match(match)
    need = row.need
    if row.state == MatchState.INTRODUCED:
        return row
    MATCH_STEPS.take(
        row,
        MatchState.INTRODUCED,
        refused=lambda: ExchangeRefused(_("Both have to say yes before they are introduced.")),
    )
    requester = requester_contact(need, now=now)
    if requester is None:
        raise ExchangeRefused(_("No address of whoever asks is known: write one on the need."))
    row.introduced_at = now
    row.save()
    _write_to_solver(row, requester.email, note.strip(), now)
    write = partial(introduction_letter, row, requester=requester.email, note=note.strip())
    queue(write=write, to=requester.email, language=requester.language, verb="introduce", thing=row, now=now)
    audit.record(actor=actor, verb="introduce", thing=row, values={"need": need.code, "match": row.code})
    return row


def named_until(now: datetime) -> date:
    """Give the day until which the link of an introduction that is written now leads back to the request."""
    return timezone.localdate(now + NAMED_LASTS)


def _write_to_solver(row: Match, requester: str, note: str, now: datetime) -> None:
    """Introduce the solver, with a link by which it reads the request and its papers again without an account."""
    send_link(
        kind=NAMED,
        arguments={"match": row.pk},
        email=row.email,
        language=row.language,
        expires_at=now + NAMED_LASTS,
        now=now,
        said=partial(introduction_letter, row, requester=requester, note=note, until=named_until(now)),
    )


@transaction.atomic
def note_meeting(*, match: Match, now: datetime, actor: Any = None) -> Match:
    """Write down that the two have met; said again it stays the first day. Raises ExchangeRefused."""
    row: Match = Match.objects.select_for_update(of=("self",)).get(pk=match.pk)
    if row.introduced_at is None:
        raise ExchangeRefused(_("They were not introduced yet."))
    if row.met_at is None:
        row.met_at = now
        row.save(update_fields=["met_at"])
        audit.record(actor=actor, verb="note-meeting", thing=row, values={"match": row.code})
    return row
