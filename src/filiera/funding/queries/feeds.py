"""What feeds and calendars say of calls: their days, moved, cancelled or as they are, and the newest of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F, Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from filiera.common.language import localised
from filiera.common.models import AuditEvent
from filiera.common.visibility import PUBLIC_AUDIENCE, Visibility
from filiera.funding.adapters import said_moment
from filiera.funding.calendar_calls import Entry, entry_uid
from filiera.funding.filters import CallFilter
from filiera.funding.logic.amendments import Change
from filiera.funding.models import (
    Call,
    CallCutOff,
    CallFeed,
    CallVersion,
    ConsortiumTask,
    ExpressionOfInterest,
    Partner,
)
from filiera.funding.models.consortia import WITHIN
from filiera.funding.queries.calls import lines_of
from filiera.funding.queries.searches import filter_of, whatever_the_date
from filiera.funding.wording_changes import change_in_words

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.funding.queries.calls import CallLine

PAST = timedelta(days=90)
"""How long what is over stays in a calendar, and what was called off in a feed."""

MOST_CALLS = 500
MOST_ENTRIES = 50
BORN_PUBLIC = ("EU_PORTAL", "INCENTIVI")
"""Sources whose calls everybody sees from the first day."""

SHOWN = "show-call"
"""The act by which a call is shown to all or taken back, as the trail names it."""

OPENS, CLOSES, ROUND = "opens", "closes", "round"


@dataclass(frozen=True, slots=True)
class FeedItem:
    """A call as an entry of a feed: its line, what its last amendment changed in words, when it last changed."""

    call: Call
    line: CallLine
    title: str
    summary: str
    amended: str
    changed_at: datetime


def calls_of_calendar(asked: CallFilter, *, audience: Audience, now: datetime) -> list[Call]:
    """Give the calls of a calendar: a filter whatever the date, so that what opens, moves or is called off stays in it.

    What is over stays for a while. With them come, without a word of their own, those that everybody could see once and
    the audience may not see now: they are to be cancelled.
    """
    found = whatever_the_date(asked).calls(audience=audience, now=now)
    recent = Q(ends_at=None) | Q(ends_at__gte=now - PAST)
    live = Q(called_off_on=None) | Q(called_off_on__gte=(now - PAST).date())
    shown = found.filter(recent & live).order_by(F("ends_at").asc(nulls_last=True), "pk")
    return [*shown[:MOST_CALLS], *hidden_once_shown(audience=audience)]


def hidden_once_shown(*, audience: Audience, among: Collection[int] | None = None) -> list[Call]:
    """Give the calls that the office alone sees now and everybody saw once; nothing to the office, which sees them."""
    if Visibility.OFFICE in audience.levels:
        return []
    rows = Call.objects.filter(visibility=Visibility.OFFICE)
    if among is not None:
        rows = rows.filter(pk__in=among)
    taken_back = AuditEvent.objects.filter(verb=SHOWN, object_type=Call._meta.label).values_list("object_id", flat=True)
    numbers = {int(pk) for pk in taken_back if pk.isdecimal()}
    return [row for row in rows.order_by("pk") if row.source in BORN_PUBLIC or row.pk in numbers]


def shown_last(calls: Collection[Call]) -> dict[int, datetime]:
    """Give, by call, when it was last shown or taken back."""
    acts = AuditEvent.objects.filter(
        verb=SHOWN, object_type=Call._meta.label, object_id__in=[str(one.pk) for one in calls]
    )
    return {int(pk): at for pk, at in acts.order_by().values_list("object_id").annotate(at=Max("at"))}


def entries_of(calls: Sequence[Call], *, audience: Audience) -> list[Entry]:
    """Give the days of calls as entries: opening, closing, each round. Four queries, however many calls.

    An entry has the call's id for ever, a round its place among the rounds. A day that a version had and the newest has no
    more is cancelled; so are all of a call that was called off, or that is hidden now, and of that not a word is said.
    """
    ids = [call.pk for call in calls]
    rounds: dict[int, list[CallCutOff]] = {}
    for row in CallCutOff.objects.filter(call__in=ids).order_by("at"):
        rounds.setdefault(row.call_id, []).append(row)
    numbers = dict(CallVersion.objects.filter(call__in=ids).order_by().values_list("call_id").annotate(n=Max("number")))
    changed = [pk for pk, number in numbers.items() if number > 1]
    past: dict[int, list[Mapping[str, Any]]] = {}
    rows = CallVersion.objects.filter(call__in=changed).order_by("number")
    for pk, opens, closes, cutoffs in rows.values_list("call_id", "values__opens", "values__closes", "values__cutoffs"):
        past.setdefault(pk, []).append({OPENS: opens, CLOSES: closes, ROUND: cutoffs or []})
    shown = shown_last(calls)
    found: list[Entry] = []
    for call in calls:
        at = max(call.changed_at, shown.get(call.pk, call.changed_at))
        days = _days(call, rounds.get(call.pk, []))
        gone = _gone(days, past.get(call.pk, []))
        is_hidden = not call.is_visible_to(audience)
        bare = Entry("", date.min, call.tz, "", at, numbers.get(call.pk, 1) + is_hidden)
        for key, day in {**gone, **days}.items():
            # What is hidden may have moved since: it is cancelled on the day on which it was taken back.
            on = at.astimezone(call.zone).date() if is_hidden else day
            entry = replace(bare, uid=_uid(call, key), at=on, is_cancelled=key in gone or is_hidden)
            found.append(entry if is_hidden else _said(entry, call, key))
    return found


def _days(call: Call, rounds: Sequence[CallCutOff]) -> dict[str, datetime | date]:
    """Give the days that a call has, by what they are; the closing of a call with rounds is its last round's."""
    days: dict[str, datetime | date | None] = {
        OPENS: _day(call, call.opens_at, call.opens_hour_known),
        CLOSES: _day(call, call.closes_at, call.closes_hour_known),
    }
    if any(row.at == call.closes_at for row in rounds):
        days[CLOSES] = None
    for place, row in enumerate(rounds, start=1):
        days[f"{ROUND}-{place}"] = _day(call, row.at, row.hour_known)
    return {key: day for key, day in days.items() if day is not None}


