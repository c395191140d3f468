"""Before the first map: pages that need it say so, with what to do, and the office can compute it from there."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filiera.common.views import View, permitted
from filiera.competence.adapters import current_index
from filiera.competence.operations.map import update_map
from filiera.competence.queries.readiness import map_is_computed

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

RETRY_SECONDS = 60


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
    """Compute the map now; the command does the same where a page would wait too long."""
    done = update_map(today=timezone.localdate())
    words = _("The map is ready: %(read)s pieces of evidence read, %(claims)s competences held.")
    messages.success(request, words % {"read": done.read, "claims": done.claims})
    return redirect("chain")
