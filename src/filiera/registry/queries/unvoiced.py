"""Members for whom nobody votes today: the office alone can register who does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.registry.enums import SPEAKING_ROLES
from filiera.registry.hooks import Waiting
from filiera.registry.models import Delegate, Organisation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

NAMED = 5
"""Members named on the line; how many there are stands in its title."""


def unvoiced_members(*, today: date) -> list[Organisation]:
    """Give the members whose last voice ended or came to its term, by name: one query.

    A member for which nobody ever acted is none: it has not begun to use the platform.
    """
    voices = Delegate.objects.filter(role__in=SPEAKING_ROLES)
    members = Organisation.objects.filter(member_since_on__lte=today, merged_into=None)
    had = members.filter(pk__in=voices.filter(from_on__lte=today).values("organisation"))
    return list(had.exclude(pk__in=voices.in_force(today).values("organisation")).order_by("name", "pk"))


def waiting_of_voices() -> Sequence[Waiting]:
    """Say on one line which members have nobody who votes for them; it leads to the first."""
    rows = unvoiced_members(today=timezone.localdate())
    if not rows:
        return []
    title = ngettext(
        "%(n)s member has nobody who votes for it", "%(n)s members have nobody who votes for them", len(rows)
    ) % {"n": len(rows)}
    names = ", ".join(row.name for row in rows[:NAMED])
    text = names if len(rows) <= NAMED else _("%(names)s and others.") % {"names": names}
    url = reverse("delegates", args=[rows[0].code])
    return [Waiting(title, text, "warn", _("without a representative"), url, _("Register a delegate"))]
