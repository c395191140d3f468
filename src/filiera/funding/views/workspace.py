"""The work of a consortium: tasks, papers and signatures, its budget to take away, what the evaluators decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filiera.common.acting import acting_of
from filiera.common.forms import form_of_row
from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, acts_only, permitted
from filiera.common.visibility import audience_of
from filiera.documents.operations.receiving import Sent
from filiera.funding.exports_tables import budget_csv, budget_xlsx
from filiera.funding.forms_rows import rows_sent
from filiera.funding.forms_workspace import OutcomeForm, PaperForm, SignForm, TaskForm
from filiera.funding.models import Consortium, ConsortiumPaper, ConsortiumTask
from filiera.funding.operations.outcomes import CriterionSaid, OutcomeSaid, write_outcome
from filiera.funding.operations.workspace import (
    PaperSaid,
    TaskSaid,
    add_paper,
    add_task,
    drop_paper,
    drop_task,
    set_task_done,
    sign_paper,
    unsign_paper,
)
from filiera.funding.pages_workspace import outcome_initial, outcome_states, signers_of
from filiera.funding.queries.consortia import consortium_page
from filiera.funding.queries.judged import partners_in
from filiera.funding.queries.workspace import budget_of, documents_asked
from filiera.funding.views.calls import crumbs
from filiera.funding.views.consortia import load_consortium, shown_consortium
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from django.http import HttpRequest

    from filiera.common.visibility import Audience
    from filiera.funding.models import Partner

TAKEN = {
    "csv": (budget_csv, "text/csv; charset=utf-8"),
    "xlsx": (budget_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def load_undecided(code: str) -> Consortium | None:
    """Load a consortium on which a decision may be written down."""
    found = load_consortium(code)
    return found if found is not None and outcome_states(found) else None


def load_budget(code: str, form: str) -> Consortium | None:
    """Load a consortium whose budget is asked for in a form that there is."""
    return load_consortium(code) if form in TAKEN else None


def _numbered(rows: Any, number: str) -> Any:
    """Find a row of a consortium by its number, else nothing is there."""
    found = rows.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 18 else None
    if found is None:
        raise Http404
    return found


def _back(found: Consortium, place: str) -> HttpResponse:
    return redirect(f"{reverse('consortium', args=[found.code])}#{place}")


def _within(found: Consortium) -> list[Partner]:
    return [one for one in partners_in(found) if one.is_within]


@permitted("funding.work_in_consortium", load=load_consortium)
@acts_only("consortium", of=lambda found: found.code)
def tasks(request: HttpRequest, found: Consortium) -> HttpResponse:
    """Write a task down, mark it as done or not, take it away: the act is named in the form."""
    act, now = request.POST.get("act", ""), timezone.now()
    if act == "add":
        form = TaskForm(request.POST, partners=_within(found), auto_id="task-%s")
        if form.is_valid():
            with refusals_in(form):
                add_task(consortium=found, task=TaskSaid(**form.cleaned_data), now=now, actor=request.user)
                return _back(found, "tasks")
        return shown_consortium(request, found, form)
    task: ConsortiumTask = _numbered(found.tasks.all(), request.POST.get("task", ""))
    if act == "drop" and not request.user.has_perm("funding.change_consortium", found):
        raise Http404
    with refusals_in(request):
        if act == "drop":
            drop_task(task=task, actor=request.user)
        elif act in ("done", "undone"):
            set_task_done(task=task, is_done=act == "done", now=now, actor=request.user)
    return _back(found, "tasks")


@permitted("funding.work_in_consortium", load=load_consortium)
@acts_only("consortium", of=lambda found: found.code)
def papers(request: HttpRequest, found: Consortium) -> HttpResponse:
    """Bring a paper, take it out, write down who has signed it or that it was not so: the act is named in the form."""
    if request.POST.get("act") == "add":
        return _add_paper(request, found)
    rows = found.papers.select_related("document", "consortium")
    paper: ConsortiumPaper = _numbered(rows, request.POST.get("paper", ""))
    if not paper.document.is_visible_to(audience_of(request.user)):
        raise Http404
    act, now = request.POST.get("act", ""), timezone.now()
    signers = signers_of(found, _within(found), user=request.user)
    if act == "sign":
        form = form_of_row(SignForm, paper.pk, request.POST, partners=signers)
        if form.is_valid():
            with refusals_in(form):
                said = form.cleaned_data
                sign_paper(paper=paper, partner=said["partner"], on=said["on"], now=now, actor=request.user)
                return _back(found, "papers")
        return shown_consortium(request, found, form)
    with refusals_in(request):
        if act == "unsign":
            signer = next((one for one in signers if str(one.pk) == request.POST.get("partner")), None)
            if signer is None:
                raise Http404
            unsign_paper(paper=paper, partner=signer, actor=request.user)
        elif act == "drop":
            if not may_drop_paper(request.user, found, paper):
                raise Http404
            drop_paper(paper=paper, now=now, actor=request.user)
    return _back(found, "papers")


def may_drop_paper(user: Any, found: Consortium, paper: ConsortiumPaper) -> bool:
    """Tell whether somebody takes a paper out: of its own organisation's, or for the lead and the office any."""
    acting = acting_of(user)
    is_own = acting is not None and paper.document.owner_id == acting.organisation_id
    return is_own or bool(user.has_perm("funding.change_consortium", found))


