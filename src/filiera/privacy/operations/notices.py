"""That somebody was shown the notice is written down, once an occasion for each version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from filiera.common import audit
from filiera.privacy.models import NoticeSeen
from filiera.privacy.notice import notice_on

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.accounts.models import User


@transaction.atomic
def record_notice_seen(*, user: User, occasion: str, language: str, now: datetime) -> NoticeSeen | None:
    """Write down that a person saw the notice in force; None where the cluster has written none."""
    notice = notice_on(timezone.localdate(now))
    if notice is None:
        return None
    row, is_new = NoticeSeen.objects.get_or_create(
        user=user,
        version=notice.version,
        occasion=occasion,
        defaults={"language": language, "digest": notice.digest(), "seen_at": now},
    )
    if is_new:
        audit.record(actor=user, verb="see-notice", thing=row, values={"version": notice.version, "occasion": occasion})
    return row
