"""Suggestions come in from public pages and are handled once by the office."""

from __future__ import annotations

from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.common import audit
from filiera.common.in_words import long_date
from filiera.common.instance import current_instance
from filiera.common.outbox import note_left
from filiera.common.refusals import Refused
from filiera.competence.models import Competence, Suggestion

if TYPE_CHECKING:
    from filiera.accounts.models import User
    from filiera.registry.models import Organisation


ANSWER_LETTERS = 600
"""Letters of an answer that are kept."""


class SuggestionError(Refused):
    """What cannot be done with a suggestion; its text is for the reader."""


@transaction.atomic
def send_suggestion(
    *,
    kind: str,
    words: str,
    name: str,
    email: str,
    lang: str,
    proof_url: str = "",
    organisation: Organisation | None = None,
    competence: Competence | None = None,
    sender: User | None = None,
    by_its_people: bool = False,
) -> Suggestion:
    """Keep a message for the office; `sender` is its account, `by_its_people` whether that acts for the organisation."""
    suggestion = Suggestion.objects.create(
        kind=kind,
        words=words.strip()[:2000],
        name=name[:120],
        email=email,
        lang=lang,
        proof_url=proof_url[:600],
        organisation=organisation,
        competence=competence,
        sent_by=sender,
        by_its_people=by_its_people and sender is not None and organisation is not None,
    )
    audit.record(actor=sender, verb="suggest", thing=suggestion, values={"kind": kind})
    return suggestion


@transaction.atomic
def take_suggestion_back(*, pk: int) -> bool:
    """Take out a message that nobody has handled, because whoever it came from did not write it; tell whether it was there."""
    row = Suggestion.objects.select_for_update().filter(pk=pk, handled_at=None).first()
    if row is None:
        return False
    audit.record(actor=None, verb="take-suggestion-back", thing=row)
    row.delete()
    return True


def handle_suggestion(*, suggestion: Suggestion, actor: User, answer: str) -> Suggestion:
    """Close a message with what was done, and send that to whoever wrote it, in the language of their page.

    Raises SuggestionError without words, where somebody closed it already, and where the mail server does not take the
    answer: the message then waits as before. Nothing is locked while a mail server thinks.
    """
    said = answer.strip()[:ANSWER_LETTERS]
    if not said:
        raise SuggestionError(_("Write what was done: whoever wrote gets these words by mail."))
    row = close_suggestion(suggestion, actor, said)
    send_answer(row, actor)
    return row


def send_answer(row: Suggestion, actor: User) -> None:
    """Mail the answer of a message that is closed; where the mail server does not take it, the message is open again.

    Raises SuggestionError then.
    """
    reply = _reply(row, actor)
    try:
        reply.send()
    except (SMTPException, OSError) as error:
        Suggestion.objects.filter(pk=row.pk).update(handled_at=None, handled_by=None, answer="")
        raise SuggestionError(
            _(
                "The mail server did not take the answer: nothing was sent, and the message still waits. Try again later."
            )
        ) from error
    note_left(mail=reply, verb="handle-suggestion", thing=row)
    audit.record(actor=actor, verb="handle-suggestion", thing=row, values={"answer": row.answer})


@transaction.atomic
def close_suggestion(suggestion: Suggestion, actor: User, answer: str) -> Suggestion:
    """Close a message: of two who do, one is told that it was handled already (SuggestionError)."""
    row = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if row.handled_at is not None:
        raise SuggestionError(_("Somebody has handled it already."))
    row.handled_at, row.handled_by, row.answer = timezone.now(), actor, answer
    row.save()
    return row


def _reply(row: Suggestion, actor: User) -> EmailMessage:
    """Write the answer, with the words that it answers."""
    with override(row.lang):
        subject = _("Your message: what was done")
        quoted = "\n".join(f"> {line}" for line in row.words.splitlines())
        greeting = _("Good day %(name)s,") % {"name": row.name}
        written = _("on %(day)s you wrote to us:") % {"day": long_date(timezone.localdate(row.sent_at))}
        parts = (greeting, written, quoted, _("This is our answer:"), row.answer, current_instance().name)
        body = "\n\n".join(parts)
    return EmailMessage(subject, body, to=[row.email], reply_to=[actor.email])
