"""What the pages of calls are made of besides their rows: headings, filters in words, figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.in_words import euro, long_date, quoted, whole
from filiera.common.language import localised
from filiera.common.views import LinkTo
from filiera.competence.models import Competence
from filiera.funding.logic.verdicts import Verdict
from filiera.funding.wording_calls import zone_in_words

if TYPE_CHECKING:
    from filiera.funding.filters import CallFilter
    from filiera.funding.queries.call_page import CallPage
    from filiera.funding.queries.calls import CallList
    from filiera.funding.queries.fits import CallFits
    from filiera.funding.queries.own_fit import OwnVerdict


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the line under a heading."""

    value: str
    label: str
    glow: bool = False


def facet_titles() -> dict[str, str]:
    """Name the groups of choices beside the list."""
    return {
        "standing": _("Where it stands"),
        "level": _("Level of the call"),
        "programme": _("Programme"),
        "stage": _("Stage of the chain"),
    }


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """Why calls wait for the office, how many, where they are."""

    label: str
    number: int
    url: str
    is_asked: bool


def waiting_lines(counts: Mapping[str, int], asked: str) -> list[WaitingLine]:
    """Give a line for each reason for which calls wait; `asked` is the one that is shown."""
    desk = reverse("calls-office")
    labels = {
        "hidden": _("For the office alone"),
        "proposals": _("Read in a text, to be confirmed"),
        "differing": _("Source and office say different things"),
        "unread": _("Not read yet for what they ask"),
    }
    pages = {name: f"{desk}?waiting={name}" for name in labels} | {"unread": reverse("calls-reading")}
    return [WaitingLine(labels[name], counts[name], pages[name], name == asked) for name in labels]


def heading(found: CallList, asked: CallFilter) -> str:
    """Say what the list holds."""
    if not found.total:
        return _("No call like this") if not asked.is_empty else _("No call is open or to come")
    if asked.standing or asked.q:
        return ngettext("%(n)s call", "%(n)s calls", found.total) % {"n": whole(found.total)}
    return ngettext("%(n)s call that is not over", "%(n)s calls that are not over", found.total) % {
        "n": whole(found.total)
    }


def active_filters(asked: CallFilter, found: CallList) -> list[LinkTo]:
    """Give the filters in force, each as the address without it."""
    labels = {(facet.name, one.value): one.label for facet in found.facets for one in facet.values}
    page, links = reverse("calls"), []
    for name, value in asked.pairs():
        label = labels.get((name, value), value)
        if name == "within":
            label = _("closes within %(n)s days") % {"n": value}
        elif name == "q":
            label = quoted(value)
        elif name == "competence":
            row = Competence.objects.filter(code=value).first()
            label = localised(row, "label") if row else value
        rest = asked.without(name, value).query_string()
        links.append(LinkTo(f"{page}?{rest}" if rest else page, label))
    return links


def call_statline(shown: CallPage, fits: CallFits) -> list[Figure]:
    """Give the figures that are the point of a call's page."""
    line, call, found = shown.line, shown.call, []
    if line.stand.until is not None:
        here = call.here(line.stand.until)
        found.append(Figure(long_date(here.date()), _closing(shown), glow=line.stand.is_last_day))
    if call.grant_max_eur is not None:
        found.append(Figure(euro(call.grant_max_eur), _("largest grant to a project")))
    elif call.budget_eur is not None:
        found.append(Figure(euro(call.budget_eur), _("money in all")))
    if fits.topics:
        words = {"n": fits.covered, "all": len(fits.topics)}
        found.append(Figure(_("%(n)s of %(all)s") % words, _("competences asked for that members have")))
    if fits.members and shown.rules and fits.asks_each:
        label = (
            _("members that pass what is asked of each") if fits.passing else _("members of whom it is not known yet")
        )
        found.append(Figure(whole(fits.passing or fits.unknown), label))
    return found


def each_sentence(fits: CallFits) -> str:
    """Say how many members pass what is asked of each alone, of how many it is not known, how many do not."""
    if not fits.asks_each:
        return _("It asks nothing of each alone.")
    said = (
        (fits.passing, ngettext("%(n)s passes", "%(n)s pass", fits.passing)),
        (fits.unknown, ngettext("of %(n)s it is not known", "of %(n)s it is not known", fits.unknown)),
        (fits.failing, ngettext("%(n)s does not", "%(n)s do not", fits.failing)),
    )
    parts = [words % {"n": whole(number)} for number, words in said if number]
    return _("Of what it asks of each alone: %(parts)s.") % {"parts": ", ".join(parts)} if parts else ""


def cover_sentence(fits: CallFits) -> str:
    """Say of how many competences the best proof is weak, and how many nobody has; nothing where all are held well."""
    missing = len(fits.topics) - fits.covered
    said = (
        (fits.weak, ngettext("of %(n)s the best proof is weak", "of %(n)s the best proof is weak", fits.weak)),
        (missing, ngettext("%(n)s no member has", "%(n)s no member has", missing)),
    )
    parts = ", ".join(words % {"n": whole(number)} for number, words in said if number)
    return f"{parts[0].upper()}{parts[1:]}." if parts else ""


def verdict_sentence(shown: CallPage, own: OwnVerdict | None) -> str:
    """Say in a sentence what the rules come to: for one's own organisation, else how many there are."""
    if own is None or not own.gates:
        return _rules_sentence(len(shown.rules), shown.with_clause)
    counts = Counter(one.verdict for one in own.gates.values())
    if counts[Verdict.FAIL]:
        words = {"n": counts[Verdict.FAIL], "all": len(own.gates)}
        return (
            ngettext(
                "Not like this: %(n)s of %(all)s rules about each applicant is not met.",
                "Not like this: %(n)s of %(all)s rules about each applicant are not met.",
                counts[Verdict.FAIL],
            )
            % words
        )
    if counts[Verdict.UNKNOWN]:
        words = {"n": counts[Verdict.UNKNOWN], "all": len(own.gates)}
        return (
            ngettext(
                "Not known yet: %(n)s of %(all)s rules about each applicant waits for an answer.",
                "Not known yet: %(n)s of %(all)s rules about each applicant wait for an answer.",
                counts[Verdict.UNKNOWN],
            )
            % words
        )
    return _("All that it asks of each applicant alone is met.")


def _rules_sentence(number: int, with_clause: int) -> str:
    words = {"n": number, "clauses": with_clause}
    if with_clause == number:
        return ngettext("%(n)s rule, with its clause.", "%(n)s rules, each with its clause.", number) % words
    if with_clause:
        return ngettext("%(n)s rule", "%(n)s rules, %(clauses)s with their clause.", number) % words
    return (
        ngettext("%(n)s rule, without its clause so far.", "%(n)s rules, without their clauses so far.", number) % words
    )


def _closing(shown: CallPage) -> str:
    stand, call = shown.line.stand, shown.call
    if not stand.hour_known or stand.until is None:
        return _("closes; the hour is not said")
    words = {"hour": f"{call.here(stand.until):%H:%M}", "zone": zone_in_words(call.tz)}
    return _("closes at %(hour)s, %(zone)s") % words
