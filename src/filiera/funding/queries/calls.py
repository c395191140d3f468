"""Lists of calls: what each line says, the choices beside the list, the numbers under the same filter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Case, Count, F, IntegerField, QuerySet, Value, When
from django.urls import reverse

from filiera.common.language import language_of, localised
from filiera.competence.queries.directory import Facet, FacetValue
from filiera.funding.adapters import dates_of
from filiera.funding.enums import CallLevel
from filiera.funding.logic.standing import Stand, Standing, stand
from filiera.funding.models import Call, CallCutOff, CallTopic
from filiera.funding.queries.standing import standing_condition
from filiera.funding.wording_calls import STANDINGS, opening_in_words, until_in_words
from filiera.registry.models import Stage

if TYPE_CHECKING:
    from decimal import Decimal

    from django.core.paginator import Page

    from filiera.common.visibility import Audience
    from filiera.funding.filters import CallFilter

PAGE_SIZE = 20
TOPICS_SHOWN = 3
PROGRAMMES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """A competence that a call asks for, as a line shows it."""

    code: str
    label: str
    url: str
    weight: float


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call as a line of a list: where it stands, until when in words, what it gives, what it asks for."""

    pk: int
    code: str
    title: str
    language: str
    url: str
    stand: Stand
    standing: str
    until: str
    opens: str
    level: str
    programme: str
    budget_eur: Decimal | None
    grant_max_eur: Decimal | None
    level_code: str
    all_topics: tuple[Asked, ...]
    is_example: bool
    is_hidden: bool

    @property
    def topics(self) -> tuple[Asked, ...]:
        """Give the competences that count most, three at most."""
        return self.all_topics[:TOPICS_SHOWN]

    @property
    def more_topics(self) -> int:
        """Count the others."""
        return max(0, len(self.all_topics) - TOPICS_SHOWN)

    @property
    def is_open(self) -> bool:
        """Tell whether it takes applications."""
        return self.stand.standing == Standing.OPEN


@dataclass(frozen=True, slots=True)
class CallList:
    """A page of calls under a filter, with the choices beside it."""

    lines: tuple[CallLine, ...]
    page: Page[Call]
    facets: tuple[Facet, ...]

    @property
    def total(self) -> int:
        """Count the calls of all pages."""
        return self.page.paginator.count


def lines_of(calls: Sequence[Call], *, now: datetime) -> tuple[CallLine, ...]:
    """Dress calls for a list: two queries, however many they are."""
    ids = [call.pk for call in calls]
    rounds: dict[int, dict[datetime, bool]] = {}
    for row in CallCutOff.objects.filter(call__in=ids):
        rounds.setdefault(row.call_id, {})[row.at] = row.hour_known
    asked = topics_of(ids)
    return tuple(_line(call, rounds.get(call.pk, {}), asked.get(call.pk, ()), now) for call in calls)


def topics_of(call_ids: Collection[int]) -> dict[int, tuple[Asked, ...]]:
    """Give, by call, the competences that it asks for, those that count most first: one query."""
    rows = CallTopic.objects.filter(call__in=call_ids, is_refused=False).select_related("competence")
    found: dict[int, list[Asked]] = {}
    for row in rows.order_by("-weight", "competence"):
        one = row.competence
        page = reverse("competence", args=[one.code])
        found.setdefault(row.call_id, []).append(Asked(one.code, localised(one, "label"), page, row.weight))
    return {pk: tuple(asked) for pk, asked in found.items()}


def _line(call: Call, rounds: Mapping[datetime, bool], asked: tuple[Asked, ...], now: datetime) -> CallLine:
    at = stand(dates_of(call, rounds), now)
    return CallLine(
        pk=call.pk,
        code=call.code,
        title=localised(call, "title"),
        language=language_of(call, "title"),
        url=reverse("call", args=[call.code]),
        stand=at,
        standing=str(STANDINGS[at.standing]),
        until=until_in_words(at, call.tz),
        opens=opening_in_words(call.opens_at, call.tz, call.opens_hour_known)
        if at.standing == Standing.FORTHCOMING
        else "",
        level=str(CallLevel(call.level).label),
        programme=call.programme,
        budget_eur=call.budget_eur,
        grant_max_eur=call.grant_max_eur,
        level_code=call.level,
        all_topics=asked,
        is_example=call.is_example,
        is_hidden=call.visibility == "OFFICE",
    )


