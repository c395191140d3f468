"""Invite a partner by a link that it answers without an account: yes, no, or a word; and what comes of the answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.accounts.operations_links import revoke_links, send_link
from filiera.common import audit
from filiera.funding.enums import ConsortiumState, PartnerState
from filiera.funding.logic.steps import CONSORTIUM_STEPS, OPEN_STATES, PARTNER_STEPS
from filiera.funding.models import Partner
from filiera.funding.operations.circles import keep_circle
from filiera.funding.operations.consortia import hold
from filiera.funding.operations.refusals import FundingRefused
from filiera.registry.queries.contacts import contact_of

QUESTION = "consortium-invitation"
"""The kind of question that the link in the mail asks."""

LASTS = timedelta(days=21)


@transaction.atomic
def invite_partner(*, partner: Partner, email: str = "", now: datetime, actor: Any = None) -> Partner:
    """Ask a partner by mail whether it takes part. Without `email` whoever keeps its page is asked. Raises FundingRefused."""
    row = hold(partner.consortium)
    if row.state not in OPEN_STATES:
        raise FundingRefused(_("Partners are not asked any more: it was submitted."))
    held = row.partners.select_for_update(of=("self",)).select_related("organisation").get(pk=partner.pk)
    address, language = email.strip().lower(), "it"
    if not address and held.organisation is not None:
        contact = contact_of(held.organisation, today=now.date())
        address, language = (contact.email, contact.language) if contact else ("", "it")
    if not address:
        words = {"name": held.called}
        raise FundingRefused(_("No address of %(name)s is known: write one.") % words, field="email")
    if held.state != PartnerState.INVITED:
        PARTNER_STEPS.take(held, PartnerState.INVITED, refused=lambda: FundingRefused(_("It is in already.")))
    revoke_links(kind=QUESTION, arguments={"partner": held.pk}, now=now, actor=actor)
    held.invited_at, held.invited_email, held.answered_at, held.answer = now, address, None, ""
    held.save()
    if row.state == ConsortiumState.DRAFT:
        CONSORTIUM_STEPS.take(row, ConsortiumState.INVITING, refused=FundingRefused)
        row.changed_at = now
        row.save(update_fields=["state", "changed_at"])
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


@transaction.atomic
def answer_invitation(
    *, partner: Partner, accepts: bool, words: str = "", now: datetime, actor: Any = None
) -> Partner | None:
    """Write down what an invited partner says; None where it was taken out, or the consortium went on without it.

    Where it says nothing more, what it had asked before stays beside it.
    """
    row = hold(partner.consortium)
    held = row.partners.select_for_update().filter(pk=partner.pk).first()
    if held is None or row.state not in OPEN_STATES or held.state not in ANSWERABLE:
        return None
    PARTNER_STEPS.take(held, PartnerState.ACCEPTED if accepts else PartnerState.DECLINED, refused=FundingRefused)
    held.answered_at, held.answer = now, words[:400] or held.answer
    held.save()
    row.changed_at, row.verdict, row.checked_at = now, "", None
    row.save(update_fields=["changed_at", "verdict", "checked_at"])
    keep_circle(consortium=row, today=timezone.localdate(now), actor=actor)
    if actor is not None:  # the link that answers by itself is answered, not revoked
        revoke_links(kind=QUESTION, arguments={"partner": held.pk}, now=now, actor=actor)
    values = {"partner": held.called, "accepts": accepts}
    audit.record(actor=actor, verb="answer-invitation", thing=row, values=values, why=words)
    return held


ANSWERABLE = (PartnerState.INVITED, PartnerState.DECLINED, PartnerState.PROPOSED)


@transaction.atomic
def reopen_answer(*, partner: Partner, now: datetime) -> bool:
    """Take an answer back; tell whether that was possible."""
    row = hold(partner.consortium)
    held = row.partners.select_for_update().filter(pk=partner.pk).first()
    if held is None or row.state not in OPEN_STATES or held.state not in (PartnerState.ACCEPTED, PartnerState.DECLINED):
        return False
    held.state, held.answered_at, held.answer = PartnerState.INVITED, None, ""
    held.save()
    row.changed_at, row.verdict, row.checked_at = now, "", None
    row.save(update_fields=["changed_at", "verdict", "checked_at"])
    keep_circle(consortium=row, today=timezone.localdate(now))
    audit.record(actor=None, verb="reopen-answer", thing=row, values={"partner": held.called})
    return True
