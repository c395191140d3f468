"""The office brings calls in: files or a source, what would come of them, then the taking in, then the reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, acts_only, permitted
from filiera.funding.forms import AskSourceForm, CallFilesForm
from filiera.funding.importers.live import Manners
from filiera.funding.models import Call, CallImport
from filiera.funding.operations.imports import ask_source, bring_files, discard, take_in, try_import
from filiera.funding.operations.sent_files import Sent
from filiera.funding.operations.topics import read_some_topics
from filiera.funding.queries.imports import call_imports, fault_lines, trial_lines
from filiera.funding.queries.reading import calls_unread

if TYPE_CHECKING:
    from django.http import HttpRequest

BRISK = Manners(connect_s=5, read_s=20, whole_s=40, pause_s=0.2, tries=2, backoff_s=1, most_wait_s=3)
"""How a page asks a source: somebody waits for it. The command waits longer."""

BUDGET_SECONDS = 2.0


def load_import(token: str) -> CallImport | None:
    """Load files of calls by their token."""
    return CallImport.objects.filter(token=token).first()


def crumbs(*last: Crumb | str) -> list[Crumb]:
    """Give the path to a page about calls that come in."""
    first = [Crumb(_("Today"), reverse("office")), Crumb(_("Calls"), reverse("calls-office"))]
    return [*first, *(one if isinstance(one, Crumb) else Crumb(one) for one in last)]


@permitted("funding.keep_calls")
def bring(request: HttpRequest) -> HttpResponse:
    """Take files of calls, and show what would come of them."""
    is_files = request.method == "POST" and "origin" not in request.POST
    form = CallFilesForm(request.POST or None, request.FILES or None) if is_files else CallFilesForm()
    ask = AskSourceForm(request.POST or None) if request.method == "POST" and not is_files else AskSourceForm()
    now = timezone.now()
    if is_files and form.is_valid():
        with refusals_in(form):
            sent = [Sent(one.name, one.chunks()) for one in form.cleaned_data["call_files"]]
            return redirect("calls-import", token=bring_files(files=sent, now=now, actor=request.user).token)
    if ask.is_bound and ask.is_valid():
        with refusals_in(ask):
            row = ask_source(origin=ask.cleaned_data["origin"], now=now, actor=request.user, manners=BRISK)
            return redirect("calls-import", token=row.token)
    context = {"form": form, "ask": ask, "imports": call_imports(), "crumbs": crumbs(_("Bring calls in"))}
    context["unread"] = calls_unread().count()
    return render(request, "funding/calls_bring_page.html", context, status=422 if form.errors or ask.errors else 200)


@permitted("funding.keep_calls", load=load_import)
def tried(request: HttpRequest, row: CallImport) -> HttpResponse:
    """Show what would come of files; POST takes them in."""
    now = timezone.now()
    if request.method == "POST":
        with refusals_in(request):
            number = len(take_in(row=row, now=now, actor=request.user).recorded)
            messages.success(request, ngettext("%(n)s call is in.", "%(n)s calls are in.", number) % {"n": number})
            return redirect("calls-reading")
        return redirect("calls-import", token=row.token)
    trial, is_waiting = None, row.state == CallImport.State.TRIED
    if is_waiting:
        with refusals_in(request):
            trial = try_import(row=row, now=now)
    context = {
        "is_waiting": is_waiting,
        "row": row,
        "trial": trial,
        "counts": trial.counts if trial else row.counts,
        "lines": trial_lines(trial) if trial else (),
        "faults": fault_lines(trial) if trial else (),
        "crumbs": crumbs(Crumb(_("Bring calls in"), reverse("calls-bring")), row.name),
    }
    return render(request, "funding/calls_import_page.html", context)


@permitted("funding.keep_calls", load=load_import)
@acts_only("calls-import", of=lambda row: row.token)
def throw_away(request: HttpRequest, row: CallImport) -> HttpResponse:
    """Throw files away of which nothing was taken in."""
    with refusals_in(request):
        discard(row=row, actor=request.user)
        messages.success(request, _("Thrown away: nothing of these files is in."))
    return redirect("calls-bring")


@dataclass(frozen=True, slots=True)
class ReadingStand:
    """How far the reading of calls is."""

    done: int
    all: int


@permitted("funding.keep_calls")
def reading(request: HttpRequest) -> HttpResponse:
    """Show how far the reading of calls is; POST takes it one step further: htmx gets how far it is, anybody else the page."""
    if request.method == "POST":
        read_some_topics(budget_seconds=BUDGET_SECONDS)
    left = calls_unread().count()
    is_part = getattr(request, "htmx", False)
    if not left:
        messages.success(request, _("Every call that is not over is read."))
        place = reverse("calls-office")
        return HttpResponse(headers={"HX-Redirect": place}) if is_part else redirect(place)
    stand = ReadingStand(Call.objects.exclude(topics_read_as="").count(), 0)
    context = {"stand": ReadingStand(stand.done, stand.done + left), "crumbs": crumbs(_("Reading"))}
    page = "funding/calls_reading.html" if is_part else "funding/calls_reading_page.html"
    return render(request, page, context)
