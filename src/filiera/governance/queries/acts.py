"""Minutes, resolutions and books, each for whom it is: what the assembly did for members, what the board did for the board."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from filiera.common.visibility import Visibility, audience_of
from filiera.governance.enums import BodyKind, BookKind, MinutesState, ResolutionState
from filiera.governance.models import BookEntry, FollowUp, Minutes, Resolution
from filiera.governance.queries.meetings import meetings_open_to
from filiera.governance.queries.signing import chairless_meetings_of

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

READERS: Mapping[str, Visibility] = {
    BodyKind.ASSEMBLY: Visibility.MEMBERS,
    BodyKind.BOARD: Visibility.BOARD,
    BodyKind.AUDITORS: Visibility.BOARD,
}
"""For whom what a body decided is, once it is decided."""

BOOK_READERS: Mapping[str, Visibility] = {
    BookKind.ASSEMBLY: Visibility.MEMBERS,
    BookKind.BOARD: Visibility.BOARD,
    BookKind.AUDITORS: Visibility.BOARD,
    BookKind.MEMBERS: Visibility.BOARD,
}
"""For whom a whole book is. The members' register is shown to members on its own page, without what is the board's."""

SHARED = (MinutesState.IN_CHECK, MinutesState.APPROVED, MinutesState.SIGNED)
"""Minutes that those who were there read before they are filed; a draft is the office's."""

SIGNED_THEN = (MinutesState.APPROVED, MinutesState.SIGNED)
"""Minutes that whoever stands for a chair reads though they were not called: those that they sign."""


def _kinds(user: Any) -> list[str]:
    """Give the kinds of bodies whose acts a person reads."""
    levels = audience_of(user).levels
    return [kind for kind, level in READERS.items() if level in levels]


def minutes_open_to(user: Any) -> QuerySet[Minutes]:
    """Give the minutes that a person reads: the office all, others those filed of their bodies, those they check or sign."""
    rows = Minutes.objects.select_related("meeting__body", "meeting__statute", "meeting__chaired_by", "corrects__entry")
    if audience_of(user).is_office:
        return rows
    filed = Q(state=MinutesState.FILED, meeting__body__kind__in=_kinds(user))
    mine = filed | Q(state__in=SHARED, meeting__in=meetings_open_to(user))
    return rows.filter(mine | Q(state__in=SIGNED_THEN, meeting__in=chairless_meetings_of(user)))


def resolutions_open_to(user: Any) -> QuerySet[Resolution]:
    """Give the resolutions that a person reads, the last first."""
    rows = Resolution.objects.filter(body__kind__in=_kinds(user)).select_related(
        "body", "superseded_by", "item__meeting"
    )
    return rows.order_by("-year", "-number", "-pk")


def books_open_to(user: Any) -> list[BookKind]:
    """Give the books that a person reads whole."""
    levels = audience_of(user).levels
    return [BookKind(kind) for kind, level in BOOK_READERS.items() if level in levels]


def entries_of(kind: str) -> QuerySet[BookEntry]:
    """Give the acts of a book, the last first."""
    return BookEntry.objects.filter(book__kind=kind).select_related("minutes").order_by("-number")


@dataclass(frozen=True, slots=True)
class ResolutionFilter:
    """What a list of resolutions is narrowed by; empty is not at all."""

    text: str = ""
    body: str = ""
    state: str = ""
    year: str = ""

    def apply(self, rows: QuerySet[Resolution]) -> QuerySet[Resolution]:
        """Narrow the rows; what is no value of a filter narrows nothing."""
        if self.text:
            rows = rows.filter(Q(title__icontains=self.text) | Q(text__icontains=self.text))
        if self.body in BodyKind.values:
            rows = rows.filter(body__kind=self.body)
        if self.state in ResolutionState.values:
            rows = rows.filter(state=self.state)
        if self.year.isdecimal() and len(self.year) == 4:
            rows = rows.filter(year=int(self.year))
        return rows


def open_follow_ups(*, today: date) -> QuerySet[FollowUp]:
    """Give what resolutions ask for and is not done, what is late first."""
    rows = FollowUp.objects.filter(done_on__isnull=True, resolution__state=ResolutionState.IN_FORCE)
    return rows.select_related("resolution__body").order_by("due_on", "pk")


def late_follow_ups(*, today: date) -> QuerySet[FollowUp]:
    """Give what is late."""
    return open_follow_ups(today=today).filter(due_on__lt=today)
