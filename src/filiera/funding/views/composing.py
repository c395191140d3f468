"""Compose a consortium for a call: the wishes, then what was found, its alternatives, and a draft of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.acting import acting_of
from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, permitted
from filiera.common.visibility import audience_of
from filiera.funding.adapters import judged_call
from filiera.funding.adapters_composing import Wanted
from filiera.funding.forms_consortia import ComposeForm, NameForm
from filiera.funding.models import Call, ComposingRun
from filiera.funding.operations.compose import compose_consortium, draft_of_run
from filiera.funding.operations.topics import read_topics
from filiera.funding.queries.composing import asked_of
from filiera.funding.queries.needs import weights_of
from filiera.funding.queries.runs import run_page, said_of_run
from filiera.funding.views.calls import crumbs, load_call
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from django.http import HttpRequest


def load_run(pk: int) -> ComposingRun | None:
    """Load a composition by its number."""
    return ComposingRun.objects.select_related("call", "lead").filter(pk=pk).first() if pk < 2**63 else None


@permitted("funding.compose_consortium", load=load_call, sign_in=True)
def compose(request: HttpRequest, call: Call) -> HttpResponse:
    """Ask for the wishes; POST composes, and leads to what was found."""
    audience, now = audience_of(request.user), timezone.now()
    acting = acting_of(request.user)
    own = Organisation.objects.filter(code=acting.code).first() if acting else None
    form = ComposeForm(request.POST or None, audience=audience, initial={"lead": own})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            run = _composed(call, form.cleaned_data, request)
            return redirect("composition", pk=run.pk)
    read_topics(calls=[call])
    title = str(call)
    context = {
        "call": call,
        "form": form,
        "topics": weights_of(call.topics.all()),
        "crumbs": crumbs(Crumb(title, reverse("call", args=[call.code])), _("Compose")),
        "now": now,
    }
    return render(request, "funding/compose_page.html", context, status=422 if form.errors else 200)


def _composed(call: Call, said: dict[str, Any], request: HttpRequest) -> ComposingRun:
    now = timezone.now()
    lead = said.get("lead")
    wanted = Wanted(
        lead=lead.code if lead else None,
        must=said["must"],
        must_not=said["must_not"],
        most=said["most"],
        budget_eur=float(said["budget"]) if said["budget"] else None,
    )
    asked = asked_of(
        judged_call(call, call.rules.all()),
        weights_of(call.topics.all()),
        wanted=wanted,
        at=call.here(now).date(),
        idea=said["idea"],
        members_only=not said["everybody"],
    )
    audience = audience_of(request.user)
    _found, run = compose_consortium(asked=asked, call=call, audience=audience, now=now, actor=request.user)
    return run


@permitted("funding.view_run", load=load_run)
def composition(request: HttpRequest, run: ComposingRun) -> HttpResponse:
    """Show what was composed; POST makes a draft of it, or of an alternative."""
    form, may_begin = NameForm(request.POST or None), request.user.has_perm("funding.begin_consortium", run)
    if request.method == "POST" and not may_begin:
        raise Http404
    if request.method == "POST" and form.is_valid():
        chosen = request.POST.get("which", "0")
        sets = [run.codes, *(one["partners"] for one in said_of_run(run).get("alternatives", []))]
        codes = sets[int(chosen)] if chosen.isdecimal() and int(chosen) < len(sets) else run.codes
        with refusals_in(form):
            made = draft_of_run(
                run=run, codes=codes, name=form.cleaned_data["name"], now=timezone.now(), actor=request.user
            )
            messages.success(request, _("A draft of it stands here: its partners have not been asked yet."))
            return redirect("consortium", code=made.code)
    audience = audience_of(request.user)
    shown = run_page(run, audience=audience)
    title = str(run.call) if run.call else ""
    here = [Crumb(title, reverse("call", args=[run.call.code]))] if run.call else []
    context = {"run": run, "shown": shown, "form": form, "may_begin": may_begin}
    context["crumbs"] = crumbs(*here, _("Composition"))
    return render(request, "funding/composition_page.html", context, status=422 if form.errors else 200)
