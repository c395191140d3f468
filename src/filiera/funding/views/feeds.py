"""Calls for readers of feeds and for calendars: what everybody sees, one call, and a person's own by a secret address."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import content_disposition_header, http_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from filiera.common.digests import sha256_of
from filiera.common.instance import current_instance
from filiera.common.limits import Window, asker_of
from filiera.common.views import public
from filiera.common.visibility import PUBLIC_AUDIENCE, audience_of
from filiera.funding.calendar_calls import calendar_of
from filiera.funding.filters import CallFilter
from filiera.funding.operations.feeds import note_read
from filiera.funding.queries.calls import call_of
from filiera.funding.queries.feeds import (
    FeedItem,
    calls_of_calendar,
    entries_of,
    feed_by,
    feed_items,
    hidden_once_shown,
    own_entries,
)
from filiera.funding.wording_searches import filter_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from django.http import HttpRequest

    from filiera.funding.calendar_calls import Entry

READS = Window("call-feeds", times=240, seconds=3600)
KEPT_SECONDS = 900
"""How long whoever stands in between may keep what everybody sees."""


def limited(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let one asker read so often and no more."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        moment = timezone.now().timestamp()
        if READS.allows(asker_of(request).key, moment):
            return view(request, **kwargs)
        response = HttpResponse(_("Too often: read it again later."), status=429, content_type="text/plain")
        response.headers["Retry-After"] = str(READS.wait(moment))
        return response

    return guarded


class CallsFeed(Feed):  # type: ignore[type-arg]  # generic in the stubs alone
    """The calls of a filter that changed last, as a visitor may see them, whoever asks."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> CallFilter:
        """Read the filter."""
        return CallFilter.from_query(request.GET)

    def title(self, asked: CallFilter) -> str:
        """Name the cluster, and what is asked for."""
        return f"{current_instance().name}: {_title(asked)}"

    def subtitle(self) -> str:
        """Say in which order the feed is."""
        return _("What changed last comes first; one that is amended comes again.")

    def link(self, asked: CallFilter) -> str:
        """Give the page that the feed follows."""
        return _with(reverse("calls"), asked)

    def feed_url(self, asked: CallFilter) -> str:
        """Give the address of the feed itself."""
        return _with(reverse("calls-feed"), asked)

    def feed_guid(self, asked: CallFilter) -> str:
        """Name the feed for ever."""
        return f"urn:x-filiera:{current_instance().id}:calls:{asked.query_string()}"

    def items(self, asked: CallFilter) -> list[FeedItem]:
        """Give the calls."""
        return feed_items(asked, now=timezone.now())

    def item_title(self, item: FeedItem) -> str:
        """Give the title, with what is invented or amended marked."""
        marks = [_("example")] if item.call.is_example else []
        marks += [_("called off")] if item.call.called_off_on else [pgettext("call", "amended")] if item.amended else []
        return f"{item.title} ({', '.join(marks)})" if marks else item.title

    def item_description(self, item: FeedItem) -> str:
        """Say what changed, until when it is open, what it is about."""
        until = _("Closes %(until)s.") % {"until": item.line.until} if item.line.until else ""
        amended = _("Amended: %(changes)s") % {"changes": item.amended} if item.amended else ""
        parts = (amended, item.line.standing, until, item.summary[:1500])
        return "".join(f"<p>{escape(part)}</p>" for part in parts if part)  # a feed says that this is HTML

    def item_link(self, item: FeedItem) -> str:
        """Lead to the page of the call."""
        return item.line.url

    def item_guid(self, item: FeedItem) -> str:
        """Name the entry for ever, whatever becomes of the call."""
        return f"urn:x-filiera:{current_instance().id}:call:{item.call.code}"

    def item_pubdate(self, item: FeedItem) -> datetime:
        """Give when it was first here."""
        return item.call.created_at

    def item_updateddate(self, item: FeedItem) -> datetime:
        """Give when it last changed."""
        return item.changed_at


@public
@require_safe
@limited
def feed(request: HttpRequest) -> HttpResponse:
    """Give the newest calls of a filter as an Atom feed."""
    response: HttpResponse = CallsFeed()(request)
    return _kept(request, response, None)


@public
@require_safe
@limited
def calendar(request: HttpRequest) -> HttpResponse:
    """Give the days of the calls of a filter as a calendar."""
    asked = CallFilter.from_query(request.GET)
    calls = calls_of_calendar(asked, audience=PUBLIC_AUDIENCE, now=timezone.now())
    name = f"{current_instance().name}: {_title(asked)}"
    return _kept(request, _file(entries_of(calls, audience=PUBLIC_AUDIENCE), name, "calls.ics"), _newest(calls))


@public
@require_safe
@limited
def call_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Give the days of one call; of one that everybody saw once and that is hidden now, that they are cancelled."""
    call, audience = call_of(code), audience_of(request.user)
    if call is None:
        raise Http404
    if not call.is_visible_to(audience) and not hidden_once_shown(audience=audience, among=[call.pk]):
        raise Http404
    entries = entries_of([call], audience=audience)
    name = str(call) if call.is_visible_to(audience) else current_instance().name
    return _kept(request, _file(entries, name, f"{call.code}.ics"), None, is_private=request.user.is_authenticated)


@public
@require_safe
@limited
def own_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Give a person's own calendar to whoever holds its address, while it is not revoked and the account is open."""
    found = feed_by(sha256_of(token))
    if found is None:
        raise Http404
    now = timezone.now()
    today = timezone.localdate(now)
    entries = own_entries(found.user, audience=found.user.audience(today), now=now, today=today)
    note_read(feed=found, today=today)
    title = _("my calls")
    return _kept(request, _file(entries, f"{current_instance().name}: {title}", "calls.ics"), None, is_private=True)


def _title(asked: CallFilter) -> str:
    return _("Calls") if asked.is_empty else ", ".join([_("Calls"), *filter_words(asked)])


def _with(page: str, asked: CallFilter) -> str:
    return page if asked.is_empty else f"{page}?{asked.query_string()}"


def _newest(calls: Collection[Any]) -> datetime | None:
    return max((one.changed_at for one in calls), default=None)


def _file(entries: Collection[Entry], name: str, file_name: str) -> HttpResponse:
    """Give a calendar as a file."""
    response = HttpResponse(calendar_of(entries, name=name), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = str(content_disposition_header(False, file_name))
    return response


def _kept(
    request: HttpRequest, response: HttpResponse, changed_at: datetime | None, *, is_private: bool = False
) -> HttpResponse:
    """Let readers keep what they have while it is the same: a digest of it, and when it last changed where that is known."""
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    if changed_at is not None:
        response.headers["Last-Modified"] = str(http_date(changed_at.timestamp()))
    scope = "private, no-cache" if is_private else f"public, max-age={KEPT_SECONDS}"
    response.headers["Cache-Control"] = scope
    found = get_conditional_response(request, etag=etag, response=response)
    return found if isinstance(found, HttpResponse) else response
