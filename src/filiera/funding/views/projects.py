"""Funded projects: the list, one of them, writing and correcting one, what came of it, taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, acts_only, permitted, public
from filiera.common.visibility import audience_of
from filiera.funding.drafts_projects import ProjectSaid
from filiera.funding.enums import ConsortiumState
from filiera.funding.forms_projects import ProjectForm, ResultForm, project_initial
from filiera.funding.forms_rows import rows_sent
from filiera.funding.jsonld_projects import project_jsonld
from filiera.funding.models import FundedProject
from filiera.funding.operations.projects import ResultSaid, add_result, drop_result, keep_project, take_back_project
from filiera.funding.queries.consortia import consortium_page
from filiera.funding.queries.projects import (
    ProjectFilter,
    draft_of_consortium,
    project_list,
    project_of,
    project_page,
    said_of,
)
from filiera.funding.views.calls import crumbs as call_crumbs
from filiera.funding.views.consortia import load_consortium

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.http import HttpRequest

    from filiera.funding.models import Consortium


def load_project(code: str) -> FundedProject | None:
    """Load a project by its public id."""
    return project_of(code)


def load_funded(code: str) -> Consortium | None:
    """Load a consortium that was funded, of which no project was made yet."""
    found = load_consortium(code)
    if found is None or found.state != ConsortiumState.FUNDED:
        return None
    return None if FundedProject.objects.filter(consortium=found).exists() else found


def crumbs(*last: Crumb | str) -> list[Crumb]:
    """Give the path to a page of projects."""
    first = [Crumb(_("Calls"), reverse("calls")), Crumb(_("Funded projects"), reverse("projects"))]
    return [*first, *(one if isinstance(one, Crumb) else Crumb(one) for one in last)]


@public
@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """List the funded projects under a filter."""
    asked = ProjectFilter.from_query(request.GET)
    found = project_list(asked, audience=audience_of(request.user), page=request.GET.get("page"))
    context = {
        "asked": asked,
        "found": found,
        "may_keep": request.user.has_perm("funding.keep_projects"),
        "crumbs": [Crumb(_("Calls"), reverse("calls")), Crumb(_("Funded projects"))],
    }
    return render(request, "funding/projects_page.html", context)


@permitted("funding.view_project", load=load_project)
@require_safe
def project(request: HttpRequest, found: FundedProject) -> HttpResponse:
    """Show a funded project."""
    return _shown(request, found)


def _shown(request: HttpRequest, found: FundedProject, refused: BaseForm | None = None) -> HttpResponse:
    audience = audience_of(request.user)
    shown = project_page(found, audience=audience)
    context = {
        "project": found,
        "shown": shown,
        "may_change": request.user.has_perm("funding.change_project", found),
        "may_see_consortium": found.consortium is not None and found.consortium.is_visible_to(audience),
        "may_see_call": found.call is not None and found.call.is_visible_to(audience),
        "result_form": refused or ResultForm(auto_id="result-%s"),
        "jsonld": project_jsonld(shown, request),
        "crumbs": crumbs(found.acronym or shown.title),
    }
    return render(request, "funding/project_page.html", context, status=200 if refused is None else 422)


@permitted("funding.keep_projects")
def write(request: HttpRequest) -> HttpResponse:
    """Write a project by hand."""
    return _written(request, ProjectSaid(), title=_("A funded project"), trail=crumbs(_("Write a project")))


@permitted("funding.change_consortium", load=load_funded)
def funded(request: HttpRequest, found: Consortium) -> HttpResponse:
    """Make a funded project of a consortium that won: as it was granted, from what was worked out."""
    shown = consortium_page(found, audience=audience_of(request.user), now=timezone.now())
    draft = draft_of_consortium(found, shown.partners, shown.judgement)
    trail = call_crumbs(Crumb(found.name, reverse("consortium", args=[found.code])), _("The funded project"))
    return _written(request, draft, title=found.name, trail=trail, consortium=found)


@permitted("funding.change_project", load=load_project)
def change(request: HttpRequest, found: FundedProject) -> HttpResponse:
    """Correct a project."""
    trail = crumbs(Crumb(str(found), reverse("project", args=[found.code])), _("Correct"))
    return _written(request, said_of(found), title=str(found), trail=trail, project=found)


def _written(request: HttpRequest, draft: ProjectSaid, *, title: str, trail: list[Crumb], **of: Any) -> HttpResponse:
    """Show the form of a project, take what was written, or add rows to it."""
    audience = audience_of(request.user)
    initial: Any = project_initial(draft)
    rows = len(draft.partners) + 1
    if request.method == "POST" and request.POST.get("act") == "more":
        initial, rows = request.POST.dict(), rows_sent(request.POST) + 3
    form = ProjectForm(audience=audience, rows=rows, initial=initial)
    if request.method == "POST" and request.POST.get("act") != "more":
        form = ProjectForm(request.POST, audience=audience, rows=rows_sent(request.POST))
        if form.is_valid():
            with refusals_in(form):
                said = form.said(before=draft)
                made = keep_project(said=said, now=timezone.now(), actor=request.user, **of)
                messages.success(request, _("Written: it is evidence on the pages of its partners."))
                return redirect("project", code=made.code)
    context = {"form": form, "title": title, "crumbs": trail}
    return render(request, "funding/project_form_page.html", context, status=422 if form.errors else 200)


@permitted("funding.change_project", load=load_project)
@acts_only("project", of=lambda found: found.code)
def results(request: HttpRequest, found: FundedProject) -> HttpResponse:
    """Write down what came of a project, or take it away again."""
    now, number = timezone.now(), request.POST.get("drop", "")
    if number:
        row = found.results.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 18 else None
        if row is not None:
            with refusals_in(request):
                drop_result(result=row, now=now, actor=request.user)
        return redirect("project", code=found.code)
    form = ResultForm(request.POST, auto_id="result-%s")
    if form.is_valid():
        with refusals_in(form):
            add_result(project=found, result=ResultSaid(**form.cleaned_data), now=now, actor=request.user)
            return redirect("project", code=found.code)
    return _shown(request, found, form)


@permitted("funding.change_project", load=load_project)
@acts_only("project", of=lambda found: found.code)
def take_back(request: HttpRequest, found: FundedProject) -> HttpResponse:
    """Take a project back."""
    with refusals_in(request):
        take_back_project(project=found, now=timezone.now(), actor=request.user)
        messages.success(request, _("Taken back: it is no evidence of anybody any more."))
    return redirect("projects")
