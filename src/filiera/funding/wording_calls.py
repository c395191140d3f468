"""Calls in words: where they stand, until when, what their fields and rules are called."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from filiera.common.in_words import long_date
from filiera.funding.logic.standing import Stand, Standing

STANDINGS = {
    Standing.OPEN: pgettext_lazy("call", "Open"),
    Standing.FORTHCOMING: gettext_lazy("To come"),
    Standing.CLOSED: pgettext_lazy("call", "Closed"),
    Standing.UNKNOWN: gettext_lazy("Not known whether open"),
}

CITIES = {"Europe/Rome": gettext_lazy("Rome time"), "Europe/Brussels": gettext_lazy("Brussels time")}


def zone_in_words(tz: str) -> str:
    """Name a time zone: "ora di Roma"."""
    return str(CITIES.get(tz) or _("%(city)s time") % {"city": tz.rsplit("/", 1)[-1].replace("_", " ")})


def until_in_words(at: Stand, tz: str) -> str:
    """Say until when, in the time of the call: "15 dicembre 2026 alle 16:00, ora di Roma"; empty where it is not known."""
    if at.until is None:
        return ""
    here = at.until.astimezone(ZoneInfo(tz))
    if not at.hour_known:
        return long_date(here.date())
    words = {"day": long_date(here.date()), "hour": f"{here:%H:%M}", "zone": zone_in_words(tz)}
    return _("%(day)s at %(hour)s, %(zone)s") % words


def opening_in_words(at: datetime | None, tz: str, hour_known: bool) -> str:
    """Say from when, in the time of the call; empty where it is not known."""
    if at is None:
        return ""
    here = at.astimezone(ZoneInfo(tz))
    if not hour_known:
        return long_date(here.date())
    words = {"day": long_date(here.date()), "hour": f"{here:%H:%M}", "zone": zone_in_words(tz)}
    return _("%(day)s at %(hour)s, %(zone)s") % words


def left_in_words(at: Stand, opens: str = "") -> str:
    """Say how many days are left; on the last day, that it is the last; of what is to come, when it opens (`opens`)."""
    if at.standing == Standing.FORTHCOMING:
        return _("Opens %(when)s.") % {"when": opens} if opens else ""
    if at.days_left is None or at.standing == Standing.CLOSED:
        return ""
    if at.is_last_day:
        return _("Closes today.") if at.hour_known else _("Closes today: the hour is not said.")
    return ngettext("%(n)s day left.", "%(n)s days left.", at.days_left) % {"n": at.days_left}
