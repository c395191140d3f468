"""A person's private calendar of calls: made once, read by whoever holds its address, revoked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac

from filiera.common import audit
from filiera.common.digests import sha256_of
from filiera.funding.models import CallFeed


def feed_token(feed: CallFeed) -> str:
    """Give the token of a feed, empty where the installation's secret has changed since.

    It is worked out from the secret and the row, so that its person can copy the address again; the database has only its
    digest, and nobody who reads the database alone can work it out.
    """
    token = _token(feed.user_id, feed.made_at)
    return token if sha256_of(token) == feed.digest else ""


def _token(user_id: int, made_at: datetime) -> str:
    written = f"{user_id}:{made_at.timestamp():.6f}"
    return salted_hmac("filiera.call-feed", written, algorithm="sha256").hexdigest()


@transaction.atomic
def make_feed(*, user: Any, now: datetime) -> CallFeed:
    """Make a private calendar; one that is in force, and whose address can still be told, stays the one."""
    held = CallFeed.objects.select_for_update().filter(user=user, revoked_at=None).order_by("-pk").first()
    if held is not None and feed_token(held):
        return held
    feed, is_new = CallFeed.objects.get_or_create(
        digest=sha256_of(_token(user.pk, now)), defaults={"user": user, "made_at": now}
    )
    if is_new:
        audit.record(actor=user, verb="make-call-feed", thing=feed)
    return feed


@transaction.atomic
def revoke_feeds(*, user: Any, now: datetime) -> int:
    """Let no address of a private calendar open anything any more; give how many did."""
    rows = list(CallFeed.objects.select_for_update().filter(user=user, revoked_at=None))
    for row in rows:
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        audit.record(actor=user, verb="revoke-call-feed", thing=row)
    return len(rows)


def note_read(*, feed: CallFeed, today: date) -> None:
    """Write down the day on which a private calendar was last read."""
    if feed.last_read_on != today:
        CallFeed.objects.filter(pk=feed.pk).update(last_read_on=today)
