"""What the office's page of one silence shows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.accounts.queries_letters import next_letter_on
from filiera.common.in_words import long_date
from filiera.common.instance import current_instance
from filiera.exchange.enums import MatchState, Refusal
from filiera.exchange.logic.chasing import Due, is_written_out, quiet_until
from filiera.exchange.logic.steps import ASKING_STATES, WAITING_STATES
from filiera.exchange.queries.chasing import (
    asked_days,
    due_now,
    held_matches,
    is_escalation,
    next_to_tell,
    rhythm_of,
)
from filiera.exchange.queries.matches import match_line
from filiera.exchange.wording import step_in_words
from filiera.registry.queries.contacts import phones_of

if TYPE_CHECKING:
    from filiera.exchange.models import Match

LATER = timedelta(days=14)
"""When a solver that answers later is asked again, unless it names another day."""


def is_chased(match: Match) -> bool:
    """Tell whether a match has a silence to look after: its answer is awaited, or never came."""
    is_silent = match.state in (*WAITING_STATES, MatchState.SILENT)
    return is_silent and match.need.state in ASKING_STATES


def reminded_words(match: Match) -> str:
    """Say that a solver was reminded, or by its choice is with the next letter."""
    held = match.pk in held_matches(match)
    told = _("%(name)s is reminded with the next letter, by their choice.") if held else _("Reminded: %(name)s.")
    return told % {"name": match.solver.name}


def chase_page(match: Match, *, now: datetime) -> dict[str, Any]:
    """Give what the page of one silence shows."""
    asked = asked_days(match)
    quiet, is_held = quiet_until(asked), asked.is_held or not asked.is_told
    is_quiet = quiet > timezone.localdate(now)
    is_waiting = match.state in WAITING_STATES and match.need.state in ASKING_STATES
    is_out = is_written_out(asked, days=current_instance().needs.chase_days)
    may_write = is_waiting and due_now(match, now=now) != Due.END and not (is_quiet or is_held or is_out)
    day = next_letter_on(match.email, today=timezone.localdate(now)) if is_waiting and is_held else None
    other = next_to_tell(match, now=now) if is_escalation(match, now=now) else None
    line = match_line(match, now=now)
    return {
        "match": match,
        "need": match.need,
        "rhythm": rhythm_of(match, now=now),
        "steps": [(step_in_words(name), at) for name, at in line.steps],
        "may_write": may_write,
        "quiet_until": long_date(quiet) if is_waiting and is_quiet and not is_out and day is None else "",
        "next_letter": long_date(day) if day else "",
        "other": other.email if other else "",
        "phones": phones_of(match.solver, today=timezone.localdate(now)),
        "may_tell": is_chased(match),
        "is_silent": match.state == MatchState.SILENT,
        "refusals": Refusal.choices,
        "later_on": timezone.localdate(now) + LATER,
    }
