"""Proxies: a seat orders another in writing to vote for it; dated, signed, to somebody named, and revocable until the vote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.common import audit
from filiera.common.visibility import Visibility
from filiera.documents.operations.documents import Paper, store_document
from filiera.governance.adapters import case_id, case_of_roll
from filiera.governance.enums import BodyKind, ItemState, MeetingState
from filiera.governance.logic.case import CaseProxy
from filiera.governance.logic.judging import Judgement, Result
from filiera.governance.logic.proxies import judge_proxies
from filiera.governance.logic.standing import Bar, Standing
from filiera.governance.models import Meeting, Proxy, RollSeat
from filiera.governance.operations.act_letters import tell_proxy
from filiera.governance.operations.steps import MeetingRefused, check_meeting_is, held_meeting
from filiera.governance.queries.statutes import charter_of
from filiera.governance.wording import bar_words
from filiera.governance.wording_articles import in_brackets

if TYPE_CHECKING:
    from datetime import date

    from filiera.documents.models import Document
    from filiera.documents.operations.receiving import Sent

GIVEN_WHILE = frozenset({MeetingState.CONVENED, MeetingState.OPEN})


@dataclass(frozen=True, slots=True)
class Written:
    """How a proxy was written: its day; on paper with the signature seen by the office, and the scan where it was sent."""

    dated_on: date
    on_paper: bool = False
    scan: Sent | None = None


@transaction.atomic
def give_proxy(
    *,
    giver: RollSeat,
    holder: RollSeat,
    written: Written,
    user: Any,
    now: datetime,
    actor: Any = None,
    sends: bool = True,
) -> Proxy:
    """Give a proxy. On the platform the person who speaks for the giver signs it by this act; on paper the office records it.

    Raises MeetingRefused, with what to do, where the statute does not let this holder have it, and DocumentRefused where
    the scan is not taken: then nothing is recorded.
    """
    meeting = held_meeting(giver.meeting)
    check_meeting_is(meeting, GIVEN_WHILE, _("Proxies are given from the notice until it closes."))
    if giver.meeting_id != holder.meeting_id:
        raise MeetingRefused(_("Choose somebody who takes part in this meeting."), "holder")
    _check_body(meeting)
    _check_vote_is_not_open(meeting)
    _check_day(meeting, written, now)
    standing = Proxy.objects.filter(giver=giver, revoked_at=None).select_related("holder").first()
    if standing is not None:
        raise MeetingRefused(
            _("%(holder)s holds its proxy already: revoke that one first.") % {"holder": standing.holder.name}, "holder"
        )
    _check_may_be_held(meeting, giver, holder, written.dated_on, now)
    signer = user if getattr(user, "pk", None) else None
    try:
        with transaction.atomic():
            proxy = Proxy.objects.create(
                meeting=meeting,
                giver=giver,
                holder=holder,
                dated_on=written.dated_on,
                signed_at=now,
                signed_by=None if written.on_paper else signer,
                is_on_paper=written.on_paper,
            )
    except IntegrityError as error:
        raise MeetingRefused(_("A proxy cannot be given so: look again at who holds which.")) from error
    if written.scan is not None:
        proxy.paper = _kept_scan(proxy, written.scan, now, actor or user)
        proxy.save(update_fields=["paper"])
    values = {"giver": giver.name, "holder": holder.name, "dated": written.dated_on, "on_paper": written.on_paper}
    audit.record(actor=actor or user, verb="give-proxy", thing=proxy, values=values)
    if sends:
        tell_proxy(proxy=proxy, now=now)
    return proxy


def _kept_scan(proxy: Proxy, scan: Sent, now: datetime, actor: Any) -> Document:
    """Keep the scan of a proxy on paper, for the office alone."""
    words = {"giver": proxy.giver.name, "holder": proxy.holder.name, "meeting": proxy.meeting.title}
    with override("it"):
        title = _("Proxy of %(giver)s to %(holder)s for “%(meeting)s”") % words
    paper = Paper(
        title=title[:200],
        visibility=Visibility.OFFICE,
        content_visibility=Visibility.OFFICE,
        is_example=proxy.meeting.is_example,
    )
    return store_document(paper=paper, file=scan, now=now, actor=actor)


def _check_may_be_held(meeting: Meeting, giver: RollSeat, holder: RollSeat, dated_on: date, now: datetime) -> None:
    """Raise MeetingRefused where a seat cannot hold another's proxy by the rules that judge the meeting, with what to do."""
    case = case_of_roll(meeting, at=now, present={holder.pk})
    dated = datetime.combine(dated_on, time())
    written = CaseProxy(giver=case_id(giver.pk), holder=case_id(holder.pk), dated=dated, signed=True)
    case = case.model_copy(update={"proxies": [*case.proxies, written]})
    rule, standing = case.statute.proxy, Standing(case)
    article = in_brackets(rule.article)
    if rule.max_per_holder == 0:
        raise MeetingRefused(_("The statute lets nobody vote by proxy%(article)s.") % {"article": article})
    if case_id(giver.pk) not in standing.base:
        said = _("%(name)s has no vote in this meeting, so it has none to give.") % {"name": giver.name}
        raise MeetingRefused(said, "giver")
    bar = judge_proxies(standing).refused.get(case_id(giver.pk))
    if bar is None:
        return
    if bar == Bar.PROXY_TOO_MANY:
        words = {"name": holder.name, "n": rule.max_per_holder, "article": article}
        said = _("%(name)s holds %(n)s proxies already, as many as one may%(article)s: choose another.") % words
        raise MeetingRefused(said, "holder")
    reason = bar_words(bar, Judgement(case, Result.NO_QUORUM, ""))
    words = {"name": holder.name, "article": article, "reason": reason}
    raise MeetingRefused(_("%(name)s cannot hold it%(article)s: %(reason)s. Choose another.") % words, "holder")


