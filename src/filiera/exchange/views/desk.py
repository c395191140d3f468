"""The office's desk of needs: what waits to be read, who could solve a need, whom it is sent to, what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from filiera.common.refusals import Refused, refusals_in
from filiera.common.views import Crumb, acts_only, permitted
from filiera.common.visibility import audience_of
from filiera.exchange.forms import AnswerForm, DismissForm, OfficeNeedForm, ReadForm, ReturnForm
from filiera.exchange.forms_papers import MailForm, NeedPaperForm
from filiera.exchange.models import Match, Need
from filiera.exchange.operations.answers import TOLD
from filiera.exchange.operations.asking import Pick, ask_solvers, dismiss_match, take_up_again
from filiera.exchange.operations.intake import TakenIn, sealed, take_need_in, wait_for_need
from filiera.exchange.operations.needs import read_need, return_need
from filiera.exchange.operations.requesters import introduce, note_meeting
from filiera.exchange.operations.taking import take_answer
from filiera.exchange.pages import note_opening
from filiera.exchange.pages_desk import caller_in, desk_page, triage_page
from filiera.exchange.queries.mails import from_mail
from filiera.exchange.queries.needs import desk_needs, need_lines
from filiera.exchange.views.needs import load_match, load_need, written
from filiera.exchange.wording import left_out_words
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.http import HttpResponse

PAGE_SIZE = 30


def crumbs(*rest: Crumb | str) -> list[Crumb]:
    """Give the path to a page of the desk."""
    first = [Crumb(_("Today"), reverse("office")), Crumb(_("Needs"), reverse("needs-office"))]
    return [*first, *(one if isinstance(one, Crumb) else Crumb(one) for one in rest)]


@permitted("exchange.route_needs")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """List the needs that the desk works on, those that wait to be read first."""
    state = request.GET.get("state", "")
    page = Paginator(desk_needs(state=state), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": need_lines(list(page), with_counts=True, in_office=True),
        **desk_page(state),
        "crumbs": [Crumb(_("Today"), reverse("office")), Crumb(_("Needs"))],
    }
    return render(request, "exchange/needs_office_page.html", context)


@permitted("exchange.route_needs")
def write(request: HttpRequest) -> HttpResponse:
    """Write a need down for somebody; it is handed in at once."""
    if request.method == "POST" and "text" in request.POST:
        return _pasted(request)
    form = OfficeNeedForm(request.POST or None, audience=audience_of(request.user))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            taken = _taken_in(request, form)
            messages.success(request, _("Written down. Read it through, then choose whom to ask."))
            for one in taken.left_out:
                messages.warning(request, left_out_words(one))
            return redirect("need-office", code=taken.need.code)
    return _written_down(request, form, MailForm(auto_id="mail-%s"))


def _taken_in(request: HttpRequest, form: OfficeNeedForm) -> TakenIn:
    said = form.cleaned_data
    return take_need_in(
        organisation=said["organisation"],
        written=written(said),
        caller=caller_in(said),
        waiting=form.chosen_files(),
        is_handed_in=True,
        now=timezone.now(),
        actor=request.user,
    )


def _pasted(request: HttpRequest) -> HttpResponse:
    """Fill the form with what a mail says; before it is written down only what hangs on it is kept, for a day."""
    mail = MailForm(request.POST, request.FILES, auto_id="mail-%s")
    audience = audience_of(request.user)
    if not mail.is_valid():
        return _written_down(request, OfficeNeedForm(audience=audience), mail)
    said = mail.cleaned_data["said"]
    waiting, left_out = wait_for_need(said)
    for one in left_out:
        messages.warning(request, left_out_words(one))
    initial = {**from_mail(said, now=timezone.now()), "attached": sealed(waiting)}
    return _written_down(request, OfficeNeedForm(initial=initial, audience=audience), MailForm(auto_id="mail-%s"))


def _written_down(request: HttpRequest, form: OfficeNeedForm, mail: MailForm) -> HttpResponse:
    context = {"form": form, "mail_form": mail, "crumbs": crumbs(_("Write a need down"))}
    is_wrong = form.errors or mail.errors
    return render(request, "exchange/need_write_office_page.html", context, status=422 if is_wrong else 200)


@permitted("exchange.route_needs", load=load_need)
@require_safe
def need(request: HttpRequest, found: Need) -> HttpResponse:
    """Show a need to the office: its words, who could solve it and why, who was asked and what they say."""
    return shown_need(request, found)


def shown_need(request: HttpRequest, found: Need, refused: BaseForm | None = None) -> HttpResponse:
    """Show the triage of a need, with the form that was refused in its place."""
    now = timezone.now()
    note_opening(found, user=request.user, now=now)
    read_form = ReadForm(initial={"brief": found.brief or found.words}, auto_id="read-%s")
    context = {
        **triage_page(found, now=now, ticked=request.GET.getlist("solver")[:20]),
        "read_form": refused if isinstance(refused, ReadForm) else read_form,
        "return_form": refused if isinstance(refused, ReturnForm) else ReturnForm(auto_id="return-%s"),
        "answer_form": AnswerForm(auto_id="told-%s"),
        "paper_form": refused if isinstance(refused, NeedPaperForm) else NeedPaperForm(auto_id="paper-%s"),
        "crumbs": crumbs(found.title),
    }
    return render(request, "exchange/need_office_page.html", context, status=200 if refused is None else 422)


@permitted("exchange.route_needs", load=load_need)
@acts_only("need-office", of=lambda found: found.code)
def read(request: HttpRequest, found: Need) -> HttpResponse:
    """Say that a need was read, and what solvers read of it."""
    form = ReadForm(request.POST, auto_id="read-%s")
    if form.is_valid():
        with refusals_in(form):
            said, now = form.cleaned_data, timezone.now()
            read_need(need=found, brief=said["brief"], is_looked_at=said["looked"], now=now, actor=request.user)
            messages.success(request, _("Read. Now choose whom to ask."))
            return redirect(reverse("need-office", args=[found.code]) + "#solvers")
    return shown_need(request, found, form)


@permitted("exchange.route_needs", load=load_need)
@acts_only("need-office", of=lambda found: found.code)
def give_back(request: HttpRequest, found: Need) -> HttpResponse:
    """Give a need back to its writer."""
    form = ReturnForm(request.POST, auto_id="return-%s")
    if form.is_valid():
        with refusals_in(form):
            return_need(need=found, why=form.cleaned_data["why"], now=timezone.now(), actor=request.user)
            messages.success(request, _("Given back: whoever wrote it reads what is missing."))
            return redirect("needs-office")
    return shown_need(request, found, form)


@permitted("exchange.route_needs", load=load_need)
@acts_only("need-office", of=lambda found: found.code)
def ask(request: HttpRequest, found: Need) -> HttpResponse:
    """Ask the solvers that were ticked."""
    codes = request.POST.getlist("solver")[:20]
    looked = set(request.POST.getlist("looked"))
    rows = Organisation.objects.filter(code__in=codes, merged_into=None).order_by("pk")
    picks = [Pick(row, request.POST.get(f"email-{row.code}", ""), row.code in looked) for row in rows]
    page = reverse("need-office", args=[found.code])
    with refusals_in(request):
        made = ask_solvers(need=found, picks=picks, now=timezone.now(), actor=request.user)
        words = ngettext("%(n)s solver was asked.", "%(n)s solvers were asked.", len(made))
        messages.success(request, words % {"n": len(made)})
        if waiting := [one for one in made if one.told_at is None]:
            said = _("%(names)s: by their choice with their next letter, and on the site from now on.")
            messages.info(request, said % {"names": ", ".join(one.solver.name for one in waiting)})
        return redirect(page + "#solvers")
    return redirect(f"{page}?{urlencode({'solver': codes}, doseq=True)}#solvers")


@permitted("exchange.route_needs", load=load_need)
@acts_only("need-office", of=lambda found: found.code)
def dismiss(request: HttpRequest, found: Need) -> HttpResponse:
    """Set a solver aside for a need, with the reason."""
    row = Organisation.objects.filter(code=request.POST.get("solver", "")[:80]).first()
    form = DismissForm(request.POST)
    if row is not None:
        with refusals_in(request):
            why = form.cleaned_data["why"] if form.is_valid() else ""
            dismiss_match(need=found, solver=row, why=why, now=timezone.now(), actor=request.user)
            messages.success(request, _("Set aside: %(name)s.") % {"name": row.name})
    return redirect(reverse("need-office", args=[found.code]) + "#solvers")


@permitted("exchange.keep_match", load=load_match)
@acts_only("need-office", of=lambda found: found.need.code)
def match(request: HttpRequest, found: Match) -> HttpResponse:
    """Introduce the two of a match, write down that they met or what it told the office."""
    act = MATCH_ACTS.get(request.POST.get("act", ""))
    if act is not None:
        with refusals_in(request):
            messages.success(request, act(request, found, timezone.now()))
    return redirect(reverse("need-office", args=[found.need.code]) + "#asked")


def _introduce(request: HttpRequest, found: Match, now: datetime) -> str:
    introduce(match=found, note=request.POST.get("note", "")[:600], now=now, actor=request.user)
    return _("Introduced: both have the letter.")


def _note_meeting(request: HttpRequest, found: Match, now: datetime) -> str:
    note_meeting(match=found, now=now, actor=request.user)
    return _("Written down: they have met.")


def _take_up(request: HttpRequest, found: Match, now: datetime) -> str:
    take_up_again(match=found, now=now, actor=request.user)
    return _("Taken up again: %(name)s.") % {"name": found.solver.name}


def _take_told(request: HttpRequest, found: Match, now: datetime) -> str:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Choose one of the answers."))
    take_answer(found, form.cleaned_data, now=now, user=request.user, way=TOLD)
    return _("Written down.")


MATCH_ACTS: dict[str, Callable[[HttpRequest, Match, datetime], str]] = {
    "introduce": _introduce,
    "met": _note_meeting,
    "take-up": _take_up,
    "told": _take_told,
}
"""What the office does with a match, by the name of the button; each gives what the page says after it."""
