"""A pasted mail as the beginning of a need: who asked, for which organisation, in which words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from filiera.common.visibility import OFFICE_AUDIENCE
from filiera.competence.filters import current_organisations
from filiera.exchange.enums import HELP_READ, Channel, Help, Secrecy
from filiera.exchange.reading.eml import readable
from filiera.exchange.reading.mail import read_mail
from filiera.exchange.reading.needs import read_need
from filiera.registry.logic import domain_of
from filiera.registry.models import Organisation

TITLE = 160
LONGEST_SOURCE = 60_000


def from_mail(mail: str | bytes, *, now: datetime) -> dict[str, Any]:
    """Give what a form of the office starts from. What nothing is said of is reserved, never open."""
    message = read_mail(mail)
    said = f"{message.subject}\n{message.body}".strip()
    found = read_need(said, today=message.sent_on or timezone.localdate(now))
    first = {one.field: one.value for one in reversed(found.proposals) if one.sure}
    organisation = sender_organisation(message.address)
    help_sought = str(first.get("help", Help.SOLVER))
    return {
        "organisation": organisation,
        "contact_name": message.sender,
        "contact_email": message.address,
        "channel": Channel.MAIL,
        "source_text": readable(mail)[:LONGEST_SOURCE],
        "title": " ".join((message.subject or message.body.split("\n", 1)[0]).split())[:TITLE],
        "words": message.body,
        "help": HELP_READ.get(help_sought, help_sought),
        "secrecy": first.get("secrecy", Secrecy.RESERVED),
    }


def sender_organisation(address: str) -> Organisation | None:
    """Find the organisation that a mail address is of: of one of its delegates, a fact, or its own web domain."""
    if "@" not in address:
        return None
    rows = current_organisations(OFFICE_AUDIENCE)
    known = Q(delegates__user__email__iexact=address) | Q(facts__field="EMAIL", facts__value__iexact=address)
    found = list(rows.filter(known).distinct()[:2])
    if not found:
        domain = address.rsplit("@", 1)[1].lower()
        near = rows.filter(website__icontains=domain)[:5]
        found = [row for row in near if domain_of(row.website) == domain]
    return found[0] if len(found) == 1 else None
