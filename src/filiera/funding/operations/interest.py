"""Say that an organisation is interested in a call, look for partners by a notice, answer one, and decide on an answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.outbox import queue
from filiera.common.visibility import Visibility
from filiera.funding.letters_calls import decision_letter, reply_letter
from filiera.funding.logic.steps import OPEN_STATES
from filiera.funding.models import Call, Consortium, ExpressionOfInterest, PartnerWanted, WantedReply
from filiera.funding.models.consortia import OUT
from filiera.funding.operations.consortia import Place, add_partner
from filiera.funding.operations.refusals import FundingRefused
from filiera.funding.operations.searches import begin_digest, know
from filiera.registry.queries.contacts import contact_of

if TYPE_CHECKING:
    from filiera.registry.models import Organisation

LONGEST = 600
LONGEST_TITLE = 160
LONGEST_TEXT = 4000
MOST_COMPETENCES = 20


@dataclass(frozen=True, slots=True)
class Interest:
    """What is said with an interest: a note, what the organisation offers, whether members may see it."""

    note: str = ""
    offers: str = ""
    for_members: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice says: whom it looks for, which competences, for everybody or for members, for which draft."""

    title: str
    text: str
    competences: Collection[str] = ()
    is_public: bool = False
    consortium: Consortium | None = None


@transaction.atomic
def say_interest(
    *, call: Call, organisation: Organisation, said: Interest, now: datetime, actor: Any = None
) -> ExpressionOfInterest:
    """Say that an organisation is interested in a call; said again, the last words stand. Raises FundingRefused."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    if call.called_off_on is not None:
        raise FundingRefused(_("This call was called off."))
    values: dict[str, Any] = {
        "note": said.note.strip()[:LONGEST],
        "offers": said.offers.strip()[:LONGEST],
        "visibility": Visibility.MEMBERS if said.for_members else Visibility.BILATERAL,
    }
    row = ExpressionOfInterest.objects.filter(call=call, organisation=organisation, withdrawn_at=None).first()
    if row is None:
        row = ExpressionOfInterest(call=call, organisation=organisation, said_at=now, said_by=actor)
    before = {name: getattr(row, name) for name in values} if row.pk else {}
    for name, value in values.items():
        setattr(row, name, value)
    if before == values:
        return row
    row.save()
    if getattr(actor, "pk", None) and not getattr(getattr(actor, "acting", None), "on_behalf", False):
        begin_digest(user=actor, now=now)
        know(user=actor, calls=[call.pk], now=now)
    audit.record(actor=actor, verb="say-interest", thing=row, values={"call": call.code}, before=before, after=values)
    return row


@transaction.atomic
def withdraw_interest(*, call: Call, organisation: Organisation, now: datetime, actor: Any = None) -> int:
    """Say that an organisation is interested no longer; give 0 where it was not."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    row = ExpressionOfInterest.objects.filter(call=call, organisation=organisation, withdrawn_at=None).first()
    if row is None:
        return 0
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    audit.record(actor=actor, verb="withdraw-interest", thing=row, values={"call": call.code})
    return 1


