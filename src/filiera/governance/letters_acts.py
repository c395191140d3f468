"""The letters about acts: minutes to be checked or signed, proxies, an assembly asked for, what a resolution asked for."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.common.in_words import long_date, moment
from filiera.common.letters import Letter
from filiera.governance.wording import share_words
from filiera.governance.wording_articles import in_brackets
from filiera.governance.wording_meetings import resolution_words

if TYPE_CHECKING:
    from filiera.governance.models import FollowUp, Minutes, Proxy
    from filiera.governance.queries.petitions import PetitionCounted
    from filiera.governance.queries.signing import Signatory


QUIET = timedelta(days=9)
"""How long nobody is asked again. Source: the rhythm of reminders of the house, days 9, 21, 45."""


def _page(name: str, pk: int) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{reverse(name, args=[pk])}"


def _greeting(name: str) -> str:
    return _("Good day %(name)s,") % {"name": name} if name else _("Good day,")


def check_letter(minutes: Minutes, name: str, *, until: datetime) -> Letter:
    """Ask somebody who was there whether draft minutes say what happened, in the language in force."""
    held_on = timezone.localtime(minutes.meeting.opened_at or minutes.meeting.held_at).date()
    words = {
        "title": minutes.content["title"],
        "day": long_date(held_on),
        "until": moment(until),
        "last": long_date(timezone.localdate(until)),
    }
    lines = [
        _greeting(name),
        _("the draft of the minutes of “%(title)s”, %(day)s, is ready. You were there: does it say what happened?")
        % words,
        _page("minutes", minutes.pk),
        _(
            "Sign in and read it. Where something is not as it was, write under “Ask for a change” what should be "
            "changed and how: until %(until)s. Each request gets an answer."
        )
        % words,
        _("If it is right, there is nothing to do."),
    ]
    return Letter(_("Draft minutes to be read by %(last)s: %(title)s") % words, lines)


def proxy_letter(proxy: Proxy, name: str) -> Letter:
    """Tell whoever holds a proxy that it was given, or that it is revoked, in the language in force."""
    meeting = proxy.meeting
    words = {
        "giver": proxy.giver.name,
        "holder": proxy.holder.name,
        "title": meeting.title,
        "when": moment(meeting.held_at),
    }
    if proxy.revoked_at is not None:
        lines = [
            _("the proxy that %(giver)s had given to %(holder)s for “%(title)s”, %(when)s, is revoked.") % words,
            _("You no longer vote for %(giver)s. The meeting:") % words,
        ]
        subject = _("Proxy of %(giver)s revoked: %(title)s") % words
    else:
        lines = [
            _("%(giver)s has given its proxy to %(holder)s for “%(title)s”, %(when)s.") % words,
            _("There you vote for %(giver)s too, unless it comes or takes the proxy back. If you cannot come, tell it.")
            % words,
            _("The meeting:"),
        ]
        subject = _("Proxy of %(giver)s: %(title)s") % words
    return Letter(subject, [_greeting(name), *lines, _page("meeting", meeting.pk)])


def petition_letter(count: PetitionCounted) -> Letter:
    """Ask whoever speaks for a member whether it signs for an assembly, in the language in force."""
    petition, rule = count.petition, count.judgement.case.statute.petition
    words = {
        "who": petition.opened_by.organisation.name,
        "title": petition.title,
        "share": share_words(rule.share),
        "needed": count.needed,
        "base": count.base,
        "article": in_brackets(rule.article),
    }
    return Letter(
        _("An assembly is asked for: %(title)s") % words,
        [
            _greeting(""),
            _("%(who)s asks for an assembly on “%(title)s”, for these reasons:") % words,
            petition.reasons,
            _(
                "If %(share)s of the members ask for it, that is %(needed)s of %(base)s, "
                "the assembly must be called%(article)s."
            )
            % words,
            _("To read who has signed, and to sign for your organisation (sign in):"),
            _page("petition", petition.pk),
        ],
    )


def signature_letter(minutes: Minutes, signatory: Signatory) -> Letter:
    """Ask whoever signs as president to sign."""
    with override(signatory.language):
        held_on = timezone.localtime(minutes.meeting.opened_at or minutes.meeting.held_at).date()
        words = {"name": signatory.name, "title": minutes.content["title"], "day": long_date(held_on)}
        lines = [
            _greeting(words["name"]),
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
            _greeting(words["name"]),
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
