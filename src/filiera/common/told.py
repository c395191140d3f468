"""A page never says that somebody was told where the letter has not left, or nobody could be written to."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.outbox import letters_about

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpRequest

    from filiera.common.models import OutgoingMail


def say_told(request: HttpRequest, thing: Model, *, since: datetime) -> None:
    """Say on the next page who was told of an act by a letter, or that its letter has not left, or that there is none."""
    rows = list(letters_about(thing, since=since))
    if not rows:
        messages.warning(request, _("Nobody was told: no address is known. Tell them otherwise."))
    for row in rows:
        say_left(request, row)


def say_many_told(request: HttpRequest, thing: Model, *, since: datetime) -> None:
    """Say on the next page how many letters about an act have left, and how many have not."""
    rows = list(letters_about(thing, since=since))
    left = sum(row.sent_at is not None for row in rows)
    if left:
        messages.success(request, ngettext("%(n)s letter has left.", "%(n)s letters have left.", left) % {"n": left})
    if left < len(rows):
        words = {"n": len(rows) - left}
        said = ngettext(
            "%(n)s letter has not left yet: it is tried again, and Today shows it until it leaves.",
            "%(n)s letters have not left yet: they are tried again, and Today shows them until they leave.",
            words["n"],
        )
        messages.warning(request, said % words)


def say_left(request: HttpRequest, row: OutgoingMail) -> None:
    """Say on the next page whether a letter has left."""
    words = {"email": row.email}
    if row.sent_at is None:
        messages.warning(
            request,
            _("The letter to %(email)s has not left yet: it is tried again, and Today shows it until it leaves.")
            % words,
        )
    else:
        messages.success(request, _("The letter has left for %(email)s.") % words)