def _add_paper(request: HttpRequest, found: Consortium) -> HttpResponse:
    form = PaperForm(request.POST, request.FILES, asked=documents_asked(found.call), auto_id="paper-%s")
    if form.is_valid():
        said, acting = form.cleaned_data, acting_of(request.user)
        owner = Organisation.objects.filter(pk=acting.organisation_id).first() if acting else None
        paper = PaperSaid(said["title"], owner, said.get("stands_for", ""), said["is_signed_by_all"])
        with refusals_in(form):
            file = Sent(said["file"].name, said["file"].chunks())
            add_paper(consortium=found, paper=paper, file=file, now=timezone.now(), actor=request.user)
            messages.success(request, _("It is there: the partners within read it, and those who leave no longer do."))
            return _back(found, "papers")
    return shown_consortium(request, found, form)


@permitted("funding.work_in_consortium", load=load_budget)
@require_safe
def budget(request: HttpRequest, found: Consortium) -> HttpResponse:
    """Give the budget as CSV or as a workbook."""
    form = request.resolver_match.kwargs["form"] if request.resolver_match else ""
    return budget_file(found, form, audience=audience_of(request.user))


def budget_file(found: Consortium, form: str, *, audience: Audience) -> HttpResponse:
    """Write the budget of a consortium, as far as the reader may know it, in a form that is taken away."""
    shown = consortium_page(found, audience=audience, now=timezone.now())
    written, media = TAKEN[form]
    response = HttpResponse(written(budget_of(shown.partners, shown.judgement)), content_type=media)
    response["Content-Disposition"] = content_disposition_header(True, f"{found.code}.{form}") or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


@permitted("funding.change_consortium", load=load_undecided)
def outcome(request: HttpRequest, found: Consortium) -> HttpResponse:
    """Write down what the evaluators decided and said; rows for criteria come with a button."""
    states = outcome_states(found)
    initial, rows = outcome_initial(found)
    form = OutcomeForm(states=states, rows=rows + 2, initial=initial)
    if request.method == "POST" and request.POST.get("act") == "more":
        form = OutcomeForm(states=states, rows=rows_sent(request.POST) + 3, initial=request.POST.dict())
    elif request.method == "POST":
        form = OutcomeForm(request.POST, states=states, rows=rows_sent(request.POST))
        if form.is_valid():
            with refusals_in(form):
                said = _outcome_said(form)
                write_outcome(consortium=found, outcome=said, now=timezone.now(), actor=request.user)
                messages.success(request, _("Written: whoever drafts the next proposal reads it."))
                return _back(found, "outcome")
    context = {
        "consortium": found,
        "form": form,
        "crumbs": crumbs(Crumb(found.name, reverse("consortium", args=[found.code])), _("Outcome")),
    }
    return render(request, "funding/outcome_page.html", context, status=422 if form.errors else 200)


def _outcome_said(form: OutcomeForm) -> OutcomeSaid:
    """Give a decision as it was written."""
    said = form.cleaned_data
    return OutcomeSaid(
        to=said["to"],
        on=said["on"],
        total_points=said["total_points"],
        least_points=said["least_points"],
        note=said["note"],
        criteria=tuple(
            CriterionSaid(row["name"], row["points"], row["most"], row["comment"] or "")
            for _place, row in form.rows_said()
        ),
    )
