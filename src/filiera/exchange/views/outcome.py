"""What came of a need: collaborations, their results, what else it became; a solver's rules; the figures of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filiera.common.acting import acting_of
from filiera.common.refusals import refusals_in
from filiera.common.views import acts_only, permitted, public
from filiera.common.visibility import audience_of
from filiera.exchange.enums import CollaborationState
from filiera.exchange.forms_outcome import ContentForm, ExitForm, ResultForm, RulesForm, StepForm
from filiera.exchange.logic.gates import Wishes
from filiera.exchange.models import Match, Need, NeedExit
from filiera.exchange.operations.collaborations import (
    Result,
    agree_to_evidence,
    begin_collaboration,
    move_collaboration,
    name_result,
)
from filiera.exchange.operations.contents import say_content
from filiera.exchange.operations.exits import add_exit, close_exit
from filiera.exchange.operations.solvers import set_solver_rules
from filiera.exchange.pages_outcome import collaboration_page, figures_page
from filiera.exchange.queries.collaborations import collaboration_line, side_of
from filiera.exchange.queries.contents import content_asked
from filiera.exchange.queries.exits import exit_of
from filiera.exchange.queries.solvers import rules_of
from filiera.exchange.views.needs import crumbs, load_match, load_need, own_organisation

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse

    from filiera.exchange.queries.collaborations import CollaborationLine


@permitted("exchange.view_collaboration", load=load_match, sign_in=True)
@require_safe
def collaboration(request: HttpRequest, found: Match) -> HttpResponse:
    """Show a collaboration to its two sides and to the office."""
    return _shown(request, found)


def _side(request: HttpRequest, found: Match) -> str:
    acting = acting_of(request.user)
    return side_of(found, acting.organisation_id if acting else None)


def _shown(request: HttpRequest, found: Match, refused: BaseForm | None = None) -> HttpResponse:
    audience, now = audience_of(request.user), timezone.now()
    shown = collaboration_page(found, side=_side(request, found), audience=audience, now=now)
    for name, form in (("step_form", StepForm), ("result_form", ResultForm), ("content_form", ContentForm)):
        if isinstance(refused, form):
            shown[name] = refused
    context = {**shown, "crumbs": crumbs(_("Working together"))}
    return render(request, "exchange/collaboration_page.html", context, status=200 if refused is None else 422)


@permitted("exchange.keep_collaboration", load=load_match)
@acts_only("need-collaboration", of=lambda found: found.code)
def content(request: HttpRequest, found: Match) -> HttpResponse:
    """Say how content one's side is."""
    form, side = ContentForm(request.POST, auto_id="content-%s"), _side(request, found)
    asked = content_asked(found, side, now=timezone.now())
    if asked is None:
        return redirect("need-collaboration", code=found.code)
    if form.is_valid():
        with refusals_in(form):
            said, days = form.cleaned_data, asked.after_days
            say_content(match=found, side=side, days=days, **said, now=timezone.now(), actor=request.user)
            messages.success(request, _("Thank you: it helps us to introduce the right people."))
            return redirect("need-collaboration", code=found.code)
    return _shown(request, found, form)


@permitted("exchange.keep_collaboration", load=load_match)
@acts_only("need-collaboration", of=lambda found: found.code)
def move(request: HttpRequest, found: Match) -> HttpResponse:
    """Begin a collaboration, move it on, write down what came of it, agree that it becomes evidence."""
    act, line = request.POST.get("act", ""), collaboration_line(found, side=_side(request, found))
    if act == "result" and line.row is not None:
        return _completed(request, found)
    if line.row is not None and not (act in ("agree", "disagree") and line.side):
        return _moved_on(request, found, line)
    with refusals_in(request):
        if line.row is None:
            begin_collaboration(match=found, now=timezone.now(), actor=request.user)
            messages.success(request, _("Begun. Say here how it goes on."))
        else:
            said: dict[str, Any] = {"side": line.side, "agrees": act == "agree", "now": timezone.now()}
            agree_to_evidence(collaboration=line.row, **said, actor=request.user)
            messages.success(request, _("Written down."))
    return redirect("need-collaboration", code=found.code)


