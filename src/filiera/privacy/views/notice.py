"""The privacy notice, for everybody, version by version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.views import Crumb, public
from filiera.privacy import hooks
from filiera.privacy.notice import notice_on, notices

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@public
def notice(request: HttpRequest) -> HttpResponse:
    """Show the notice in force, or the version asked for."""
    asked, in_force = request.GET.get("version", ""), notice_on(timezone.localdate())
    shown = next((one for one in notices() if one.version == asked), None) if asked else in_force
    if asked and shown is None:
        raise Http404
    context = {
        "notice": shown,
        "digest": shown.digest() if shown else "",
        "is_old": shown is not None and shown != in_force,
        "versions": [one for one in reversed(notices()) if one != shown],
        "rules": hooks.retention,
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("Privacy"))],
    }
    return render(request, "privacy/notice_page.html", context)
