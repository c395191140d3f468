"""Choose what one is told of calls, and tell it in the letters that gather: what is told is written down with the letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.accounts.letter_kinds import Gathered
from filiera.accounts.operations_links import link_path, make_link
from filiera.funding.letters_calls import digest_blocks, digest_letter, digest_tail
from filiera.funding.models import CallDigest, CallTold
from filiera.funding.operations.amendments import tell_left
from filiera.funding.operations.refusals import FundingRefused
from filiera.funding.operations.searches import begin_digest, know
from filiera.funding.queries.digests import Matches, digests_told, news_of, told_rows

if TYPE_CHECKING:
    from filiera.accounts.models import User

QUESTION = "call-digest-stop"
"""The kind of question by which letters stop telling of calls."""

LASTS = timedelta(days=120)
MOST_DAYS = 90
WEEKLY = "WEEKLY"


@transaction.atomic
def choose_digest(*, user: Any, is_told: bool, closing_days: int, now: datetime) -> CallDigest:
    """Choose whether letters tell of calls, and how long before one closes. What came while they did not is known.

    Raises FundingRefused.
    """
    if not 0 <= closing_days <= MOST_DAYS:
        raise FundingRefused(_("Write a number of days from 0 to %(n)s.") % {"n": MOST_DAYS}, field="closing_days")
    begin_digest(user=user, now=now)
    digest: CallDigest = CallDigest.objects.select_for_update().get(user=user)
    if is_told and not digest.is_told:
        _know_all(digest, WEEKLY, now)
    digest.is_told, digest.closing_days = is_told, closing_days
    digest.save(update_fields=["is_told", "closing_days"])
    return digest


def catch_up(user: User, rhythm: str, now: datetime) -> None:
    """Take for known what came while no letter left for a person."""
    digest = CallDigest.objects.filter(user=user, is_told=True).first()
    if digest is not None:
        _know_all(digest, rhythm, now)


def _know_all(digest: CallDigest, rhythm: str, now: datetime) -> None:
    """Take for known what is new, and for told what was amended, while nothing was told: the page of calls shows it all."""
    news = news_of(digest, rhythm=rhythm, now=now, matches=Matches(now))
    know(user=digest.user, calls=[one.call.pk for one in news if one.searches], now=now)
    rows = [row for row in told_rows(digest.user, news, now=now) if row.what == CallTold.What.AMENDED]
    CallTold.objects.bulk_create(rows, ignore_conflicts=True)


def emails_told() -> set[str]:
    """Give the addresses for which there may be news of calls."""
    return set(digests_told().values_list("user__email", flat=True))


def begin_run(now: datetime) -> Callable[[User, str], Gathered | None]:
    """Tell the amendments that were left, so that nobody is told twice; give what gathers the news of a person."""
    matches = Matches(now)
    tell_left(now=now)
    return lambda user, rhythm: gather_news(user, rhythm, now=now, matches=matches)


def gather_news(user: User, rhythm: str, *, now: datetime, matches: Matches) -> Gathered | None:
    """Give what there is to tell a person of calls, written down as told; within the transaction of the letter."""
    digest = digests_told().filter(user=user).first()
    news = news_of(digest, rhythm=rhythm, now=now, matches=matches) if digest is not None else []
    if digest is None or not news:
        return None
    CallTold.objects.bulk_create(told_rows(user, news, now=now))
    _link, token = make_link(
        kind=QUESTION,
        arguments={"user": user.pk},
        email=user.email,
        language=user.language,
        expires_at=now + LASTS,
        now=now,
    )
    stop = link_path(token, user.language)
    return Gathered(digest_blocks(news), digest_letter(news, stop), digest_tail(news, stop), "call-digest", digest)


@transaction.atomic
def tell_calls(*, user_id: int, is_told: bool) -> bool | None:
    """Say by a link whether letters tell of calls; give how it was before, None of an account that has chosen nothing."""
    digest = CallDigest.objects.select_for_update().filter(user=user_id).first()
    if digest is None:
        return None
    before = digest.is_told
    digest.is_told = is_told
    digest.save(update_fields=["is_told"])
    return before
