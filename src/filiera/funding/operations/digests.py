"""Choose what one is told of calls, and send the digests that are due: what is told is written down with the letter."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.accounts.operations_links import link_path, make_link
from filiera.common.daily import JobFailed
from filiera.common.outbox import queue
from filiera.funding.letters_calls import digest_letter
from filiera.funding.logic.digests import is_due
from filiera.funding.models import CallDigest, CallTold
from filiera.funding.models.interest import Rhythm
from filiera.funding.operations.amendments import tell_left
from filiera.funding.operations.refusals import FundingRefused
from filiera.funding.operations.searches import begin_digest, know
from filiera.funding.queries.digests import Matches, due_digests, news_of, told_rows

logger = logging.getLogger(__name__)

QUESTION = "call-digest-stop"
"""The kind of question by which a letter is stopped."""

LASTS = timedelta(days=120)
MOST_DAYS = 90


@transaction.atomic
def choose_digest(*, user: Any, rhythm: str, closing_days: int, now: datetime) -> CallDigest:
    """Choose how often one is told, and how long before a call closes. What came while nothing was told is known.

    Raises FundingRefused.
    """
    if rhythm not in Rhythm.values:
        raise FundingRefused(_("Choose how often."), field="rhythm")
    if not 0 <= closing_days <= MOST_DAYS:
        raise FundingRefused(_("Write a number of days from 0 to %(n)s.") % {"n": MOST_DAYS}, field="closing_days")
    begin_digest(user=user, now=now)
    digest: CallDigest = CallDigest.objects.select_for_update().get(user=user)
    if digest.rhythm == Rhythm.NEVER and rhythm != Rhythm.NEVER:
        _catch_up(digest, now)
    digest.rhythm, digest.closing_days, digest.changed_at = rhythm, closing_days, now
    digest.save(update_fields=["rhythm", "closing_days", "changed_at"])
    return digest


def _catch_up(digest: CallDigest, now: datetime) -> None:
    """Take for known what is new, and for told what was amended, while nothing was told: the page of calls shows it all."""
    news = news_of(digest, now=now, matches=Matches(now))
    know(user=digest.user, calls=[one.call.pk for one in news if one.searches], now=now)
    rows = [row for row in told_rows(digest.user, news, now=now) if row.what == CallTold.What.AMENDED]
    CallTold.objects.bulk_create(rows, ignore_conflicts=True)


def send_digests(*, now: datetime) -> int:
    """Send every digest that is due, each in a transaction of its own; give how many letters. Raises JobFailed at the end.

    Before them leave the letters about amendments that were left: who has one of those is not told again.
    """
    matches, sent, failed = Matches(now), 0, 0
    tell_left(now=now)
    for pk in list(due_digests(now=now).values_list("pk", flat=True)):
        try:
            sent += send_digest(pk=pk, now=now, matches=matches)
        except Exception:
            logger.exception("The digest %s was not sent.", pk)
            failed += 1
    if failed:
        raise JobFailed(f"{failed} digests were not sent, {sent} were")
    return sent


@transaction.atomic
def send_digest(*, pk: int, now: datetime, matches: Matches) -> bool:
    """Queue one digest where it is due and there is something to say; tell whether there was.

    The row is held until the end: of two that run at once the second finds that it was looked at. What is told and the
    letter are written together, or not at all.
    """
    rows = CallDigest.objects.select_for_update(of=("self",)).select_related("user")
    digest = rows.filter(pk=pk, user__is_active=True).first()
    if digest is None:
        return False
    looked = timezone.localdate(digest.looked_at) if digest.looked_at else None
    if not is_due(digest.rhythm, timezone.localdate(now), looked, timezone.localdate(digest.changed_at)):
        return False
    digest.looked_at = now
    digest.save(update_fields=["looked_at"])
    with override(digest.user.language):
        news = news_of(digest, now=now, matches=matches)
    if not news:
        return False
    CallTold.objects.bulk_create(told_rows(digest.user, news, now=now))
    user = digest.user
    _link, token = make_link(
        kind=QUESTION,
        arguments={"user": user.pk},
        email=user.email,
        language=user.language,
        expires_at=now + LASTS,
        now=now,
    )
    stop = link_path(token, user.language)
    queue(
        write=lambda: digest_letter(news, stop),
        to=user.email,
        language=user.language,
        verb="call-digest",
        thing=digest,
        now=now,
    )
    return True


@transaction.atomic
def set_rhythm(*, user_id: int, rhythm: str, now: datetime) -> str | None:
    """Set the rhythm by a link; give the one before, None of an account that has chosen nothing."""
    digest = CallDigest.objects.select_for_update().filter(user=user_id).first()
    if digest is None:
        return None
    before = digest.rhythm
    digest.rhythm, digest.changed_at = rhythm, now
    digest.save(update_fields=["rhythm", "changed_at"])
    return before
