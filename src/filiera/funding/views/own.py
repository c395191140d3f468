"""The calls that fit one organisation: who may take part first, then what they ask and it can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filiera.common.views import Crumb, permitted
from filiera.common.visibility import audience_of
from filiera.funding.filters import CallFilter
from filiera.funding.queries.own_calls import organisation_fits
from filiera.registry.models import Organisation
from filiera.registry.queries.standing import standing_organisation

if TYPE_CHECKING:
    from django.http import HttpRequest


@permitted("registry.view_organisation", load=standing_organisation)
@require_safe
def organisation_calls(request: HttpRequest, found: Organisation) -> HttpResponse:
    """Rank the calls that are open or to come for an organisation, as the reader may know it."""
    asked, audience = CallFilter.from_query(request.GET), audience_of(request.user)
    fits = organisation_fits(
        found, audience=audience, now=timezone.now(), asked=asked if not asked.is_empty else None, top=30
    )
    context = {
        "organisation": found,
        "fits": fits,
        "may_say": request.user.has_perm("funding.keep_applicant", found),
        "crumbs": [
            Crumb(_("Calls"), reverse("calls")),
            Crumb(found.name, reverse("organisation", args=[found.code])),
            Crumb(_("Calls that fit")),
        ],
    }
    return render(request, "funding/organisation_calls_page.html", context)
