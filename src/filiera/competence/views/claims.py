"""The office's list of competences that nobody has confirmed, organisation by organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from filiera.common.views import Crumb, permitted
from filiera.competence.queries.waiting import organisations_to_confirm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE_SIZE = 50


@permitted("registry.work_in_office")
def claims_waiting(request: HttpRequest) -> HttpResponse:
    """Show where competences wait for a yes or a no."""
    page = Paginator(organisations_to_confirm(), PAGE_SIZE).get_page(request.GET.get("page"))
    crumbs = [Crumb(_("Today"), reverse("office")), Crumb(_("Competences to confirm"))]
    return render(request, "competence/claims_waiting_page.html", {"page": page, "crumbs": crumbs})
