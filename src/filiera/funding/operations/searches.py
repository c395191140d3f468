"""Keep a search of calls, follow a call: a person's own, seen by nobody else, and therefore not in the trail of acts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.accounts.operations_letters import begin_letters
from filiera.common.visibility import audience_of
from filiera.funding.filters import CallFilter
from filiera.funding.models import Call, CallDigest, CallSearch, CallTold, CallWatch
from filiera.funding.operations.refusals import FundingRefused
from filiera.funding.queries.searches import filter_of
from filiera.funding.wording_searches import LONGEST_NAME, offered_name

LONGEST_QUERY = 1000
MOST_SEARCHES = 40
MOST_WATCHES = 300


@transaction.atomic
def keep_search(*, user: Any, asked: CallFilter, name: str, is_told: bool, now: datetime) -> CallSearch:
    """Keep a filter under a name, its own words where none is given; the same filter again is the same search.

    What matches now the person has before their eyes: only what comes later is new. Raises FundingRefused.
    """
    query = asked.query_string()
    if user.call_searches.exclude(query=query).count() >= MOST_SEARCHES:
        words = {"n": MOST_SEARCHES}
        raise FundingRefused(_("You keep %(n)s searches: take one away first.") % words)
    if len(query) > LONGEST_QUERY:
        raise FundingRefused(_("These are more criteria than a search can keep: take some away."))
    said = " ".join(name.split())[:LONGEST_NAME] or offered_name(asked)
    values = {"name": said, "is_told": is_told, "kept_at": now}
    search, is_new = CallSearch.objects.get_or_create(user=user, query=query, defaults=values)
    if not is_new:
        search.name, search.is_told = said, is_told
        search.save(update_fields=["name", "is_told"])
    if is_told:
        begin_digest(user=user, now=now)
        know(user=user, calls=asked.calls(audience=audience_of(user), now=now).values_list("pk", flat=True), now=now)
    return search


@transaction.atomic
def rename_search(*, search: CallSearch, name: str) -> CallSearch:
    """Call a search otherwise. Raises FundingRefused."""
    search.name = " ".join(name.split())[:LONGEST_NAME]
    if not search.name:
        raise FundingRefused(_("Give it a name."), field="name")
    search.save(update_fields=["name"])
    return search


@transaction.atomic
def tell_search(*, search: CallSearch, is_told: bool, now: datetime) -> CallSearch:
    """Say whether what a search finds is told. What came while it was not is taken for known."""
    if is_told and not search.is_told:
        found = filter_of(search).calls(audience=audience_of(search.user), now=now)
        know(user=search.user, calls=found.values_list("pk", flat=True), now=now)
        begin_digest(user=search.user, now=now)
    search.is_told = is_told
    search.save(update_fields=["is_told"])
    return search


def drop_search(*, search: CallSearch) -> None:
    """Take a search away."""
    search.delete()


@transaction.atomic
def follow_call(*, user: Any, call: Call, now: datetime) -> CallWatch:
    """Follow a call from now on; again, since the first time. Raises FundingRefused."""
    if user.call_watches.exclude(call=call).count() >= MOST_WATCHES:
        raise FundingRefused(_("You follow %(n)s calls: leave one first.") % {"n": MOST_WATCHES})
    watch: CallWatch = CallWatch.objects.get_or_create(user=user, call=call, defaults={"since_at": now})[0]
    begin_digest(user=user, now=now)
    know(user=user, calls=[call.pk], now=now)
    return watch


def leave_call(*, user: Any, call: Call) -> None:
    """Follow a call no longer."""
    CallWatch.objects.filter(user=user, call=call).delete()


def begin_digest(*, user: Any, now: datetime) -> CallDigest:
    """Let whoever first wants to know something of calls be told of it; who wants no letters of them stays without."""
    begin_letters(email=user.email, now=now)
    digest: CallDigest = CallDigest.objects.get_or_create(user=user)[0]
    return digest


def know(*, user: Any, calls: Iterable[int], now: datetime) -> None:
    """Write down that a person knows calls already: they are not told as new."""
    rows = [CallTold(user=user, call_id=pk, what=CallTold.What.NEW, told_at=now) for pk in calls]
    CallTold.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
