"""Letters of the need desk: what solvers are asked, what whoever asks is told, the introduction, the reminder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.in_words import long_date
from filiera.common.language import current_language
from filiera.common.letters import Letter
from filiera.exchange.enums import Secrecy, Side
from filiera.exchange.queries.contacts import person
from filiera.exchange.queries.sector import sector_of

if TYPE_CHECKING:
    from datetime import date

    from filiera.exchange.models import Collaboration, Match, Need
    from filiera.exchange.queries.sector import Sector

SHOWN = 700
"""Signs of a brief that a letter quotes; the page has the rest."""


def address(path: str) -> str:
    """Give the whole address of a path."""
    return str(settings.SITE_URL).rstrip("/") + path


def asking_letter(match: Match, *, sector: Sector | None = None) -> Letter:
    """Ask a solver whether a need is one for it: of a need that is not open, stage and sector alone.

    The `sector` is looked up where it is told and not given.
    """
    need = match.need
    if need.secrecy == Secrecy.OPEN:
        subject = _("%(title)s: is it for %(name)s?") % {"title": need.title, "name": match.solver.name}
        opening = _("%(who)s looks for this:") % {"who": need.organisation.name}
        lines, gist = [opening, need.title, shortened(need.brief)], [opening, shortened(need.brief)]
    else:
        words = {"name": match.solver.name, "sector": (sector or sector_of(need)).words}
        subject = _("Somebody looks for %(sector)s: is it for %(name)s?") % words
        lines = [
            _("An organisation of the chain looks for help with: %(sector)s.") % words,
            _("The request is secret: to read the problem you sign a confidentiality agreement with your name.")
            if need.secrecy == Secrecy.SECRET
            else _("The request is confidential: you read the problem once you have accepted its conditions."),
        ]
        gist = lines[1:]
    if need.deadline_on is not None and need.secrecy == Secrecy.OPEN:
        until = _("An answer is needed by %(day)s.") % {"day": long_date(need.deadline_on)}
        lines, gist = [*lines, until], [*gist, until]
    lines.append(_("Yes, no, later, or somebody else of yours; no account is needed:"))
    return Letter(subject, [line for line in lines if line], gist=[line for line in gist if line])


def problem_letter(match: Match) -> Letter:
    """Bring a solver that accepted the conditions back to the problem."""
    words = {"sector": sector_of(match.need).words}
    return Letter(
        _("The problem that you may read now: %(sector)s") % words,
        [
            (
                _("You signed the confidentiality agreement of a secret request about %(sector)s.")
                if match.need.secrecy == Secrecy.SECRET
                else _("You accepted the conditions of a confidential request about %(sector)s.")
            )
            % words,
            _("Say whether it is one for you. Whoever opens this link accepts them again before reading the problem:"),
        ],
    )


def solver_letter(match: Match) -> Letter:
    """Tell whoever asks that a solver would talk with it."""
    words = {"solver": match.solver.name, "title": match.need.title}
    reason = match.reason_en if current_language() == "en" else match.reason_it
    gist = [
        _("%(solver)s has read it and says: yes, it is one for us.") % words,
        match.note,
        reason,
        _("It does not know who you are, and learns it only if you say yes.")
        if match.need.secrecy != Secrecy.OPEN
        else "",
    ]
    lines = [_("You look for: %(title)s.") % words, *gist, _("Would you meet it? Answer here:")]
    subject = _("%(solver)s would talk with you about “%(title)s”") % words
    return Letter(subject, [line for line in lines if line], gist=[line for line in gist if line])


def introduction_letter(match: Match, *, requester: str, note: str, until: date | None = None) -> Letter:
    """Introduce the two of a match: to each the other's name, person and address.

    To the solver, `until` says how long the link under the letter leads back to the request.
    """
    need = match.need
    names = {"solver": match.solver.name, "requester": need.organisation.name, "title": need.title}
    lines = [
        _("%(requester)s looks for: %(title)s. %(solver)s can help. You both said yes: here you are.") % names,
        _("For %(requester)s: %(person)s") % {**names, "person": person(need.contact_name, requester)},
        _("For %(solver)s: %(person)s") % {**names, "person": person(match.contact_name, match.email)},
    ]
    if until is not None:
        lines.append(_("The problem, as you read it:"))
        lines.append(shortened(need.brief))
    if note:
        lines.append(note)
    lines.append(_("Write to each other; we shall ask both of you in some weeks how it went."))
    if until is not None:
        words = _("You read the request and what goes with it again here, until %(day)s; do not pass it on:")
        lines.append(words % {"day": long_date(until)})
    return Letter(_("%(requester)s and %(solver)s, about “%(title)s”") % names, lines)


def reminder_letter(match: Match, *, is_last: bool, sector: Sector | None = None) -> Letter:
    """Remind a solver that has not answered: nothing of it says whether others were asked or have answered.

    The `sector` is looked up where it is told and not given.
    """
    letter = asking_letter(match, sector=sector)
    told = match.told_at or match.asked_at
    asked = _("We asked you this on %(day)s.") % {"day": long_date(timezone.localdate(told))} if told else ""
    end = _("It is the last time that we write about it.") if is_last else ""
    lines = [line for line in (asked, *letter.lines[:-1], end, letter.lines[-1]) if line]
    return Letter(letter.subject, lines, gist=[line for line in (asked, *letter.gist, end) if line])


def escalation_letter(match: Match) -> Letter:
    """Tell another delegate of a solver that a question to one of its people waits; what it is about in general words."""
    told = match.told_at or match.asked_at
    asked = long_date(timezone.localdate(told)) if told else ""
    words = {"address": match.email, "day": asked, "sector": sector_of(match.need).words, "name": match.solver.name}
    return Letter(
        _("A request to %(name)s waits for an answer") % words,
        [
            _("On %(day)s we wrote to %(address)s about a request on %(sector)s, and have no answer.") % words,
            _("Could you see to it that somebody answers? If somebody else should have it, answer this message."),
        ],
    )


def taken_back_letter(match: Match) -> Letter:
    """Tell whoever asks that a solver has taken its yes back: there is nothing to answer any more."""
    words = {"solver": match.solver.name, "title": match.need.title}
    line = _("%(solver)s had said yes to “%(title)s”, and has taken it back: there is nothing to answer now.") % words
    return Letter(_("%(solver)s takes its yes back") % words, [line, address(reverse("need", args=[match.need.code]))])


def over_letter(match: Match) -> Letter:
    """Tell a solver that nobody is sought any more: never why, nor whether others answered, nor who asked."""
    need, told = match.need, match.told_at or match.asked_at
    words = {"title": need.title} if need.secrecy == Secrecy.OPEN else {"sector": sector_of(need).words}
    if need.secrecy == Secrecy.OPEN:
        subject = _("“%(title)s”: nobody is sought for it any more") % words
    else:
        subject = _("Nobody is sought for it any more: a request on %(sector)s") % words
    asked = _("We asked you this on %(day)s.") % {"day": long_date(timezone.localdate(told))} if told else ""
    lines = [line for line in (asked, _("Nobody is sought for this any more: thank you all the same.")) if line]
    return Letter(subject, lines, gist=lines)


def expiring_need_letter(need: Need) -> Letter:
    """Tell whoever asks that the time of a need ends soon, and how it goes on."""
    words = {"title": need.title, "day": long_date(need.expires_on) if need.expires_on else ""}
    lines = [
        _("After %(day)s nobody is asked for “%(title)s” any more.") % words,
        _("Do you still look for it? Renew it here with one click, or say what came of it:"),
        address(reverse("need", args=[need.code])),
    ]
    return Letter(_("“%(title)s” expires on %(day)s") % words, lines)


def expired_need_letter(need: Need) -> Letter:
    """Tell whoever asks that a need has expired, and how it goes on."""
    words = {"title": need.title}
    lines = [
        _("The time of “%(title)s” is over: nobody is asked for it any more.") % words,
        _("If you still look for it, renew it with one click: the office reads it again and asks on."),
        address(reverse("need", args=[need.code])),
    ]
    return Letter(_("“%(title)s” has expired") % words, lines)


def content_letter(match: Match, side: str) -> Letter:
    """Ask one side of an introduction how it went."""
    other = match.need.organisation.name if side == Side.SOLVER else match.solver.name
    words = {"other": other, "title": match.need.title}
    lines = [_("Some weeks ago we introduced you about “%(title)s”.") % words, _("One click says how it went:")]
    return Letter(_("How did it go with %(other)s?") % words, lines)


def evidence_letter(row: Collaboration, side: str) -> Letter:
    """Ask one side of a completed collaboration whether it may be evidence of both: the other side agrees."""
    match = row.match
    other = match.need.organisation.name if side == Side.SOLVER else match.solver.name
    words = {"other": other, "title": row.public_title}
    gist = [
        _("%(other)s agrees that what you did together becomes evidence on both your pages.") % words,
        _("Everybody would read there: “%(title)s”, with your two names; nothing of the request.") % words,
    ]
    lines = [*gist, _("It is done only if you agree too. One click, without an account:")]
    return Letter(_("Working together with %(other)s: may it be evidence of both?") % words, lines, gist=gist)


def shortened(text: str) -> str:
    """Give the beginning of a text that fits a letter."""
    return text if len(text) <= SHOWN else text[:SHOWN].rsplit(" ", 1)[0] + "…"
