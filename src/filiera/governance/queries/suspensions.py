"""Which members may be proposed for suspension, and to which body."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.governance.enums import BodyKind, ItemState, MeetingState
from filiera.governance.models import AgendaItem, Body
from filiera.governance.queries.members import member_rows
from filiera.governance.queries.statutes import charter_on

if TYPE_CHECKING:
    from filiera.governance.logic.arrears import FeeStanding
    from filiera.governance.models import Member
    from filiera.governance.queries.fees import LateFee

DECIDED = timedelta(days=180)
"""How long a decision on a suspension stands before the same arrears are proposed again."""


def deciding_body(today: date) -> Body | None:
    """Give the body that suspends, by the statute of a day."""
    named = charter_on(today).suspension.decided_by
    kind = BodyKind.ASSEMBLY if named == "assembly" else BodyKind.BOARD
    return Body.objects.filter(kind=kind).order_by("pk").first()


def suspension_title(name: str) -> str:
    """Give the title of the item on a suspension, in Italian as all that stands on an agenda; an item is known by it."""
    with override("it"):
        return (_("Suspension of %(name)s") % {"name": name})[:200]


def to_propose(late: Sequence[LateFee], owed: dict[int, FeeStanding], *, today: date) -> list[Member]:
    """Give the members that the statute allows to suspend, that are not, and on whom no agenda speaks or spoke of late."""
    found = {one.fee.member_id: one.fee.member for one in late if owed[one.fee.member_id].may_be_suspended}
    if not found:
        return []
    rows = member_rows(found.values(), today, "it")
    titles = {row.member.pk: suspension_title(str(row.organisation)) for row in rows}
    items = AgendaItem.objects.filter(title__in=titles.values(), meeting__first_at__date__gt=today - DECIDED)
    items = items.exclude(meeting__state=MeetingState.CANCELLED).exclude(state=ItemState.DEFERRED)
    spoken = set(items.values_list("title", flat=True))
    return [
        row.member
        for row in rows
        if row.standing.is_member and row.standing.suspended_on is None and titles[row.member.pk] not in spoken
    ]
