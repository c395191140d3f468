"""A need written down for somebody: from options and a text, or from the mail in which it came."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.verbs import Options, Told, on_disk, wrong
from filiera.competence.named import organisation_named
from filiera.exchange.operations import intake
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.exchange.reading.eml import mail_of
from filiera.exchange.verbs.finding import text_in
from filiera.exchange.verbs.needs import told_need
from filiera.exchange.wording import left_out_words


def do_write(options: Options) -> Told:
    """Write a need down and hand it in; what the options do not say is what the mail says."""
    path, named = options["by_mail"], options["organisation"]
    mail = _mail_in(path) if path else ""
    told = intake.Told(
        organisation=organisation_named(named) if named else None,
        title=options["title"],
        words=text_in(options["words_file"]) if options["words_file"] else "",
        secrecy=options["secrecy"] or "",
        who=options["who"],
        email=_address(options["email"]),
        channel=options["channel"] or "",
    )
    try:
        taken = intake.take_mail_in(mail=mail, told=told, now=timezone.now())
    except ExchangeRefused as error:
        if error.field == "organisation":
            raise wrong(_("--for: say whose need it is, by the public id or the name of the register.")) from error
        raise
    return replace(told_need(taken.need), faults=[left_out_words(one) for one in taken.left_out])


def _address(email: str) -> str:
    """Give an address of mail, or nothing. Raises CommandError where it is none."""
    try:
        if email:
            validate_email(email)
    except ValidationError as error:
        raise wrong(f"--email: {' '.join(error.messages)}") from error
    return email


def _mail_in(path: Path) -> str | bytes:
    with on_disk(path):
        return mail_of(path.read_bytes())
