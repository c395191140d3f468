"""The pages that belong to no feature: home, sources, sign-in's way back, health."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.paginator import Paginator
from django.db import DatabaseError, connection
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.instance import current_instance
from filiera.common.views import Crumb, public
from filiera.common.visibility import audience_of
from filiera.competence import pictures
from filiera.competence.adapters import current_index
from filiera.competence.filters import DirectoryFilter
from filiera.competence.queries.coverage import chain_coverage
from filiera.competence.queries.evidence import as_pieces
from filiera.competence.queries.latest import latest_evidence
from filiera.competence.queries.places import territory_map
from filiera.competence.queries.readiness import map_is_computed
from filiera.competence.queries.sources import open_evidence, source_rows
from filiera.observatory.queries import figures_of, next_deadlines
from filiera.web.jsonld import site_jsonld, sources_jsonld
from filiera.web.showcase import showcase

if TYPE_CHECKING:
    from django.http import HttpRequest

HOME_FIGURES = "turnover-share"
SOURCES_A_PAGE = 40


@public
def home(request: HttpRequest) -> HttpResponse:
    """Show the front door: the question, the territory, the chain, what is new, what is due, what is disputed."""
    audience, today = audience_of(request.user), timezone.localdate()
    coverage = chain_coverage(audience=audience)
    territory = territory_map(DirectoryFilter(), audience=audience, today=today)
    instance = current_instance()
    context = {
        "examples": instance.example_questions.here(),
        "tagline": instance.words.tagline.here(),
        "coverage": coverage,
        "map_is_ready": map_is_computed(),
        "stages": pictures.stages(coverage),
        "territory": territory,
        "ground": pictures.ground(),
        "places": pictures.places(territory),
        "latest": [(line, as_pieces(line.evidence)) for line in latest_evidence(audience=audience, today=today)],
        "deadlines": next_deadlines(today=today, limit=4),
        "figures": figures_of(HOME_FIGURES)[:3],
        "today": today,
        "jsonld": site_jsonld(instance, request),
    }
    return render(request, "web/home_page.html", context)


@public
def sources(request: HttpRequest) -> HttpResponse:
    """Show where everything comes from, under which licence, and how much came from each source."""
    audience = audience_of(request.user)
    sought = request.GET.get("q", "").strip()[:100]
    rows = source_rows(audience=audience, words=sought).order_by("is_example", "-pieces", "name", "pk")
    context = {
        "credits": current_instance().credits,
        "page": Paginator(rows, SOURCES_A_PAGE).get_page(request.GET.get("page")),
        "sought": sought,
        "pieces": open_evidence(audience).count(),
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("Sources"))],
        "jsonld": sources_jsonld(current_instance(), request),
    }
    return render(request, "web/sources_page.html", context)


@public
def about(request: HttpRequest) -> HttpResponse:
    """Show the page of accessibility, which says what is true of this installation."""
    context = {"crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("Accessibility"))]}
    return render(request, "web/accessibility_page.html", context)


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@public
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether database and index are there; 503 where one is not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        index = current_index()
    except DatabaseError:
        return JsonResponse({"database": False, "index": False}, status=503)
    return JsonResponse({"database": True, "index": index is not None}, status=200 if index is not None else 503)


@public
def components(request: HttpRequest) -> HttpResponse:
    """Show every component with invented data, in the demo and in development only."""
    if not settings.DEMO:
        raise Http404
    return render(request, "web/components_page.html", showcase())


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a request cannot be read: it is too long, or holds what no text has."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2
        return render(request, "413.html", {"most": most}, status=413)
    return render(request, "400.html", status=400)
