"""The office's desk of applications: checked by published criteria, put to the board, decided by its resolution."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.language import current_language
from filiera.common.refusals import refusals_in
from filiera.common.told import say_told
from filiera.common.views import Crumb, acts_only, permitted
from filiera.governance.enums import ApplicationState
from filiera.governance.forms_members import CheckForm, DecisionForm, MeetingForm, QuestionForm
from filiera.governance.models import MembershipApplication, Resolution
from filiera.governance.operations.admissions import (
    ask_applicant,
    decide_application,
    planned_meetings,
    put_on_agenda,
    set_check,
    take_application,
)
from filiera.governance.operations.application_papers import papers_of
from filiera.governance.queries.applications import asked_at, decide_by, exchange_of, office_applications
from filiera.governance.queries.statutes import charter_on, statutes
from filiera.governance.views.applications import load_application
from filiera.governance.views.join import sections_of

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse


def _sent(code: str) -> MembershipApplication:
    row = load_application(code)
    if row is None or row.state == ApplicationState.DRAFT:
        raise Http404
    return row


@permitted("governance.examine_applications")
def applications(request: HttpRequest) -> HttpResponse:
    """List the applications that wait, or those of one state."""
    state = request.GET.get("state", "")
    state = state if state in ApplicationState.values else ""
    today = timezone.localdate()
    known = list(statutes())
    rows = [(row, decide_by(row, known)) for row in office_applications(state)]
    context = {
        "rows": [
            {"row": row, "by": by, "late": by is not None and by < today and not row.decided_at} for row, by in rows
        ],
        "late": sum(1 for row, by in rows if by is not None and by < today and not row.decided_at),
        "state": state,
        "states": [one for one in ApplicationState if one != ApplicationState.DRAFT],
        "drafts": MembershipApplication.objects.filter(state=ApplicationState.DRAFT).count(),
        "crumbs": [Crumb(_("Today"), reverse("office")), Crumb(_("Applications"))],
    }
    return render(request, "governance/applications_office_page.html", context)


@permitted("governance.examine_applications")
def application(request: HttpRequest, code: str) -> HttpResponse:
    """Show one application with its checks and what can be done next."""
    return _page(request, _sent(code))


def _page(request: HttpRequest, row: MembershipApplication, status: int = 200, **forms: Form) -> HttpResponse:
    today = timezone.localdate()
    charter, language = charter_on(today), current_language()
    said = {one.what: one for one in charter.adhesion.criteria}
    checks: list[dict[str, Any]] = [
        {
            "check": one,
            "words": said[one.criterion].words(language) if one.criterion in said else one.criterion,
            "article": said[one.criterion].article if one.criterion in said else "",
            "form": CheckForm(initial={"verdict": one.verdict, "note": one.note}, prefix=one.criterion),
        }
        for one in row.checks.select_related("checked_by").order_by("pk")
    ]
    meetings = planned_meetings(row, today)
    acts = Resolution.objects.filter(item=row.item_id or 0).select_related("body", "item")
    context: dict[str, Any] = {
        "application": row,
        "state": str(row.state),
        "checks": checks,
        "unknown": sum(1 for one in checks if one["check"].verdict == "UNKNOWN"),
        "failed": sum(1 for one in checks if one["check"].verdict == "FAIL"),
        "may_check": row.state in (ApplicationState.UNDER_REVIEW, ApplicationState.INFO_REQUESTED),
        "sections": sections_of(row),
        "papers": papers_of(row),
        "exchange": exchange_of(row),
        "asked_at": asked_at(row),
        "decide_by": decide_by(row),
        "class_name": charter.class_name(row.member_class, language),
        "meetings": meetings,
        "question_form": forms.get("question_form", QuestionForm()),
        "meeting_form": forms.get("meeting_form", MeetingForm(meetings=meetings)),
        "decision_form": forms.get("decision_form", DecisionForm(initial={"resolution": acts.first()})),
        "act": acts.first(),
        "crumbs": [
            Crumb(_("Today"), reverse("office")),
            Crumb(_("Applications"), reverse("applications-desk")),
            Crumb(str(row.organisation)),
        ],
    }
    return render(request, "governance/application_office_page.html", context, status=status)


def _done(request: HttpRequest, row: MembershipApplication, act: Callable[[], object], words: str) -> HttpResponse:
    """Run an operation; say what was done, or why it was not."""
    with refusals_in(request):
        act()
        messages.success(request, words)
    return redirect("application-desk", code=row.code)


from_the_desk = acts_only("application-desk", of=lambda row: row.code, load=lambda code, **_more: _sent(code))
"""Who comes by the address of an act otherwise is led to the desk of its application."""


@permitted("governance.examine_applications")
@from_the_desk
def take(request: HttpRequest, code: str) -> HttpResponse:
    """Begin to examine, or take back from an agenda."""
    row = _sent(code)
    return _done(
        request, row, lambda: take_application(application=row, actor=request.user), _("It is being examined.")
    )


@permitted("governance.examine_applications")
@from_the_desk
def check(request: HttpRequest, code: str, criterion: str) -> HttpResponse:
    """Write down what a check found."""
    row = _sent(code)
    if not row.checks.filter(criterion=criterion).exists():
        raise Http404
    form = CheckForm(request.POST, prefix=criterion)
    if not form.is_valid():
        return _page(request, row, 422)
    return _done(
        request,
        row,
        lambda: set_check(
            application=row, criterion=criterion, now=timezone.now(), actor=request.user, **form.cleaned_data
        ),
        _("The check is written down."),
    )


@permitted("governance.examine_applications")
@from_the_desk
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the applicant for more."""
    row, form = _sent(code), QuestionForm(request.POST)
    if not form.is_valid():
        return _page(request, row, 422, question_form=form)
    since = timezone.now()
    with refusals_in(request):
        ask_applicant(application=row, question=form.cleaned_data["question"], now=since, actor=request.user)
        messages.success(request, _("The application waits for the answer."))
        say_told(request, row, since=since)
    return redirect("application-desk", code=row.code)


@permitted("governance.examine_applications")
@from_the_desk
def agenda(request: HttpRequest, code: str) -> HttpResponse:
    """Put the application on the agenda of a planned meeting."""
    row = _sent(code)
    today = timezone.localdate()
    form = MeetingForm(request.POST, meetings=planned_meetings(row, today))
    if not form.is_valid():
        return _page(request, row, 422, meeting_form=form)
    meeting = form.cleaned_data["meeting"]
    return _done(
        request,
        row,
        lambda: put_on_agenda(application=row, meeting=meeting, today=today, actor=request.user),
        _("It is on the agenda of “%(title)s”.") % {"title": meeting.title},
    )


@permitted("governance.examine_applications")
@from_the_desk
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """Take over what a resolution decided."""
    row, form = _sent(code), DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, row, 422, decision_form=form)
    values, since = form.cleaned_data, timezone.now()
    with refusals_in(form):
        decide_application(
            application=row,
            resolution=values["resolution"],
            accepts=values["outcome"] == "ACCEPT",
            reasons=values["reasons"],
            now=timezone.now(),
            actor=request.user,
        )
        messages.success(request, _("The decision is written down."))
        say_told(request, row, since=since)
        return redirect("application-desk", code=row.code)
    return _page(request, row, 422, decision_form=form)
