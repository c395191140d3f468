"""What refusals propose for profiles: a person takes a competence away, or keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filiera.common.refusals import refusals_in
from filiera.common.views import acts_only, permitted
from filiera.exchange.operations.corrections import decide_correction
from filiera.exchange.pages import profiles_of
from filiera.exchange.queries.refusals import correction_of, corrections
from filiera.exchange.views.needs import crumbs

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@permitted("exchange.list_needs")
@require_safe
def proposed(request: HttpRequest) -> HttpResponse:
    """List what refusals propose."""
    context = {
        "lines": corrections(organisation_ids=profiles_of(request.user)),
        "crumbs": crumbs(_("What refusals say")),
    }
    return render(request, "exchange/corrections_page.html", context)


@permitted("exchange.list_needs")
@acts_only(load=lambda: True)
def decide(request: HttpRequest) -> HttpResponse:
    """Take a competence away from a profile, or keep it."""
    said = (request.POST.get("organisation", ""), request.POST.get("competence", ""))
    one = correction_of(*said, organisation_ids=profiles_of(request.user))
    if one is None:
        raise Http404
    takes = request.POST.get("act") == "remove"
    with refusals_in(request):
        decide_correction(correction=one, takes=takes, today=timezone.localdate(), actor=request.user)
        words = _("Taken away: %(what)s.") if takes else _("Kept: %(what)s.")
        messages.success(request, words % {"what": one.label})
    return redirect("need-corrections")
