"""Funded projects that come in from the files of CORDIS: what would change first, then they are taken in."""

from __future__ import annotations

from dataclasses import replace
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
from filiera.funding.forms_projects import FilesDayForm, ProjectFilesForm
from filiera.funding.operations.project_files import drop_project_files, keep_project_files, project_files
from filiera.funding.operations.project_imports import ImportedProjects, import_projects
from filiera.funding.operations.sent_files import Sent, sent_name
from filiera.funding.views.projects import crumbs
from filiera.funding.wording_projects import fault_words

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import HttpRequest

SHOWN = 50
"""Doubts and faults that are told one by one."""


def load_files(token: str) -> Path | None:
    """Load files of projects by their token."""
    return project_files(token)


@permitted("funding.keep_projects")
def bring(request: HttpRequest) -> HttpResponse:
    """Take files of projects, and show what would come of them."""
    form = ProjectFilesForm(request.POST, request.FILES) if request.method == "POST" else ProjectFilesForm()
    if form.is_valid():
        with refusals_in(form):
            sent = [Sent(one.name, one.chunks()) for one in form.cleaned_data["project_files"]]
            return redirect("project-files", token=keep_project_files(files=sent, now=timezone.now()))
    context = {"form": form, "crumbs": crumbs(_("Bring projects in"))}
    return render(request, "funding/projects_bring_page.html", context, status=422 if form.errors else 200)


@permitted("funding.keep_projects", load=load_files)
def tried(request: HttpRequest, folder: Path) -> HttpResponse:
    """Show what would come of files; POST takes them in."""
    form = FilesDayForm(request.POST) if request.method == "POST" else FilesDayForm()
    if form.is_valid():
        with refusals_in(form):
            on = form.cleaned_data["on"]
            _say(request, import_projects(path=folder, now=timezone.now(), on=on, actor=request.user))
            drop_project_files(folder)
            return redirect("projects")
    trial = None
    with refusals_in(request):
        trial = import_projects(path=folder, now=timezone.now(), is_trial=True)
    context = {
        "form": form,
        "trial": trial,
        "doubts": list(trial.in_doubt.items())[:SHOWN] if trial else (),
        "faults": [fault_words(replace(one, file=sent_name(one.file))) for one in trial.faults[:SHOWN]]
        if trial
        else (),
        "token": folder.name,
        "crumbs": crumbs(Crumb(_("Bring projects in"), reverse("projects-bring")), _("What would change")),
    }
    return render(request, "funding/projects_files_page.html", context, status=422 if form.errors else 200)


def _say(request: HttpRequest, done: ImportedProjects) -> None:
    words = ngettext(
        "%(n)s project is in. The map counts it as evidence when it is next computed.",
        "%(n)s projects are in. The map counts them as evidence when it is next computed.",
        done.written,
    )
    messages.success(request, words % {"n": done.written})


@permitted("funding.keep_projects", load=load_files)
@acts_only("project-files", of=lambda folder: folder.name)
def throw_away(request: HttpRequest, folder: Path) -> HttpResponse:
    """Throw files away of which nothing was taken in."""
    drop_project_files(folder)
    messages.success(request, _("Thrown away: nothing of these files is in."))
    return redirect("projects-bring")
