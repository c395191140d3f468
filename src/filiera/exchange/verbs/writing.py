"""A need written down for somebody: from options and a text, or from the mail in which it came."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.language import current_language
from filiera.common.verbs import Options, Told, on_disk, wrong
from filiera.competence.named import organisation_named
from filiera.exchange.enums import Channel, Help, Secrecy
from filiera.exchange.operations.intake import take_in
from filiera.exchange.operations.needs import Caller, Written
from filiera.exchange.queries.mails import from_mail
from filiera.exchange.reading.eml import opened
from filiera.exchange.verbs.finding import text_in
from filiera.exchange.verbs.needs import told_need


def do_write(options: Options) -> Told:
    """Write a need down and hand it in; what the options do not say is what the mail says."""
    now = timezone.now()
    mail: dict[str, Any] = from_mail(_mail_in(options["by_mail"]), now=now) if options["by_mail"] else {}
    organisation = organisation_named(options["organisation"]) if options["organisation"] else mail.get("organisation")
    if organisation is None:
        raise wrong(_("--for: say whose need it is, by the public id or the name of the register."))
    written = Written(
        title=options["title"] or mail.get("title", ""),
        words=text_in(options["words_file"]) if options["words_file"] else mail.get("words", ""),
        secrecy=options["secrecy"] or mail.get("secrecy", Secrecy.RESERVED),
        help=mail.get("help", Help.SOLVER),
        language=current_language(),
    )
    caller = Caller(
        name=options["who"] or mail.get("contact_name", ""),
        email=_address(options["email"]) or mail.get("contact_email", ""),
        channel=options["channel"] or mail.get("channel", Channel.PHONE),
        source_text=mail.get("source_text", ""),
    )
    return told_need(take_in(organisation=organisation, written=written, caller=caller, now=now))


def _address(email: str) -> str:
    """Give an address of mail, or nothing. Raises CommandError where it is none."""
    try:
        if email:
            validate_email(email)
    except ValidationError as error:
        raise wrong(f"--email: {' '.join(error.messages)}") from error
    return email


def _mail_in(path: Path) -> str:
    """Read a mail from a file; one that is in no UTF-8 is opened, and its headers are written before its text."""
    with on_disk(path):
        data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        found = opened(data)
        return f"From: {found.sender}\nSubject: {found.subject}\n\n{found.text}"
