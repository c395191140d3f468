"""Matches for programs, as the office reads them, and who could solve a need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from filiera.common.language import current_language
from filiera.exchange.queries.chasing import due_now
from filiera.exchange.queries.matches import match_lines
from filiera.exchange.queries.needs import disclosures_of
from filiera.exchange.shapes import day_or_none, seen_shape
from filiera.exchange.shapes_outcome import exit_shape
from filiera.exchange.wording import gate_in_words, routed_in_words, step_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from filiera.exchange.logic.gates import Gate
    from filiera.exchange.models import Need
    from filiera.exchange.queries.candidates import Candidate, Candidates
    from filiera.exchange.queries.matches import MatchLine

Shape = dict[str, Any]


def desk_shape(need: Need, *, now: datetime) -> Shape:
    """Give what of a need the office alone reads: how it came, its matches step by step, everything that was shown."""
    return {
        "channel": need.channel,
        "source_text": need.source_text,
        "matches": [match_shape(one, now=now) for one in match_lines(need, now=now)],
        "exits": [exit_shape(one) for one in need.exits.order_by("pk")],
        "shown": [seen_shape(one) for one in disclosures_of(need, named_only=False)],
    }


def match_shape(line: MatchLine, *, now: datetime) -> Shape:
    """Give a match as the office reads it; `due` is what is to be done while its answer is still to come."""
    row = line.match
    return {
        "id": row.code,
        "organisation": row.solver.code,
        "name": row.solver.name,
        "state": row.state,
        "email": row.email,
        "rank": row.rank,
        "score": row.score,
        "reason": row.reason_en if current_language() == "en" else row.reason_it,
        "steps": [{"step": name, "label": step_in_words(name), "at": at.isoformat()} for name, at in line.steps],
        "due": str(due_now(row, now=now)) if line.is_waiting else None,
        "later_on": day_or_none(row.later_on),
        "refusal": row.refusal,
        "note": row.note,
        "passed_to": row.passed_to,
        "terms_name": row.terms_name,
    }


def candidates_shape(found: Candidates) -> Shape:
    """Give who could solve a need, best first, with the reason, what bars each, and whom the router would ask now."""
    return {
        "nobody": found.nobody,
        "matcher": found.matcher,
        "router": found.router,
        "everybody": found.everybody,
        "items": [_candidate_shape(one) for one in found.lines],
    }


def _candidate_shape(one: Candidate) -> Shape:
    return {
        "organisation": one.organisation.code,
        "name": one.organisation.name,
        "rank": one.line.rank,
        "score": round(one.line.score, 4),
        "reason": one.line.reason,
        "features": one.features,
        "email": one.email,
        "bars": _gates(one.bars),
        "cautions": _gates(one.cautions),
        "twins": [{"id": row.code, "name": row.name} for row in one.twins],
        "may_be_looked_at": one.can_be_looked_at,
        "asked_in_30_days": one.of_person,
        "asked_in_a_year": one.ledger.asked,
        "new": one.is_new,
        "chosen": one.is_chosen,
        "routed": one.routed,
        "why": routed_in_words(one.routed),
        "state": one.match.state if one.match else None,
        "example": one.organisation.is_example,
    }


def _gates(gates: Sequence[Gate]) -> list[Shape]:
    return [{"id": str(gate), "label": gate_in_words(gate)} for gate in gates]
