"""Who signs minutes, and where they are reached: whoever chaired, else who stands for the chair; the secretary they name.

Minutes are signed by president and secretary. Source: art. 2375 c.c., which statutes of associations follow.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from filiera.accounts.models import User
from filiera.common.folding import fold
from filiera.governance.enums import BodyKind, MandateRole
from filiera.governance.logic.signing import same_person
from filiera.governance.models import Mandate, Meeting, Minutes, RollSeat
from filiera.governance.queries.roll import addresses_of_seats

if TYPE_CHECKING:
    from collections.abc import Sequence

STAND_INS = (MandateRole.PRESIDENT, MandateRole.VICE_PRESIDENT, MandateRole.AUDITOR)
"""Who signs in the place of a chair that no seat of the roll holds, the first of them who is in office."""


@dataclass(frozen=True, slots=True)
class Signatory:
    """Whoever signs as president, as a letter reaches them."""

    email: str
    name: str
    language: str = "it"


def officers_on(day: date) -> list[Mandate]:
    """Give the mandates with an account in office on a day, in every body: one query."""
    rows = Mandate.objects.in_office(day).filter(user__is_active=True)
    return list(rows.select_related("user", "body").order_by("from_on", "pk"))


def stand_ins(meeting: Meeting, officers: Iterable[Mandate]) -> list[Mandate]:
    """Give who of those in office signs as president where nobody on the roll chaired.

    The one whom the minutes name, where that is one of them; else the president, else a vice president. A meeting deserted
    before it opened has no chair at all: the president in office tells that it was.
    """
    kind = BodyKind.AUDITORS if meeting.body.kind == BodyKind.AUDITORS else BodyKind.BOARD
    mine = [row for row in officers if row.body.kind == kind]
    named = [row for row in mine if same_person(meeting.chair_name, row.person_name)]
    by_role = ([row for row in mine if row.role == role] for role in STAND_INS)
    return named or next((rows for rows in by_role if rows), [])


def stands_for_chair(user: Any, meeting: Meeting, day: date) -> bool:
    """Tell whether a person signs in the place of the chair of a meeting, on a day: one query."""
    if meeting.chaired_by_id is not None or not getattr(user, "is_authenticated", False):
        return False
    return any(row.user_id == user.pk for row in stand_ins(meeting, officers_on(day)))


def chairless_meetings_of(user: Any) -> list[int]:
    """Give the meetings that nobody on their roll chaired and whose minutes a person signs today as president."""
    if not getattr(user, "is_authenticated", False):
        return []
    officers = officers_on(timezone.localdate())
    if not any(row.user_id == user.pk for row in officers):
        return []
    rows = Meeting.objects.filter(chaired_by=None, minutes__isnull=False).select_related("body").distinct()
    return [row.pk for row in rows if any(one.user_id == user.pk for one in stand_ins(row, officers))]


def named_secretaries(meeting: Meeting) -> list[User]:
    """Give the accounts of the office that bear the name of the secretary whom the minutes name: one query."""
    rows = User.objects.filter(is_active=True, role__in=["OFFICE", "ADMINISTRATOR"]).order_by("pk")
    wanted = fold(meeting.secretary_name)
    return [row for row in rows if wanted and same_person(meeting.secretary_name, row.name)]


def signs_as_secretary(user: Any, meeting: Meeting) -> bool:
    """Tell whether somebody of the office signs as secretary: who is named, where an account bears the name; else anybody."""
    named = named_secretaries(meeting)
    return not named or any(row.pk == user.pk for row in named)


def signatories(minutes: Sequence[Minutes], *, day: date) -> dict[int, Signatory]:
    """Give, by minutes, who signs as president; none where no address is known. Four queries, however many minutes."""
    chairs = [row.meeting.chaired_by_id for row in minutes if row.meeting.chaired_by_id]
    seats = list(RollSeat.objects.filter(pk__in=chairs).select_related("member__organisation", "mandate__user"))
    reached = {one.seat.pk: one for one in reversed(addresses_of_seats(seats, today=day)) if one.email}
    officers = officers_on(day) if any(row.meeting.chaired_by_id is None for row in minutes) else []
    found = {}
    for row in minutes:
        seat = reached.get(row.meeting.chaired_by_id or 0)
        if seat is not None:
            found[row.pk] = Signatory(seat.email, seat.name or row.meeting.chair_name, seat.language)
        elif row.meeting.chaired_by_id is None and (rows := stand_ins(row.meeting, officers)):
            user = rows[0].user
            found[row.pk] = Signatory(user.email, user.name, user.language) if user else Signatory("", "")
    return found
