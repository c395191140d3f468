"""A statute comes into force: from a day on meetings, terms and fees follow it; the ones before stay as they were."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.refusals import Refused
from filiera.governance.logic.chain import digest_of
from filiera.governance.models import StatuteVersion
from filiera.governance.operations.acts_needed import check_resolution
from filiera.governance.queries.statutes import charter_of

if TYPE_CHECKING:
    from filiera.governance.logic.charter import Charter
    from filiera.governance.models import Resolution


class StatuteError(Refused):
    """A statute that cannot come into force; its text is for the reader."""


@transaction.atomic
def put_statute_in_force(
    *,
    charter: Charter,
    in_force_from: date,
    resolution: Resolution | None = None,
    is_example: bool = False,
    actor: Any = None,
) -> StatuteVersion:
    """Put a statute in force from a day. The same one again changes nothing; raises StatuteError where another is.

    A statute by which a meeting was convened is never rewritten: a new one has a new day.
    """
    rules = charter.model_dump(mode="json")
    digest = digest_of(rules)
    standing = StatuteVersion.objects.filter(in_force_from=in_force_from).first()
    if (
        standing is not None and charter_of(standing) == charter
    ):  # by what it says: rules with a usual value may be added
        return standing
    check_resolution(resolution, refused=StatuteError)
    if standing is not None and (standing.meetings.exists() or standing.resolution_id is not None):
        words = {"name": standing.name, "day": in_force_from.isoformat()}
        raise StatuteError(
            _("“%(name)s” is in force from %(day)s and meetings follow it. Give the new one a later day.") % words
        )
    values = {
        "code": charter.id,
        "name": charter.name,
        "rules": rules,
        "digest": digest,
        "resolution": resolution,
        "is_example": is_example,
    }
    version, _made = StatuteVersion.objects.update_or_create(in_force_from=in_force_from, defaults=values)
    audit.record(
        actor=actor,
        verb="put-statute-in-force",
        thing=version,
        values={"code": charter.id, "from": in_force_from.isoformat(), "digest": digest},
    )
    return version
