"""Who reads the papers of a consortium: the circle of its partners, kept in step with who is within."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from filiera.common.models import Circle
from filiera.funding.models.consortia import WITHIN
from filiera.registry.models import CircleMember
from filiera.registry.operations.circles import end_place, enrol, open_circle

if TYPE_CHECKING:
    from filiera.funding.models import Consortium


def circle_of(*, consortium: Consortium, today: date, actor: Any = None) -> Circle:
    """Give the circle of a consortium, opened when the first paper comes, and anew once it was closed; partners stand in it."""
    if consortium.circle is None or consortium.circle.closed_on is not None:
        consortium.circle = open_circle(
            kind=Circle.Kind.BILATERAL,
            title=consortium.name[:160],
            today=today,
            is_example=consortium.is_example,
            actor=actor,
        )
        consortium.save(update_fields=["circle"])
        keep_circle(consortium=consortium, today=today, actor=actor)
    return consortium.circle


def keep_circle(*, consortium: Consortium, today: date, actor: Any = None) -> None:
    """Let into the circle of a consortium who came in, and out who is no longer within; nothing where it has none yet."""
    if consortium.circle is None or consortium.circle.closed_on is not None:
        return
    partners = consortium.partners.filter(state__in=WITHIN, organisation__isnull=False).select_related("organisation")
    within = {one.organisation_id: one.organisation for one in partners}
    for member in CircleMember.objects.filter(circle=consortium.circle, ended_on=None):
        if member.organisation_id not in within:
            end_place(member=member, today=today, actor=actor)
    for organisation in within.values():
        enrol(circle=consortium.circle, organisation=organisation, today=today, actor=actor)
