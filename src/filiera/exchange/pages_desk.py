"""What the office's pages of needs show, put together from queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from filiera.accounts.queries_letters import next_letter_on
from filiera.common.in_words import long_date
from filiera.common.instance import current_instance
from filiera.common.views import LinkTo
from filiera.common.visibility import OFFICE_AUDIENCE
from filiera.exchange.adapters import demand_of
from filiera.exchange.enums import NeedState
from filiera.exchange.forms_outcome import ExitForm
from filiera.exchange.letters import asking_letter, introduction_letter
from filiera.exchange.logic.chasing import Due, is_written_out, quiet_until
from filiera.exchange.logic.steps import ASKING_STATES, LIVE_STATES
from filiera.exchange.models import Match, Need
from filiera.exchange.operations.needs import Caller
from filiera.exchange.operations.requesters import named_until
from filiera.exchange.pages import excluded_by, questions_form
from filiera.exchange.queries.candidates import candidates_for
from filiera.exchange.queries.chasing import asked_days, due_now, next_letter
from filiera.exchange.queries.collaborations import collaborations_of
from filiera.exchange.queries.contacts import requester_contact
from filiera.exchange.queries.matches import match_lines
from filiera.exchange.queries.needs import disclosures_of, leaves, topic_lines
from filiera.exchange.queries.offer_matches import offers_for
from filiera.exchange.queries.papers import own_papers
from filiera.exchange.queries.sector import sector_of
from filiera.exchange.queries.similar import similar_needs
from filiera.exchange.queries.understood import going_out, understood
from filiera.exchange.topic_questions import answered
from filiera.exchange.wording import gate_in_words, ledger_in_words, routed_in_words, step_in_words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from filiera.exchange.queries.candidates import Candidate
    from filiera.exchange.queries.matches import MatchLine


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """A candidate as the page shows it: with why it is barred in words, whether it is ticked at first, and why
    then; how often it was asked and chosen lately.
    """

    candidate: Candidate
    bars: tuple[str, ...]
    cautions: tuple[str, ...]
    is_ticked: bool
    only_doubtful: bool
    why: str = ""
    ledger: str = ""


@dataclass(frozen=True, slots=True)
class Chased:
    """A match as the page shows it: its steps in words, and the letter that would remind it, where one may leave.

    `next_letter` is the day of the letter for which something about it waits; `is_out` tells that the last one has left.
    """

    line: MatchLine
    steps: tuple[tuple[str, datetime], ...]
    due: Due
    letter: str = ""
    quiet_until: str = ""
    next_letter: str = ""
    is_out: bool = False


def desk_page(state: str) -> dict[str, Any]:
    """Give the filter of the desk and how many wait to be read."""
    url = reverse("needs-office")
    states = [("", None), *((one.value, one.label) for one in NeedState)]
    links = [
        LinkTo(f"{url}?state={code}" if code else url, str(label or ""), current=code == state)
        for code, label in states
    ]
    return {"states": links, "state": state, "unread": Need.objects.filter(state=NeedState.PUBLISHED).count()}


def caller_in(said: Mapping[str, Any]) -> Caller:
    """Give who asked, as the form of a need that is written down says it."""
    return Caller(said["contact_name"], said["contact_email"], said["channel"], said["source_text"])


def triage_page(need: Need, *, now: datetime, ticked: Collection[str] = ()) -> dict[str, Any]:
    """Give what the office reads of a need: words, who could solve it, who was asked.

    `ticked` are the public ids of those that were ticked before, where asking them was refused.
    """
    return {
        "need": need,
        "is_read": need.state in ASKING_STATES,
        "is_unread": need.state == NeedState.PUBLISHED,
        "is_live": need.state in LIVE_STATES,
        **_read_of(need),
        **_solvers_of(need, now, ticked),
        **_came_of(need, now),
    }


def _read_of(need: Need) -> dict[str, Any]:
    """Give what is read of a need: its words, what they ask for, what should not leave, its papers, needs like it."""
    return {
        "topics": topic_lines(need),
        "sector": sector_of(need),
        "understood": understood(need),
        "answers": answered(need.answers),
        "questions_form": questions_form(need),
        "doubtful": going_out(need, need.brief or need.words),
        "papers": own_papers(need, is_office=True),
        "unjudged": need.papers.filter(removed_at=None, released_at=None, kept_back_why="").count(),
        "is_open_to_papers": need.state in (NeedState.DRAFT, *LIVE_STATES),
        "similar": similar_needs(need, audience=OFFICE_AUDIENCE),
        "offers": offers_for(need, OFFICE_AUDIENCE),
        "excluded": excluded_by(need),
        "competences": leaves(),
    }


def _solvers_of(need: Need, now: datetime, ticked: Collection[str]) -> dict[str, Any]:
    """Give who could solve a need, whom there is room to ask, and the letter that would ask."""
    found = candidates_for(need, now=now) if need.state in LIVE_STATES else None
    demand = demand_of(need, now=now)
    lines = _candidates(found.lines if found else (), ticked)
    return {
        "room": max(0, current_instance().needs.batch - demand.open_asks),
        "has_enough": demand.interested >= demand.enough,
        "found": found,
        "candidates": [one for one in lines if one.candidate.is_askable or one.only_doubtful],
        "letter": _first_letter(need, lines) if need.state in ASKING_STATES else "",
        "barred": [one for one in lines if not (one.candidate.is_askable or one.only_doubtful)],
    }


def _came_of(need: Need, now: datetime) -> dict[str, Any]:
    """Give what came of a need: who was asked, who saw what, who answers for it, what it became."""
    contact = requester_contact(need, now=now)
    return {
        "chased": [_chased(one, now) for one in match_lines(need, now=now)],
        "seen": disclosures_of(need, named_only=False),
        "contact": contact.email if contact else "",
        "together": collaborations_of(need),
        "exits": list(need.exits.order_by("pk")),
        "exit_form": ExitForm(auto_id="exit-%s"),
    }


def _first_letter(need: Need, lines: Sequence[CandidateLine]) -> str:
    """Give the letter that asks, as the first of those that may be asked would get it."""
    first = next((one.candidate.organisation for one in lines if one.candidate.is_askable), None)
    return asking_letter(Match(need=need, solver=first)).body if first is not None else ""


def _candidates(found: tuple[Candidate, ...], ticked: Collection[str]) -> list[CandidateLine]:
    """Dress candidates; those that the router would ask now are ticked, or those that were before."""
    lines = []
    for one in found:
        if one.match is not None and one.match.asked_at is not None:
            continue
        lines.append(
            CandidateLine(
                candidate=one,
                bars=tuple(gate_in_words(gate) for gate in one.bars),
                cautions=tuple(gate_in_words(gate) for gate in one.cautions),
                is_ticked=one.organisation.code in ticked if ticked else one.is_chosen,
                why=routed_in_words(one.routed) if one.is_chosen else "",
                only_doubtful=one.can_be_looked_at,
                ledger=ledger_in_words(one.of_person, asked=one.ledger.asked, chosen=one.ledger.chosen),
            )
        )
    return lines


def _chased(line: MatchLine, now: datetime) -> Chased:
    steps = tuple((step_in_words(name), at) for name, at in line.steps)
    if not line.is_waiting:
        letter = ""
        if line.may_introduce:
            contact = requester_contact(line.match.need, now=now)
            written = introduction_letter(
                line.match, requester=contact.email if contact else "", note="", until=named_until(now)
            )
            letter = written.body
        return Chased(line, steps, Due.NOTHING, letter)
    asked = asked_days(line.match)
    if asked.is_held or not asked.is_told:
        day = next_letter_on(line.match.email, today=timezone.localdate(now))
        return Chased(line, steps, Due.NOTHING, "", next_letter=long_date(day) if day else "")
    quiet, due = quiet_until(asked), due_now(line.match, now=now)
    if is_written_out(asked, days=current_instance().needs.chase_days):
        return Chased(line, steps, due, is_out=True)
    is_quiet = quiet > timezone.localdate(now)
    return Chased(
        line,
        steps,
        due,
        letter="" if is_quiet else next_letter(line.match, now=now).body,
        quiet_until=long_date(quiet) if is_quiet else "",
    )
