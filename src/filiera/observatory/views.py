"""The cluster's page: what it is, what it does, what happened, and what is said of it by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.instance import current_instance
from filiera.common.views import Crumb, public
from filiera.common.visibility import audience_of
from filiera.competence.filters import current_organisations
from filiera.observatory.queries import (
    cluster_events,
    cluster_functions,
    cluster_territories,
    figure_groups,
    founders,
    next_deadlines,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@public
def cluster(request: HttpRequest) -> HttpResponse:
    """Show the cluster."""
    audience, today = audience_of(request.user), timezone.localdate()
    instance = current_instance()
    context = {
        "self_organisation": current_organisations(audience).filter(code=instance.identity.organisation_id).first(),
        "functions": cluster_functions(instance),
        "events": cluster_events(),
        "groups": figure_groups(),
        "deadlines": next_deadlines(today=today, limit=60),
        "founders": founders(audience=audience),
        "territories": cluster_territories(instance),
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("The cluster"))],
    }
    return render(request, "observatory/cluster_page.html", context)
