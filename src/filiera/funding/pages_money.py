"""Funding won as its page shows it: the sentence, bars, the map with its table, the perimeter in words, tables to take away."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.in_words import euro, long_date, whole
from filiera.common.tables import Cell, Head, Table
from filiera.pictures.bars import Bar
from filiera.pictures.territory import Place

if TYPE_CHECKING:
    from filiera.funding.queries.money import Money, Perimeter, Period, Won

BARS = 15
"""Bars of one chart; the rest is in the table to take away."""

LABEL = 40
"""Characters of a label that a chart has room for."""

LARGEST = 60.0
"""How many organisations the largest circle of the map would stand for: the area of the others is in proportion."""

PARTS = ("provinces", "programmes", "years", "periods")


def bars_of(groups: Sequence[Won], *, criterion: str = "", nowhere: str = "") -> list[Bar]:
    """Give groups as bars; `criterion` is that of the list of projects that a bar leads to."""
    shown = [one for one in groups if one.known][:BARS]
    return [
        Bar(
            label=_short(one.label) or nowhere,
            whole=one.label,
            value=float(one.grant_eur),
            words=amount_words(one),
            url=f"{reverse('projects')}?{criterion}={one.key}" if criterion and one.key else "",
        )
        for one in shown
    ]


def _short(label: str) -> str:
    """Cut a name that no chart has room for."""
    return label if len(label) <= LABEL else f"{label[: LABEL - 1].rstrip()}…"


def amount_words(one: Won) -> str:
    """Say a sum; where some of it is not known, that too. Where nothing is known, nothing is said in numbers."""
    if not one.known:
        return _("not known")
    if one.unknown:
        words = ngettext("%(sum)s and %(n)s not known", "%(sum)s and %(n)s not known", one.unknown)
        return words % {"sum": euro(one.grant_eur), "n": whole(one.unknown)}
    return euro(one.grant_eur)


def period_bars(money: Money) -> list[Bar]:
    """Give the two periods, each as far as this one has come, as bars; this one stands out."""
    now, before = money.now, money.before
    return [
        Bar(_period_words(before), float(before.won.grant_eur), amount_words(before.won)),
        Bar(_period_words(now), float(now.won.grant_eur), amount_words(now.won), result=True),
    ]


def _period_words(one: Period) -> str:
    return _("from %(start)s to %(until)s") % {"start": one.start.year, "until": long_date(one.until)}


def comparison(money: Money) -> str:
    """Say in a sentence how this period stands to the one before, after the same time."""
    now, before = money.now.won, money.before.won
    if not now.known and not before.known:
        return _("Of neither period an amount is known.")
    words = {
        "now": amount_words(now),
        "before": amount_words(before),
        "until": long_date(money.now.until),
        "then": long_date(money.before.until),
    }
    if not before.known:
        return _("%(now)s since 2021; of the years from 2014 to %(then)s no amount is known.") % words
    if not now.known:
        return _("Since 2021 no amount is known; from 2014 to %(then)s it was %(before)s.") % words
    return _("%(now)s since 2021, against %(before)s from 2014 to %(then)s, after the same time.") % words


def perimeter_words(perimeter: Perimeter) -> list[str]:
    """Say whose money it is, by which sources, until which day, and what is left out."""
    said = [
        _(
            "Grants to organisations of the register, of the projects that you may see, until %(day)s. A project counts in the "
            "year and in the period in which it begins; its grant counts where the organisation has its seat."
        )
        % {"day": long_date(perimeter.until)}
    ]
    for name, on, licence in perimeter.sources:
        day = long_date(on) if on else _("undated")
        said.append(" · ".join(part for part in (name, day, licence) if part))
    counted = (
        (perimeter.unsourced, _n_unsourced),
        (perimeter.examples, _n_examples),
        (perimeter.undated, _n_undated),
        (perimeter.not_placed, _n_not_placed),
    )
    said += [words(number) for number, words in counted if number]
    return said


def _n_unsourced(n: int) -> str:
    words = ngettext(
        "%(n)s project is told by its partners alone.", "%(n)s projects are told by their partners alone.", n
    )
    return words % {"n": whole(n)}


def _n_examples(n: int) -> str:
    return ngettext("%(n)s project is an invented example.", "%(n)s projects are invented examples.", n) % {
        "n": whole(n)
    }


def _n_undated(n: int) -> str:
    words = ngettext(
        "%(n)s project has no day and is in neither period.", "%(n)s projects have no day and are in neither period.", n
    )
    return words % {"n": whole(n)}


def _n_not_placed(n: int) -> str:
    words = ngettext(
        "%(n)s grant has no province: its organisation’s seat is not known, or abroad.",
        "%(n)s grants have no province: their organisations’ seats are not known, or abroad.",
        n,
    )
    return words % {"n": whole(n)}


def places_of(money: Money) -> list[Place]:
    """Give the provinces as the map draws them: the area of a circle is in proportion to the sum."""
    most = max((float(one.grant_eur) for one in money.spots), default=0.0)
    return [
        Place(
            name=one.name,
            province=one.key,
            lon=one.lon,
            lat=one.lat,
            total=max(1, round(float(one.grant_eur) / most * LARGEST)),
            in_filter=max(1, round(float(one.grant_eur) / most * LARGEST)),
            url=f"{reverse('projects')}?province={one.key}",
        )
        for one in money.spots
    ]


def map_table(money: Money) -> Table:
    """Give the table beside the map."""
    return Table(
        _("The same map in a table"),
        _("Grants by province"),
        (
            Head(_("Province")),
            Head(_("Grants"), number=True),
            Head(_("Projects"), number=True),
            Head(_("Not known"), number=True),
        ),
        tuple(
            (
                Cell(
                    one.label or _("no province"),
                    f"{reverse('projects')}?province={one.key}" if one.key else "",
                    head=True,
                ),
                Cell(euro(one.grant_eur) if one.known else _("not known"), number=True),
                Cell(whole(one.projects), number=True),
                Cell(whole(one.unknown), number=True),
            )
            for one in money.provinces
        ),
    )


def table_of(money: Money, part: str) -> tuple[list[str], list[list[object]]]:
    """Give the head and the rows of a table to take away; a sum of which nothing is known is empty."""
    amounts = [_("Grants, EUR"), _("Grants that are known"), _("Grants that are not known"), _("Projects")]
    if part == "periods":
        heads = [_("From"), _("To"), *amounts]
        periods = (money.now, money.before, money.before_whole)
        return heads, [[one.start.isoformat(), one.until.isoformat(), *_cells(one.won)] for one in periods]
    first = {"provinces": _("Province"), "programmes": _("Programme"), "years": _("Year")}[part]
    groups: tuple[Won, ...] = getattr(money, part)
    return [first, *amounts], [[one.label or _("not known"), *_cells(one)] for one in groups]


def _cells(one: Won) -> list[object]:
    total: Decimal | None = one.grant_eur if one.known else None
    return [total, one.known, one.unknown, one.projects]
