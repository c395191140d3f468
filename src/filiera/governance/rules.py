"""Who may do what in the association."""

from __future__ import annotations

from typing import Any

import rules
from django.utils import timezone

from filiera.common.rules import works_for_office
from filiera.common.visibility import Visibility, audience_of
from filiera.governance.queries.acts import books_open_to, minutes_open_to, resolutions_open_to
from filiera.governance.queries.applications import sees_application
from filiera.governance.queries.bodies import presides_on
from filiera.governance.queries.meetings import meetings_open_to
from filiera.governance.queries.seats import own_seats
from filiera.governance.queries.signing import signs_as_secretary, stands_for_chair
from filiera.registry.rules import acts_for, votes_for


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


@rules.predicate
def presides(user: Any, thing: Any) -> bool:
    """Whether the person is the president, who opens a meeting that the notice called and nobody chairs yet."""
    meeting = _meeting_of(thing)
    if meeting is None or meeting.chaired_by_id is not None or meeting.convened_at is None:
        return False
    return bool(user.is_authenticated and opens_meeting(user, thing) and presides_on(user, timezone.localdate()))


rules.add_perm("governance.take_part_in_meeting", takes_part)
rules.add_perm("governance.lead_meeting", works_for_office | chairs | presides)


@rules.predicate
def reads_application(user: Any, application: Any) -> bool:
    """Whether the application is the person's own, sent to the office where the person works, or put to their board."""
    return application is not None and sees_application(user, application)


@rules.predicate
def applies(user: Any, application: Any) -> bool:
    """Whether the person is the one who applies."""
    return application is not None and user.is_authenticated and application.applicant_id == user.pk


@rules.predicate
def reads_with_members(user: Any) -> bool:
    """Whether the person reads what members read."""
    return Visibility.MEMBERS in audience_of(user).levels


@rules.predicate
def sits_on_board(user: Any) -> bool:
    """Whether the person sits on the board today."""
    return audience_of(user).on_board


rules.add_perm("governance.view_application", reads_application)
rules.add_perm("governance.change_application", applies)
rules.add_perm("governance.examine_applications", works_for_office)
rules.add_perm("governance.view_register", reads_with_members)
rules.add_perm("governance.view_whole_register", works_for_office | sits_on_board)
rules.add_perm("governance.keep_register", works_for_office)
rules.add_perm("governance.view_membership", works_for_office | acts_for)
rules.add_perm("governance.notify_withdrawal", votes_for)
rules.add_perm("governance.issue_certificate", works_for_office | acts_for)
rules.add_perm("governance.keep_fees", works_for_office)


@rules.predicate
def opens_meeting(user: Any, thing: Any) -> bool:
    """Whether the meeting is one that the person may open: its query is the list's own."""
    meeting = _meeting_of(thing)
    return meeting is not None and meetings_open_to(user).filter(pk=meeting.pk).exists()


rules.add_perm("governance.view_meeting", opens_meeting)
rules.add_perm("governance.manage_meetings", works_for_office)
rules.add_perm("governance.keep_bodies", works_for_office)
rules.add_perm("governance.view_petitions", works_for_office | reads_with_members)
rules.add_perm("governance.ask_for_assembly", votes_for)


@rules.predicate
def reads_minutes(user: Any, minutes: Any) -> bool:
    """Whether the minutes are for the person: filed ones of their bodies, earlier ones of meetings they were called to."""
    return minutes is not None and minutes_open_to(user).filter(pk=minutes.pk).exists()


@rules.predicate
def reads_resolution(user: Any, resolution: Any) -> bool:
    """Whether the resolution is one that the person reads."""
    return resolution is not None and resolutions_open_to(user).filter(pk=resolution.pk).exists()


@rules.predicate
def signs_for_chair(user: Any, minutes: Any) -> bool:
    """Whether the person signs as president minutes of a meeting that nobody on its roll chaired."""
    meeting = _meeting_of(minutes)
    return meeting is not None and stands_for_chair(user, meeting, timezone.localdate())


@rules.predicate
def keeps_minutes_of(user: Any, minutes: Any) -> bool:
    """Whether the person is the secretary whom the minutes name, or nobody of the office bears that name."""
    meeting = _meeting_of(minutes)
    return meeting is not None and signs_as_secretary(user, meeting)


@rules.predicate
def reads_books(user: Any) -> bool:
    """Whether the person reads any book whole."""
    return bool(books_open_to(user))


rules.add_perm("governance.view_minutes", reads_minutes)
rules.add_perm("governance.keep_minutes", works_for_office)
rules.add_perm("governance.sign_as_president", chairs | signs_for_chair)
rules.add_perm("governance.sign_as_secretary", works_for_office & keeps_minutes_of)
rules.add_perm("governance.view_resolution", reads_resolution)
rules.add_perm("governance.view_resolutions", reads_with_members)
rules.add_perm("governance.keep_resolutions", works_for_office)
rules.add_perm("governance.view_books", reads_books)
