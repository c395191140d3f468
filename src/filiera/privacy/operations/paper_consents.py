"""Consents that were signed on paper: written down by the office with the day, where the paper is, and a scan of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.accounts.models import User
from filiera.privacy import hooks
from filiera.privacy.enums import How
from filiera.privacy.operations.consents import ConsentRefused, give_consent

if TYPE_CHECKING:
    from filiera.privacy.hooks import Scan
    from filiera.privacy.models import Consent


@dataclass(frozen=True, slots=True)
class PaperConsent:
    """A consent on paper: whose, what for, signed on which day, where the paper is, and its scan."""

    email: str
    purpose: str
    signed_on: date
    kept: str
    scan: Scan | None = None


@transaction.atomic
def write_down_paper(*, paper: PaperConsent, now: datetime, actor: Any) -> Consent:
    """Write a consent on paper down, with the text that was in force on the day it was signed.

    A scan is kept as a paper of the office. Raises ConsentRefused of an address without an account, of a day to come, and
    of a consent that stands already; what keeps scans raises its own refusals.
    """
    user = User.objects.filter(email=paper.email.strip().lower(), is_active=True).first()
    if user is None:
        raise ConsentRefused(_("No open account has this address: a consent is tied to an account."), "email")
    if paper.signed_on > timezone.localdate(now):
        raise ConsentRefused(_("This day is still to come."), "signed_on")
    if user.consents.filter(purpose=paper.purpose, withdrawn_at=None).exists():
        raise ConsentRefused(_("This consent stands already."), "purpose")
    note = paper.kept.strip()
    if paper.scan is not None and hooks.scan_keeper:
        title = _("Consent on paper, account %(pk)s") % {"pk": user.pk}
        note = f"{note} · {hooks.scan_keeper[0](title, paper.scan, now, actor)}"
    at = timezone.make_aware(datetime.combine(paper.signed_on, time(12)))
    return give_consent(
        user=user,
        purpose=paper.purpose,
        language=user.language,
        now=min(at, now),
        actor=actor,
        how=How.PAPER,
        note=note,
    )
