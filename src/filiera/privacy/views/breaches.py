"""The administrator's register of breaches, with the clock of 72 hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.refusals import refusals_in
from filiera.common.views import permitted
from filiera.privacy.forms import BreachForm, WeighForm
from filiera.privacy.logic import authority_due
from filiera.privacy.models import Breach
from filiera.privacy.operations.breaches import note_breach_told, record_breach, weigh_breach
from filiera.privacy.queries.requests import breach_lines
from filiera.privacy.views.desk import crumbs

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TOLD = ("AUTHORITY", "PEOPLE", "CLOSED")


@permitted("privacy.handle_breaches")
def breaches(request: HttpRequest) -> HttpResponse:
    """Show the breaches; POST writes one down."""
    now = timezone.now()
    form = BreachForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            row = record_breach(now=now, actor=request.user, **form.cleaned_data)
            return redirect("breach", pk=row.pk)
    context = {"lines": breach_lines(now=now), "form": form, "crumbs": crumbs(_("Breaches"))}
    return render(request, "privacy/breaches_page.html", context)


@permitted("privacy.handle_breaches")
def breach(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one breach; POST weighs it, or writes down who was told."""
    row = get_object_or_404(Breach, pk=pk)
    act = request.POST.get("act", "")
    given = {"is_risky": "yes" if row.is_risky else "no", "why": row.risk_why, "measures": row.measures}
    form = WeighForm(request.POST if act == "weigh" else None, initial=given if row.is_risky is not None else {})
    if request.method == "POST":
        if act != "weigh" and act not in TOLD:
            raise Http404
        with refusals_in(request):
            if act in TOLD:
                note_breach_told(breach=row, whom=act, now=timezone.now(), actor=request.user)
                return redirect("breach", pk=pk)
            if form.is_valid():
                weigh_breach(breach=row, actor=request.user, **form.cleaned_data)
                return redirect("breach", pk=pk)
    due_at = authority_due(row.known_at)
    context = {
        "row": row,
        "due_at": due_at,
        "is_late": row.authority_told_at is None and row.is_risky is not False and timezone.now() > due_at,
        "form": form,
        "crumbs": crumbs(_("Breaches")),
    }
    return render(request, "privacy/breach_page.html", context)
