"""Shortlists: kept from answers, sent by mail, bound to the account or to the browser's session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from filiera.common import audit
from filiera.common.limits import Window
from filiera.common.outbox import note_left
from filiera.common.refusals import Refused
from filiera.competence.models import Shortlist, ShortlistItem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from filiera.accounts.models import User
    from filiera.competence.queries.shortlists import ShortlistRow
    from filiera.registry.models import Organisation

MOST = 100
"""Organisations in one shortlist; a longer one is a directory."""

SENDINGS = Window("shortlist-mail", times=20, seconds=int(timedelta(days=1).total_seconds()))
"""Messages that one account sends in a day: ample for work, too few for whoever would flood strangers in our name."""


class ShortlistError(Refused):
    """What cannot be kept or sent; its text is for the reader."""


ASKED_AT_MOST = 12
"""Competences and pieces of evidence that an item remembers; a question asks for fewer."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Why an organisation is kept: the question, codes of the competences asked, ids of the evidence shown with it."""

    question: str = ""
    competences: tuple[str, ...] = ()
    evidence: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a letter, with the address that asks it; both are empty for what was kept from its own page."""

    question: str
    link: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A shortlist on its way, in the language `lang` of whoever reads it.

    `rows` and `pdf` hold the same organisations, those open to sender and recipient; `asked` their questions.
    """

    to: str
    words: str
    lang: str
    rows: Sequence[ShortlistRow]
    asked: Sequence[Asked]
    pdf: bytes


def open_shortlist(*, owner: User | None, question: str = "") -> Shortlist:
    """Begin a shortlist; without an owner it belongs to whoever holds its token."""
    return Shortlist.objects.create(owner=owner, question=question[:1000])


@transaction.atomic
def adopt_shortlist(*, token: str, owner: User) -> Shortlist | None:
    """Give a browser's shortlist to the account that signed in; one that somebody owns stays theirs. None without one."""
    shortlist = Shortlist.objects.select_for_update().filter(token=token).first() if token else None
    if shortlist is None or shortlist.owner_id not in (None, owner.pk):
        return None
    if shortlist.owner_id is None:
        shortlist.owner = owner
        shortlist.save(update_fields=["owner", "updated_at"])
        audit.record(actor=owner, verb="adopt-shortlist", thing=shortlist)
    return shortlist


@transaction.atomic
def keep_organisation(
    *, shortlist: Shortlist, organisation: Organisation, ground: Ground | None = None
) -> ShortlistItem:
    """Keep an organisation; keeping it twice keeps it once, on the newer ground. Raises ShortlistError when full.

    A ground without a question, as of an organisation's own page, does not take the place of an older one. Its question
    becomes the list's name where it has none yet.
    """
    ground = ground or Ground()
    stored = Shortlist.objects.select_for_update().get(pk=shortlist.pk)
    if stored.items.exclude(organisation=organisation).count() >= MOST:
        raise ShortlistError(_("A shortlist holds %(n)s organisations at most.") % {"n": MOST})
    values = {
        "question": ground.question[:1000],
        "competences": [code[:20] for code in ground.competences[:ASKED_AT_MOST]],
        "evidence": list(ground.evidence[:ASKED_AT_MOST]),
    }
    item, _new = ShortlistItem.objects.update_or_create(
        shortlist=stored,
        organisation=organisation,
        defaults=values if ground.question else {},
        create_defaults=values,
    )
    stored.question = stored.question or ground.question[:1000]
    stored.save(update_fields=["question", "updated_at"])
    return item


def drop_organisation(*, shortlist: Shortlist, organisation: Organisation) -> None:
    """Take an organisation out."""
    shortlist.items.filter(organisation=organisation).delete()


def send_shortlist(*, shortlist: Shortlist, letter: Letter, actor: User, now: datetime) -> Shortlist:
    """Send a shortlist with its PDF, then write down that it left: what the mail server refuses is not sent.

    Raises ShortlistError when empty, over the account's limit, or refused by the mail server. It is no one transaction: a
    message cannot be taken back, and nothing is locked while a mail server thinks.
    """
    if not letter.rows:
        raise ShortlistError(
            _("Nothing can go out: the shortlist is empty, or what it holds is not open to whom you write.")
        )
    if not SENDINGS.allows(f"person:{actor.pk}", now.timestamp()):
        hours = -(-SENDINGS.wait(now.timestamp()) // 3600)
        sentence = ngettext(
            "You have sent %(most)s shortlists today. Try again in an hour, or download the PDF.",
            "You have sent %(most)s shortlists today. Try again in %(n)s hours, or download the PDF.",
            hours,
        )
        raise ShortlistError(sentence % {"most": SENDINGS.times, "n": hours})
    message = _message(letter, actor)
    try:
        message.send()
    except (SMTPException, OSError) as error:
        raise ShortlistError(
            _(
                "The mail server did not take the message: nothing was sent. Try again in a few minutes, or download the "
                "PDF and send it yourself; if it happens again, tell the office."
            )
        ) from error
    note_left(mail=message, verb="send-shortlist", thing=shortlist, now=now)
    return _note_sent(shortlist, letter, actor, now)


def _message(letter: Letter, actor: User) -> EmailMessage:
    """Write the message in its reader's language, as its PDF; the reply goes to whoever sends it."""
    with override(letter.lang):
        subject = ngettext("A shortlist of %(n)s organisation", "A shortlist of %(n)s organisations", len(letter.rows))
        parts = (letter.words.strip(), *(_answers(letter, asked) for asked in letter.asked), str(actor))
        body = "\n\n".join(part for part in parts if part)
        name = pgettext("name of a file", "shortlist")
    message = EmailMessage(subject % {"n": len(letter.rows)}, body, to=[letter.to], reply_to=[actor.email])
    message.attach(f"{name}.pdf", letter.pdf, "application/pdf")
    return message


def _answers(letter: Letter, asked: Asked) -> str:
    """Write one question with the organisations kept from it, each with its reason, its evidence and how it is reached."""
    heading = _("The question: %(question)s") % {"question": asked.question}
    lines = [heading if asked.question else _("Kept from their own pages:")]
    for row in letter.rows:
        if row.question == asked.question:
            name = _("%(name)s (example)") % {"name": row.entry.name} if row.entry.is_example else row.entry.name
            lines.append(f"- {name}: {row.reason}".rstrip(": "))
            lines += [f"  * {proof.words}" for proof in row.proofs]
            lines += [f"  {part}" for part in (row.contact.words, row.website, row.address) if part]
    return "\n".join([*lines, asked.link]).rstrip()


@transaction.atomic
def _note_sent(shortlist: Shortlist, letter: Letter, actor: User, now: datetime) -> Shortlist:
    stored = Shortlist.objects.select_for_update().get(pk=shortlist.pk)
    stored.sent_at, stored.sent_to = now, letter.to
    stored.save(update_fields=["sent_at", "sent_to", "updated_at"])
    values = {"to": letter.to, "organisations": len(letter.rows)}
    audit.record(actor=actor, verb="send-shortlist", thing=stored, values=values)
    return stored
