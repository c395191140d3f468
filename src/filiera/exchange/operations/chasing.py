"""Remind solvers that have not answered: after a quiet time, once more by a person's click, and then the asking ends."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.accounts.logic import Way
from filiera.accounts.operations_letters import tell
from filiera.accounts.queries_letters import way_to
from filiera.common import audit
from filiera.common.daily import JobFailed
from filiera.common.in_words import long_date
from filiera.common.instance import current_instance
from filiera.common.letters import paragraphs
from filiera.exchange.enums import TO_ASK, TO_ESCALATE, TO_REMIND, MatchState, Secrecy
from filiera.exchange.logic.chasing import Due, is_written_out, quiet_until
from filiera.exchange.logic.steps import ASKING_STATES, MATCH_STEPS, WAITING_STATES
from filiera.exchange.models import Match
from filiera.exchange.operations.asking import send_question
from filiera.exchange.operations.links import close_questions
from filiera.exchange.operations.needs import hold_match
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.exchange.queries.chasing import asked_days, due_now, is_escalation, next_letter, next_to_tell
from filiera.exchange.queries.understood import doubtful_in, problem_in

if TYPE_CHECKING:
    from filiera.exchange.queries.understood import Doubtful

logger = logging.getLogger(__name__)

BY_ITSELF = (Due.AGAIN, Due.REMINDER)
"""What the daily job sends; an escalation waits for a person."""

LONGEST_LETTER = 4000
"""Signs of a reminder that a person changed."""


def chase_solvers(*, now: datetime) -> int:
    """Send the reminders that are due and end what was not answered in time; give how many. Raises JobFailed at the end."""
    rows = Match.objects.filter(state__in=WAITING_STATES, need__state__in=ASKING_STATES).order_by("pk")
    done, failed = 0, 0
    for pk in list(rows.values_list("pk", flat=True)):
        try:
            done += _chase(pk, now)
        except Exception:
            logger.exception("The match %s was not chased.", pk)
            failed += 1
    if failed:
        raise JobFailed(f"{failed} matches were not chased, {done} were")
    return done


@transaction.atomic
def _chase(pk: int, now: datetime) -> bool:
    row = hold_match(Match.objects.select_related("need").get(pk=pk))
    due = due_now(row, now=now)
    if row.state not in WAITING_STATES or row.need.state not in ASKING_STATES or due not in (*BY_ITSELF, Due.END):
        return False
    if due == Due.END:
        _end(row, now)
        return True
    if due == Due.REMINDER and way_to(row.email) == Way.SITE:
        return False  # it stands there since it was asked: nothing is said anew
    return _write(row, now, is_again=due == Due.AGAIN) != Way.HELD


def _end(row: Match, now: datetime) -> None:
    """Ask no more: silence is an answer too."""
    MATCH_STEPS.take(row, MatchState.SILENT, refused=ExchangeRefused)
    row.ended_at = now
    row.save(update_fields=["state", "ended_at"])
    close_questions(row, now=now)
    audit.record(actor=None, verb="end-in-silence", thing=row, values={"match": row.code}, about=row.solver.code)


@transaction.atomic
def remind(*, match: Match, now: datetime, actor: Any = None, words: str = "", is_looked_at: bool = False) -> Match:
    """Write once more to a solver that has not answered, by a person's click. Raises ExchangeRefused.

    `words` is the letter as that person changed it; what in it tells who asks, or the problem before its conditions are
    accepted, must be looked at (`is_looked_at`). From the day of the escalation on another of the solver's delegates is told
    as well, one who has had no letter about it yet.
    """
    row = hold_match(match)
    if row.need.state not in ASKING_STATES or row.state not in WAITING_STATES:
        raise ExchangeRefused(_("It does not have to answer any more."))
    _check_quiet(row, now)
    _write(row, now, actor=actor, words=_changed(row, words, now, is_looked_at))
    return row


def _check_quiet(row: Match, now: datetime) -> None:
    """Raise ExchangeRefused where another letter would come too soon, too late, or not at all."""
    asked, today, name = asked_days(row), timezone.localdate(now), {"name": row.solver.name}
    if asked.is_held or not asked.is_told:
        raise ExchangeRefused(_("It waits for the next letter to %(name)s already.") % name)
    if is_written_out(asked, days=current_instance().needs.chase_days) or due_now(row, now=now) == Due.END:
        raise ExchangeRefused(_("The time of letters is over: a telephone call, or somebody else."))
    if quiet_until(asked) > today:
        day = {"day": long_date(quiet_until(asked))}
        raise ExchangeRefused(_("It was written to a few days ago: from %(day)s on it can be again.") % day)
    if way_to(row.email) == Way.SITE and not is_escalation(row, now=now):
        raise ExchangeRefused(_("%(name)s reads what is asked on the site alone: call, or wait.") % name)


def _changed(row: Match, words: str, now: datetime, is_looked_at: bool) -> str:
    """Give the reminder as a person changed it; empty where it leaves as it is. Raises ExchangeRefused."""
    letter, said = next_letter(row, now=now), paragraphs(words)
    if not said or said == paragraphs("\n\n".join(letter.lines)):
        return ""
    if len(words) > LONGEST_LETTER:
        raise ExchangeRefused(_("Make it shorter: a letter of this length is not read."), field="words")
    doubtful = _doubtful(row, words, "\n\n".join(letter.lines))
    if doubtful and not is_looked_at:
        told = "; ".join(f"“{one.words}” ({one.why})" for one in doubtful)
        raise ExchangeRefused(
            _("This may tell more than the solver knows: %(words)s. Take it out, or say that you have looked.")
            % {"words": told},
            field="words",
        )
    return "\n\n".join(said)


def _doubtful(row: Match, words: str, before: str) -> list[Doubtful]:
    """Give what a changed reminder tells beyond the one `before`: who asks, or the problem to whom it is not shown yet."""
    if row.need.secrecy == Secrecy.OPEN:
        return []
    known = {one.words.casefold() for one in doubtful_in(row.need, before)}
    found = [one for one in doubtful_in(row.need, words) if one.words.casefold() not in known]
    return found if row.terms_at is not None else [*found, *problem_in(row.need, words, besides=before)]


def _write(row: Match, now: datetime, *, is_again: bool = False, actor: Any = None, words: str = "") -> Way:
    is_third = is_escalation(row, now=now)
    if row.state == MatchState.LATER:
        to = MatchState.READING if row.terms_at is not None else MatchState.ASKED
        MATCH_STEPS.take(row, to, refused=ExchangeRefused)
    if is_third:
        row.escalated_at = now
    row.save(update_fields=["state", "escalated_at"])
    way = send_question(row, now=now, actor=actor, kind=TO_ASK if is_again else TO_REMIND, words=words)
    if is_third:
        _tell_another(row, now)
    verb = "escalate-match" if is_third else "remind-solver"
    audit.record(actor=actor, verb=verb, thing=row, values={"match": row.code}, about=row.solver.code)
    return way


def _tell_another(row: Match, now: datetime) -> None:
    """Tell another delegate of the solver that a question waits; the question itself goes to nobody else."""
    contact = next_to_tell(row, now=now)
    if contact is not None:
        tell(kind=TO_ESCALATE, arguments={"match": row.pk}, email=contact.email, language=contact.language, now=now)
