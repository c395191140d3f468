"""Tell whoever asks that a need expires soon, once for each time that it stands: renewed, it is told again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from filiera.accounts.operations_letters import tell
from filiera.common import audit
from filiera.common.instance import current_instance
from filiera.exchange.enums import NEED_EXPIRES
from filiera.exchange.logic.steps import LIVE_STATES
from filiera.exchange.models import Need
from filiera.exchange.operations.needs import hold
from filiera.exchange.queries.contacts import requester_contact


def warn_of_ends(*, now: datetime) -> int:
    """Write to those whose needs expire within so many days of the instance's; give how many letters."""
    today = timezone.localdate(now)
    until = today + timedelta(days=current_instance().needs.warns_days)
    due = Need.objects.filter(state__in=LIVE_STATES, warned_at=None, expires_on__range=(today, until))
    return sum(_warn(row, now) for row in list(due.order_by("pk")))


@transaction.atomic
def _warn(need: Need, now: datetime) -> bool:
    """Write about one need, unless it was done or it ended meanwhile; where nobody can be written to it is tried again."""
    row = hold(need)
    contact = requester_contact(row, now=now)
    if row.state not in LIVE_STATES or row.warned_at is not None or contact is None:
        return False
    row.warned_at = now
    row.save(update_fields=["warned_at"])
    tell(kind=NEED_EXPIRES, arguments={"need": row.pk}, email=contact.email, language=contact.language, now=now)
    audit.record(actor=None, verb="warn-of-need-end", thing=row, values={"need": row.code})
    return True
