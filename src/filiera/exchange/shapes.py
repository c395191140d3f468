"""Needs for programs: a line of a list, one whole as far as its reader may know it, what became of the last ones."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from filiera.exchange.queries.needs import disclosures_of, solvers_interested, topic_lines
from filiera.exchange.queries.papers import own_papers
from filiera.exchange.queries.sector import sector_of
from filiera.exchange.queries.understood import understood
from filiera.exchange.topic_questions import all_questions, questions_for

if TYPE_CHECKING:
    from filiera.exchange.models import Match, Need
    from filiera.exchange.queries.funnel import Funnel
    from filiera.exchange.queries.needs import NeedLine, Seen, TopicLine
    from filiera.exchange.queries.papers import OwnPaper
    from filiera.exchange.queries.sector import Sector
    from filiera.exchange.queries.similar import Similar

Shape = dict[str, Any]


def day_or_none(day: date | None) -> str | None:
    """Give a day, or a moment, as ISO 8601 has it."""
    return day.isoformat() if day else None


def need_line_shape(line: NeedLine) -> Shape:
    """Give a need of a list; who has answered stays null for whoever may not know."""
    row = line.need
    return {
        "id": row.code,
        "title": row.title,
        "organisation": row.organisation.code,
        "organisation_name": row.organisation.name,
        "state": row.state,
        "secrecy": row.secrecy,
        "help": row.help,
        "topics": list(line.topics),
        "on": day_or_none(line.on),
        "deadline_on": day_or_none(row.deadline_on),
        "asked": line.asked,
        "yes": line.yes,
        "waiting": line.waiting,
        "example": row.is_example,
        "url": line.url,
    }


def need_shape(need: Need, *, may_keep: bool) -> Shape:
    """Give a need: to its own people and the office whole, to other members what its page shows of an open one."""
    topics = [one for one in topic_lines(need) if may_keep or not one.is_refused]
    return {
        "id": need.code,
        "title": need.title,
        "organisation": need.organisation.code,
        "organisation_name": need.organisation.name,
        "state": need.state,
        "secrecy": need.secrecy,
        "help": need.help,
        "language": need.language,
        "brief": need.brief,
        "trl_start": need.trl_start,
        "trl_end": need.trl_end,
        "place": need.place,
        "deadline_on": day_or_none(need.deadline_on),
        "sector": sector_shape(sector_of(need)),
        "topics": [topic_shape(one, may_keep=may_keep) for one in topics],
        "answers": [
            {"id": one.code, "question": one.words, "answer": need.answers[one.code]}
            for one in all_questions()
            if need.answers.get(one.code)
        ],
        "example": need.is_example,
        "own": own_shape(need) if may_keep else None,
    }


def topic_shape(one: TopicLine, *, may_keep: bool) -> Shape:
    """Give a competence that a need asks for, or an offer brings; the passage to whoever keeps it."""
    return {
        "id": one.code,
        "label": one.label,
        "passage": one.passage if may_keep else "",
        "weight": round(one.weight, 4),
        "refused": one.is_refused,
    }


def similar_shape(one: Similar) -> Shape:
    """Give a need that is like another."""
    return {
        "title": one.title,
        "url": one.url,
        "who": one.who,
        "state": one.state,
        "on": one.on.isoformat(),
        "likeness": round(one.likeness, 4),
    }


def own_shape(need: Need) -> Shape:
    """Give what of a need its own people and the office alone read."""
    competences = [one.code for one in topic_lines(need) if not one.is_refused]
    return {
        "words": need.words,
        "contact_name": need.contact_name,
        "contact_email": need.contact_email,
        "enough": need.enough,
        "allows_competitors": need.allows_competitors,
        "excluded": sorted(need.exclusions.values_list("organisation__code", flat=True)),
        "created_at": need.created_at.isoformat(),
        "published_at": day_or_none(need.published_at),
        "read_at": day_or_none(need.read_at),
        "returned_why": need.returned_why,
        "expires_on": day_or_none(need.expires_on),
        "ended_at": day_or_none(need.ended_at),
        "closed_why": need.closed_why,
        "closed_note": need.closed_note,
        "questions": [{"id": one.code, "question": one.words} for one in questions_for(competences)],
        "proposals": [
            {"id": one.pk, "about": one.label, "value": one.value, "sentence": one.sentence, "sure": one.is_sure}
            for one in understood(need)
        ],
        "asked": need.matches.filter(asked_at__isnull=False).count(),
        "solvers": [_solver_shape(one) for one in solvers_interested(need)],
        "seen": [seen_shape(one) for one in disclosures_of(need, named_only=True)],
        "papers": [_paper_shape(one) for one in own_papers(need, is_office=False)],
    }


def _paper_shape(one: OwnPaper) -> Shape:
    """Give a paper as whoever asks and the office read of it."""
    row = one.paper
    return {
        "number": row.number,
        "name": row.file_name,
        "stage": row.stage,
        "size": row.size,
        "pages": row.pages,
        "copy_for_solvers": one.has_clean_copy,
        "sent_at": row.sent_at.isoformat(),
        "released_at": day_or_none(row.released_at),
        "kept_back_why": row.kept_back_why,
    }


def _solver_shape(row: Match) -> Shape:
    """Give a solver that has said yes, as whoever asks reads it."""
    return {
        "id": row.code,
        "organisation": row.solver.code,
        "name": row.solver.name,
        "state": row.state,
        "yes_at": day_or_none(row.solver_yes_at),
        "introduced_at": day_or_none(row.introduced_at),
    }


def seen_shape(one: Seen) -> Shape:
    """Give that somebody was shown a stage of a need."""
    return {"who": one.who, "stage": one.stage, "at": one.at.isoformat(), "name": one.name, "what": one.what}


def sector_shape(found: Sector) -> Shape:
    """Give what may be said of a need that betrays nobody."""
    return {"stages": list(found.stages), "groups": list(found.groups)}


def funnel_shape(found: Funnel) -> Shape:
    """Give what became of the last needs; shares in [0, 1], times in days."""
    names = ("completed", "solved", "given_up", "days_to_ask", "days_to_answer")
    return {
        **dict(found.steps),
        **{name: getattr(found, name) for name in names},
        "in_five": _share(found.in_five),
        "precision": _share(found.precision),
        "contributors": found.contributors,
        "may_be_public": found.may_be_public,
    }


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