def _day(call: Call, at: datetime | None, hour_known: bool) -> datetime | date | None:
    """Give a moment with its zone, or the day alone."""
    if at is None:
        return None
    said = said_moment(at, call.tz, hour_known)
    return call.here(at) if isinstance(said, datetime) else said


def _gone(days: Mapping[str, datetime | date], versions: Iterable[Mapping[str, Any]]) -> dict[str, datetime | date]:
    """Give the days that older versions had and that are no more, each on the last day that it was."""
    gone: dict[str, datetime | date] = {}
    for values in versions:
        said = {OPENS: values[OPENS], CLOSES: values[CLOSES]}
        said |= {f"{ROUND}-{place}": written for place, written in enumerate(values[ROUND], start=1)}
        for key, written in said.items():
            if written and key not in days:
                gone[key] = date.fromisoformat(str(written)[:10])
    return gone


def _uid(call: Call, key: str) -> str:
    """Give the id of an entry: the closing bears the call's own, other days what they are besides."""
    return entry_uid(f"call-{call.code}" if key == CLOSES else f"call-{call.code}-{key}")


def _said(entry: Entry, call: Call, key: str) -> Entry:
    """Give an entry its words."""
    title = localised(call, "title")
    if call.is_example:
        title = _("%(title)s (example)") % {"title": title}
    name = {OPENS: _("Opens: %(title)s"), CLOSES: _("Closes: %(title)s")}.get(key)
    if name is None:
        name = _("Closes, round %(n)s: %(title)s")
    words = {"title": title, "n": key.rpartition("-")[2]}
    lines = []
    if call.called_off_on is not None:
        lines.append(_("This call was called off."))
    if not isinstance(entry.at, datetime):
        lines.append(_("The hour is not said: look at the official page."))
    page = str(settings.SITE_URL).rstrip("/") + reverse("call", args=[call.code])
    return replace(
        entry,
        title=name % words,
        words="\n".join([*lines, call.url]).strip(),
        url=page,
        is_cancelled=entry.is_cancelled or call.called_off_on is not None,
    )