def _moved_on(request: HttpRequest, found: Match, line: CollaborationLine) -> HttpResponse:
    """Move a collaboration on to the step that was chosen."""
    form, now = StepForm(request.POST, states=list(line.next_states), auto_id="step-%s"), timezone.now()
    if form.is_valid() and line.row is not None:
        with refusals_in(form):
            to, why = form.cleaned_data["to"], form.cleaned_data["why"]
            move_collaboration(collaboration=line.row, to=to, why=why, now=now, actor=request.user)
            messages.success(request, _("Written down."))
            return redirect("need-collaboration", code=found.code)
    return _shown(request, found, form)


def _completed(request: HttpRequest, found: Match) -> HttpResponse:
    """Write down what came of a collaboration, which completes it."""
    form, row = ResultForm(request.POST, auto_id="result-%s"), found.collaboration
    if form.is_valid():
        said = form.cleaned_data
        result = Result(said["result"], said["value_eur"], said["public_title"])
        with refusals_in(form):
            if row.state == CollaborationState.COMPLETED:
                name_result(collaboration=row, result=result, actor=request.user)
            else:
                to = CollaborationState.COMPLETED
                move_collaboration(collaboration=row, to=to, result=result, now=timezone.now(), actor=request.user)
            messages.success(request, _("Written down."))
            return redirect("need-collaboration", code=found.code)
    return _shown(request, found, form)


@permitted("exchange.route_needs", load=load_need)
@acts_only("need-office", of=lambda found: found.code)
def leave_by(request: HttpRequest, found: Need) -> HttpResponse:
    """Write down what else a need becomes."""
    form = ExitForm(request.POST)
    if form.is_valid():
        with refusals_in(request):
            said = form.cleaned_data
            add_exit(need=found, kind=said["kind"], note=said["note"], now=timezone.now(), actor=request.user)
            messages.success(request, _("Written down: the tie to the need remains."))
    else:
        messages.error(request, _("Choose what it becomes."))
    return redirect(reverse("need-office", args=[found.code]) + "#exits")


def load_exit(pk: int) -> NeedExit | None:
    """Load what a need became, by its number."""
    return exit_of(pk)


@permitted("exchange.route_needs", load=load_exit)
@acts_only("need-office", of=lambda found: found.need.code)
def came_of(request: HttpRequest, found: NeedExit) -> HttpResponse:
    """Write down what came of what a need became."""
    with refusals_in(request):
        close_exit(exit_=found, note=request.POST.get("note", ""), now=timezone.now(), actor=request.user)
        messages.success(request, _("Written down."))
    return redirect(reverse("need-office", args=[found.need.code]) + "#exits")


@permitted("exchange.write_rules")
def rules(request: HttpRequest) -> HttpResponse:
    """Say which requests the organisation acted for wants."""
    own = own_organisation(request)
    held = rules_of(own)
    names = ("wanted", "unwanted", "sizes", "provinces", "a_month", "paused_until_on")
    form = RulesForm(request.POST or None, initial={name: getattr(held, name) for name in names} if held else {})
    if request.method == "POST" and own is not None and form.is_valid():
        with refusals_in(form):
            said = Wishes(**form.cleaned_data)
            set_solver_rules(organisation=own, said=said, now=timezone.now(), actor=request.user)
            messages.success(request, _("Kept: from now on you are asked by these rules."))
            return redirect("needs")
    context = {"form": form, "own": own, "crumbs": crumbs(_("Which requests you want"))}
    return render(request, "exchange/rules_page.html", context, status=422 if form.errors else 200)


@public
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show what became of the last hundred needs: to everybody, where no single organisation shows through."""
    context = {
        **figures_page(audience=audience_of(request.user), now=timezone.now()),
        "crumbs": crumbs(_("What became of them")),
    }
    return render(request, "exchange/figures_page.html", context)
