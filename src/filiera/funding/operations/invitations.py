"""Invite a partner by a link that it answers without an account: yes, no, or a word; and what comes of the answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.accounts.operations_links import revoke_links, send_link
from filiera.common import audit
from filiera.common.outbox import queue
from filiera.funding.enums import ConsortiumState, PartnerState
from filiera.funding.letters_consortia import answer_letter
from filiera.funding.logic.steps import CONSORTIUM_STEPS, OPEN_STATES, PARTNER_STEPS, WITH_ANSWER
from filiera.funding.models import Partner
from filiera.funding.operations.circles import keep_circle
from filiera.funding.operations.consortia import hold, hold_partner, note_change
from filiera.funding.operations.refusals import FundingRefused
from filiera.registry.queries.contacts import contact_of

if TYPE_CHECKING:
    from filiera.funding.models import Consortium

QUESTION = "consortium-invitation"
"""The kind of question that the link in the mail asks."""

LASTS = timedelta(days=21)
AGAIN_AFTER = timedelta(minutes=5)
"""Asked at the same address again before this, it was a second click: no second letter leaves."""

LONGEST = 400
"""Characters of a word that a partner sends back: so many are kept beside it."""


@transaction.atomic
def invite_partner(*, partner: Partner, email: str = "", now: datetime, actor: Any = None) -> Partner:
    """Ask a partner by mail whether it takes part. Without `email` whoever keeps its page is asked. Raises FundingRefused."""
    row = hold(partner.consortium)
    if row.state not in OPEN_STATES:
        raise FundingRefused(_("Partners are not asked any more: it was submitted."))
    held = hold_partner(row, partner)
    address, language = _address(held, email, now)
    if held.is_within:
        raise FundingRefused(_("It is in already."))
    if held.state != PartnerState.INVITED:
        PARTNER_STEPS.take(held, PartnerState.INVITED, refused=FundingRefused)
    elif held.invited_email == address and held.invited_at is not None and now - held.invited_at < AGAIN_AFTER:
        return held
    revoke_links(kind=QUESTION, arguments={"partner": held.pk}, now=now, actor=actor)
    held.invited_at, held.invited_email, held.answered_at, held.answer = now, address, None, ""
    held.save()
    if row.state == ConsortiumState.DRAFT:
        CONSORTIUM_STEPS.take(row, ConsortiumState.INVITING, refused=FundingRefused)
    note_change(row, now)
    send_link(
        kind=QUESTION,
        arguments={"partner": held.pk},
        email=address,
        language=language,
        expires_at=now + LASTS,
        now=now,
        actor=actor,
    )
    audit.record(actor=actor, verb="invite-partner", thing=row, values={"partner": held.called, "email": address})
    return held


def _address(partner: Partner, email: str, now: datetime) -> tuple[str, str]:
    """Give where a partner is asked, and in which language. Raises FundingRefused where nobody knows."""
    if address := email.strip().lower():
        return address, "it"
    contact = contact_of(partner.organisation, today=timezone.localdate(now)) if partner.organisation else None
    if contact is None:
        words = {"name": partner.called}
        raise FundingRefused(_("No address of %(name)s is known: write one.") % words, field="email")
    return contact.email, contact.language


@transaction.atomic
def answer_invitation(
    *, partner: Partner, accepts: bool, words: str = "", now: datetime, actor: Any = None
) -> Partner | None:
    """Take what an invited partner says; who leads is told by mail. The same again changes nothing.

    None where it is not asked any more, was taken out, or the consortium went on without it.
    """
    row = hold(partner.consortium)
    held = row.partners.select_for_update().filter(pk=partner.pk).first()
    wanted = PartnerState.ACCEPTED if accepts else PartnerState.DECLINED
    if held is None or row.state not in OPEN_STATES or held.state not in (PartnerState.INVITED, wanted):
        return None
    if held.state != wanted:
        _take_answer(row, held, wanted, words, now, actor)
        if actor is not None:  # the link that answers by itself is answered, not revoked
            revoke_links(kind=QUESTION, arguments={"partner": held.pk}, now=now, actor=actor)
        _tell_lead(row, held, now)
    return held


@transaction.atomic
def note_answer(*, partner: Partner, accepts: bool, words: str = "", now: datetime, actor: Any = None) -> Partner:
    """Write down what a partner said elsewhere, asked or not. Raises FundingRefused."""
    row = hold(partner.consortium)
    if row.state not in OPEN_STATES:
        raise FundingRefused(_("Partners are not asked any more: it was submitted."))
    held = hold_partner(row, partner)
    wanted = PartnerState.ACCEPTED if accepts else PartnerState.DECLINED
    if held.state == wanted:
        return held
    if held.is_within:
        raise FundingRefused(_("It is in already."))
    _take_answer(row, held, wanted, words, now, actor)
    revoke_links(kind=QUESTION, arguments={"partner": held.pk}, now=now, actor=actor)
    return held


def _take_answer(row: Consortium, held: Partner, wanted: PartnerState, words: str, now: datetime, actor: Any) -> None:
    PARTNER_STEPS.take(held, wanted, refused=lambda: FundingRefused(_("It has left: propose it again first.")))
    held.answered_at, held.answer = (
        now,
        words[:LONGEST] or held.answer,
    )  # what it had asked before stays beside a plain yes
    held.save()
    note_change(row, now)
    keep_circle(consortium=row, today=timezone.localdate(now), actor=actor)
    values = {"partner": held.called, "accepts": wanted == PartnerState.ACCEPTED}
    audit.record(actor=actor, verb="answer-invitation", thing=row, values=values, why=words)


@transaction.atomic
def ask_back(*, partner: Partner, words: str, now: datetime) -> bool:
    """Take what an invited partner wants to know before it answers; who leads is told. False where it is not asked any more."""
    row = hold(partner.consortium)
    held = row.partners.select_for_update().filter(pk=partner.pk, state=PartnerState.INVITED).first()
    if held is None or row.state not in OPEN_STATES:
        return False
    if held.answer == words[:LONGEST]:
        return True
    held.answered_at, held.answer = now, words[:LONGEST]
    held.save(update_fields=["answered_at", "answer"])
    _tell_lead(row, held, now)
    audit.record(actor=None, verb="answer-invitation", thing=row, values={"partner": held.called}, why=words)
    return True


def _tell_lead(row: Consortium, held: Partner, now: datetime) -> None:
    lead = row.lead
    contact = contact_of(lead.organisation, today=timezone.localdate(now)) if lead and lead.organisation else None
    if contact is not None:
        write = partial(answer_letter, held)
        queue(write=write, to=contact.email, language=contact.language, verb="answer-invitation", thing=row, now=now)


@transaction.atomic
def reopen_answer(*, partner: Partner, now: datetime) -> bool:
    """Take an answer back; tell whether that was possible."""
    row = hold(partner.consortium)
    held = row.partners.select_for_update().filter(pk=partner.pk).first()
    if held is None or row.state not in OPEN_STATES or held.state not in WITH_ANSWER:
        return False
    PARTNER_STEPS.take(held, PartnerState.INVITED, refused=FundingRefused)
    held.answered_at, held.answer = None, ""
    held.save()
    note_change(row, now)
    keep_circle(consortium=row, today=timezone.localdate(now))
    audit.record(actor=None, verb="reopen-answer", thing=row, values={"partner": held.called})
    return True
