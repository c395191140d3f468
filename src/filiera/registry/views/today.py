"""The office's first page: what waits for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone

from filiera.accounts.second_factors import should_add_second_factor
from filiera.common.views import permitted
from filiera.registry import hooks
from filiera.registry.queries.falling_due import due_lines
from filiera.registry.queries.privacy_waiting import waiting_of_breaches
from filiera.registry.queries.waiting import waiting_things

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@permitted("registry.work_in_office")
def office(request: HttpRequest) -> HttpResponse:
    """Show what waits for the office."""
    now = timezone.now()
    things = waiting_things(now=now)
    if request.user.has_perm("privacy.handle_breaches"):
        things = [*waiting_of_breaches(now=now), *things]
    context = {
        "now": [thing for thing in things if thing.is_now],
        "late": [thing for thing in things if thing.is_late],
        "things": [thing for thing in things if not thing.is_late and not thing.is_now],
        "today": timezone.localdate(),
        "count": len(things),
        "due": due_lines(now=now),
        "panels": [panel for source in hooks.panels if (panel := source(now)) is not None],
        "is_urged": should_add_second_factor(request.user),
    }
    return render(request, "registry/office_page.html", context)
