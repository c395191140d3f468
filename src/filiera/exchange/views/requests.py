"""What was asked of an organisation, on its own pages: at the stage that it has reached, and how it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filiera.common.language import localised
from filiera.common.refusals import refusals_in
from filiera.common.views import acts_only, permitted
from filiera.exchange.enums import Secrecy
from filiera.exchange.forms import AnswerForm, SignForm
from filiera.exchange.models import Match
from filiera.exchange.operations.answers import accept_terms, terms_of
from filiera.exchange.operations.doubts import doubt_competence
from filiera.exchange.operations.taking import take_answer
from filiera.exchange.queries.matches import request_of
from filiera.exchange.queries.refusals import may_be_doubted
from filiera.exchange.views.needs import crumbs, load_match

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse

    from filiera.exchange.queries.matches import Request


@permitted("exchange.view_match", load=load_match, sign_in=True)
@require_safe
def request_page(request: HttpRequest, found: Match) -> HttpResponse:
    """Show a solver what it was asked, as far as it may know."""
    return _shown(request, found)


def _shown(request: HttpRequest, found: Match, refused: BaseForm | None = None) -> HttpResponse:
    shown = request_of(found)
    if shown is None:
        raise Http404
    context: dict[str, Any] = {
        "shown": shown,
        **_conditions(found, shown, refused),
        "answer_form": _answer(refused) if shown.is_open else None,
        "match": found,
        "doubtable": [(one.code, localised(one, "label")) for one in may_be_doubted(found)],
        "crumbs": crumbs(_("A request")),
    }
    return render(request, "exchange/request_page.html", context, status=200 if refused is None else 422)


def _conditions(found: Match, shown: Request, refused: BaseForm | None) -> dict[str, Any]:
    """Give what is accepted before the problem is read, with the signature where the request is a secret one."""
    if shown.knows_problem or not shown.is_open:
        return {"terms": (), "sign_form": None}
    form = refused if isinstance(refused, SignForm) else SignForm(auto_id="sign-%s")
    return {"terms": terms_of(found.need), "sign_form": form if found.need.secrecy == Secrecy.SECRET else None}


def _answer(refused: BaseForm | None) -> BaseForm:
    return refused if isinstance(refused, AnswerForm) else AnswerForm(auto_id="answer-%s")


@permitted("exchange.answer_match", load=load_match)
@acts_only("need-request", of=lambda found: found.code)
def terms(request: HttpRequest, found: Match) -> HttpResponse:
    """Accept the conditions of a request, by name where it is a secret one."""
    form, name = SignForm(request.POST, auto_id="sign-%s"), getattr(request.user, "name", "")
    if found.need.secrecy == Secrecy.SECRET:
        if not form.is_valid():
            return _shown(request, found, form)
        name = form.cleaned_data["name"]
    with refusals_in(form if found.need.secrecy == Secrecy.SECRET else request):
        accept_terms(match=found, name=name, now=timezone.now(), user=request.user)
        return redirect("need-request", code=found.code)
    return _shown(request, found, form) if form.errors else redirect("need-request", code=found.code)


@permitted("exchange.answer_match", load=load_match)
@acts_only("need-request", of=lambda found: found.code)
def answer(request: HttpRequest, found: Match) -> HttpResponse:
    """Answer a request."""
    form = AnswerForm(request.POST, auto_id="answer-%s")
    if form.is_valid():
        with refusals_in(form):
            take_answer(found, form.cleaned_data, now=timezone.now(), user=request.user)
            messages.success(request, _("Thank you: your answer is recorded"))
            return redirect("need-request", code=found.code)
    return _shown(request, found, form)


@permitted("exchange.answer_match", load=load_match)
@acts_only("need-request", of=lambda found: found.code)
def doubt(request: HttpRequest, found: Match) -> HttpResponse:
    """Say, after a refusal, that a competence of one's own page is not one's own."""
    with refusals_in(request):
        code = request.POST.get("competence", "")[:20]
        competence = doubt_competence(match=found, code=code, now=timezone.now(), user=request.user)
        words = _("Proposed: “%(what)s” leaves your page. Your people, or the office, decide.")
        messages.success(request, words % {"what": localised(competence, "label")})
    return redirect("need-request", code=found.code)