@transaction.atomic
def revoke_proxy(*, proxy: Proxy, now: datetime, user: Any) -> Proxy:
    """Revoke a proxy, at any time until the vote; twice is once. Raises MeetingRefused while a vote is open."""
    meeting = held_meeting(proxy.meeting)
    row = Proxy.objects.select_for_update(of=("self",)).select_related("giver", "holder").get(pk=proxy.pk)
    if row.revoked_at is not None:
        return row
    check_meeting_is(meeting, GIVEN_WHILE, _("What was voted by it stands."))
    _check_vote_is_not_open(meeting)
    row.revoked_at, row.revoked_by = now, user if getattr(user, "pk", None) else None
    row.save(update_fields=["revoked_at", "revoked_by"])
    values = {"giver": row.giver.name, "holder": row.holder.name}
    audit.record(actor=user, verb="revoke-proxy", thing=row, values=values)
    tell_proxy(proxy=row, now=now)
    return row


def _check_body(meeting: Meeting) -> None:
    is_assembly = meeting.body.kind == BodyKind.ASSEMBLY
    if not is_assembly and not charter_of(meeting.statute).lets_proxies(in_assembly=False):
        raise MeetingRefused(
            _(
                "Here one votes in person: nobody stands for a director or an auditor (art. 2388 of the Civil Code, by "
                "analogy)."
            )
        )


def _check_vote_is_not_open(meeting: Meeting) -> None:
    item = meeting.items.filter(state=ItemState.VOTING).first()
    if item is not None:
        raise MeetingRefused(
            _("Item %(n)s is being voted: proxies are given and revoked before or after.") % {"n": item.position}
        )


def _check_day(meeting: Meeting, written: Written, now: datetime) -> None:
    today = timezone.localdate(now)
    if written.dated_on > today:
        raise MeetingRefused(_("A proxy is dated on the day on which it is written, not later."), "dated_on")
    if meeting.record_on is not None and (today - written.dated_on).days > 366:
        raise MeetingRefused(
            _("This proxy is older than a year: it cannot have been written for this meeting."), "dated_on"
        )
