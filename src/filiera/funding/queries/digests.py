"""What one person is to be told of calls on a day: what is new, amended or about to close, and was never told before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from filiera.common.visibility import Audience
from filiera.competence.enums import Verdict as ClaimVerdict
from filiera.competence.models import Claim
from filiera.competence.models.claims import HELD_AT
from filiera.funding.logic.amendments import Change, changes_of
from filiera.funding.logic.digests import days_ahead
from filiera.funding.logic.standing import Standing
from filiera.funding.models import Call, CallDigest, CallTold, CallVersion, CallWatch, ExpressionOfInterest
from filiera.funding.queries.calls import lines_of
from filiera.funding.queries.searches import filter_of, whatever_the_date
from filiera.funding.queries.standing import with_until

if TYPE_CHECKING:
    from filiera.funding.queries.calls import CallLine

LONGEST_TOLD = timedelta(days=365)
"""Amendments that are older are told to nobody any more."""

NEW, AMENDED, CLOSING = CallTold.What.NEW, CallTold.What.AMENDED, CallTold.What.CLOSING


@dataclass(frozen=True, slots=True)
class News:
    """What there is to say of one call, each part only where there is something.

    `searches` are the names of those that found it, where it is new; `own` the competences that it asks for and the
    person's organisation holds; `numbers` the versions that amended it, `changes` what they changed together, the last on
    `amended_on`. `closing` tells that it closes soon: when is the line's own.
    """

    call: Call
    line: CallLine
    searches: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    changes: tuple[Change, ...] = ()
    amended_on: date | None = None
    closing: bool = False

    @property
    def closing_number(self) -> int:
        """Give the number under which the closing is told: that of its day, so that a moved one is told again."""
        until = self.line.stand.until
        return 0 if until is None else self.call.here(until).date().toordinal()


@dataclass(slots=True)
class Matches:
    """What filters find, kept while one run of the job goes on: many people keep the same search."""

    now: datetime
    _kept: dict[tuple[Audience, str], tuple[frozenset[int], frozenset[int]]] = field(default_factory=dict)

    def of(self, search: Any, audience: Audience) -> tuple[frozenset[int], frozenset[int]]:
        """Give the calls that a search finds now, and those that it would find whatever the date."""
        key = (audience, search.query)
        if key not in self._kept:
            asked = filter_of(search)
            found = asked.calls(audience=audience, now=self.now).values_list("pk", flat=True)
            loose = whatever_the_date(asked).calls(audience=audience, now=self.now).values_list("pk", flat=True)
            self._kept[key] = (frozenset(found), frozenset(loose))
        return self._kept[key]


@dataclass(frozen=True, slots=True)
class _Concern:
    """What concerns a person: calls found by searches (by call, their names), and since when each call's changes do."""

    found: Mapping[int, tuple[str, ...]]
    since: Mapping[int, datetime]
    told: Mapping[tuple[int, str], frozenset[int]]


def digests_told() -> QuerySet[CallDigest]:
    """Give the digests of open accounts that want letters to tell of calls."""
    return CallDigest.objects.filter(is_told=True, user__is_active=True)


def news_of(digest: CallDigest, *, rhythm: str, now: datetime, matches: Matches) -> list[News]:
    """Give what is to be told to a person now, by the rhythm of their letters, the newest first, in the active language."""
    user, today = digest.user, timezone.localdate(now)
    audience = user.audience(today)
    concern = _concern(user, audience, today, matches)
    amended = _amended(concern, now)
    days = days_ahead(rhythm, digest.closing_days)
    closing = _closing(concern, now, days)
    new = {pk for pk in concern.found if (pk, NEW) not in concern.told and pk not in concern.since}
    calls = Call.objects.visible_to(audience).in_bulk({*new, *amended, *closing})
    lines = {line.pk: line for line in lines_of(list(calls.values()), now=now)}
    own = _own([lines[pk] for pk in calls if pk in new], audience)
    news = []
    for pk, call in calls.items():
        versions = amended.get(pk, [])
        one = News(
            call=call,
            line=lines[pk],
            searches=concern.found[pk] if pk in new else (),
            own=tuple(own[topic.code] for topic in lines[pk].all_topics if topic.code in own) if pk in new else (),
            numbers=tuple(version.number for version in versions),
            changes=together(versions),
            amended_on=timezone.localdate(versions[-1].recorded_at) if versions else None,
        )
        news.append(replace(one, closing=pk in closing and _is_near(one, concern, days)))
    told = [one for one in news if one.searches or one.numbers or one.closing]
    return sorted(told, key=lambda one: (one.call.changed_at, one.call.pk), reverse=True)


