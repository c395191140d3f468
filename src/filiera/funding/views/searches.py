"""What a person is told of calls: searches that they keep, calls that they follow, how often, the private calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filiera.common.forms import form_of_row, shown_again
from filiera.common.refusals import refusals_in
from filiera.common.views import acts_only, permitted, signed_in
from filiera.common.visibility import audience_of
from filiera.funding.filters import CallFilter
from filiera.funding.forms_interest import DigestForm, KeepForm, RenameForm
from filiera.funding.models import CallDigest
from filiera.funding.operations.digests import choose_digest
from filiera.funding.operations.feeds import feed_token, make_feed, revoke_feeds
from filiera.funding.operations.searches import (
    drop_search,
    follow_call,
    keep_search,
    leave_call,
    rename_search,
    tell_search,
)
from filiera.funding.queries.searches import own_calls, search_of
from filiera.funding.views.calls import crumbs, load_call

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.http import HttpRequest

    from filiera.funding.models import Call


@signed_in
@require_safe
def searches(request: HttpRequest) -> HttpResponse:
    """Show what the person is told of calls."""
    return _shown(request)


def _shown(request: HttpRequest, refused: BaseForm | None = None) -> HttpResponse:
    now, again = timezone.now(), shown_again(refused)
    own = own_calls(request.user, audience=audience_of(request.user), now=now)
    chosen = own.digest or CallDigest()
    initial = {"is_told": chosen.is_told, "closing_days": chosen.closing_days}
    token = feed_token(own.feed) if own.feed else ""
    context = {
        "own": own,
        "lines": [
            (line, again(form_of_row(RenameForm, line.search.pk, initial={"name": line.search.name})))
            for line in own.searches
        ],
        "digest_form": again(DigestForm(initial=initial, auto_id="digest-%s")),
        "feed_url": str(settings.SITE_URL).rstrip("/") + reverse("calls-own-calendar", args=[token]) if token else "",
        "crumbs": crumbs(_("What we tell you")),
    }
    return render(request, "funding/searches_page.html", context, status=again.status)


@signed_in
@acts_only()
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the filter that the list of calls has, under a name."""
    asked = CallFilter.from_query(QueryDict(request.POST.get("query", "")[:4000]))
    form = KeepForm(request.POST)
    page = f"{reverse('calls')}?{asked.query_string()}" if not asked.is_empty else reverse("calls")
    if not form.is_valid():
        messages.error(request, _("This name is too long: choose a shorter one."))
        return redirect(page)
    with refusals_in(request):
        search = keep_search(
            user=request.user,
            asked=asked,
            name=form.cleaned_data["name"],
            is_told=form.cleaned_data["is_told"],
            now=timezone.now(),
        )
        messages.success(request, _("“%(name)s” is kept.") % {"name": search.name})
        return redirect("call-searches")
    return redirect(page)


@signed_in
@acts_only()
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a search, say whether it is told, take it away: the act is named in the form."""
    search = search_of(request.user, pk)
    act = request.POST.get("act", "")
    if search is None:
        if act == "drop":  # a second click finds it gone, as was asked
            return redirect("call-searches")
        raise Http404
    if act == "drop":
        drop_search(search=search)
        messages.success(request, _("“%(name)s” is taken away.") % {"name": search.name})
    elif act in ("tell", "hush"):
        tell_search(search=search, is_told=act == "tell", now=timezone.now())
    else:
        form = form_of_row(RenameForm, search.pk, request.POST)
        if not form.is_valid():
            return _shown(request, form)
        with refusals_in(form):
            rename_search(search=search, name=form.cleaned_data["name"])
            return redirect("call-searches")
        return _shown(request, form)
    return redirect("call-searches")


@signed_in
@acts_only()
def digest(request: HttpRequest) -> HttpResponse:
    """Choose whether letters tell of calls, and how long before one closes."""
    form = DigestForm(request.POST, auto_id="digest-%s")
    if form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        with refusals_in(form):
            choose_digest(user=request.user, now=timezone.now(), **said)
            messages.success(request, _("Written."))
            return redirect("call-searches")
    return _shown(request, form)


@signed_in
@acts_only()
def private_calendar(request: HttpRequest) -> HttpResponse:
    """Make the private calendar, or revoke its address."""
    if request.POST.get("act") == "revoke":
        if revoke_feeds(user=request.user, now=timezone.now()):
            messages.success(request, _("That address opens nothing any more."))
    else:
        make_feed(user=request.user, now=timezone.now())
    return redirect(reverse("call-searches") + "#calendar")


@permitted("funding.follow_call", load=load_call, sign_in=True)
@acts_only("call", of=lambda found: found.code)
def follow(request: HttpRequest, found: Call) -> HttpResponse:
    """Follow a call, or follow it no longer."""
    if request.POST.get("act") == "leave":
        leave_call(user=request.user, call=found)
    else:
        with refusals_in(request):
            follow_call(user=request.user, call=found, now=timezone.now())
            messages.success(request, _("You follow this call: what changes and when it closes reaches you by mail."))
    back = "call-searches" if request.POST.get("back") == "searches" else ""
    return redirect(back) if back else redirect("call", code=found.code)


for _view in (keep, change, digest, private_calendar, follow):
    _view.acts_for_nobody = True  # type: ignore[attr-defined]  # it is the person's own, whatever hat they wear
