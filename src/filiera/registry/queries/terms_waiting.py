"""Delegations that end soon: for the office of all, for whoever speaks for an organisation of its own; with the reminder."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.common.in_words import long_date
from filiera.common.models import OutgoingMail
from filiera.registry.hooks import Chase, Waiting
from filiera.registry.letters_delegates import letter_to
from filiera.registry.models import Delegate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SOON = timedelta(days=60)
"""How long before its end a term is told."""

URGENT = timedelta(days=15)
SHOWN = 20

QUIET = timedelta(days=9)
"""How long nobody is reminded again by hand. Source: the rhythm of reminders of the house, days 9, 21, 45."""


def ending(today: date, *, organisation_id: int | None = None) -> Sequence[Delegate]:
    """Give the delegations in force that end soon, of one organisation or of all: the first to end first."""
    rows = Delegate.objects.in_force(today).filter(until_on__lte=today + SOON, user__is_active=True, ended_on=None)
    if organisation_id is not None:
        rows = rows.filter(organisation=organisation_id)
    return list(rows.select_related("user", "organisation").order_by("until_on", "pk")[:SHOWN])


def waiting_of_terms() -> Sequence[Waiting]:
    """Give what ends soon, for the office: two queries at most."""
    today = timezone.localdate()
    return waiting_lines(ending(today), today)


def waiting_lines(rows: Iterable[Delegate], today: date) -> list[Waiting]:
    """Give delegations that end as things that wait, each with its reminder, and when one left before: one query."""
    rows = list(rows)
    before = letters_before(rows)
    return [_of(row, before[row.pk], today) for row in rows]


def letters_before(rows: Iterable[Delegate]) -> dict[int, list[datetime]]:
    """Give, by delegation, when its reminders were written, the first first: one query, none where there is no row."""
    pks = [str(row.pk) for row in rows]
    found: dict[int, list[datetime]] = defaultdict(list)
    if pks:
        letters = OutgoingMail.objects.filter(
            verb="remind-delegate", object_type=Delegate._meta.label, object_id__in=pks
        )
        for pk, at in letters.order_by("queued_at").values_list("object_id", "queued_at"):
            found[int(pk)].append(at)
    return found


def quiet_until(before: Sequence[datetime], today: date) -> date | None:
    """Give the day from which a delegate may be reminded again by hand; None where that is today."""
    until = timezone.localdate(before[-1]) + QUIET if before else today
    return until if until > today else None


def _of(row: Delegate, before: Sequence[datetime], today: date) -> Waiting:
    def written() -> str:
        with override(row.user.language):
            return letter_to(row).body

    until = quiet_until(before, today)
    code = row.organisation.code
    chase = Chase(
        reverse("delegate-remind", args=[code]),
        str(row.pk),
        lazy(written, str)(),
        tuple(long_date(timezone.localdate(at)) for at in before),
        long_date(until) if until else "",
    )
    words = {"name": row.user, "organisation": row.organisation, "day": long_date(row.until_on)}
    tone = "warn" if row.until_on and row.until_on <= today + URGENT else "partial"
    return Waiting(
        _("The delegation of %(name)s for %(organisation)s ends") % words,
        _("Until %(day)s, unless a new act comes.") % words,
        tone,
        _("soon"),
        reverse("delegates", args=[code]),
        _("Who acts for it"),
        chase=chase,
    )
