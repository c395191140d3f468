"""The office's desk of requests by a right: what waits, one request, the erasure; the register of processing."""

from __future__ import annotations

import json
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.in_words import long_date
from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, permitted
from filiera.privacy import forms, hooks
from filiera.privacy.enums import Right
from filiera.privacy.models import RetentionRun, RightsRequest
from filiera.privacy.operations.erasure import erase_person, hindrances_of
from filiera.privacy.operations.requests import close_request, extend_request, receive_request
from filiera.privacy.processing import processing_register
from filiera.privacy.queries.names import addresses_of, names_of
from filiera.privacy.queries.requests import requests_done, requests_waiting
from filiera.privacy.queries.traces import traces_of

if TYPE_CHECKING:
    from django.http import HttpRequest

PAGE_SIZE = 50


def crumbs(last: str = "") -> list[Crumb]:
    """Give the path to a page of the desk."""
    here = Crumb(_("People’s data"), reverse("rights-requests") if last else "")
    return [Crumb(_("Today"), reverse("office")), here, *([Crumb(last)] if last else [])]


@permitted("privacy.handle_requests")
def rights_requests(request: HttpRequest) -> HttpResponse:
    """Show what waits and what was answered; POST writes down a request that came another way."""
    today = timezone.localdate()
    form = forms.ReceiveForm(request.POST or None, initial={"received_on": today})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        day = values.pop("received_on")
        at = timezone.make_aware(datetime.combine(day, time(12))) if day != today else None
        with refusals_in(form):
            row = receive_request(received_at=at, now=timezone.now(), actor=request.user, **values)
            messages.success(request, _("Written down: the answer is due by %(day)s.") % {"day": long_date(row.due_on)})
            return redirect("rights-request", pk=row.pk)
    lines = [(row, row.is_late(today)) for row in requests_waiting()]
    context = {
        "lines": lines,
        "late": sum(is_late for _row, is_late in lines),
        "page": Paginator(requests_done(), PAGE_SIZE).get_page(request.GET.get("page")),
        "rules": hooks.retention,
        "last_run": RetentionRun.objects.order_by("-began_at", "-pk").first(),
        "form": form,
        "crumbs": crumbs(),
    }
    return render(request, "privacy/rights_requests_page.html", context)


@permitted("privacy.handle_requests")
def rights_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request; POST extends it, answers it, or does the erasure."""
    row = get_object_or_404(RightsRequest.objects.select_related("user", "handled_by"), pk=pk)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    form = FORMS[act](request.POST) if act in FORMS else None
    if request.method == "POST":
        if form is None or (act == "erase" and not request.user.has_perm("privacy.erase_person")):
            raise Http404
        if form.is_valid() and _done(request, row, act, form.cleaned_data):
            return redirect("rights-request", pk=pk)
    user = row.user if row.done_at is None else None
    context = {
        "row": row,
        "is_erasure": row.right == Right.ERASURE,
        "hindrances": hindrances_of(user, now=timezone.now()) if user and row.right == Right.ERASURE else [],
        "traces": traces_of(names=names_of(user), emails=addresses_of(user))
        if user and "traces" in request.GET
        else None,
        "today": timezone.localdate(),
        "crumbs": crumbs(str(row.get_right_display())),
    }
    context |= {f"{name}_form": form if act == name and form else made() for name, made in FORMS.items()}
    return render(request, "privacy/rights_request_page.html", context)


FORMS: dict[str, Any] = {"extend": forms.ExtendForm, "answer": forms.AnswerForm, "erase": forms.EraseForm}


def _done(request: HttpRequest, row: RightsRequest, act: str, values: dict[str, Any]) -> bool:
    """Do one act on a request; give False, and say why, where it is refused."""
    now, actor = timezone.now(), request.user
    with refusals_in(request):
        if act == "extend":
            extend_request(request=row, now=now, actor=actor, **values)
            messages.success(request, _("The term is extended: the person gets the reason by mail."))
        elif act == "erase":
            erase_person(request=row, now=now, actor=actor, **values)
            messages.success(request, _("Erased. The person is told by mail what had to be kept, and why."))
        else:
            close_request(request=row, now=now, actor=actor, **values)
            messages.success(request, _("Answered: the person gets it by mail."))
        return True
    return False


@permitted("privacy.see_processing")
def processing(request: HttpRequest) -> HttpResponse:
    """Show the register of processing."""
    context = {"register": processing_register(), "crumbs": crumbs(_("Register of processing"))}
    return render(request, "privacy/processing_page.html", context)


@permitted("privacy.see_processing")
def processing_file(request: HttpRequest) -> HttpResponse:
    """Give the register of processing as a file."""
    register = processing_register()
    if register is None:
        raise Http404
    text = json.dumps(register.model_dump(mode="json"), ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="processing.json"'
    return response
