"""What changed between two versions of a call, in a sentence: "Durata: da 24 a 30 mesi"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as n_

from filiera.common.in_words import euro, long_date
from filiera.funding.enums import CallLevel, Procedure, SourceStatus
from filiera.funding.logic.amendments import Change
from filiera.funding.wording_rules import rule_in_words, rule_label

FIELDS = {
    "title": n_("Title"),
    "title_en": n_("Title in English"),
    "granted_by": n_("Granted by"),
    "called_off_on": n_("Called off on"),
    "url": n_("Official page"),
    "level": n_("Level of the call"),
    "programme": n_("Programme"),
    "procedure": n_("How applications are chosen"),
    "aid": n_("Kind of aid"),
    "tz": n_("Time zone"),
    "opens": n_("Opening"),
    "closes": n_("Closing"),
    "cutoffs": n_("Rounds"),
    "until_spent": n_("May close before, when the money is spent"),
    "source_status": n_("What the source says"),
    "budget_eur": n_("Money in all"),
    "grant_min_eur": n_("Least grant"),
    "grant_max_eur": n_("Largest grant"),
    "summary": n_("Summary"),
    "text": n_("Text"),
}


AIDS: Mapping[str, str] = {
    "deminimis": "de minimis",
    "gber25": n_("block exemption, article 25"),
    "gber": n_("block exemption"),
    "none": n_("no State aid"),
}
"""What the rules of State aid are called that calls name most."""


def change_in_words(change: Change) -> str:
    """Say one change in a sentence of the active language."""
    if change.rule:
        before = rule_in_words(change.rule, change.before) if change.before is not None else ""
        after = rule_in_words(change.rule, change.after) if change.after is not None else ""
        return _between(rule_label(change.rule), before, after)
    label = field_label(change.field)
    if change.field in ("summary", "text"):
        return _("%(what)s: rewritten.") % {"what": label}
    return _between(label, value_in_words(change.field, change.before), value_in_words(change.field, change.after))


def _between(label: str, before: str, after: str) -> str:
    words = {"what": label, "before": before, "after": after}
    if after == label and not before:
        return _("%(what)s: added.") % words
    if before == label and not after:
        return _("%(what)s: taken away.") % words
    if before and after:
        return _("%(what)s: was “%(before)s”, is “%(after)s”.") % words
    if after:
        return _("%(what)s, new: “%(after)s”.") % words
    return _("%(what)s, no longer: “%(before)s”.") % words if before else ""


def field_label(field: str) -> str:
    """Say what a field of a call is called."""
    return _(FIELDS[field]) if field in FIELDS else field


def value_in_words(field: str, value: Any) -> str:
    """Say the value of a field of a call, as a version keeps it."""
    if value in (None, "", [], {}):
        return ""
    say: Mapping[str, Callable[[Any], str]] = {
        "opens": moment_said,
        "closes": moment_said,
        "called_off_on": moment_said,
        "cutoffs": lambda found: ", ".join(moment_said(one) for one in found),
        "procedure": lambda code: str(Procedure(code).label),
        "level": lambda code: str(CallLevel(code).label),
        "source_status": lambda code: str(SourceStatus(code).label),
        "aid": lambda code: _(AIDS[code]) if code in AIDS else code,
        "until_spent": lambda is_so: _("yes") if is_so else _("no"),
        "budget_eur": lambda amount: euro(Decimal(amount)),
        "grant_min_eur": lambda amount: euro(Decimal(amount)),
        "grant_max_eur": lambda amount: euro(Decimal(amount)),
    }
    return say.get(field, str)(value)


def moment_said(written: str) -> str:
    """Say a moment that is kept as text: a day, or a day with its hour."""
    if "T" not in written:
        return long_date(date.fromisoformat(written))
    at = datetime.fromisoformat(written)
    return _("%(day)s at %(hour)s") % {"day": long_date(at.date()), "hour": f"{at:%H:%M}"}
