"""What pages of needs show, put together from queries."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from filiera.common.acting import acting_of
from filiera.common.visibility import audience_of
from filiera.exchange.enums import Disclosed, NeedState, Side
from filiera.exchange.forms import QuestionsForm
from filiera.exchange.logic.steps import LIVE_STATES, UNREAD_STATES
from filiera.exchange.queries.collaborations import collaborations_of
from filiera.exchange.queries.matches import requests_to, shown_requests
from filiera.exchange.queries.needs import disclosures_of, need_lines, own_needs, solvers_interested, topic_lines
from filiera.exchange.queries.papers import own_papers, papers_for
from filiera.exchange.queries.refusals import corrections
from filiera.exchange.queries.sector import sector_of
from filiera.exchange.queries.similar import similar_needs
from filiera.exchange.queries.understood import understood
from filiera.exchange.queries.waiting_offers import replies_waiting
from filiera.exchange.topic_questions import answered, questions_for
from filiera.registry.models import Opening
from filiera.registry.operations.openings import record_opening

if TYPE_CHECKING:
    from collections.abc import Collection

    from filiera.common.visibility import Audience
    from filiera.exchange.models import Need, Offer
    from filiera.exchange.topic_questions import TopicQuestion
    from filiera.registry.models import Organisation


def note_opening(thing: Need | Offer, *, user: Any, now: datetime) -> None:
    """Write down that the office opened what is private to whoever asks, or to whoever offers."""
    if audience_of(user).is_logged(thing.visibility, thing.owner_ids()):
        record_opening(
            user=user,
            thing=thing,
            title=thing.title,
            level=thing.visibility,
            act=Opening.Act.READ,
            now=now,
            owner_id=thing.organisation_id,
        )


def profiles_of(user: Any) -> Collection[int] | None:
    """Give whose profiles a person may correct after refusals: all (None), for the office; else the one acted for."""
    if audience_of(user).is_office:
        return None
    acting = acting_of(user)
    return (acting.organisation_id,) if acting else ()


def asked_of(need: Need) -> tuple[TopicQuestion, ...]:
    """Give the questions that a need's topics ask."""
    return questions_for(list(need.topics.filter(is_refused=False).values_list("competence_id", flat=True)))


def questions_form(need: Need) -> QuestionsForm | None:
    """Give the form of the questions that are asked of a need; None where there is none."""
    asked = asked_of(need)
    return QuestionsForm(initial=need.answers, asked=asked, auto_id="asked-%s") if asked else None


DETAILS = ("title", "words", "secrecy", "help", "deadline_on", "place", "trl_start", "trl_end", "enough")


def excluded_by(need: Need) -> list[Organisation]:
    """Give whom a need keeps out."""
    return [one.organisation for one in need.exclusions.select_related("organisation").order_by("pk")]


def said_before(need: Need) -> dict[str, Any]:
    """Give what a need says already, as the form by which it is changed asks for it."""
    said = {name: getattr(need, name) for name in (*DETAILS, "allows_competitors")}
    return said | {"excluded": excluded_by(need)}


def own_page(own: Organisation) -> dict[str, Any]:
    """Give what the first page of needs shows of an organisation's own: what it was asked, what it asks."""
    asked = shown_requests(requests_to(own.pk))
    return {
        "own": own,
        "asked": asked,
        "waiting": sum(one.is_open for one in asked),
        "to_correct": len(corrections(organisation_ids=(own.pk,))),
        "replies": replies_waiting(own.pk),
        "mine": need_lines(own_needs(own.pk), with_counts=True),
    }


def need_page(need: Need, *, may_keep: bool, audience: Audience) -> dict[str, Any]:
    """Give what the page of a need shows: the rest of an open one is for its own people and the office alone."""
    topics = topic_lines(need)
    shown: dict[str, Any] = {
        "need": need,
        "may_keep": may_keep,
        "topics": topics if may_keep else tuple(one for one in topics if not one.is_refused),
        "sector": sector_of(need),
        "answers": answered(need.answers),
        "is_draft": need.state == NeedState.DRAFT,
        "is_live": need.state in LIVE_STATES,
        "is_open_to_papers": need.state in (NeedState.DRAFT, *LIVE_STATES),
        "papers": own_papers(need, is_office=False) if may_keep else papers_for(need, Disclosed.NAMES, until=None),
        "may_renew": need.state in (*LIVE_STATES, NeedState.EXPIRED),
    }
    if may_keep:
        shown |= {
            "solvers": solvers_interested(need),
            "seen": disclosures_of(need, named_only=True),
            "asked": need.matches.filter(asked_at__isnull=False).count(),
            "questions_form": questions_form(need) if need.state in UNREAD_STATES else None,
            "similar": similar_needs(need, audience=audience),
            "understood": understood(need) if need.ended_at is None else (),
            "together": collaborations_of(need, side=Side.REQUESTER),
            "excluded": excluded_by(need),
        }
    return shown
