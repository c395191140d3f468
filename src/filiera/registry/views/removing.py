"""Take an organisation of which nothing is left out of the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filiera.common.refusals import refusals_in
from filiera.common.views import permitted
from filiera.registry.models import Organisation
from filiera.registry.operations.removal import remove_empty_organisation

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def _by_code(code: str) -> Organisation | None:
    return Organisation.objects.filter(code=code).first()


@permitted("registry.import_data", load=_by_code)
@require_POST
def remove(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Remove it where nothing hangs on it, and go back to the page that asked; its own page asks for a yes first."""
    if request.POST.get("asked") and not request.POST.get("sure"):
        messages.error(request, _("%(name)s stays: tick that you are sure.") % {"name": organisation.name})
        return redirect("organisation", code=organisation.code)
    with refusals_in(request):
        remove_empty_organisation(organisation=organisation, actor=request.user)
        messages.success(request, _("%(name)s is out of the register.") % {"name": organisation.name})
    url = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return redirect(url if here else "office")
