"""Take a need in, however it came: written down, what it asks for read, its papers with it, handed in by the office."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.signing import BadSignature, dumps, loads
from django.db import transaction
from django.utils.translation import gettext as _

from filiera.common.language import current_language
from filiera.common.refusals import Refused
from filiera.documents.files import path_of, take_in
from filiera.documents.operations.receiving import Sent, receive
from filiera.exchange.enums import Channel, Help, Secrecy
from filiera.exchange.operations.needs import Caller, Written, publish_need, write_need
from filiera.exchange.operations.papers import add_paper
from filiera.exchange.operations.proposals import propose
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.exchange.operations.topics import read_topics
from filiera.exchange.queries.mails import from_mail
from filiera.exchange.reading.eml import attached_files

if TYPE_CHECKING:
    from pathlib import Path

    from filiera.exchange.models import Need
    from filiera.registry.models import Organisation

PIECE = 1024 * 1024
SALT = "need-mail-papers"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file of a mail that waits for its need to be written down: a day, then it is swept. `size` in bytes."""

    name: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that could not be taken, and why, in words for the reader."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A need as it was taken in, and the files of its mail that are not with it."""

    need: Need
    left_out: tuple[LeftOut, ...] = ()


def wait_for_need(mail: str | bytes) -> tuple[list[Waiting], list[LeftOut]]:
    """Keep what hangs on a mail until its need is written down; and tell what cannot be taken."""
    waiting: list[Waiting] = []
    left_out: list[LeftOut] = []
    for name, content in attached_files(mail):
        try:
            aside, found = receive(Sent(name, [content]))
        except Refused as error:
            left_out.append(LeftOut(name, str(error)))
            continue
        take_in(aside, found.digest)
        waiting.append(Waiting(found.name, found.digest, found.size))
    return waiting, left_out


def sealed(waiting: Collection[Waiting]) -> str:
    """Give what waits as a text that a form carries and nobody can change; empty where nothing waits."""
    return dumps([[one.name, one.digest, one.size] for one in waiting], salt=SALT) if waiting else ""


def unsealed(text: str) -> list[Waiting]:
    """Read what `sealed` gave; nothing where the text is another."""
    try:
        return [Waiting(*one) for one in loads(text, salt=SALT)] if text else []
    except BadSignature:
        return []


def understand(*, need: Need, now: datetime) -> Need:
    """Read what a need asks for, and propose what its words say of its fields; each holds the need by itself."""
    read_topics(need=need)
    propose(need=need, now=now)
    return need


def take_need_in(
    *,
    organisation: Organisation,
    written: Written,
    now: datetime,
    caller: Caller | None = None,
    paper: Sent | None = None,
    waiting: Collection[Waiting] = (),
    is_handed_in: bool = False,
    actor: Any = None,
) -> TakenIn:
    """Write a need down with what goes with it, and read what it asks for; the office hands it in at once.

    With a `paper` that cannot be taken nothing is written; a file of a mail that cannot is told. Raises ExchangeRefused and
    DocumentRefused.
    """
    with transaction.atomic():
        row = write_need(organisation=organisation, written=written, caller=caller, now=now, actor=actor)
        if paper is not None:
            add_paper(need=row, file=paper, stage=None, now=now, actor=actor)
    understand(need=row, now=now)
    left_out = [one for file in waiting if (one := _added(row, file, now, actor)) is not None]
    if is_handed_in:
        row = publish_need(need=row, now=now, actor=actor)
    return TakenIn(row, tuple(left_out))


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says beyond the mail, or in its place; what is empty is what the mail says."""

    organisation: Organisation | None = None
    title: str = ""
    words: str = ""
    secrecy: str = ""
    who: str = ""
    email: str = ""
    channel: str = ""


def take_mail_in(*, mail: str | bytes, told: Told, now: datetime, actor: Any = None) -> TakenIn:
    """Write down what a mail says, with what hangs on it, and hand it in. Raises ExchangeRefused and DocumentRefused."""
    said = from_mail(mail, now=now) if mail else {}
    organisation = told.organisation or said.get("organisation")
    if organisation is None:
        raise ExchangeRefused(_("Say whose need it is."), field="organisation")
    written = Written(
        title=told.title or said.get("title", ""),
        words=told.words or said.get("words", ""),
        secrecy=told.secrecy or said.get("secrecy", Secrecy.RESERVED),
        help=said.get("help", Help.SOLVER),
        language=current_language(),
    )
    caller = Caller(
        name=told.who or said.get("contact_name", ""),
        email=told.email or said.get("contact_email", ""),
        channel=told.channel or said.get("channel", Channel.PHONE),
        source_text=said.get("source_text", ""),
    )
    waiting, left_out = wait_for_need(mail)
    taken = take_need_in(
        organisation=organisation,
        written=written,
        caller=caller,
        waiting=waiting,
        is_handed_in=True,
        now=now,
        actor=actor,
    )
    return replace(taken, left_out=(*left_out, *taken.left_out))


def _added(row: Need, file: Waiting, now: datetime, actor: Any) -> LeftOut | None:
    path = path_of(file.digest)
    if not path.exists():
        return LeftOut(file.name, _("It waited for more than a day: add it to the need again."))
    try:
        add_paper(need=row, file=Sent(file.name, _pieces(path)), stage=None, now=now, actor=actor)
    except Refused as error:
        return LeftOut(file.name, str(error))
    return None


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as handle:
        while piece := handle.read(PIECE):
            yield piece
