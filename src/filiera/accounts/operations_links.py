"""Links that answer one question: made and mailed, answered once, taken back within two days, and written down as links.

The token is 256 random bits and stands in the mail alone, and in the outbox until the mail has left. Opening a link changes
nothing; whoever holds it can answer its one question and nothing else, so that a forwarded link does no silent harm: the
addressee gets a receipt.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.accounts.models import AnswerLink, User
from filiera.accounts.questions import UNDO, UNDO_CHOICE, Answered, questions
from filiera.common import audit
from filiera.common.digests import sha256_of
from filiera.common.letters import Letter
from filiera.common.outbox import queue
from filiera.common.refusals import Refused

if TYPE_CHECKING:
    from datetime import datetime

UNDO_LASTS = timedelta(hours=48)
NOTE_LETTERS = 1000


class AnswerLinkError(Refused):
    """What cannot be done with a link; its text is for the reader."""


class LinkIsOver(Exception):
    """Raised for a link that is unknown, expired, revoked or about something that is gone: all look alike."""


@dataclass(frozen=True, slots=True)
class Given:
    """What became of an answer: `is_new` is false where the link had been answered before."""

    link: AnswerLink
    is_new: bool
    answered: Answered | None = None


def link_path(token: str, language: str) -> str:
    """Give the path of a link, in the language of whoever it is for."""
    with override(language):
        return reverse("answer", args=[token])


def link_of(token: str) -> AnswerLink | None:
    """Find the link of a token."""
    return AnswerLink.objects.select_related("undoes").filter(digest=sha256_of(token)).first()


@transaction.atomic
def make_link(
    *,
    kind: str,
    arguments: dict[str, Any],
    email: str,
    language: str,
    expires_at: datetime,
    now: datetime,
    actor: Any = None,
    undoes: AnswerLink | None = None,
) -> tuple[AnswerLink, str]:
    """Make a link for one addressee; give it and its token, which is kept nowhere."""
    if kind != UNDO and kind not in questions:
        raise KeyError(kind)
    token = secrets.token_urlsafe(32)
    link = AnswerLink.objects.create(
        kind=kind,
        arguments=arguments,
        email=email.strip().lower(),
        user=User.objects.filter(email=email.strip().lower(), is_active=True).first(),
        language=language,
        digest=sha256_of(token),
        sent_at=now,
        sent_by=actor if getattr(actor, "pk", None) else None,
        expires_at=expires_at,
        undoes=undoes,
    )
    values = {"kind": kind, "email": link.email, "arguments": arguments}
    audit.record(actor=actor, verb="send-answer-link", thing=link, values=values, about=about_of(link))
    return link, token


def about_of(link: AnswerLink) -> str:
    """Give the public id of the organisation that a link is about, empty where it is about none."""
    if link.undoes is not None:
        return about_of(link.undoes)
    question = questions.get(link.kind)
    return question.about(link) if question else ""


@transaction.atomic
def send_link(
    *,
    kind: str,
    arguments: dict[str, Any],
    email: str,
    language: str,
    expires_at: datetime,
    now: datetime,
    actor: Any = None,
    said: Callable[[], Letter] | None = None,
) -> AnswerLink:
    """Make a link, and mail it when the transaction has ended; `said` writes another letter than the kind's own."""
    link, token = make_link(
        kind=kind, arguments=arguments, email=email, language=language, expires_at=expires_at, now=now, actor=actor
    )

    def write() -> Letter:
        letter = said() if said is not None else questions[kind].letter(link)
        closing = _("The link answers this one question, once, and opens nothing else. To open it changes nothing.")
        return replace(letter, lines=[*letter.lines, _address(token, language), closing])

    queue(write=write, to=link.email, language=language, verb="send-answer-link", thing=link)
    return link


def _address(token: str, language: str) -> str:
    return _site(link_path(token, language))


def _site(path: str) -> str:
    """Give the whole address of a path."""
    return str(settings.SITE_URL).rstrip("/") + path


def answer_link(*, token: str, choice: str, note: str, now: datetime) -> Given:
    """Take the answer of whoever holds a link: of two at once one is taken, and the other is told that it was answered.

    Raises LinkIsOver, and AnswerLinkError where the choice is not one of the question or lacks its note.
    """
    with transaction.atomic():
        given = _take(token, choice, " ".join(note.split())[:NOTE_LETTERS], now)
        if given.is_new and given.link.kind != UNDO:
            is_final = given.answered is not None and given.answered.is_final
            _send_receipt(given, "" if is_final else _receipt_token(given.link, now))
    return given