def feed_items(asked: CallFilter, *, now: datetime) -> list[FeedItem]:
    """Give the calls that changed last, as everybody may see them, with what was called off lately: four queries."""
    found = asked.calls(audience=PUBLIC_AUDIENCE, now=now)
    off = whatever_the_date(asked).calls(audience=PUBLIC_AUDIENCE, now=now)
    off = off.filter(called_off_on__gte=(now - PAST).date())
    rows = Call.objects.filter(Q(pk__in=found.values("pk")) | Q(pk__in=off.values("pk")))
    calls = list(rows.order_by("-changed_at", "-pk")[:MOST_ENTRIES])
    lines = {line.pk: line for line in lines_of(calls, now=now)}
    amended = _amended(calls)
    return [
        FeedItem(
            call=call,
            line=lines[call.pk],
            title=localised(call, "title"),
            summary=localised(call, "summary"),
            amended=amended.get(call.pk, ""),
            changed_at=call.changed_at,
        )
        for call in calls
    ]


def _amended(calls: Sequence[Call]) -> dict[int, str]:
    """Say, by call, what its last amendment changed."""
    rows = CallVersion.objects.filter(call__in=[one.pk for one in calls], is_amendment=True).order_by("number")
    found: dict[int, str] = {}
    for pk, changes in rows.values_list("call_id", "changes"):
        said = (change_in_words(Change(one["field"], one["before"], one["after"])) for one in changes)
        found[pk] = " ".join(words for words in said if words)
    return found


def feed_by(digest: str) -> CallFeed | None:
    """Find a private calendar in force by the digest of its token, of an account that is open."""
    rows = CallFeed.objects.filter(digest=digest, revoked_at=None, user__is_active=True)
    return rows.select_related("user").first()


def own_entries(user: Any, *, audience: Audience, now: datetime, today: date) -> list[Entry]:
    """Give the days of a person's own calendar: calls followed, told by a search, of interest, of own consortia; and tasks."""
    ids = [hat.organisation_id for hat in user.hats(today)]
    places = Partner.objects.filter(organisation__in=ids, state__in=WITHIN).exclude(consortium__state="ABANDONED")
    wanted: set[int] = set(user.call_watches.values_list("call_id", flat=True))
    wanted |= set(places.values_list("consortium__call_id", flat=True))
    interests = ExpressionOfInterest.objects.filter(organisation__in=ids, withdrawn_at=None)
    wanted |= set(interests.values_list("call_id", flat=True))
    named = Call.objects.visible_to(audience).filter(pk__in=wanted)
    calls = {call.pk: call for call in named}
    for search in user.call_searches.filter(is_told=True).order_by("pk"):
        asked = whatever_the_date(filter_of(search)).calls(audience=audience, now=now)
        rows: QuerySet[Call] = asked.filter(Q(ends_at=None) | Q(ends_at__gte=now - PAST)).order_by("pk")
        calls |= {call.pk: call for call in rows[: max(0, MOST_CALLS - len(calls))]}
    hidden = hidden_once_shown(audience=audience)
    return [*entries_of([*calls.values(), *hidden], audience=audience), *_tasks(places, now)]


def _tasks(places: QuerySet[Partner], now: datetime) -> list[Entry]:
    """Give the tasks of one's own organisations that are due on a day; what is done is cancelled."""
    rows = ConsortiumTask.objects.filter(owner__in=places.values("pk"), due_on__gte=(now - PAST).date())
    return [
        Entry(
            uid=entry_uid(f"task-{row.pk}"),
            at=row.due_on,
            tz=settings.TIME_ZONE,
            title=_("To do: %(what)s") % {"what": row.what},
            changed_at=row.done_at or row.made_at,
            sequence=int(row.done_at is not None),
            words=row.consortium.name,
            url=str(settings.SITE_URL).rstrip("/") + reverse("consortium", args=[row.consortium.code]),
            is_cancelled=row.done_at is not None,
        )
        for row in rows.select_related("consortium").order_by("pk")
        if row.due_on is not None
    ]
