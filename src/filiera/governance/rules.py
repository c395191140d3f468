"""Who may do what in the association."""

from __future__ import annotations

from typing import Any

import rules

from filiera.common.rules import works_for_office
from filiera.governance.queries.seats import own_seats


def _meeting_of(thing: Any) -> Any:
    """Give the meeting of what belongs to one; a meeting is its own."""
    return getattr(thing, "meeting", thing)


@rules.predicate
def takes_part(user: Any, thing: Any) -> bool:
    """Whether the person speaks for somebody on the roll of the meeting, or of the meeting of an item."""
    return thing is not None and bool(own_seats(user, _meeting_of(thing)))


@rules.predicate
def chairs(user: Any, thing: Any) -> bool:
    """Whether the person chairs the meeting."""
    meeting = _meeting_of(thing)
    if meeting is None or meeting.chaired_by_id is None:
        return False
    return any(seat.pk == meeting.chaired_by_id for seat in own_seats(user, meeting))


rules.add_perm("governance.view_meeting", works_for_office | takes_part)
rules.add_perm("governance.take_part_in_meeting", takes_part)
rules.add_perm("governance.lead_meeting", works_for_office | chairs)
