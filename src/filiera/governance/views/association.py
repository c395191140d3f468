"""The association's page for one person: what waits, and where everything is."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.acting import acting_of
from filiera.common.views import Crumb, LinkTo, permitted
from filiera.governance.queries.association import figures_for, waiting_for

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from filiera.accounts.models import User
    from filiera.common.acting import Hat


@permitted("governance.view_register")
def association(request: HttpRequest) -> HttpResponse:
    """Show what of the association waits for the person, then its parts."""
    now = timezone.now()
    things = waiting_for(request.user, now=now)
    context = {
        "now": [thing for thing in things if thing.is_now],
        "late": [thing for thing in things if thing.is_late],
        "things": [thing for thing in things if not thing.is_late and not thing.is_now],
        "count": len(things),
        "today": timezone.localdate(now),
        "links": _links(request),
        "figures": figures_for(request.user, today=timezone.localdate(now)),
        "acting": acting_of(request.user),
        "hats": _hats_to_choose(request, timezone.localdate(now)),
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("The association"))],
    }
    return render(request, "governance/association_page.html", context)


def _hats_to_choose(request: HttpRequest, today: date) -> list[Hat]:
    """Give the organisations among which the person has still to choose: until then nothing of any of them is shown."""
    standing = cast("User", request.user).standing(today)
    return [] if standing.acting is not None or standing.is_office else list(standing.hats)


def _links(request: HttpRequest) -> list[LinkTo]:
    """Give the parts that the person may open."""
    user = request.user
    acting = acting_of(user)
    found = [
        LinkTo(reverse("meetings"), _("Meetings")),
        LinkTo(reverse("resolutions"), _("Resolutions")),
        LinkTo(reverse("members"), _("Members' register")),
        LinkTo(reverse("bodies"), _("Bodies and offices")),
        LinkTo(reverse("petitions"), _("Requests for an assembly")),
        LinkTo(reverse("documents"), _("Documents")),
    ]
    if user.has_perm("governance.view_books"):
        found.insert(2, LinkTo(reverse("books"), _("Books")))
    if acting is not None:
        found += [
            LinkTo(reverse("membership", args=[acting.code]), _("Our membership: fees and certificates")),
            LinkTo(reverse("delegates", args=[acting.code]), _("Who acts for us")),
        ]
    return found
