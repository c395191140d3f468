"""Needs as lists show them, and one need whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Q, When
from django.urls import reverse
from django.utils import timezone

from filiera.common.language import localised
from filiera.common.visibility import Visibility
from filiera.competence.models import Competence
from filiera.exchange.enums import Channel, NeedState
from filiera.exchange.logic.steps import LIVE_STATES, NAMED_STATES, WAITING_STATES, YES_STATES
from filiera.exchange.models import Disclosure, Match, Need, NeedTopic

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet

    from filiera.common.visibility import Audience
    from filiera.exchange.models import Offer


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A need as a line of a list: `yes` have said so, `waiting` have not answered; both None for whoever may not know."""

    need: Need
    url: str
    on: date | None
    topics: tuple[str, ...]
    yes: int | None = None
    waiting: int | None = None
    asked: int | None = None

    @property
    def is_late(self) -> bool:
        """Tell whether the day by which an answer is needed is past."""
        day = self.need.deadline_on
        return day is not None and day < timezone.localdate() and self.need.state in LIVE_STATES


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A competence that a need asks for, or an offer brings: its words, its page, the passage that says so."""

    code: str
    label: str
    url: str
    passage: str
    weight: float
    is_refused: bool


def competence_in_force(code: str) -> Competence | None:
    """Find a competence by its code, unless another has followed it."""
    return Competence.objects.filter(code=code, successor=None).first()


def leaves() -> QuerySet[Competence]:
    """Give the competences that people may add, in the taxonomy's order."""
    return Competence.objects.filter(level=3, successor=None).order_by("ordinal")


def need_of(code: str) -> Need | None:
    """Find a need by its public id."""
    return Need.objects.select_related("organisation", "asked_by").filter(code=code).first()


def own_needs(organisation_id: int) -> QuerySet[Need]:
    """Give an organisation's own needs, those that go on first, the newest first."""
    return _first(Need.objects.filter(organisation=organisation_id), (NeedState.DRAFT, *LIVE_STATES), "-created_at")


def open_needs(audience: Audience) -> QuerySet[Need]:
    """Give the open needs that an audience reads in the list: read by the office and not over, the newest first."""
    rows = Need.objects.visible_to(audience).filter(visibility=Visibility.MEMBERS)
    return _first(rows, LIVE_STATES, "-read_at").filter(state__in=LIVE_STATES)


def desk_needs(*, state: str = "") -> QuerySet[Need]:
    """Give the needs of the office's desk: those that wait to be read first, the oldest of them first."""
    shown = [state] if state in NeedState.values else [NeedState.DRAFT, *LIVE_STATES]
    rows = Need.objects.exclude(state=NeedState.DRAFT, channel=Channel.FORM).filter(state__in=shown)
    return _first(rows, (NeedState.PUBLISHED,), "published_at")


def _first(rows: QuerySet[Need], states: Collection[str], then: str) -> QuerySet[Need]:
    """Order needs: those in some states first, then by a column."""
    first = Case(When(state__in=list(states), then=0), default=1)
    found: QuerySet[Need] = rows.annotate(turn=first).select_related("organisation").order_by("turn", then, "-pk")
    return found


def need_lines(needs: Iterable[Need], *, with_counts: bool, in_office: bool = False) -> tuple[NeedLine, ...]:
    """Dress needs for a list: two queries, however many they are."""
    rows = list(needs)
    ids = [row.pk for row in rows]
    topics: dict[int, list[str]] = {pk: [] for pk in ids}
    for topic in (
        NeedTopic.objects.filter(need__in=ids, is_refused=False).select_related("competence").order_by("-weight")
    ):
        topics[topic.need_id].append(localised(topic.competence, "label"))
    counts = _counts(ids) if with_counts else {}
    page, none = "need-office" if in_office else "need", (0, 0, 0) if with_counts else (None, None, None)
    return tuple(
        NeedLine(
            need=row,
            url=reverse(page, args=[row.code]),
            on=timezone.localdate(row.published_at or row.created_at),
            topics=tuple(topics[row.pk][:3]),
            yes=counts.get(row.pk, none)[0],
            waiting=counts.get(row.pk, none)[1],
            asked=counts.get(row.pk, none)[2],
        )
        for row in rows
    )


def _counts(ids: list[int]) -> dict[int, tuple[int, int, int]]:
    """Count, by need, who has said yes, who has not answered, who was asked: one query."""
    rows = Match.objects.filter(need__in=ids).order_by("need").values("need")
    counted = rows.annotate(
        yes=Count("pk", filter=Q(state__in=YES_STATES)),
        waiting=Count("pk", filter=Q(state__in=WAITING_STATES)),
        asked=Count("pk", filter=Q(asked_at__isnull=False)),
    )
    return {one["need"]: (one["yes"], one["waiting"], one["asked"]) for one in counted}


def topic_lines(thing: Need | Offer) -> tuple[TopicLine, ...]:
    """Give what a need asks for, or what an offer brings, the surest first."""
    topics: Any = thing.topics
    rows = topics.select_related("competence").order_by("is_refused", "-weight", "competence")
    return tuple(
        TopicLine(
            code=row.competence_id,
            label=localised(row.competence, "label"),
            url=reverse("competence", args=[row.competence_id]),
            passage=row.passage,
            weight=row.weight,
            is_refused=row.is_refused,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """A line of the log that the requester reads: who was shown which stage, when, under whose signature."""

    who: str
    stage: str
    at: datetime
    name: str
    what: str


def disclosures_of(need: Need, *, named_only: bool) -> tuple[Seen, ...]:
    """Give who saw what of a need, the newest first. The requester is told the name of a solver once it has read the problem.

    `named_only` leaves out those that were only asked in general words: whom the office asks is its matter until then.
    """
    rows = Disclosure.objects.filter(match__need=need).select_related("match__solver")
    if named_only:
        rows = rows.exclude(stage="SECTOR")
    return tuple(
        Seen(row.match.solver.name, row.get_stage_display(), row.at, row.name, row.what)
        for row in rows.order_by("-at", "-pk")
    )


def solvers_interested(need: Need) -> list[Match]:
    """Give the matches of a need whose solver has said yes, those that wait for the requester first."""
    rows = need.matches.filter(state__in=[*YES_STATES, "DECLINED"], solver_yes_at__isnull=False)
    return sorted(rows.select_related("solver", "need"), key=lambda row: (row.state in NAMED_STATES, row.pk))
