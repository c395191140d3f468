"""The office keeps calls: its desk, writing one by hand, fields, rules and topics of one, showing it to all."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, acts_only, permitted
from filiera.funding.adapters import said_moment
from filiera.funding.forms import CallForm, EditForm, TopicForm
from filiera.funding.forms_rules import RuleForm, writable_rules
from filiera.funding.models import Call, CallRule
from filiera.funding.operations.calls import show_call
from filiera.funding.operations.edit import Edit, confirm_rule, drop_rule, edit_call, set_rule, write_call
from filiera.funding.operations.topics import decide_topic
from filiera.funding.pages_calls import waiting_lines
from filiera.funding.queries.call_page import call_page
from filiera.funding.queries.calls import lines_of
from filiera.funding.queries.office import (
    calls_kept,
    competence_called,
    hand_draft,
    topic_lines,
    waiting_counts,
    waiting_for,
)
from filiera.funding.queries.proposals import proposal_lines
from filiera.funding.views.calls import load_call
from filiera.funding.views.imports import crumbs

if TYPE_CHECKING:
    from django.http import HttpRequest

PAGE_SIZE = 30
MOMENTS = (("opens_on", "opens_hour", "opens"), ("closes_on", "closes_hour", "closes"))


@permitted("funding.keep_calls")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """List every call that the office keeps, what waits for a person first."""
    now = timezone.now()
    asked = request.GET.get("q", "")[:120].strip()
    waiting = waiting_for(request.GET.get("waiting", ""))
    page = Paginator(calls_kept(text=asked, waiting=waiting, now=now), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": lines_of(list(page), now=now),
        "text": asked,
        "asked_waiting": waiting,
        "waiting_lines": waiting_lines(waiting_counts(), waiting),
        "crumbs": [Crumb(_("Today"), reverse("office")), Crumb(_("Calls"))],
    }
    return render(request, "funding/calls_office_page.html", context)


@permitted("funding.keep_calls")
def write(request: HttpRequest) -> HttpResponse:
    """Write a call by hand."""
    form = CallForm(request.POST or None, initial={"tz": "Europe/Rome", "level": "REGIONAL"})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            now = timezone.now()
            made = write_call(draft=hand_draft(_values(form.cleaned_data), now=now), now=now, actor=request.user)
            messages.success(request, _("Written. Now its rules; nobody else sees it until you show it."))
            return redirect("call-office", code=made.code)
    context = {"form": form, "crumbs": crumbs(_("Write a call"))}
    return render(request, "funding/call_write_page.html", context, status=422 if form.errors else 200)


@permitted("funding.keep_calls", load=load_call)
def keep(request: HttpRequest, found: Call) -> HttpResponse:
    """Show a call as the office keeps it; POST changes its fields."""
    form = EditForm(request.POST or None, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        values, edit = _values(form.cleaned_data), _edit(form.cleaned_data)
        with refusals_in(form):
            edit_call(call=found, values=values, edit=edit, now=timezone.now(), actor=request.user)
            messages.success(request, _("Changed."))
            return redirect("call-office", code=found.code)
    return _kept(request, found, form=form)


def _kept(request: HttpRequest, found: Call, *, form: EditForm, topic: TopicForm | None = None) -> HttpResponse:
    shown = call_page(found, now=timezone.now())
    held = {one.name for one in shown.rules}
    topic_form = topic or TopicForm()
    context = {
        "call": found,
        "shown": shown,
        "form": form,
        "topic_form": topic_form,
        "topics": topic_lines(found),
        "is_read": bool(found.topics_read_as),
        "proposals": proposal_lines(found),
        "more_rules": [pair for pair in writable_rules() if pair[0] not in held],
        "crumbs": crumbs(shown.title),
    }
    is_wrong = form.errors or (topic_form.is_bound and topic_form.errors)
    return render(request, "funding/call_office_page.html", context, status=422 if is_wrong else 200)


@permitted("funding.keep_calls", load=load_call)
@acts_only("call-office", of=lambda call: call.code)
def show(request: HttpRequest, found: Call) -> HttpResponse:
    """Show a call to everybody, or take it back to the office."""
    is_shown = request.POST.get("shown") == "1"
    show_call(call=found, is_shown=is_shown, actor=request.user)
    messages.success(request, _("Everybody sees it now.") if is_shown else _("The office alone sees it now."))
    return redirect("call-office", code=found.code)


@permitted("funding.keep_calls", load=load_call)
def rule(request: HttpRequest, found: Call) -> HttpResponse:
    """Show the form of one rule, named in the address; POST writes it, confirms it or drops it."""
    name = request.POST.get("rule") or request.GET.get("rule", "")
    if name not in dict(writable_rules()):
        return redirect("call-office", code=found.code)
    held = found.rules.filter(name=name).first()
    act = request.POST.get("act", "write") if request.method == "POST" else ""
    now = timezone.now()
    if act == "confirm":
        confirm_rule(call=found, name=name, now=now, actor=request.user)
        return redirect("call-office", code=found.code)
    if act == "drop":
        edit = Edit(amends="amends" in request.POST, note=request.POST.get("note", "")[:400])
        drop_rule(call=found, name=name, edit=edit, now=now, actor=request.user)
        messages.success(request, _("The call does not have this rule any more."))
        return redirect("call-office", code=found.code)
    form = _rule_form(name, held, request.POST if act else None)
    if act and form.is_valid():
        said = form.cleaned_data
        written = CallRule(name=name, value=form.value(), clause=said["clause"], article=said["article"])
        with refusals_in(form):
            set_rule(call=found, rule=written, edit=_edit(said), now=now, actor=request.user)
            messages.success(request, _("Written."))
            return redirect("call-office", code=found.code)
    label = dict(writable_rules())[name]
    context: dict[str, Any] = {"call": found, "form": form, "rule": held, "name": name, "label": label}
    context["crumbs"] = crumbs(Crumb(str(found), reverse("call-office", args=[found.code])), label)
    return render(request, "funding/call_rule_page.html", context, status=422 if form.errors else 200)


def _rule_form(name: str, held: CallRule | None, data: Any) -> RuleForm:
    initial = {"clause": held.clause, "article": held.article} if held else {}
    return RuleForm(name, data, value=held.value if held else None, initial=initial)


@permitted("funding.keep_calls", load=load_call)
@acts_only("call-office", of=lambda call: call.code)
def topic(request: HttpRequest, found: Call) -> HttpResponse:
    """Say that a call asks for a competence, or that it does not."""
    form = TopicForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            competence = competence_called(form.cleaned_data["competence"])
            is_asked = request.POST.get("act") != "refuse"
            decide_topic(call=found, competence=competence, is_asked=is_asked, actor=request.user)
            return redirect(reverse("call-office", args=[found.code]) + "#topics")
    return _kept(request, found, form=EditForm(initial=_initial(found)), topic=form)


def _edit(said: dict[str, Any]) -> Edit:
    return Edit(amends=said.get("amends", False), note=said.get("note", ""))


def _values(said: dict[str, Any]) -> dict[str, Any]:
    """Give the fields of a form as the operations take them: a day with its hour is one moment."""
    values = {name: value for name, value in said.items() if name not in ("amends", "note")}
    for day, hour, name in MOMENTS:
        on, at = values.pop(day), values.pop(hour)
        values[name] = datetime.combine(on, at) if on and at else on
    return values


def _initial(call: Call) -> dict[str, Any]:
    """Give a call as its form shows it."""
    found = {name: getattr(call, name) for name in EditForm.base_fields if hasattr(call, name)}
    for day, hour, name in MOMENTS:
        known = getattr(call, f"{name}_hour_known")
        moment = said_moment(getattr(call, f"{name}_at"), call.tz, known)
        found[day] = moment
        found[hour] = moment.time() if isinstance(moment, datetime) else None
    return found
