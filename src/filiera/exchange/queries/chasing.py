"""What is due for the matches whose answer is still to come."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import override

from filiera.accounts.models import AnswerLink
from filiera.accounts.queries_letters import held_about
from filiera.common.instance import current_instance
from filiera.common.models import OutgoingMail
from filiera.exchange.enums import TO_ASK, TO_REMIND, MatchState
from filiera.exchange.letters import reminder_letter
from filiera.exchange.logic.chasing import Asked, Due, due_of, letters_left
from filiera.exchange.models import Match
from filiera.exchange.queries.standing import standing_yes
from filiera.registry.hooks import Rhythm
from filiera.registry.queries.contacts import other_contact_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from filiera.common.letters import Letter
    from filiera.exchange.queries.sector import Sector
    from filiera.registry.queries.contacts import Contact


def held_matches(*matches: Match) -> set[int]:
    """Give the matches of which something waits for a solver's next letter: of all, or of some."""
    return held_about((TO_ASK, TO_REMIND), "match", [row.pk for row in matches])


def asked_days(match: Match, *, held: Collection[int] | None = None) -> Asked:
    """Give the days of a match, as the pure rules ask for them; `held` is looked up where it is not given."""
    return Asked(
        on=_day(match.told_at or match.asked_at) or date.min,
        later_on=match.later_on,
        reminded_on=_day(match.reminded_at),
        escalated_on=_day(match.escalated_at),
        is_told=match.told_at is not None,
        is_held=match.pk in (held_matches(match) if held is None else held),
    )


def _day(at: datetime | None) -> date | None:
    return timezone.localdate(at) if at else None


def due_now(
    match: Match, *, now: datetime, enough_for: Collection[int] | None = None, held: Collection[int] | None = None
) -> Due:
    """Say what is due for a match; the needs that have their solvers and what is held are looked up where not given."""
    if enough_for is None:
        is_enough = match.need.matches.filter(standing_yes()).count() >= match.need.enough
    else:
        is_enough = match.need_id in enough_for
    return due_of(
        asked_days(match, held=held),
        today=timezone.localdate(now),
        days=current_instance().needs.chase_days,
        is_put_off=match.state == MatchState.LATER,
        is_enough=is_enough,
    )


def rhythm_of(match: Match, *, now: datetime, held: Collection[int] | None = None) -> Rhythm:
    """Give where the silence of a match stands between its letters and its end."""
    days = (timezone.localdate(now) - asked_days(match, held=held).since).days
    return Rhythm(max(days, 0), current_instance().needs.chase_days)


def is_escalation(match: Match, *, now: datetime) -> bool:
    """Tell whether a letter of now would be the escalation: from its day on others of the solver are told too."""
    rhythm = rhythm_of(match, now=now)
    return rhythm.days >= rhythm.due[1]


def next_letter(
    match: Match, *, now: datetime, held: Collection[int] | None = None, sector: Sector | None = None
) -> Letter:
    """Give the reminder that would leave now, in the language of whoever gets it; the link that answers it follows it.

    What is held and the sector are looked up where they are not given.
    """
    today, days = timezone.localdate(now), current_instance().needs.chase_days
    asked = asked_days(match, held=held)
    is_last = (today - asked.since).days >= days[1] or not letters_left(asked, days=days, today=today)
    with override(match.language):
        return reminder_letter(match, is_last=is_last, sector=sector)


def next_to_tell(match: Match, *, now: datetime) -> Contact | None:
    """Give who else of the solver would be told: a delegate who has had no letter about this match; None where all have."""
    return other_contact_of(match.solver, besides=addresses_told(match), today=timezone.localdate(now))


def addresses_told(match: Match) -> set[str]:
    """Give the addresses that had a letter about a match, in small letters."""
    links = AnswerLink.objects.filter(kind__startswith="need-", arguments={"match": match.pk})
    letters = OutgoingMail.objects.filter(verb="escalate-match", object_type=Match._meta.label, object_id=str(match.pk))
    found = {match.email, *links.values_list("email", flat=True), *letters.values_list("email", flat=True)}
    return {email.lower() for email in found if email}
