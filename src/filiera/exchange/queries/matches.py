"""Matches: what a solver reads of one, at the stage it has reached; and all of a need's, for the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.exchange.enums import Disclosed, MatchState
from filiera.exchange.logic.disclosure import shows, stage_reached
from filiera.exchange.logic.steps import ASKING_STATES, NAMED_STATES, UNREAD_STATES, WAITING_STATES
from filiera.exchange.models import Match, Need
from filiera.exchange.queries.contacts import doubtful_address, lacks_address, passed_in_words
from filiera.exchange.queries.papers import PaperLine, papers_for, papers_let_out
from filiera.exchange.queries.sector import Sector, sector_of, sectors_of
from filiera.exchange.topic_questions import answered

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from django.db.models import QuerySet

    from filiera.exchange.models import NeedPaper


@dataclass(frozen=True, slots=True)
class Request:
    """What a solver reads of a need: nothing beyond the stage it has reached is in here.

    `brief`, the day, the place and the TRL are empty before the stage of the problem; `title` and `requester` before the
    names. `asked_on` is the day on which this solver was asked; `passed` says where the question is, somebody else answering.
    """

    code: str
    solver: str
    stage: Disclosed
    sector: Sector
    secrecy: str
    state: str
    state_words: str
    help: str
    asked_on: date
    is_open: bool
    brief: str = ""
    deadline_on: date | None = None
    place: str = ""
    trl: str = ""
    title: str = ""
    requester: str = ""
    requester_url: str = ""
    contact: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    papers: tuple[PaperLine, ...] = ()
    passed: str = ""
    is_example: bool = False

    @property
    def knows_problem(self) -> bool:
        """Tell whether the problem may be read."""
        return shows(self.stage, Disclosed.PROBLEM)


def match_of(code: str) -> Match | None:
    """Find a match by its public id."""
    return Match.objects.select_related("need__organisation", "solver").filter(code=code).first()


def _said(state: str) -> str:
    """Say the state of a request to the solver itself."""
    return _("not for you") if state == MatchState.REFUSED else str(MatchState(state).label)


def shown_requests(rows: Iterable[Match]) -> list[Request]:
    """Give what a solver reads of several matches, in their order: two queries more, however many they are."""
    found = list(rows)
    needs = {row.need_id for row in found}
    sectors, papers = sectors_of(needs), papers_let_out(needs)
    shown = (request_of(row, sector=sectors[row.need_id], papers=papers[row.need_id]) for row in found)
    return [one for one in shown if one is not None]


def request_of(
    match: Match, *, sector: Sector | None = None, papers: Collection[NeedPaper] | None = None
) -> Request | None:
    """Give what a solver reads of a need; None of a match that was not asked.

    Its sector and the papers that were let out are looked up where they are not given.
    """
    need = match.need
    has_terms, was_named = match.terms_at is not None, match.mutual_at is not None
    is_read = need.state not in UNREAD_STATES
    stage = stage_reached(need.secrecy, match.state, has_terms=has_terms, was_named=was_named, is_read=is_read)
    if stage is None or match.asked_at is None:
        return None
    return Request(
        code=match.code,
        solver=match.solver.name,
        stage=stage,
        sector=sector_of(need) if sector is None else sector,
        secrecy=need.secrecy,
        state=match.state,
        state_words=_said(match.state),
        help=need.get_help_display(),
        asked_on=timezone.localdate(match.asked_at),
        is_open=need.state in ASKING_STATES and match.state in WAITING_STATES,
        contact=f"{need.contact_name} {need.contact_email}".strip() if match.state in NAMED_STATES else "",
        papers=papers_for(need, stage, until=match.ended_at, rows=papers),
        passed=passed_in_words(match) if need.state in ASKING_STATES else "",
        is_example=need.is_example,
        **(_problem_of(need) if shows(stage, Disclosed.PROBLEM) else {}),
        **(_names_of(need) if shows(stage, Disclosed.NAMES) else {}),
    )


def _problem_of(need: Need) -> dict[str, Any]:
    """Give what is read of a need at the stage of the problem, beyond its sector."""
    return {
        "brief": need.brief,
        "deadline_on": need.deadline_on,
        "place": need.place,
        "trl": trl_in_words(need),
        "answers": answered(need.answers),
    }


def _names_of(need: Need) -> dict[str, Any]:
    """Give what is read of a need at the stage of the names, beyond its problem."""
    url = reverse("organisation", args=[need.organisation.code])
    return {"title": need.title, "requester": need.organisation.name, "requester_url": url}


def trl_in_words(need: Need) -> str:
    """Say the maturity that a need names; empty where it names none."""
    if need.trl_start is None:
        return ""
    end = need.trl_end or need.trl_start
    return str(end) if end == need.trl_start else f"{need.trl_start} – {end}"


def requests_to(organisation_id: int) -> list[Match]:
    """Give what was asked of a solver: what waits for its answer first, the newest first."""
    rows = Match.objects.filter(solver=organisation_id, asked_at__isnull=False).select_related(
        "need__organisation", "solver"
    )
    return sorted(rows, key=lambda row: (not _waits(row), -_stamp(row.asked_at)))


def requests_waiting(organisation_id: int) -> QuerySet[Match]:
    """Give what was asked of a solver and waits for its answer, the newest first."""
    rows: QuerySet[Match] = Match.objects.filter(
        solver=organisation_id, asked_at__isnull=False, state__in=WAITING_STATES, need__state__in=ASKING_STATES
    )
    return rows.select_related("need__organisation", "solver").order_by("-asked_at", "-pk")


def _waits(row: Match) -> bool:
    return row.state in WAITING_STATES and row.need.state in ASKING_STATES


def _stamp(at: datetime | None) -> float:
    return at.timestamp() if at else 0.0


@dataclass(frozen=True, slots=True)
class MatchLine:
    """A match as the office reads it: the solver, the state, and the steps with their moments, in order."""

    match: Match
    url: str
    steps: tuple[tuple[str, datetime], ...]
    days: int
    is_waiting: bool
    may_introduce: bool
    was_introduced: bool
    lacks_address: bool
    doubtful_address: str = ""


def match_lines(need: Need, *, now: datetime) -> tuple[MatchLine, ...]:
    """Give the matches of a need that were asked or set aside, in the order in which something is to be done."""
    rows = need.matches.exclude(state__in=[MatchState.SUGGESTED, MatchState.SHORTLISTED]).select_related(
        "solver", "need"
    )
    return tuple(match_line(row, now=now) for row in _in_turn(list(rows)))


ORDER = (
    MatchState.MUTUAL,
    MatchState.INTERESTED,
    MatchState.INTRODUCED,
    MatchState.READING,
    MatchState.ASKED,
    MatchState.LATER,
    MatchState.SILENT,
    MatchState.REFUSED,
    MatchState.DECLINED,
    MatchState.DISMISSED,
    MatchState.WITHDRAWN,
)


def _in_turn(rows: Sequence[Match]) -> list[Match]:
    return sorted(rows, key=lambda row: (ORDER.index(MatchState(row.state)), row.pk))


def match_line(row: Match, *, now: datetime) -> MatchLine:
    """Give a match as the office reads it."""
    return MatchLine(
        match=row,
        url=reverse("organisation", args=[row.solver.code]),
        steps=tuple((name, at) for name in STEPS if (at := getattr(row, name)) is not None),
        days=(now - row.asked_at).days if row.asked_at else 0,
        is_waiting=row.state in WAITING_STATES,
        may_introduce=row.state == MatchState.MUTUAL,
        was_introduced=row.introduced_at is not None,
        lacks_address=lacks_address(row),
        doubtful_address=doubtful_address(row),
    )


STEPS = (
    "asked_at",
    "terms_at",
    "reminded_at",
    "escalated_at",
    "first_answer_at",
    "solver_yes_at",
    "requester_yes_at",
    "introduced_at",
    "met_at",
    "ended_at",
)
"""The steps of a match whose moments are kept, in their order."""
