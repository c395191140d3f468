"""A person chooses as whom to act; the office acts on behalf of a member who calls, and it is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.acting import Acting
from filiera.common.refusals import Refused
from filiera.registry.enums import CallChannel
from filiera.registry.models import Delegate

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.registry.models import Organisation


class ActingRefused(Refused):
    """Why nobody can act so; its text is for the reader."""


@transaction.atomic
def choose_hat(*, user: Any, code: str, now: datetime) -> Delegate:
    """Remember as whom a person acts; the next time they sign in it is the same. Raises ActingRefused."""
    rows = Delegate.objects.in_force(timezone.localdate(now)).filter(user=user, organisation__code=code)
    row = rows.select_related("organisation").first()
    if row is None:
        raise ActingRefused(_("You do not act for this organisation today."))
    row.used_at = now
    row.save(update_fields=["used_at"])
    return row


@transaction.atomic
def begin_on_behalf(
    *, organisation: Organisation, caller: str, channel: str, reason: str, actor: Any, now: datetime
) -> Acting:
    """Begin to act for a member that called, saying who called, how and why. Raises ActingRefused where one is missing."""
    caller, reason = " ".join(caller.split())[:120], " ".join(reason.split())[:300]
    if not caller or not reason or channel not in CallChannel.values:
        raise ActingRefused(_("Write who called, how, and what was asked: it stands beside everything that you do."))
    acting = Acting(
        organisation_id=organisation.pk,
        code=organisation.code,
        name=organisation.name,
        is_member=bool(organisation.member_since_on and organisation.member_since_on <= timezone.localdate(now)),
        on_behalf=True,
        caller=caller,
        channel=channel,
        reason=reason,
        since_at=now,
    )
    _as(actor, acting)
    audit.record(actor=actor, verb="begin-on-behalf", thing=organisation, values={"caller": caller, "channel": channel})
    return acting


@transaction.atomic
def end_on_behalf(*, organisation: Organisation, actor: Any) -> None:
    """Stop acting for a member that called; its actor still acts for it while this is written down."""
    audit.record(actor=actor, verb="end-on-behalf", thing=organisation)


def _as(actor: Any, acting: Acting) -> None:
    """Let the actor act for the organisation already, so that the beginning itself is written down as on its behalf."""
    actor.acting = acting
