"""An organisation's facts in words: what its sources disagree on, what its picture shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from filiera.common.in_words import long_date
from filiera.competence.enums import EvidenceKind
from filiera.competence.queries.claims import ClaimLine
from filiera.competence.queries.evidence import EvidencePoint
from filiera.competence.queries.profile import Disagreement, FactLine

if TYPE_CHECKING:
    from filiera.registry.models import PersonRole

QUIET = frozenset({"KIND", "STAGE", "COUNTRY", "PROVINCE", "SUMMARY", "NAME"})
"""Fields that the head of the page says already."""


@dataclass(frozen=True, slots=True)
class Side:
    """One fact of a disagreement, as the component takes it."""

    value: str
    what: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Versus:
    """A disagreement face to face, with the sentence that says what is used."""

    field: str
    label: str
    facts: tuple[Side, ...]
    note: str


def versus_of(found: Sequence[Disagreement]) -> list[Versus]:
    """Put disagreements side by side, three values at most; the used one stands first."""
    return [Versus(gap.field, gap.label, tuple(_side(fact) for fact in gap.facts[:3]), _note(gap)) for gap in found]


def _side(fact: FactLine) -> Side:
    rows = [(_("source"), fact.source_name)]
    if fact.on:
        rows.append((_("date"), long_date(fact.on, fact.on_precision)))
    elif fact.source_on:
        rows.append((_("read in"), long_date(fact.source_on, fact.source_precision)))
    rows.append((_("certainty"), fact.certainty_label))
    if fact.note:
        rows.append((_("note"), fact.note))
    return Side(fact.shown_raw, fact.shown if fact.shown != fact.shown_raw else fact.label, tuple(rows))


def _note(gap: Disagreement) -> str:
    used = gap.facts[0]
    return _("In calculations we use “%(value)s” (%(why)s); the others stay beside it.") % {
        "value": used.shown_raw,
        "why": used.certainty_label,
    }


def facts_worth_showing(facts: Sequence[FactLine]) -> list[FactLine]:
    """Leave out what the head of the page says already and each field's values that are not used."""
    return [fact for fact in facts if fact.field not in QUIET and fact.used]


def lanes_caption(points: Sequence[EvidencePoint]) -> str:
    """Say under the lanes how many pieces there are, of how many kinds, and how many are other people's word."""
    if not points:
        return ""
    kinds = len({point.kind for point in points})
    others = sum(point.independent for point in points)
    first = ngettext("%(n)s piece of evidence", "%(n)s pieces of evidence", len(points)) % {"n": len(points)}
    second = ngettext("of %(n)s kind", "of %(n)s kinds", kinds) % {"n": kinds}
    third = ngettext("%(n)s by others' word", "%(n)s by others' word", others) % {"n": others}
    return f"{first}, {second}; {third}."


def held_words(role: PersonRole) -> str:
    """Say from when to when a role is held, as exactly as is known; empty where no date is."""
    begins = ends = ""
    if role.from_on:
        month = pgettext("before a month without a day", "from %(day)s")
        begins = _dated(_("from %(day)s"), month, role.from_on, role.from_word)
    if role.until_on and begins:
        month = pgettext("before a month without a day", "to %(day)s")
        ends = _dated(_("to %(day)s"), month, role.until_on, role.until_word)
    elif role.until_on:
        month = pgettext("before a month without a day", "until %(day)s")
        ends = _dated(_("until %(day)s"), month, role.until_on, role.until_word)
    return f"{begins} {ends}".strip()


def _dated(words: str, words_of_month: str, day: date, precision: str) -> str:
    """Write a day with its preposition: Italian joins an article to it before a day and a year, not before a month."""
    return (words_of_month if precision == "month" else words) % {"day": long_date(day, precision)}


def expiry_words(line: ClaimLine, proofs: Sequence[EvidencePoint]) -> str:
    """Say when the first proof of a competence expires; empty where none does.

    A stated expiry is a day. That of a patent is reckoned from its filing, and is known no better.
    """
    day = line.expires_on
    if day is None:
        return ""
    reckoned = [one for one in proofs if one.valid_until is None and one.start and one.kind == EvidenceKind.PATENT]
    filed = [
        one.precision for one in reckoned if one.start and (one.start.month, one.start.day) == (day.month, day.day)
    ]
    precision = "day" if any(one.valid_until == day for one in proofs) else next(iter(filed), "day")
    if precision == "day":
        words = _("The first proof to expire does so on %(day)s.")
    elif precision == "month":
        words = pgettext("before a month without a day", "The first proof to expire does so in %(day)s.")
    else:
        words = _("The first proof to expire does so in %(day)s.")
    return words % {"day": long_date(day, precision)}
