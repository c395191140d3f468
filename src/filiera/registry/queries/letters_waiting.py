"""Letters that did not leave, for the office: each with a button that sends it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.in_words import moment
from filiera.common.outbox import unsent
from filiera.registry.hooks import Waiting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filiera.common.models import OutgoingMail

SHOWN = 5

SILENT = frozenset(
    {"ConnectionRefusedError", "ConnectionResetError", "TimeoutError", "gaierror", "OSError", "SMTPConnectError",
     "SMTPServerDisconnected"}
)  # fmt: skip
"""What a mail server that cannot be reached makes of a letter; the reader gets words, the row keeps the error."""


def waiting_of_letters() -> Sequence[Waiting]:
    """Give the letters that did not leave, the oldest first, and how many more there are: two queries at most."""
    rows = list(unsent(now=timezone.now())[: SHOWN + 1])
    found = [_of(row) for row in rows[:SHOWN]]
    if len(rows) > SHOWN:
        more = unsent(now=timezone.now()).count() - SHOWN
        title = ngettext("%(n)s more letter did not leave", "%(n)s more letters did not leave", more) % {"n": more}
        text = _("The mail server may be down.")
        found.append(Waiting(title, text, "bad", _("not sent"), reverse("letters"), _("Look")))
    return found


def why_words(row: OutgoingMail) -> str:
    """Say in plain words why a letter did not leave."""
    if row.claimed_at is not None:
        return _("It was being sent when the sending broke off: whether it left is not known.")
    kind = row.failed_why.split(":", maxsplit=1)[0]
    if kind == "SMTPRecipientsRefused":
        return _("The mail server does not know this address.")
    if kind in SILENT:
        return _("The mail server does not answer.")
    return _("The mail server did not take it.")


def _of(row: OutgoingMail) -> Waiting:
    words = {"email": row.email, "day": moment(row.queued_at)}
    return Waiting(
        title=_("Letter that did not leave: %(subject)s") % {"subject": row.subject},
        text=" ".join([_("To %(email)s, of %(day)s.") % words, why_words(row)]),
        tone="bad",
        word=_("not sent"),
        url=reverse("letter-again", args=[row.pk]),
        act=_("Send it again"),
        is_done_there=True,
    )