@transaction.atomic
def write_notice(
    *, call: Call, organisation: Organisation, said: Notice, now: datetime, actor: Any = None
) -> PartnerWanted:
    """Look for partners for a call. An open notice of the same title is the same, written anew. Raises FundingRefused."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    title = " ".join(said.title.split())[:LONGEST_TITLE]
    if not title:
        raise FundingRefused(_("Say in a few words whom you look for."), field="title")
    if call.called_off_on is not None:
        raise FundingRefused(_("This call was called off."))
    if said.consortium is not None:
        _check_draft(said.consortium, call, organisation)
    values: dict[str, Any] = {
        "text": said.text.strip()[:LONGEST_TEXT],
        "competences": sorted(said.competences)[:MOST_COMPETENCES],
        "visibility": Visibility.PUBLIC if said.is_public else Visibility.MEMBERS,
    }
    held = PartnerWanted.objects.filter(call=call, organisation=organisation, title=title, closed_at=None).first()
    row = held or PartnerWanted(call=call, organisation=organisation, title=title, opened_at=now, opened_by=actor)
    row.consortium = said.consortium
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    said_of = {"call": call.code, "title": title}
    audit.record(actor=actor, verb="write-notice", thing=row, values=said_of, after=values)
    return row


def _check_draft(consortium: Consortium, call: Call, organisation: Organisation) -> None:
    """Refuse a draft that is of another call, led by another, or not open any more."""
    lead = consortium.lead
    is_own = lead is not None and lead.organisation_id == organisation.pk
    if consortium.call_id != call.pk or not is_own or consortium.state not in OPEN_STATES:
        raise FundingRefused(_("Choose a draft for this call that your organisation leads."), field="consortium")


@transaction.atomic
def close_notice(*, notice: PartnerWanted, now: datetime, actor: Any = None) -> PartnerWanted:
    """Look for partners no longer: the notice leaves the lists; who wrote it and who answered still read it."""
    row: PartnerWanted = PartnerWanted.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if row.closed_at is None:
        row.closed_at = now
        row.save(update_fields=["closed_at"])
        audit.record(actor=actor, verb="close-notice", thing=row, values={"title": row.title})
    return row


@transaction.atomic
def reply_to_notice(
    *, notice: PartnerWanted, organisation: Organisation, note: str, now: datetime, actor: Any = None
) -> WantedReply:
    """Answer a notice, once for each organisation; who wrote it is told by mail. Raises FundingRefused."""
    row = PartnerWanted.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if row.closed_at is not None:
        raise FundingRefused(_("This notice is closed: nobody is looked for any more."))
    if row.organisation_id == organisation.pk:
        raise FundingRefused(_("It is your own notice."))
    if not note.strip():
        raise FundingRefused(_("Write in a few words what you offer."), field="note")
    values = {"note": note.strip()[:LONGEST], "said_at": now, "said_by": actor}
    reply, is_new = WantedReply.objects.get_or_create(notice=row, organisation=organisation, defaults=values)
    if not is_new:
        return reply
    contact = contact_of(row.organisation, today=timezone.localdate(now))
    if contact is not None:
        write = partial(reply_letter, reply)
        queue(write=write, to=contact.email, language=contact.language, verb="reply-to-notice", thing=reply, now=now)
    said = {"title": row.title, "organisation": organisation.code}
    audit.record(actor=actor, verb="reply-to-notice", thing=row, values=said)
    return reply


@transaction.atomic
def decide_reply(*, reply: WantedReply, takes: bool, now: datetime, actor: Any = None) -> WantedReply:
    """Take an answer up, or decline it; who answered is told. Taken up, it is proposed for the draft that the notice has.

    Raises FundingRefused where it was decided otherwise already.
    """
    notice = PartnerWanted.objects.select_for_update(of=("self",)).get(pk=reply.notice_id)
    row: WantedReply = WantedReply.objects.select_for_update(of=("self",)).get(pk=reply.pk)
    wanted = WantedReply.State.TAKEN if takes else WantedReply.State.DECLINED
    if row.state == wanted:
        return row
    if row.state != WantedReply.State.OPEN:
        raise FundingRefused(_("It is decided already: it was %(state)s.") % {"state": row.get_state_display()})
    row.state, row.decided_at = wanted, now
    row.save(update_fields=["state", "decided_at"])
    if takes and notice.consortium is not None:
        _propose(notice.consortium, row, now, actor)
    contact = contact_of(row.organisation, today=timezone.localdate(now))
    if contact is not None:
        write = partial(decision_letter, row, is_taken=takes, notice=notice)
        queue(write=write, to=contact.email, language=contact.language, verb="decide-reply", thing=row, now=now)
    said = {"title": notice.title, "organisation": row.organisation.code, "takes": takes}
    audit.record(actor=actor, verb="decide-reply", thing=notice, values=said)
    return row


def _propose(consortium: Consortium, reply: WantedReply, now: datetime, actor: Any) -> None:
    """Propose who answered as a partner, unless it is one."""
    held = consortium.partners.filter(organisation=reply.organisation).first()
    if held is None or held.state in OUT:
        add_partner(consortium=consortium, place=Place(reply.organisation, tasks=reply.note), now=now, actor=actor)
