"""Funding won: the page with its charts and its map, and each of its tables to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filiera.common.in_words import euro
from filiera.common.views import public
from filiera.common.visibility import audience_of
from filiera.competence.pictures import ground
from filiera.competence.queries.places import land
from filiera.funding.exports_tables import table_csv
from filiera.funding.pages_money import (
    PARTS,
    bars_of,
    comparison,
    map_table,
    perimeter_words,
    period_bars,
    places_of,
    table_of,
)
from filiera.funding.queries.money import money_won
from filiera.funding.views.projects import crumbs

if TYPE_CHECKING:
    from django.http import HttpRequest


@public
@require_safe
def money(request: HttpRequest) -> HttpResponse:
    """Show what organisations of the register have won."""
    won = money_won(audience=audience_of(request.user), today=timezone.localdate())
    has_map = bool(land().grains) and bool(won.spots)
    context = {
        "won": won,
        "total": euro(won.total.grant_eur) if won.total.known else _("An amount that is not known"),
        "comparison": comparison(won),
        "by_period": period_bars(won) if won.now.won.known or won.before.won.known else [],
        "by_province": bars_of(won.provinces, criterion="province", nowhere=_("no province")),
        "by_programme": bars_of(won.programmes, criterion="programme", nowhere=_("no programme")),
        "by_year": bars_of(won.years, criterion="year", nowhere=_("undated")),
        "perimeter": perimeter_words(won.perimeter),
        "ground": ground() if has_map else None,
        "places": places_of(won),
        "map_table": map_table(won),
        "crumbs": crumbs(_("Funding won")),
    }
    return render(request, "funding/money_page.html", context)


@public
@require_safe
def taken(request: HttpRequest, part: str) -> HttpResponse:
    """Give a table of the page as CSV."""
    if part not in PARTS:
        raise Http404
    heads, rows = table_of(money_won(audience=audience_of(request.user), today=timezone.localdate()), part)
    response = HttpResponse(table_csv(heads, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"money-{part}.csv") or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
