"""Papers of a need: sent and taken away by its own people, let out or kept back by the office, given to solvers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filiera.common.given import sent_out
from filiera.common.refusals import refusals_in
from filiera.common.views import acts_only, permitted
from filiera.common.visibility import audience_of
from filiera.documents.operations.receiving import Sent
from filiera.exchange.enums import Disclosed
from filiera.exchange.forms_papers import KeepBackForm, NeedPaperForm
from filiera.exchange.operations.papers import (
    add_paper,
    give_paper,
    keep_paper_back,
    release_paper,
    remove_paper,
)
from filiera.exchange.pages import note_opening
from filiera.exchange.queries.matches import match_of
from filiera.exchange.queries.papers import copy_for, own_copy, paper_of, paper_shown
from filiera.exchange.views import desk, needs

if TYPE_CHECKING:
    from django.http import FileResponse, HttpRequest

    from filiera.exchange.models import Match, Need, NeedPaper


def load_paper(code: str, number: int) -> NeedPaper | None:
    """Load a paper by its need's public id and its number."""
    return paper_of(code, number)


def _back(request: HttpRequest, need: Need) -> str:
    page = "need-office" if audience_of(request.user).is_office else "need"
    return reverse(page, args=[need.code]) + "#papers"


@permitted("exchange.keep_need", load=needs.load_need)
@acts_only("need", of=lambda found: found.code)
def add(request: HttpRequest, found: Need) -> HttpResponse:
    """Take a paper in."""
    form = NeedPaperForm(request.POST, request.FILES, auto_id="paper-%s")
    if form.is_valid():
        with refusals_in(form):
            sent, stage = form.cleaned_data["file"], form.cleaned_data["stage"]
            file = Sent(sent.name, sent.chunks())
            add_paper(need=found, file=file, stage=stage, now=timezone.now(), actor=request.user)
            messages.success(request, _("Kept. Solvers read it once the office has looked at it."))
            return redirect(_back(request, found))
    page = desk.shown_need if audience_of(request.user).is_office else needs.shown_need
    return page(request, found, refused=form)


@permitted("exchange.keep_paper", load=load_paper)
@acts_only("need", of=lambda found: found.need.code)
def remove(request: HttpRequest, found: NeedPaper) -> HttpResponse:
    """Take a paper away."""
    remove_paper(paper=found, now=timezone.now(), actor=request.user)
    messages.success(request, _("Taken away: nobody gets it any more."))
    return redirect(_back(request, found.need))


@permitted("exchange.judge_paper", load=load_paper)
@acts_only("need-office", of=lambda found: found.need.code)
def judge(request: HttpRequest, found: NeedPaper) -> HttpResponse:
    """Let a paper out, or keep it back with the reason."""
    now = timezone.now()
    with refusals_in(request):
        if request.POST.get("act") == "release":
            release_paper(paper=found, now=now, actor=request.user)
            messages.success(request, _("It goes out: solvers read it at its stage."))
        else:
            form = KeepBackForm(request.POST)
            why = form.cleaned_data["why"] if form.is_valid() else ""
            keep_paper_back(paper=found, why=why, now=now, actor=request.user)
            messages.success(request, _("Kept back: whoever sent it reads why."))
    return redirect(_back(request, found.need))


@permitted("exchange.keep_paper", load=load_paper)
@require_safe
def own_file(request: HttpRequest, found: NeedPaper) -> HttpResponse | FileResponse:
    """Give a paper to its own people and the office: as it was sent, or the copy that solvers get (`?copy=1`)."""
    note_opening(found.need, user=request.user, now=timezone.now())
    copy = own_copy(found, is_clean=bool(request.GET.get("copy")))
    if copy is None:
        raise Http404
    return sent_out(copy)


@permitted("exchange.view_paper", load=paper_shown)
@require_safe
def open_file(request: HttpRequest, found: NeedPaper) -> HttpResponse | FileResponse:
    """Give a paper of an open need to a member, by the number that members read."""
    return sent_out(copy_for(found, Disclosed.NAMES, number=found.number))


class _Wanted:
    """A paper that a solver asks for: the match, and the number. The rule asks the match."""

    def __init__(self, match: Match, number: int) -> None:
        self.match, self.number = match, number
        self.asked_at, self.solver_id = match.asked_at, match.solver_id

    @classmethod
    def of(cls, code: str, number: int) -> _Wanted | None:
        """Load what is asked for; None where there is no such match."""
        found = match_of(code)
        return cls(found, number) if found else None


@permitted("exchange.view_match", load=_Wanted.of)
@require_safe
def asked_file(request: HttpRequest, wanted: _Wanted) -> HttpResponse | FileResponse:
    """Give a solver a paper, as far as it may know; HEAD gives nothing out and leaves no line."""
    if request.method == "HEAD":
        return HttpResponse()
    copy = give_paper(match=wanted.match, number=wanted.number, now=timezone.now(), user=request.user)
    if copy is None:
        raise Http404
    return sent_out(copy)
