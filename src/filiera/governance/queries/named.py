"""How the audit trail calls what the association keeps, and where the office reads it: one query for each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.in_words import long_date, quoted
from filiera.governance.models import AgendaItem, Meeting, Minutes, MinutesAmendment, Petition, Resolution
from filiera.governance.wording_meetings import resolution_words
from filiera.registry.hooks import NamedThing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    Naming = Callable[[Collection[int]], dict[int, NamedThing]]


def meetings_named(ids: Collection[int]) -> dict[int, NamedThing]:
    """Name meetings by title and day."""
    rows = Meeting.objects.filter(pk__in=ids)
    return {row.pk: NamedThing(_of_meeting(row), reverse("meeting-desk", args=[row.pk])) for row in rows}


def items_named(ids: Collection[int]) -> dict[int, NamedThing]:
    """Name items of agendas by title and meeting."""
    rows = AgendaItem.objects.filter(pk__in=ids).select_related("meeting")
    return {
        row.pk: NamedThing(
            _("“%(item)s”, %(meeting)s") % {"item": row.title, "meeting": _of_meeting(row.meeting)},
            reverse("meeting-desk", args=[row.meeting_id]),
        )
        for row in rows
    }


def minutes_named(ids: Collection[int]) -> dict[int, NamedThing]:
    """Name minutes by their meeting."""
    rows = Minutes.objects.filter(pk__in=ids).select_related("meeting")
    return {row.pk: NamedThing(_of_meeting(row.meeting), reverse("minutes", args=[row.pk])) for row in rows}


def amendments_named(ids: Collection[int]) -> dict[int, NamedThing]:
    """Name changes asked of minutes by the meeting of these."""
    rows = MinutesAmendment.objects.filter(pk__in=ids).select_related("minutes__meeting")
    return {
        row.pk: NamedThing(_of_meeting(row.minutes.meeting), reverse("minutes", args=[row.minutes_id])) for row in rows
    }


def petitions_named(ids: Collection[int]) -> dict[int, NamedThing]:
    """Name requests for an assembly by their title."""
    rows = Petition.objects.filter(pk__in=ids)
    return {row.pk: NamedThing(quoted(row.title), reverse("petition", args=[row.pk])) for row in rows}


def resolutions_named(ids: Collection[int]) -> dict[int, NamedThing]:
    """Name resolutions by number and body."""
    rows = Resolution.objects.filter(pk__in=ids).select_related("body")
    return {row.pk: NamedThing(resolution_words(row), reverse("resolution", args=[row.pk])) for row in rows}


def _of_meeting(row: Meeting) -> str:
    return f"{quoted(row.title)} ({long_date(timezone.localdate(row.held_at))})"


NAMED: dict[str, Naming] = {
    "governance.AgendaItem": items_named,
    "governance.Meeting": meetings_named,
    "governance.Minutes": minutes_named,
    "governance.MinutesAmendment": amendments_named,
    "governance.Petition": petitions_named,
    "governance.Resolution": resolutions_named,
}
"""By the label of a kind, what names things of it."""
