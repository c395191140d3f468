"""To whom a seat may give its proxy, by the statute: whoever else could not hold it is not offered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.utils import timezone

from filiera.governance.adapters import case_id, case_of_roll
from filiera.governance.logic.case import CaseProxy
from filiera.governance.logic.proxies import holder_bar
from filiera.governance.logic.standing import Standing
from filiera.governance.logic.statute import WITHOUT_DIRECTORS, ItemKind
from filiera.governance.models import Proxy

if TYPE_CHECKING:
    from filiera.governance.models import Meeting, RollSeat


@dataclass(frozen=True, slots=True)
class PossibleHolder:
    """A seat that may hold a proxy. `loses_accounts` tells that on the accounts the giver's vote would be lost."""

    seat: RollSeat
    loses_accounts: bool = False


def possible_holders(meeting: Meeting, *, giver: RollSeat, at: datetime) -> list[PossibleHolder]:
    """Give who may hold a seat's proxy: of the right class, with room for one more; by name."""
    roll = list(meeting.roll.order_by("name", "pk"))
    standing = Standing(case_of_roll(meeting, at=at, present={seat.pk for seat in roll}))
    rule, held = standing.case.statute.proxy, _held(meeting, standing)
    dated = datetime.combine(timezone.localdate(at), time())
    found = []
    for seat in roll:
        written = CaseProxy(giver=case_id(giver.pk), holder=case_id(seat.pk), dated=dated, signed=True)
        is_full = rule.max_per_holder is not None and held[seat.pk] >= rule.max_per_holder
        if not is_full and holder_bar(written, standing) is None:
            found.append(seat)
    loses = not rule.director_may_hold_on_accounts and _has_accounts(meeting)
    return [PossibleHolder(seat, loses and seat.is_director) for seat in found]


def _held(meeting: Meeting, standing: Standing) -> Counter[int]:
    """Count the proxies that each seat holds; one that adds nobody to the quorum takes no place."""
    rows = Proxy.objects.filter(meeting=meeting, revoked_at=None).values_list("giver_id", "holder_id")
    return Counter(holder for giver, holder in rows if case_id(giver) in standing.base)


def _has_accounts(meeting: Meeting) -> bool:
    return any(ItemKind(kind.lower()) in WITHOUT_DIRECTORS for kind in meeting.items.values_list("kind", flat=True))
