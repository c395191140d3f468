"""What solvers answer: they accept the terms, say yes, no and why, later, or that somebody else answers; and take it back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.digests import sha256_of
from filiera.common.instance import current_instance
from filiera.exchange.enums import Disclosed, MatchState, Refusal, Secrecy
from filiera.exchange.logic.steps import ASKING_STATES, MATCH_STEPS, WAITING_STATES
from filiera.exchange.models import Match, ProfileDoubt
from filiera.exchange.operations.asking import disclose, send_question
from filiera.exchange.operations.links import close_questions
from filiera.exchange.operations.needs import hold_match
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.exchange.operations.requesters import ask_requester, tell_yes_taken_back
from filiera.exchange.queries.contacts import address_in, is_own_address

if TYPE_CHECKING:
    from filiera.exchange.models import Need

MOST_LATER = timedelta(days=60)
LONGEST_NAME = 120
LINK = "LINK"
"""How an answer came: by the link of the mail, which is then answered; others are PAGE, and TOLD."""

TOLD = "OFFICE"
"""How an answer came that a solver told the office."""


def terms_of(need: Need) -> list[str]:
    """Give the lines that a solver accepts before it reads the problem; none of an open need."""
    desk = current_instance().needs
    if need.secrecy == Secrecy.OPEN:
        return []
    return (desk.nda if need.secrecy == Secrecy.SECRET else desk.terms).here()


def _terms_digest(need: Need) -> str:
    desk = current_instance().needs
    lines = desk.nda if need.secrecy == Secrecy.SECRET else desk.terms
    return sha256_of("\n".join([*lines.it, *lines.en]))


def _held(match: Match) -> tuple[Need, Match]:
    """Hold a need and its match, in this order. Raises ExchangeRefused where nobody is asked any more."""
    row = hold_match(match)
    if row.need.state not in ASKING_STATES:
        raise ExchangeRefused(_("Nobody is sought for this any more: thank you all the same."))
    return row.need, row


def _no_more() -> ExchangeRefused:
    return ExchangeRefused(_("This was answered already."))


@transaction.atomic
def accept_terms(*, match: Match, name: str, now: datetime, user: Any = None) -> Match:
    """Accept the terms of a need that is not open: from now on its problem is read. Raises ExchangeRefused.

    Of a secret need `name` is the signature, as written by whoever signs. Accepted twice it is accepted once.
    """
    need, row = _held(match)
    if row.terms_at is not None:
        return row
    signed = _signed(need, name)
    if row.state in (MatchState.ASKED, MatchState.LATER):
        MATCH_STEPS.take(row, MatchState.READING, refused=_no_more)
    elif row.state != MatchState.READING:
        raise _no_more()
    row.terms_at, row.terms_digest = now, _terms_digest(need)
    row.terms_name = signed or getattr(user, "name", "")[:LONGEST_NAME]
    row.save()
    disclose(row, Disclosed.PROBLEM, now=now, user=user, name=row.terms_name, terms=row.terms_digest)
    audit.record(actor=user, verb="accept-need-terms", thing=row, values={"match": row.code}, about=row.solver.code)
    return row


def _signed(need: Need, name: str) -> str:
    """Give the name of whoever accepts. Raises ExchangeRefused where it is to stand for a signature and is none."""
    signed = " ".join(name.split())[:LONGEST_NAME]
    if need.secrecy == Secrecy.SECRET and len(signed.split()) < 2:
        raise ExchangeRefused(_("Write your name and your family name: they stand for your signature."), field="name")
    return signed


@transaction.atomic
def accept_again(*, match: Match, name: str, now: datetime) -> Match:
    """Accept the terms by a link of a letter, whoever holds it: the problem is read, and it is written down each time.

    The first acceptance stays the one of the match. Raises ExchangeRefused.
    """
    need, row = _held(match)
    if row.terms_at is None:
        return accept_terms(match=match, name=name, now=now)
    if row.state not in WAITING_STATES:
        raise _no_more()
    signed = _signed(need, name)
    disclose(row, Disclosed.PROBLEM, now=now, name=signed, terms=_terms_digest(need))
    audit.record(actor=None, verb="accept-need-terms", thing=row, values={"match": row.code}, about=row.solver.code)
    return row


@transaction.atomic
def say_yes(*, match: Match, now: datetime, note: str = "", way: str = "PAGE", user: Any = None) -> Match:
    """Take a need: the solver would talk with whoever asks, who is told who it is. Raises ExchangeRefused."""
    need, row = _held(match)
    if row.state == MatchState.INTERESTED:
        return row
    if need.secrecy != Secrecy.OPEN and row.terms_at is None:
        raise ExchangeRefused(_("Read the problem first: accept its conditions."))
    MATCH_STEPS.take(row, MatchState.INTERESTED, refused=_no_more)
    row.solver_yes_at, row.first_answer_at = now, row.first_answer_at or now
    row.note, row.refusal, row.ended_at = note.strip()[:1000], "", None
    row.save()
    if way != LINK:
        close_questions(row, now=now, actor=user)
    audit.record(actor=user, verb="answer-need", thing=row, values={"says": "YES", "way": way}, about=row.solver.code)
    ask_requester(match=row, now=now)
    return row


@transaction.atomic
def refuse(*, match: Match, why: str, now: datetime, note: str = "", way: str = "PAGE", user: Any = None) -> Match:
    """Say that a need is not for the solver, and why. Raises ExchangeRefused."""
    _need, row = _held(match)
    if why not in Refusal.values:
        raise ExchangeRefused(_("Choose why."), field="why")
    if row.state == MatchState.REFUSED and row.refusal == why:
        return row
    MATCH_STEPS.take(row, MatchState.REFUSED, refused=_no_more)
    row.refusal, row.note, row.ended_at = why, note.strip()[:1000], now
    row.first_answer_at = row.first_answer_at or now
    row.solver_yes_at = None
    row.save()
    if way != LINK:
        close_questions(row, now=now, actor=user)
    values = {"says": "NO", "why": why, "way": way}
    audit.record(actor=user, verb="answer-need", thing=row, values=values, why=note.strip(), about=row.solver.code)
    return row


@transaction.atomic
def answer_later(*, match: Match, on: date, now: datetime, way: str = "PAGE", user: Any = None) -> Match:
    """Say that the solver answers later: until that day nobody reminds it, and then it is asked again.

    Raises ExchangeRefused.
    """
    _need, row = _held(match)
    today = timezone.localdate(now)
    if not today < on <= today + MOST_LATER:
        raise ExchangeRefused(_("Choose a day within the next two months."), field="on")
    if row.state != MatchState.LATER:
        MATCH_STEPS.take(row, MatchState.LATER, refused=_no_more)
    row.later_on, row.first_answer_at, row.ended_at = on, row.first_answer_at or now, None
    row.save()
    values = {"says": "LATER", "on": on.isoformat(), "way": way}
    audit.record(actor=user, verb="answer-need", thing=row, values=values, about=row.solver.code)
    return row


@transaction.atomic
def pass_on(*, match: Match, who: str, now: datetime, way: str = "PAGE", user: Any = None) -> Match:
    """Say who else in the solver's organisation answers; with an address of its own the question goes there.

    An address that is not known to be the solver's waits until the office, which may have called, writes it down (`way`
    TOLD): whoever received a link cannot send the question to strangers. What was accepted by one person binds that one:
    whoever it is passed on to accepts the terms anew. Raises ExchangeRefused.
    """
    _need, row = _held(match)
    said = " ".join(who.split())[:200]
    if not said:
        raise ExchangeRefused(_("Say who answers: a name, and an address if you have it."), field="who")
    if row.state not in WAITING_STATES:
        raise _no_more()
    row.passed_to, row.first_answer_at = said, row.first_answer_at or now
    address = address_in(said)
    if address and way != TOLD and not is_own_address(row, address, today=timezone.localdate(now)):
        address = ""
    if address:
        row.email, row.contact_name = address, said.replace(address, "").strip(" ,;<>()")[:120]
        row.terms_at, row.terms_digest, row.terms_name = None, "", ""
        row.told_at = None
        if row.state != MatchState.ASKED:
            MATCH_STEPS.take(row, MatchState.ASKED, refused=_no_more)
    row.save()
    if address:
        disclose(row, Disclosed.NAMES if row.need.secrecy == Secrecy.OPEN else Disclosed.SECTOR, now=now)
        send_question(row, now=now, actor=user)
    values = {"says": "OTHER", "way": way}
    audit.record(actor=user, verb="answer-need", thing=row, values=values, why=said, about=row.solver.code)
    return row


@transaction.atomic
def reopen_answer(*, match: Match, now: datetime) -> bool:
    """Take an answer back: the solver is asked again at the stage it had reached. False once names are known."""
    try:
        _need, row = _held(match)
    except ExchangeRefused:
        return False
    if row.state not in (MatchState.INTERESTED, MatchState.REFUSED, MatchState.LATER) or row.requester_yes_at:
        return False
    was_yes = row.state == MatchState.INTERESTED
    to = MatchState.READING if row.terms_at is not None else MatchState.ASKED
    MATCH_STEPS.take(row, to, refused=ExchangeRefused)
    row.solver_yes_at, row.refusal, row.note, row.later_on, row.ended_at = None, "", "", None, None
    row.save()
    ProfileDoubt.objects.filter(match=row).delete()
    if was_yes:
        tell_yes_taken_back(match=row, now=now)
    close_questions(row, now=now)
    send_question(row, now=now)
    audit.record(actor=None, verb="reopen-need-answer", thing=row, values={"match": row.code}, about=row.solver.code)
    return True
