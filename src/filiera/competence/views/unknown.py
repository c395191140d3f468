"""The office settles who is meant: names that nobody of the register answers to, and names in doubt, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, permitted
from filiera.common.visibility import audience_of
from filiera.competence.forms_office import RegisterNameForm, SettleNameForm
from filiera.competence.operations.links import DIFFERENT, Tied, register_mention, settle_mention
from filiera.competence.queries.unknown import (
    doubtful_names,
    doubtful_rows,
    open_counts,
    register_candidates,
    unknown_names,
    unknown_rows,
)
from filiera.competence.wording_imports import tied_words
from filiera.registry.enums import Kind
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE = 20


def _back(request: HttpRequest) -> str:
    url = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if here else reverse("unknown-organisations")


def _say(request: HttpRequest, tied: Tied, *, is_refused: bool = False) -> None:
    name = str(tied.organisation or "")
    messages.success(request, tied_words(links=tied.links, organisation=name, is_refused=is_refused))
    if not tied.is_map_fresh:
        messages.warning(request, _("Much evidence waits to be read: compute the map from the page of the import."))


def _looked_for(request: HttpRequest) -> dict[str, Any]:
    """Give the name that somebody looks for in the register, the words it is looked for by, and who they may mean."""
    key, who = request.GET.get("key", "")[:64], request.GET.get("who", "").strip()[:100]
    return {"key": key, "who": who, "candidates": register_candidates(who) if key else []}


def _tab_of(left: str, *, unknown: int, doubts: int) -> str:
    """Choose what to show first: the tab that a search was made from where it finds something, else the one that does."""
    if left == "unknown" and unknown:
        return "unknown"
    return "doubts" if doubts or not unknown else "unknown"


@permitted("competence.resolve_links")
def unknown(request: HttpRequest) -> HttpResponse:
    """Show the names in doubt beside their candidates, or the unknown ones by their evidence."""
    audience, text = audience_of(request.user), request.GET.get("q", "").strip()[:100]
    country = request.GET.get("country", "").strip()[:2]
    numbers = open_counts(audience, text=text, country=country)
    view = request.GET.get("view") or _tab_of(request.GET.get("from", ""), unknown=numbers[0], doubts=numbers[1])
    rows_of, words_of = (doubtful_rows, doubtful_names) if view == "doubts" else (unknown_rows, unknown_names)
    page = Paginator(rows_of(audience=audience, text=text, country=country), PAGE).get_page(request.GET.get("page"))
    context = {
        "view": view,
        "page": page,
        "names": words_of(page.object_list),
        "kinds": Kind.choices,
        "numbers": {"unknown": numbers[0], "doubts": numbers[1]},
        "text": text,
        "country": country,
        "looked": _looked_for(request),
        "crumbs": [Crumb(_("Office"), reverse("office")), Crumb(_("Not in the register"))],
    }
    return render(request, "competence/unknown_page.html", context)


@permitted("competence.resolve_links")
@require_POST
def settle(request: HttpRequest) -> HttpResponse:
    """Keep an answer about a name in doubt."""
    form = SettleNameForm(request.POST)
    if form.is_valid():
        values, today = form.cleaned_data, timezone.localdate()
        organisation = get_object_or_404(Organisation, code=values["organisation"], merged_into=None)
        with refusals_in(request):
            key, verdict = values["key"], values["verdict"]
            done = settle_mention(key=key, organisation=organisation, verdict=verdict, today=today, actor=request.user)
            _say(request, done, is_refused=verdict == DIFFERENT)
    else:
        messages.error(request, _("Choose who it is."))
    return redirect(_back(request))


@permitted("competence.resolve_links")
@require_POST
def register(request: HttpRequest) -> HttpResponse:
    """Enter an unknown name in the register."""
    form = RegisterNameForm(request.POST)
    if form.is_valid():
        values, today = form.cleaned_data, timezone.localdate()
        with refusals_in(request):
            kind = Kind(values["kind"])
            done = register_mention(key=values["key"], name=values["name"], kind=kind, today=today, actor=request.user)
            _say(request, done)
    else:
        messages.error(request, _("Write a name, and choose a kind."))
    return redirect(_back(request))
