"""The letters of a meeting and of its minutes are read before they leave: what is sent, to how many, who has no address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from filiera.common.language import current_language
from filiera.governance.letters_acts import check_letter
from filiera.governance.letters_meetings import Sending, letter
from filiera.governance.operations.convening import convene_meeting
from filiera.governance.operations.meetings import cancel_meeting
from filiera.governance.operations.minutes import check_until
from filiera.governance.operations.notices import papers_open
from filiera.governance.queries.roll import addresses_of, addresses_of_who_was_there, each_once

if TYPE_CHECKING:
    from filiera.governance.models import Meeting, Minutes


@dataclass(frozen=True, slots=True)
class LetterAhead:
    """A letter as one of its readers would get it, how many would, and the seats that nobody can be written to of."""

    subject: str
    body: str
    count: int
    unreached: tuple[str, ...]


def notice_ahead(meeting: Meeting, *, now: datetime, actor: Any = None) -> LetterAhead:
    """Give the notice as it would leave now: the meeting is convened, read, and that is taken back. Raises MeetingRefused."""
    with transaction.atomic():
        convene_meeting(meeting=meeting, now=now, actor=actor, sends=False, accepts_unreached=True)
        row = type(meeting).objects.select_related("body", "statute").get(pk=meeting.pk)
        found = _read(row, now, actor)
        transaction.set_rollback(True)
    return found


def second_call_ahead(meeting: Meeting, *, now: datetime, actor: Any = None) -> LetterAhead | None:
    """Give the letter that calls everybody to the second call; None where there is none to come, and nothing is sent."""
    if meeting.call != 1 or meeting.second_at is None:
        return None
    row = type(meeting).objects.select_related("body", "statute").get(pk=meeting.pk)
    row.call, row.sequence = 2, row.sequence + 1
    return _read(row, now, actor)


def cancellation_ahead(meeting: Meeting, *, why: str, now: datetime, actor: Any = None) -> LetterAhead | None:
    """Give the letter that tells who was convened that the meeting is not held; None where nobody was.

    Raises MeetingRefused.
    """
    with transaction.atomic():
        cancel_meeting(meeting=meeting, why=why, now=now, actor=actor, sends=False)
        row = type(meeting).objects.select_related("body", "statute").get(pk=meeting.pk)
        found = _read(row, now, actor) if row.convened_at is not None else None
        transaction.set_rollback(True)
    return found


def check_ahead(minutes: Minutes, *, now: datetime) -> LetterAhead | None:
    """Give the letter that goes with draft minutes, as the first would get it; None where it would reach nobody."""
    reached = each_once(addresses_of_who_was_there(minutes.meeting, today=timezone.localdate(now)))
    if not reached:
        return None
    said = check_letter(minutes, reached[0].name, until=check_until(minutes, now))
    return LetterAhead(said.subject, said.body, len(reached), ())


def _read(row: Meeting, now: datetime, actor: Any) -> LetterAhead:
    """Write the letter to the first who has an address, in the language of whoever reads it here."""
    items = tuple(row.items.order_by("position").prefetch_related("candidates"))
    sending = Sending(meeting=row, items=items, papers=papers_open(row), now=now)
    addresses = addresses_of(row, today=timezone.localdate(now))
    reached = [one for one in addresses if one.email]
    unreached = tuple(sorted(one.seat.name for one in addresses if not one.email))
    if not reached:
        return LetterAhead("", "", 0, unreached)
    message = letter(sending, replace(reached[0], language=current_language()), actor)
    return LetterAhead(str(message.subject), str(message.body), len(reached), unreached)