def in_order(calls: QuerySet[Call], now: datetime, *first: str) -> QuerySet[Call]:
    """Order calls as people act on them: open by what closes first, then what is to come, then what is not known, then over."""
    places = [Standing.OPEN, Standing.FORTHCOMING, Standing.UNKNOWN, Standing.CLOSED]
    ranks = [When(standing_condition(one, now), then=Value(at)) for at, one in enumerate(places)]
    rank = Case(*ranks, default=Value(len(places)), output_field=IntegerField())
    until, ended = F("until").asc(nulls_last=True), F("ends_at").desc(nulls_last=True)
    return calls.annotate(rank=rank).order_by(*first, "rank", until, ended, "code")


def call_list(asked: CallFilter, *, audience: Audience, now: datetime, page: int | str | None = 1) -> CallList:
    """Give one page of the calls that are asked for, with the choices beside it."""
    found = asked.calls(audience=audience, now=now)
    paginator = Paginator(in_order(found, now), PAGE_SIZE)
    shown = paginator.get_page(page)
    return CallList(
        lines=lines_of(list(shown), now=now),
        page=shown,
        facets=_facets(asked, audience, now),
    )


def _facets(asked: CallFilter, audience: Audience, now: datetime) -> tuple[Facet, ...]:
    stages = {stage.code: localised(stage, "short") for stage in Stage.objects.order_by("ordinal")}
    found = [
        _standings(asked, audience, now),
        _column("level", asked, audience, now, lambda value: str(CallLevel(value).label)),
        _column("programme", asked, audience, now, str),
        _stages(asked, audience, now, stages),
    ]
    return tuple(facet for facet in found if facet.values)


def _standings(asked: CallFilter, audience: Audience, now: datetime) -> Facet:
    rows = asked.calls(audience=audience, now=now, leave_out="standing")
    values = []
    for one in (Standing.OPEN, Standing.FORTHCOMING, Standing.UNKNOWN, Standing.CLOSED):
        number = rows.filter(standing_condition(one, now)).count()
        if number or one in asked.standing:
            values.append(FacetValue(one.value, str(STANDINGS[one]), number, one.value in asked.standing))
    return Facet("standing", tuple(values))


def _column(name: str, asked: CallFilter, audience: Audience, now: datetime, label: Callable[[str], str]) -> Facet:
    rows = asked.calls(audience=audience, now=now, leave_out=name).order_by().values_list(name)
    counted = rows.annotate(n=Count("pk", distinct=True)).order_by("-n", name)
    chosen = getattr(asked, name)
    values = [FacetValue(value, label(value), n, value in chosen) for value, n in counted if value]
    kept = values[:PROGRAMMES_SHOWN] + [one for one in values[PROGRAMMES_SHOWN:] if one.chosen]
    return Facet(name, tuple(kept))


def _stages(asked: CallFilter, audience: Audience, now: datetime, labels: dict[str, str]) -> Facet:
    rows = asked.calls(audience=audience, now=now, leave_out="stage")
    topics = CallTopic.objects.filter(call__in=rows.values("pk"), is_refused=False, competence__stage__isnull=False)
    counted = dict(topics.order_by().values_list("competence__stage").annotate(n=Count("call", distinct=True)))
    values = [FacetValue(code, labels[code], counted[code], code in asked.stage) for code in labels if code in counted]
    return Facet("stage", tuple(values))


def call_of(code: str) -> Call | None:
    """Find a call by its public id."""
    return Call.objects.filter(code=code).first()
