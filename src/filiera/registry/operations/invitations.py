"""A representative invites a colleague to keep the organisation's profile; the colleague says yes with an account, or no."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.accounts.operations_links import revoke_links, send_link
from filiera.common import audit
from filiera.common.in_words import long_date
from filiera.common.instance import current_instance
from filiera.registry.enums import DelegateRole
from filiera.registry.models import Delegate, Invitation
from filiera.registry.operations.delegates import Act, DelegateRefused, default_until, register_delegate

if TYPE_CHECKING:
    from datetime import date, datetime

    from filiera.accounts.models import User
    from filiera.registry.models import Organisation

QUESTION = "delegate-invitation"
"""The kind of question that the link in the mail asks."""


@transaction.atomic
def invite_delegate(
    *,
    organisation: Organisation,
    email: str,
    name: str,
    language: str,
    until_on: date | None,
    actor: User,
    now: datetime,
) -> Invitation:
    """Invite a colleague as contact person, by a link that lasts as long as the cluster says.

    Raises DelegateRefused for whoever acts for the organisation already, for one invited already, and for a term that is
    over.
    """
    email, today = email.strip().lower(), timezone.localdate(now)
    if Delegate.objects.in_force(today).filter(organisation=organisation, user__email=email).exists():
        raise DelegateRefused(_("Whoever has this address acts for the organisation already."), "email")
    until_on = until_on or default_until(today)
    if until_on < today:
        raise DelegateRefused(_("The term ends before it begins."), "until_on")
    _close_expired(organisation, email, now)
    with override(language):
        words = {"name": actor, "day": long_date(today)}
        act = _("Appointed by %(name)s, representative, by an invitation of %(day)s") % words
    try:
        with transaction.atomic():
            row = Invitation.objects.create(
                organisation=organisation,
                email=email,
                name=name.strip()[:120],
                language=language,
                until_on=until_on,
                act=act[:200],
                invited_by=actor,
                sent_at=now,
                expires_at=now + timedelta(days=current_instance().delegates.invitation_days),
            )
    except IntegrityError as error:
        raise DelegateRefused(_("This address has been invited already, and has not answered."), "email") from error
    audit.record(actor=actor, verb="invite-delegate", thing=row, values={"email": email, "until_on": until_on})
    send_link(
        kind=QUESTION,
        arguments={"invitation": row.pk},
        email=email,
        language=language,
        expires_at=row.expires_at,
        actor=actor,
        now=now,
    )
    return row


def _close_expired(organisation: Organisation, email: str, now: datetime) -> None:
    """Take back an invitation whose time is over, so that another can be made."""
    rows = open_invitations().filter(organisation=organisation, email=email, expires_at__lte=now)
    rows.update(withdrawn_at=now)


def open_invitations() -> Any:
    """Give the invitations that nobody has answered or taken back, whether or not their time is over."""
    return Invitation.objects.filter(accepted_at=None, refused_at=None, withdrawn_at=None)


def _held(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.get(pk=invitation.pk)


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User, now: datetime) -> Delegate:
    """Make whoever was invited a contact person: the account must have the address that was invited.

    Raises DelegateRefused where it was answered already or is over, and for another address.
    """
    row = _held(invitation)
    if row.email != user.email.lower():
        raise DelegateRefused(_("This invitation is for %(email)s: sign in with that address.") % {"email": row.email})
    if not row.is_open or row.expires_at <= now:
        raise DelegateRefused(_("This invitation is over: ask your colleague for another."))
    organisation = row.organisation.merged_into or row.organisation
    delegate = register_delegate(
        user=user,
        organisation=organisation,
        role=DelegateRole.CONTACT,
        act=Act(row.act, on=timezone.localdate(row.sent_at), until_on=row.until_on),
        today=timezone.localdate(now),
        actor=user,
    )
    row.accepted_at, row.delegate = now, delegate
    row.save(update_fields=["accepted_at", "delegate"])
    revoke_links(kind=QUESTION, arguments={"invitation": row.pk}, now=now, actor=user)
    audit.record(actor=user, verb="accept-invitation", thing=row)
    return delegate


@transaction.atomic
def refuse_invitation(*, invitation: Invitation, now: datetime, actor: Any = None, why: str = "") -> Invitation:
    """Refuse an invitation, with an account or by the link alone. One that is not open stays as it is."""
    row = _held(invitation)
    if row.is_open:
        row.refused_at = now
        row.save(update_fields=["refused_at"])
        if actor is not None:  # the link that answers by itself is answered, not revoked
            revoke_links(kind=QUESTION, arguments={"invitation": row.pk}, now=now, actor=actor)
        audit.record(actor=actor, verb="refuse-invitation", thing=row, why=why)
    return row


@transaction.atomic
def reopen_invitation(*, invitation: Invitation, now: datetime) -> bool:
    """Take a refusal back; tell whether that was possible: not once it is over, or another was made since."""
    row = _held(invitation)
    if row.refused_at is None or row.expires_at <= now:
        return False
    row.refused_at = None
    try:
        with transaction.atomic():
            row.save(update_fields=["refused_at"])
    except IntegrityError:
        return False
    audit.record(actor=None, verb="reopen-invitation", thing=row)
    return True


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, actor: Any, now: datetime) -> Invitation:
    """Take an invitation back; its link answers nothing any more."""
    row = _held(invitation)
    if row.is_open:
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        revoke_links(kind=QUESTION, arguments={"invitation": row.pk}, now=now, actor=actor)
        audit.record(actor=actor, verb="withdraw-invitation", thing=row)
    return row
