"""The roll is of the record date; arrears are not: what was paid before the vote puts in order who votes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from filiera.common import audit
from filiera.governance.models import RollSeat
from filiera.governance.queries.fees import standings

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.governance.models import Meeting


def settle_arrears(*, meeting: Meeting, now: datetime, actor: Any = None) -> list[RollSeat]:
    """Take out of arrears the seats of a held meeting whose fees have been paid since the record date; give which.

    It makes nobody worse: who fell behind after the record date votes as it stood on that day.
    """
    late = list(meeting.roll.filter(is_in_arrears=True, member__isnull=False).order_by("pk"))
    if not late:
        return []
    owed = standings([seat.member_id for seat in late if seat.member_id], timezone.localdate(now))
    settled = [seat for seat in late if seat.member_id and not owed[seat.member_id].in_arrears]
    for seat in settled:
        seat.is_in_arrears = False
        seat.save(update_fields=["is_in_arrears"])
        values = {"seat": seat.pk, "name": seat.name}
        audit.record(actor=actor, verb="settle-arrears", thing=meeting, values=values)
    return settled
