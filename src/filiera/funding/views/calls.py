"""Calls for everybody: the list, one call with who fits it, its versions, what its source served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filiera.common.views import Crumb, permitted, public
from filiera.common.visibility import audience_of
from filiera.funding.filters import WITHIN_DAYS, CallFilter
from filiera.funding.pages_calls import (
    active_filters,
    call_statline,
    cover_sentence,
    each_sentence,
    facet_titles,
    heading,
    verdict_sentence,
)
from filiera.funding.pages_interest import beside_call, beside_list
from filiera.funding.queries.call_page import call_page, raw_of
from filiera.funding.queries.calls import call_list, call_of
from filiera.funding.queries.fits import call_fits
from filiera.funding.queries.own_fit import own_fit
from filiera.funding.wording_calls import left_in_words

if TYPE_CHECKING:
    from django.http import HttpRequest

    from filiera.funding.models import Call

MEDIA = {"json": "application/json", "yaml": "text/plain", "csv": "text/plain", "text": "text/plain"}


def load_call(code: str) -> Call | None:
    """Load a call by its public id."""
    return call_of(code)


def load_version(code: str, number: int) -> Call | None:
    """Load the call of a version."""
    call = call_of(code)
    return call if call is not None and number < 2**31 and raw_of(call, number) is not None else None


def crumbs(*last: Crumb | str) -> list[Crumb]:
    """Give the path to a page of calls."""
    first = Crumb(_("Calls"), reverse("calls"))
    return [first, *(one if isinstance(one, Crumb) else Crumb(one) for one in last)]


@public
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """List the calls that are open or to come, under one filter."""
    asked, now = CallFilter.from_query(request.GET), timezone.now()
    found = call_list(asked, audience=audience_of(request.user), now=now, page=request.GET.get("page"))
    context = {
        "asked": asked,
        "found": found,
        "heading": heading(found, asked),
        "facet_titles": facet_titles(),
        "active": active_filters(asked, found),
        "within_days": WITHIN_DAYS,
        "clear_url": reverse("calls"),
        "crumbs": [Crumb(_("Calls"))],
        "may_keep": request.user.has_perm("funding.keep_calls"),
        **beside_list(asked, user=request.user),
    }
    return render(request, "funding/calls_page.html", context)


@permitted("funding.view_call", load=load_call)
@require_safe
def call(request: HttpRequest, found: Call) -> HttpResponse:
    """Show a call: what it asks with its clauses, whom it fits, who covers what."""
    return shown_call(request, found)


def shown_call(request: HttpRequest, found: Call, *, status: int = 200, **beside: object) -> HttpResponse:
    """Give the page of a call; `beside` stands in the place of what its page would have, a form with its errors."""
    audience, now = audience_of(request.user), timezone.now()
    shown = call_page(found, now=now)
    fits, own = call_fits(found, audience=audience, now=now), own_fit(found, user=request.user, now=now)
    context = {
        "call": found,
        "shown": shown,
        "fits": fits,
        "own": own,
        "figures": call_statline(shown, fits),
        "sentence": verdict_sentence(shown, own),
        "each": each_sentence(fits),
        "cover": cover_sentence(fits),
        "left": left_in_words(shown.line.stand, shown.line.opens),
        "crumbs": crumbs(shown.title),
        "may_keep": request.user.has_perm("funding.keep_calls"),
        "may_compose": request.user.has_perm("funding.compose_consortium", found),
        **beside_call(found, user=request.user, now=now),
        **beside,
    }
    return render(request, "funding/call_page.html", context, status=status)


@permitted("funding.view_call", load=load_version)
@require_safe
def raw(request: HttpRequest, found: Call) -> HttpResponse:
    """Give a version as its source served it."""
    number = request.resolver_match.kwargs["number"] if request.resolver_match else 0
    version = found.versions.get(number=number)
    name = f"{found.code}-v{version.number}.{version.raw_format or 'txt'}"
    media = MEDIA.get(version.raw_format, "text/plain")
    response = HttpResponse(version.raw or version.text, content_type=f"{media}; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
