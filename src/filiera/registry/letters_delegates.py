"""The letters that tell a delegate that the term ends, or that the delegation has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from filiera.common.in_words import long_date
from filiera.common.letters import Letter

if TYPE_CHECKING:
    from filiera.registry.models import Delegate


def letter_to(row: Delegate) -> Letter:
    """Write to a delegate, in the active language, that the term ends."""
    address = settings.SITE_URL.rstrip("/") + reverse("delegates", args=[row.organisation.code])
    words = {"name": row.user, "organisation": row.organisation, "day": long_date(row.until_on), "act": row.act}
    lines = (
        _("Good day %(name)s,") % words,
        _("by the act “%(act)s” you act for %(organisation)s until %(day)s. After that day you no longer can.") % words,
        _("If you go on, send the office the new act in time. Who acts for the organisation stands here:"),
        address,
    )
    return Letter(_("You act for %(organisation)s until %(day)s") % words, lines)


def ended_letter(row: Delegate) -> Letter:
    """Write to a delegate, in the active language, that somebody ended the delegation, and why."""
    words = {"name": row.user, "organisation": row.organisation, "day": long_date(row.ended_on), "why": row.ended_why}
    lines = (
        _("Good day %(name)s,") % words,
        _("from %(day)s you no longer act for %(organisation)s. The reason that was written: %(why)s.") % words,
        _("Your account stays yours. If this is not right, write to the office: it can register you again."),
        settings.SITE_URL.rstrip("/") + reverse("home"),
    )
    return Letter(_("You no longer act for %(organisation)s") % words, lines)