def told_rows(user: Any, news: Collection[News], *, now: datetime) -> list[CallTold]:
    """Give the rows by which what is told is never told again."""
    rows = []
    for one in news:
        if one.searches:
            rows.append(CallTold(user=user, call=one.call, what=NEW, told_at=now))
        rows += [CallTold(user=user, call=one.call, what=AMENDED, number=n, told_at=now) for n in one.numbers]
        if one.closing:
            rows.append(CallTold(user=user, call=one.call, what=CLOSING, number=one.closing_number, told_at=now))
    return rows


def _concern(user: Any, audience: Audience, today: date, matches: Matches) -> _Concern:
    told: dict[tuple[int, str], set[int]] = defaultdict(set)
    since: dict[int, datetime] = {}
    known: dict[int, datetime] = {}
    rows = CallTold.objects.filter(user=user).values_list("call_id", "what", "number", "told_at")
    for pk, what, number, told_at in rows:
        told[pk, what].add(number)
        if what == NEW:
            known[pk] = told_at
    found: dict[int, tuple[str, ...]] = {}
    for search in user.call_searches.filter(is_told=True).order_by("pk"):
        strict, loose = matches.of(search, audience)
        for pk in strict:
            found[pk] = (*found.get(pk, ()), search.name)
        since |= {pk: known[pk] for pk in loose & known.keys()}
    for pk, at in _named(user, today):
        since[pk] = min(at, since.get(pk, at))
    return _Concern(found, since, {key: frozenset(numbers) for key, numbers in told.items()})


def _named(user: Any, today: date) -> list[tuple[int, datetime]]:
    """Give the calls that a person follows, or an organisation for which they stand is interested in, since when."""
    watched = CallWatch.objects.filter(user=user).values_list("call_id", "since_at")
    ids = [hat.organisation_id for hat in user.hats(today)]
    interests = ExpressionOfInterest.objects.filter(organisation__in=ids, withdrawn_at=None)
    return [*watched, *interests.values_list("call_id", "said_at")]


def _amended(concern: _Concern, now: datetime) -> dict[int, list[CallVersion]]:
    """Give, by call, the amendments since it concerns the person that were not told: one query."""
    if not concern.since:
        return {}
    first = max(now - LONGEST_TOLD, min(concern.since.values()))
    rows = CallVersion.objects.filter(call__in=concern.since, is_amendment=True, recorded_at__gt=first)
    found: dict[int, list[CallVersion]] = {}
    for row in rows.only("call_id", "number", "changes", "recorded_at", "is_amendment").order_by("number"):
        is_told = row.number in concern.told.get((row.call_id, AMENDED), ())
        if row.recorded_at > concern.since[row.call_id] and not is_told:
            found.setdefault(row.call_id, []).append(row)
    return found


def _closing(concern: _Concern, now: datetime, days: int) -> set[int]:
    """Give the calls that close within some days, of those that concern the person."""
    if not days:
        return set()
    soon = now + timedelta(days=days + 1)
    rows = with_until(Call.objects.filter(pk__in={*concern.since, *concern.found}, called_off_on=None), now)
    return set(rows.filter(Q(until__lte=soon)).values_list("pk", flat=True))


def _is_near(one: News, concern: _Concern, days: int) -> bool:
    """Tell whether a call closes within some days of its own calendar, and that was not told of this very day."""
    stand = one.line.stand
    is_told = one.closing_number in concern.told.get((one.call.pk, CLOSING), ())
    return stand.standing != Standing.CLOSED and stand.days_left is not None and stand.days_left <= days and not is_told


def together(versions: Collection[CallVersion]) -> tuple[Change, ...]:
    """Give what several versions changed together: of a field its first value and its last, nothing where it came back."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for version in versions:
        for one in version.changes:
            before.setdefault(one["field"], one["before"])
            after[one["field"]] = one["after"]
    return changes_of(before, after)


def _own(lines: Collection[CallLine], audience: Audience) -> dict[str, str]:
    """Give the competences that calls ask for and the person's organisation holds, with their labels."""
    labels = {one.code: one.label for line in lines for one in line.all_topics}
    if not audience.organisation_ids or not labels:
        return {}
    claims = Claim.objects.visible_to(audience).exclude(verdict=ClaimVerdict.REFUSED)
    held = claims.filter(
        organisation__in=audience.organisation_ids, competence__in=labels, strength__gte=HELD_AT
    ).values_list("competence_id", flat=True)
    return {code: labels[code] for code in held}
