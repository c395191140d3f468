"""One silence, on the office's page: the letter before it leaves, the telephone, and what the solver told the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, permitted
from filiera.exchange.forms import ChaseForm
from filiera.exchange.operations.chasing import remind
from filiera.exchange.pages_chasing import chase_page, is_chased, reminded_words
from filiera.exchange.queries.chasing import next_letter
from filiera.exchange.views.desk import crumbs
from filiera.exchange.views.needs import load_match

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from filiera.exchange.models import Match


@permitted("exchange.keep_match", load=load_match)
def chase(request: HttpRequest, found: Match) -> HttpResponse:
    """Show where a silence stands; a POST sends the letter, as it is or as it was changed."""
    if request.method == "POST":
        return _sent(request, found)
    if not is_chased(found):
        return redirect(_need(found))
    return _shown(request, found, ChaseForm(initial={"words": _letter(found)}))


def _letter(found: Match) -> str:
    return "\n\n".join(next_letter(found, now=timezone.now()).lines)


def _sent(request: HttpRequest, found: Match) -> HttpResponse:
    form = ChaseForm(request.POST if "words" in request.POST else {"words": _letter(found)})
    if form.is_valid():
        said, now = form.cleaned_data, timezone.now()
        with refusals_in(form):
            remind(match=found, words=said["words"], is_looked_at=said["looked"], now=now, actor=request.user)
            messages.success(request, reminded_words(found))
            return redirect("office" if request.POST.get("from") == "today" else _need(found))
    return _shown(request, found, form)


def _need(found: Match) -> str:
    return reverse("need-office", args=[found.need.code]) + "#asked"


def _shown(request: HttpRequest, found: Match, form: ChaseForm) -> HttpResponse:
    need = found.need
    context = {
        **chase_page(found, now=timezone.now()),
        "form": form,
        "crumbs": crumbs(Crumb(need.title, reverse("need-office", args=[need.code])), found.solver.name),
    }
    return render(request, "exchange/chase_page.html", context, status=422 if form.errors else 200)
