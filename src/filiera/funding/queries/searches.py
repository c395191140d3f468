"""A person's kept searches and followed calls, as their page lists them; and what a filter asks for whatever the date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.urls import reverse

from filiera.funding.filters import CallFilter
from filiera.funding.logic.standing import Standing
from filiera.funding.models import Call, CallDigest, CallFeed, CallSearch, CallWatch
from filiera.funding.queries.calls import CallLine, lines_of
from filiera.funding.wording_searches import filter_words

if TYPE_CHECKING:
    from filiera.common.visibility import Audience

EVERY_STANDING = tuple(one.value for one in Standing)


@dataclass(frozen=True, slots=True)
class SearchLine:
    """A kept search: what it asks for in words, where it opens, how many calls it finds now."""

    search: CallSearch
    words: tuple[str, ...]
    url: str
    found: int


@dataclass(frozen=True, slots=True)
class OwnCalls:
    """All that a person is told of calls: searches, followed calls, the rhythm, the private calendar."""

    searches: tuple[SearchLine, ...]
    watched: tuple[CallLine, ...]
    digest: CallDigest | None
    feed: CallFeed | None


def filter_of(search: CallSearch) -> CallFilter:
    """Give the filter of a search."""
    return CallFilter.from_query(QueryDict(search.query))


def whatever_the_date(asked: CallFilter) -> CallFilter:
    """Give a filter that asks neither where calls stand nor how near they close: what it found once it still finds."""
    return replace(asked, standing=EVERY_STANDING, within=0)


def own_calls(user: Any, *, audience: Audience, now: datetime) -> OwnCalls:
    """Read what a person is told: some queries, and one for each search."""
    searches = []
    for row in user.call_searches.order_by("-kept_at", "-pk"):
        asked = filter_of(row)
        found = asked.calls(audience=audience, now=now).count()
        page = reverse("calls")
        searches.append(
            SearchLine(row, tuple(filter_words(asked)), f"{page}?{row.query}" if row.query else page, found)
        )
    calls = Call.objects.visible_to(audience).filter(watches__user=user).order_by("-watches__since_at")
    return OwnCalls(
        searches=tuple(searches),
        watched=lines_of(list(calls), now=now),
        digest=CallDigest.objects.filter(user=user).first(),
        feed=feed_of(user),
    )


def search_of(user: Any, pk: int) -> CallSearch | None:
    """Find a search of a person by its number."""
    return CallSearch.objects.filter(user=user, pk=pk).first() if pk < 2**63 else None


def kept_as(user: Any, asked: CallFilter) -> CallSearch | None:
    """Find the search under which a person keeps a filter."""
    return CallSearch.objects.filter(user=user, query=asked.query_string()).first()


def is_followed(user: Any, call: Call) -> bool:
    """Tell whether a person follows a call."""
    return user.is_authenticated and CallWatch.objects.filter(user=user, call=call).exists()


def feed_of(user: Any) -> CallFeed | None:
    """Give a person's private calendar that is in force."""
    return CallFeed.objects.filter(user=user, revoked_at=None).order_by("-pk").first()
