"""Consents are given and withdrawn, each in one act and with its proof; the history stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from filiera.accounts.models import User
from filiera.common import audit
from filiera.common.digests import sha256_of
from filiera.common.refusals import Refused
from filiera.privacy.enums import How, Purpose
from filiera.privacy.models import Consent
from filiera.privacy.notice import notice_on

if TYPE_CHECKING:
    from datetime import datetime


class ConsentRefused(Refused):
    """Why a consent cannot be written down; its text is for the reader."""


@transaction.atomic
def give_consent(
    *,
    user: User,
    purpose: str,
    language: str,
    now: datetime,
    actor: Any,
    how: str = How.ACCOUNT,
    note: str = "",
) -> Consent:
    """Write down a consent with the very text that was read. One that stands already is given back as it is.

    Raises ConsentRefused where the cluster has written no text for the purpose, and of a paper without a word on it.
    """
    notice = notice_on(timezone.localdate(now))
    words = notice.consents.get(Purpose(purpose)) if notice else None
    if notice is None or words is None:
        raise ConsentRefused(_("There is no text for this consent yet: the office has to write one first."))
    if how == How.PAPER and not note.strip():
        raise ConsentRefused(_("Write where the signed paper is kept."))
    User.objects.select_for_update().get(pk=user.pk)
    standing = Consent.objects.filter(user=user, purpose=purpose, withdrawn_at=None).first()
    if standing is not None:
        return standing
    with translation.override(language):
        text = str(words)
    row = Consent.objects.create(
        user=user,
        purpose=purpose,
        text=text,
        digest=sha256_of(text),
        language=language,
        notice_version=notice.version,
        given_at=now,
        given_how=how,
        given_by=actor if getattr(actor, "pk", None) else None,
        note=note.strip()[:300],
    )
    audit.record(actor=actor, verb="give-consent", thing=row, values={"purpose": purpose, "digest": row.digest})
    return row


@transaction.atomic
def withdraw_consent(*, user: User, purpose: str, now: datetime, actor: Any, how: str = How.ACCOUNT) -> Consent | None:
    """Withdraw what stands, at once; None where nothing stands."""
    row = Consent.objects.select_for_update().filter(user=user, purpose=purpose, withdrawn_at=None).first()
    if row is None:
        return None
    row.withdrawn_at, row.withdrawn_how = now, how
    row.withdrawn_by = actor if getattr(actor, "pk", None) else None
    row.save(update_fields=["withdrawn_at", "withdrawn_how", "withdrawn_by"])
    audit.record(actor=actor, verb="withdraw-consent", thing=row, values={"purpose": purpose})
    return row
