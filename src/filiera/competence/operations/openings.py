"""Write down that the office read what is private to an organisation on its page."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from filiera.common.visibility import Visibility
from filiera.registry.models import Opening
from filiera.registry.operations.openings import record_opening

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.competence.queries.profile import Profile
    from filiera.registry.models import Organisation


def write_down_reading(
    *, organisation: Organisation, found: Profile, audience: Audience, user: Any, now: datetime
) -> Opening | None:
    """Write a line where a page shows the office what is for the organisation and whom it names; None where it does not."""
    level = Visibility.BILATERAL
    shows = organisation.visibility == level or any(point.visibility == level for point in found.evidence)
    if not shows or not audience.is_logged(level, (organisation.pk,)):
        return None
    return record_opening(
        user=user,
        thing=organisation,
        title=organisation.name,
        level=level,
        act=Opening.Act.READ,
        now=now,
        owner_id=organisation.pk,
    )
