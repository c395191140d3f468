"""What is held of what a person wants of calls: searches, followed calls, letters, interest and notices; and how it goes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filiera.common.visibility import audience_of
from filiera.funding.models import (
    CallDigest,
    CallFeed,
    CallSearch,
    CallTold,
    CallWatch,
    ExpressionOfInterest,
    PartnerWanted,
    WantedReply,
)
from filiera.funding.operations.feeds import revoke_feeds
from filiera.funding.personal_data import call_known
from filiera.privacy.enums import Fate
from filiera.privacy.hooks import RetentionRule, Section
from filiera.privacy.operations.redaction import redact
from filiera.privacy.operations.retention import let_go

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from filiera.accounts.models import User
    from filiera.common.visibility import Audience
    from filiera.privacy.hooks import Gone

YEAR = timedelta(days=365)
TWO_YEARS = timedelta(days=730)


def interest_sections(user: User) -> Sequence[Section]:
    """Give what a person wants to know of calls, what they were told, and what they wrote for their organisation."""
    audience = audience_of(user)
    return [*_own(user, audience), _told(user, audience), _written(user, audience)]


def _own(user: User, audience: Audience) -> list[Section]:
    searches = CallSearch.objects.filter(user=user).order_by("pk")
    watches = CallWatch.objects.filter(user=user).select_related("call").order_by("pk")
    feeds = CallFeed.objects.filter(user=user).order_by("pk")
    digest = CallDigest.objects.filter(user=user).first()
    return [
        Section(
            "call-searches",
            _("Your searches of calls"),
            [("name", _("Name")), ("query", _("What is asked for")), ("told", _("Told")), ("at", _("When"))],
            [(row.name, row.query, row.is_told, row.kept_at) for row in searches],
        ),
        Section(
            "call-watches",
            _("Calls that you follow"),
            [("call", _("Call")), ("at", _("When"))],
            [(call_known(row.call, audience), row.since_at) for row in watches],
        ),
        Section(
            "call-letters",
            _("How you are told of calls"),
            [
                ("told", _("Told by letters")),
                ("days", _("Days before a call closes")),
                ("calendar", _("Private calendars made on")),
            ],
            [
                (
                    digest.is_told if digest else None,
                    digest.closing_days if digest else None,
                    "; ".join(f"{row.made_at:%Y-%m-%d}" for row in feeds),
                )
            ]
            if digest or feeds
            else [],
        ),
    ]


def _told(user: User, audience: Audience) -> Section:
    rows = CallTold.objects.filter(user=user).select_related("call").order_by("pk")
    return Section(
        "calls-told",
        _("What you were told of calls, or knew"),
        [("call", _("Call")), ("what", _("What")), ("at", _("When"))],
        [(call_known(row.call, audience), row.get_what_display(), row.told_at) for row in rows],
    )


def _written(user: User, audience: Audience) -> Section:
    interests = ExpressionOfInterest.objects.filter(said_by=user).select_related("call").order_by("pk")
    notices = PartnerWanted.objects.filter(opened_by=user).select_related("call").order_by("pk")
    replies = WantedReply.objects.filter(said_by=user).select_related("notice__call").order_by("pk")
    rows = [
        (call_known(row.call, audience), " ".join((row.note, row.offers)).strip(), row.said_at) for row in interests
    ]
    rows += [(call_known(row.call, audience), f"{row.title} {row.text}".strip(), row.opened_at) for row in notices]
    rows += [(call_known(row.notice.call, audience), row.note, row.said_at) for row in replies]
    return Section(
        "call-interest",
        _("What you wrote about calls for your organisation"),
        [("call", _("Call")), ("words", _("Words")), ("at", _("When"))],
        rows,
        Fate.PARTED,
        _("it is the organisation’s word, and stays its own"),
    )


def erase_from_interest(gone: Gone) -> dict[str, int]:
    """Delete what was the person's alone, and take name and addresses out of what was written for an organisation."""
    revoke_feeds(user=gone.user, now=gone.now)
    own = sum(
        model.objects.filter(user=gone.user).delete()[0]
        for model in (CallSearch, CallWatch, CallDigest, CallTold, CallFeed)
    )
    redact(CallSearch.objects.all(), ("name",), gone)
    for word in (*gone.names, *gone.emails):  # of others: a search that asks for the person asks for nobody now
        CallSearch.objects.filter(query__icontains=quote_plus(word)).delete()
    written = (
        redact(ExpressionOfInterest.objects.all(), ("note", "offers"), gone)
        + redact(PartnerWanted.objects.all(), ("title", "text"), gone)
        + redact(WantedReply.objects.all(), ("note",), gone)
    )
    return {"call-searches": own, "call-interest": written}


def _told_past(now: datetime, most: int, is_trial: bool) -> int:
    """Let go of what was told long ago; of calls that may still be open it stays, else they would be told as new."""
    over = Q(call__ends_at__lt=now) | Q(call__called_off_on__isnull=False) | ~Q(what=CallTold.What.NEW)
    return let_go(CallTold.objects.filter(over, told_at__lt=now - TWO_YEARS), most, is_trial)


def _feeds_past(now: datetime, most: int, is_trial: bool) -> int:
    return let_go(CallFeed.objects.filter(revoked_at__lt=now - YEAR), most, is_trial)


RULES = (
    RetentionRule(
        "calls-told",
        gettext_lazy("what people were told of calls"),
        gettext_lazy("24 months; of calls that may still be open until they are over"),
        gettext_lazy("the service that was asked for (GDPR, art. 6.1.b)"),
        _told_past,
    ),
    RetentionRule(
        "call-feeds",
        gettext_lazy("private calendars of calls that were revoked"),
        gettext_lazy("12 months"),
        gettext_lazy("the service that was asked for (GDPR, art. 6.1.b)"),
        _feeds_past,
    ),
)
