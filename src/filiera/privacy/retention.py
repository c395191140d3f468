"""How long accounts, sessions, links, counts and requests are kept; features above add their rules to the hooks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Case, Exists, OuterRef, ProtectedError, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from filiera.accounts.models import AnswerLink, LetterWish, User
from filiera.common.models import LimitCount, OutgoingMail
from filiera.privacy.hooks import RetentionRule
from filiera.privacy.models import RetentionRun, RightsRequest
from filiera.privacy.operations.retention import let_go

if TYPE_CHECKING:
    from datetime import datetime

YEAR = timedelta(days=365)
TWO_YEARS = timedelta(days=730)
UNCONFIRMED = timedelta(days=30)
UNSENT = timedelta(days=60)

EMPTIED = "—"
"""What stands where words stood that had to be given: a refusal, and more time, are told with their reason."""

ANSWERED = ("answer", "extended_why")


def _unconfirmed_accounts(now: datetime, most: int, is_trial: bool) -> int:
    """Let go of accounts whose address nobody confirmed, unless something stands on them already."""
    confirmed = EmailAddress.objects.filter(verified=True).values("user")
    asked = EmailAddress.objects.filter(verified=False).values("user")
    rows = User.objects.filter(
        pk__in=asked, role=User.Stored.PERSON, last_login=None, joined_at__lt=now - UNCONFIRMED, delegations=None
    ).exclude(pk__in=confirmed)
    if is_trial:
        return rows.count()
    gone = 0
    for user in rows.order_by("pk")[:most]:
        try:
            user.delete()
            gone += 1
        except ProtectedError:
            continue
    return gone


def _sessions(now: datetime, most: int, is_trial: bool) -> int:
    """Let go of sessions that are over, and of what was noted of them."""
    over = Session.objects.filter(expire_date__lt=now)
    if is_trial:
        return over.count()
    keys = list(over.order_by("expire_date").values_list("pk", flat=True)[:most])
    Session.objects.filter(pk__in=keys).delete()
    known = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=known).filter(last_seen_at__lt=now - UNCONFIRMED).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def _links(now: datetime, most: int, is_trial: bool) -> int:
    ended = Coalesce("answered_at", "revoked_at", "expires_at")
    return let_go(AnswerLink.objects.annotate(ended=ended).filter(ended__lt=now - YEAR), most, is_trial)


def _letters(now: datetime, most: int, is_trial: bool) -> int:
    past = Q(sent_at__lt=now - YEAR) | Q(sent_at=None, queued_at__lt=now - UNSENT)
    return let_go(OutgoingMail.objects.filter(past), most, is_trial)


def _wishes(now: datetime, most: int, is_trial: bool) -> int:
    """Let go of addresses without an account for which nothing was chosen, and to which nothing was written for long."""
    rows = LetterWish.objects.filter(rhythm="", begun_at__lt=now - YEAR, held=None)
    written = OutgoingMail.objects.filter(email=OuterRef("email"))
    account = User.objects.filter(email=OuterRef("email"))
    return let_go(rows.filter(~Exists(written), ~Exists(account)), most, is_trial)


def _counts(now: datetime, most: int, is_trial: bool) -> int:
    return let_go(LimitCount.objects.filter(expires__lt=now), most, is_trial)


def _strangers(now: datetime, most: int, is_trial: bool) -> int:
    """Empty all that was written in requests of people without an account, by them and to them; the days stay."""
    gone: dict[str, Any] = dict.fromkeys(("name", "email", "words"), "")
    rows = RightsRequest.objects.filter(user=None, done_at__lt=now - TWO_YEARS).exclude(
        **gone, answer__in=["", EMPTIED], extended_why__in=["", EMPTIED]
    )
    if is_trial:
        return rows.count()
    pks = list(rows.order_by("pk").values_list("pk", flat=True)[:most])
    emptied = {name: Case(When(**{name: ""}, then=Value("")), default=Value(EMPTIED)) for name in ANSWERED}
    return RightsRequest.objects.filter(pk__in=pks).update(**gone, **emptied)


def _runs(now: datetime, most: int, is_trial: bool) -> int:
    return let_go(RetentionRun.objects.filter(began_at__lt=now - TWO_YEARS), most, is_trial)


_SERVICE = _("the service that was asked for has ended (GDPR, art. 5.1.e)")

RULES = (
    RetentionRule("unconfirmed", _("accounts never confirmed"), _("30 days"), _SERVICE, _unconfirmed_accounts),
    RetentionRule("sessions", _("sessions"), _("until they end"), _SERVICE, _sessions),
    RetentionRule(
        "links", _("questions sent by mail"), _("12 months after they end"), _("proof of the answer given"), _links
    ),
    RetentionRule(
        "letters",
        _("letters that left, and those that never did"),
        _("12 months; 60 days where they did not leave"),
        _("proof that people were told"),
        _letters,
    ),
    RetentionRule(
        "letters-chosen",
        _("addresses without an account that chose nothing of our letters"),
        _("12 months, and until no letter to them is kept"),
        _SERVICE,
        _wishes,
    ),
    RetentionRule("counts", _("counts of requests"), _("until they lapse"), _("security of the service"), _counts),
    RetentionRule(
        "requests",
        _("what is written in requests by a right, of people without an account"),
        _("24 months after the answer"),
        _("duty to show that they were answered (GDPR, art. 5.2)"),
        _strangers,
    ),
    RetentionRule("runs", _("lines of retention itself"), _("24 months"), _("duty to show (GDPR, art. 5.2)"), _runs),
)
