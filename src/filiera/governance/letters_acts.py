"""The letters that chase acts: minutes to be signed, what a resolution asked for; plain text, read before they leave."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.common.in_words import long_date
from filiera.common.letters import Letter
from filiera.governance.wording_meetings import resolution_words

if TYPE_CHECKING:
    from filiera.governance.models import FollowUp, Minutes
    from filiera.governance.queries.signing import Signatory


QUIET = timedelta(days=9)
"""How long nobody is asked again. Source: the rhythm of reminders of the house, days 9, 21, 45."""


def _page(name: str, pk: int) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{reverse(name, args=[pk])}"


def signature_letter(minutes: Minutes, signatory: Signatory) -> Letter:
    """Ask whoever signs as president to sign."""
    with override(signatory.language):
        held_on = timezone.localtime(minutes.meeting.opened_at or minutes.meeting.held_at).date()
        words = {"name": signatory.name, "title": minutes.content["title"], "day": long_date(held_on)}
        lines = [
            _("Dear %(name)s,") % words,
            _("the minutes of “%(title)s”, %(day)s, are approved and wait for your signature.") % words,
            _page("minutes", minutes.pk),
            _("Sign in, read them, sign: it takes a minute. After both signatures the office puts them into the book."),
        ]
        return Letter(_("Minutes to be signed: %(title)s") % words, lines)


def follow_up_letter(follow_up: FollowUp, *, language: str = "it") -> Letter:
    """Ask whoever has to do something that is late."""
    with override(language):
        words = {
            "name": follow_up.owner_name,
            "what": follow_up.what,
            "day": long_date(follow_up.due_on),
            "number": resolution_words(follow_up.resolution),
            "title": follow_up.resolution.title,
        }
        lines = [
            _("Dear %(name)s,") % words,
            _("resolution no. %(number)s, “%(title)s”, asks you for this by %(day)s: %(what)s.") % words,
            _("Is it done? A line in answer is enough."),
        ]
        return Letter(_("By %(day)s: %(what)s") % words, lines)


def quiet_until(reminders: list[str], today: date) -> date | None:
    """Give the day until which nobody is asked again; None where one may be asked now."""
    if not reminders:
        return None
    until = date.fromisoformat(reminders[-1]) + QUIET
    return until if until > today else None
