"""Before the first map: pages that need it say so, with what to do, and the office can compute it from there."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filiera.common.views import View, permitted
from filiera.competence.adapters import current_index
from filiera.competence.operations.map import advance_map, begin_map, counts_of
from filiera.competence.queries.readiness import last_whole_run, map_is_computed, map_standing, whole_run_under_way

if TYPE_CHECKING:
    from django.http import HttpRequest

RETRY_SECONDS = 60
BUDGET_SECONDS = 2.0


def needs_map(view: View) -> View:
    """Answer 503 with a page that says what to do, as long as no map has been computed; then open the view."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not map_is_computed():
            return being_prepared(request)
        response: HttpResponse = view(request, *args, **kwargs)
        return response

    return guarded


def index_is_missing() -> bool:
    """Tell whether questions cannot be answered: the map stands, but its index was taken away."""
    return current_index() is None


def being_prepared(request: HttpRequest) -> HttpResponse:
    """Say that the map is being prepared."""
    context = {"may_compute": request.user.has_perm("competence.import_evidence")}
    response = render(request, "competence/preparing_page.html", context, status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


@permitted("competence.import_evidence")
@require_POST
def compute(request: HttpRequest) -> HttpResponse:
    """Begin to compute the map, or join who computes it; a small one is ready at once, of any other the page tells."""
    begin_map(today=timezone.localdate())
    return map_step(request)


@permitted("competence.import_evidence")
def progress(request: HttpRequest) -> HttpResponse:
    """Show how far the map that is being computed is."""
    run = whole_run_under_way()
    if run is None:
        return redirect("chain")
    return render(request, "competence/map_progress_page.html", {"standing": map_standing(run)})


@permitted("competence.import_evidence")
@require_POST
def advance(request: HttpRequest) -> HttpResponse:
    """Bring the computation one step further; htmx gets how far it is, anybody else the page."""
    return map_step(request)


def map_step(request: HttpRequest, *, ready: str = "") -> HttpResponse:
    """Take a step of the computation, and go where it shows: to `ready` or the chain when the map is ready."""
    advance_map(budget_seconds=BUDGET_SECONDS)
    run, is_part = last_whole_run(), getattr(request, "htmx", False)
    if run is not None and run.finished_at is None:
        context = {"standing": map_standing(run)}
        return render(request, "competence/map_progress.html", context) if is_part else redirect("map-progress")
    if run is not None:
        words = _("The map is ready: pieces of evidence read %(read)s, competences held %(claims)s.")
        done = counts_of(run)
        messages.success(request, words % {"read": done.read, "claims": done.claims})
    place = ready or reverse("chain")
    return HttpResponse(headers={"HX-Redirect": place}) if is_part else redirect(place)