def _take(token: str, choice: str, note: str, now: datetime) -> Given:
    """Answer a link that is held until the transaction ends, after what its answer is about."""
    _hold(link_of(token))
    link = AnswerLink.objects.select_for_update(of=("self",)).filter(digest=sha256_of(token)).first()
    if link is None:
        raise LinkIsOver
    if link.answered_at is not None:
        return Given(link, is_new=False)
    if link.revoked_at is not None or link.expires_at <= now:
        raise LinkIsOver
    answered = _undo(link, choice, now) if link.kind == UNDO else _answer(link, choice, note, now)
    link.answered_at, link.choice, link.note, link.kept = now, choice, note, answered.kept
    link.save(update_fields=["answered_at", "choice", "note", "kept"])
    values = {"kind": link.kind, "choice": choice, "email": link.email, "link": link.pk}
    audit.record(actor=None, verb="answer-by-link", thing=link, values=values, why=note, about=about_of(link))
    return Given(link, is_new=True, answered=answered)


def _hold(link: AnswerLink | None) -> None:
    about = link.undoes or link if link is not None else None
    question = questions.get(about.kind) if about is not None else None
    if question is not None and about is not None:
        question.hold(about)


def _answer(link: AnswerLink, choice: str, note: str, now: datetime) -> Answered:
    question = questions.get(link.kind)
    asked = question.describe(link) if question else None
    if question is None or asked is None:
        raise LinkIsOver
    chosen = next((one for one in asked.choices if one.code == choice), None)
    if chosen is None:
        raise AnswerLinkError(_("Choose one of the answers."))
    if chosen.asks_why and not note:
        said = _("Fill in this box: “%(box)s”.") % {"box": chosen.why}
        raise AnswerLinkError(
            said if chosen.why else _("Write in a few words what is to be changed: it reaches the office.")
        )
    return question.answer(link, choice, note, now)


def _undo(link: AnswerLink, choice: str, now: datetime) -> Answered:
    """Take back the answer that a receipt was about."""
    if choice != UNDO_CHOICE:
        raise AnswerLinkError(_("Choose one of the answers."))
    first = AnswerLink.objects.select_for_update(of=("self",)).get(undoings=link)
    question = questions.get(first.kind)
    if question is None or question.undo is None or first.undone_at is not None or not question.undo(first, now):
        raise LinkIsOver
    first.undone_at = now
    first.save(update_fields=["undone_at"])
    return Answered(_("That answer is taken back: everything is as it was before."))


def _receipt_token(link: AnswerLink, now: datetime) -> str:
    """Make the link by which the addressee takes the answer back; empty where its kind knows no way back."""
    question = questions.get(link.kind)
    if question is None or question.undo is None:
        return ""
    _link, token = make_link(
        kind=UNDO,
        arguments={},
        email=link.email,
        language=link.language,
        expires_at=now + UNDO_LASTS,
        now=now,
        undoes=link,
    )
    return token


def _said(answered: Answered | None) -> list[str]:
    """Give what came of an answer, and where one goes on."""
    if answered is None:
        return []
    url, label = answered.mailed_url or answered.next_url, answered.mailed_label or answered.next_label
    return [answered.words, *([f"{label}:", _site(url)] if url else [])]


def _send_receipt(given: Given, token: str) -> None:
    """Tell the addressee what was answered, once it is certain; the text goes with the token when the letter has left."""
    link = given.link

    def write() -> Letter:
        lines = [
            _("An answer was given with the link that we sent to this address:"),
            *_said(given.answered),
        ]
        if token:
            lines += [
                _("If it was not you, or you have changed your mind, take it back here within 48 hours:"),
                _address(token, link.language),
            ]
        else:
            lines.append(_("If it was not you, answer this message: the office will put it right."))
        return Letter(_("Your answer was recorded"), lines)

    queue(write=write, to=link.email, language=link.language, verb="answer-by-link", thing=link)


@transaction.atomic
def revoke_links(
    *,
    kind: str = "",
    arguments: dict[str, Any] | None = None,
    email: str = "",
    now: datetime | None = None,
    actor: Any = None,
) -> int:
    """Let open links answer nothing any more: those of a kind about the same thing, or those of an address; give how many.

    Whatever makes a question fall away calls this. Raises ValueError where neither is named.
    """
    wanted: dict[str, Any] = {"kind": kind, "arguments": arguments} if kind else {}
    wanted |= {"email": email.strip().lower()} if email else {}
    if not wanted:
        raise ValueError("name what the links ask, or whom")
    rows = AnswerLink.objects.filter(answered_at=None, revoked_at=None, **wanted)
    number = rows.update(revoked_at=now or timezone.now())
    if number:
        audit.record(actor=actor, verb="revoke-answer-links", thing=AnswerLink, values={"kind": kind, "n": number})
    return number
