"""Needs as organisations write and follow them: the list, writing one, its page, and who would be met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filiera.common.acting import acting_of
from filiera.common.language import current_language
from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, acts_only, permitted
from filiera.common.visibility import PUBLIC_AUDIENCE, audience_of
from filiera.documents.operations.receiving import Sent
from filiera.exchange.enums import NeedState
from filiera.exchange.forms import DetailForm, EndForm, MeetForm, NeedForm, QuestionsForm
from filiera.exchange.forms_papers import NeedPaperForm
from filiera.exchange.models import Match, Need, NeedProposal
from filiera.exchange.operations.intake import take_need_in, understand
from filiera.exchange.operations.need_ends import end_need, renew_need
from filiera.exchange.operations.needs import Written, answer_questions, change_need, fixed_texts, publish_need
from filiera.exchange.operations.proposals import take_proposal
from filiera.exchange.operations.requesters import meet_solver
from filiera.exchange.operations.topics import decide_topic
from filiera.exchange.pages import asked_of, need_page, note_opening, own_page, said_before
from filiera.exchange.queries.matches import match_of
from filiera.exchange.queries.needs import competence_in_force, leaves, need_lines, need_of, open_needs
from filiera.exchange.queries.offer_matches import offers_for
from filiera.exchange.queries.understood import proposal_of
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse

PAGE_SIZE = 20


def load_need(code: str) -> Need | None:
    """Load a need by its public id."""
    return need_of(code)


def load_match(code: str) -> Match | None:
    """Load a match by its public id."""
    return match_of(code)


def crumbs(*rest: Crumb | str) -> list[Crumb]:
    """Give the path to a page of needs."""
    return [Crumb(_("Needs"), reverse("needs")), *(one if isinstance(one, Crumb) else Crumb(one) for one in rest)]


def own_organisation(request: HttpRequest) -> Organisation | None:
    """Give the organisation that the person acts for."""
    acting = acting_of(request.user)
    return Organisation.objects.filter(pk=acting.organisation_id).first() if acting else None


@permitted("exchange.list_needs")
@require_safe
def needs(request: HttpRequest) -> HttpResponse:
    """Show what is asked of the organisation acted for, its own needs, and the open ones of others."""
    own = own_organisation(request)
    others = open_needs(audience_of(request.user))
    if own is not None:
        others = others.exclude(organisation=own)
    page = Paginator(others, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        **(own_page(own) if own is not None else {}),
        "page": page,
        "others": need_lines(list(page), with_counts=False),
        "crumbs": [Crumb(_("Needs"))],
    }
    return render(request, "exchange/needs_page.html", context)


def written(said: dict[str, Any], *, of: Need | None = None) -> Written:
    """Give what a form says of a need; what it does not ask stays as it was."""
    names = ("title", "words", "secrecy", "help", "allows_competitors", "excluded")
    rest = ("deadline_on", "place", "trl_start", "trl_end", "enough")
    values = {name: said[name] for name in names}
    for name in rest:
        if name in said:
            values[name] = said[name]
        elif of is not None:
            values[name] = getattr(of, name)
    is_new_text = of is None or of.words != said["words"]
    brief = None if is_new_text or of is None else of.brief
    return Written(language=of.language if of else current_language(), brief=brief, **values)


@permitted("exchange.write_need")
def write(request: HttpRequest) -> HttpResponse:
    """Write a need for the organisation acted for."""
    own = own_organisation(request)
    if own is None:
        return redirect("need-write-office")
    form = NeedForm(request.POST or None, request.FILES or None, audience=audience_of(request.user))
    if request.method == "POST" and form.is_valid():
        said, sent = written(form.cleaned_data), form.cleaned_data["file"]
        paper = Sent(sent.name, sent.chunks()) if sent else None
        with refusals_in(form):
            taken = take_need_in(organisation=own, written=said, paper=paper, now=timezone.now(), actor=request.user)
            return redirect("need", code=taken.need.code)
    context = {"form": form, "own": own, "crumbs": crumbs(_("A new need"))}
    return render(request, "exchange/need_write_page.html", context, status=422 if form.errors else 200)


@permitted("exchange.view_need", load=load_need)
@require_safe
def need(request: HttpRequest, found: Need) -> HttpResponse:
    """Show a need: to its own people whole, with what came of it; to other members an open one."""
    return shown_need(request, found)


def shown_need(request: HttpRequest, found: Need, *, refused: BaseForm | None = None) -> HttpResponse:
    """Show the page of a need, with the form that was refused in its place."""
    note_opening(found, user=request.user, now=timezone.now())
    may_keep = request.user.has_perm("exchange.keep_need", found)
    context = {
        **need_page(found, may_keep=may_keep, audience=audience_of(request.user)),
        "offers": offers_for(found, audience_of(request.user)) if may_keep else (),
        "end_form": refused if isinstance(refused, EndForm) else EndForm(auto_id="end-%s"),
        "paper_form": refused if isinstance(refused, NeedPaperForm) else NeedPaperForm(auto_id="paper-%s"),
        "meet_form": MeetForm(auto_id="meet-%s"),
        "competences": leaves() if may_keep else (),
        "crumbs": crumbs(found.title),
    }
    return render(request, "exchange/need_page.html", context, status=200 if refused is None else 422)


@permitted("exchange.keep_need", load=load_need)
def change(request: HttpRequest, found: Need) -> HttpResponse:
    """Change a need."""
    fixed, audience = fixed_texts(found, by_office=_is_office(request)), _audience(request)
    form = DetailForm(request.POST or None, initial=said_before(found), audience=audience, fixed=fixed)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            said, now, by_office = written(form.cleaned_data, of=found), timezone.now(), _is_office(request)
            row = change_need(need=found, written=said, now=now, by_office=by_office, actor=request.user)
            understand(need=row, now=now)
            is_unread = (found.state, row.state) == (NeedState.MATCHING, NeedState.PUBLISHED)
            messages.success(request, _("Changed: the office reads it again.") if is_unread else _("Changed."))
            return redirect("need", code=row.code)
    context = {"form": form, "need": found, "is_fixed": bool(fixed), "crumbs": crumbs(_to(found), _("Change"))}
    return render(request, "exchange/need_change_page.html", context, status=422 if form.errors else 200)


def _audience(request: HttpRequest) -> Any:
    return audience_of(request.user) if request.user.is_authenticated else PUBLIC_AUDIENCE


def _is_office(request: HttpRequest) -> bool:
    return audience_of(request.user).is_office


def _to(found: Need) -> Crumb:
    return Crumb(found.title, reverse("need", args=[found.code]))


@permitted("exchange.keep_need", load=load_need)
@acts_only("need", of=lambda found: found.code)
def topic(request: HttpRequest, found: Need) -> HttpResponse:
    """Say that a need asks for a competence, or that it does not."""
    row = competence_in_force(request.POST.get("competence", "")[:20])
    if row is None:
        messages.error(request, _("Choose a competence of the list."))
    else:
        decide_topic(need=found, competence=row, is_asked=request.POST.get("act") != "drop", actor=request.user)
    back = "need-office" if request.POST.get("from") == "office" else "need"
    return redirect(reverse(back, args=[found.code]) + "#topics")


@permitted("exchange.keep_need", load=load_need)
@acts_only("need", of=lambda found: found.code)
def answers(request: HttpRequest, found: Need) -> HttpResponse:
    """Write down the answers to the questions of a need's topics."""
    form = QuestionsForm(request.POST, asked=asked_of(found), auto_id="asked-%s")
    if form.is_valid():
        with refusals_in(request):
            said = form.cleaned_data
            answer_questions(
                need=found, answers=said, now=timezone.now(), by_office=_is_office(request), actor=request.user
            )
            messages.success(request, _("Kept: solvers read it with the problem."))
    back = "need-office" if _is_office(request) else "need"
    return redirect(reverse(back, args=[found.code]) + "#questions")


def load_proposal(pk: int) -> NeedProposal | None:
    """Load a proposal by its number."""
    return proposal_of(pk)


@permitted("exchange.decide_proposal", load=load_proposal)
@acts_only("need", of=lambda found: found.need.code)
def decide(request: HttpRequest, found: NeedProposal) -> HttpResponse:
    """Take what was read in a need, or leave it."""
    with refusals_in(request):
        takes = request.POST.get("act") == "take"
        by_office = _is_office(request)
        take_proposal(proposal=found, takes=takes, now=timezone.now(), by_office=by_office, actor=request.user)
    back = "need-office" if request.POST.get("from") == "office" else "need"
    return redirect(reverse(back, args=[found.need.code]) + "#understood")


@permitted("exchange.keep_need", load=load_need)
@acts_only("need", of=lambda found: found.code)
def move(request: HttpRequest, found: Need) -> HttpResponse:
    """Hand a need in, renew it, end it."""
    act, now = request.POST.get("act", ""), timezone.now()
    if act == "end":
        return _ended(request, found)
    with refusals_in(request):
        if act == "hand-in":
            publish_need(need=found, now=now, actor=request.user)
            messages.success(request, _("Handed in: the office reads it before anybody is asked."))
        elif act == "renew":
            row = renew_need(need=found, now=now, actor=request.user)
            words = _("Renewed.") if row.state != NeedState.PUBLISHED else _("Renewed: the office reads it again.")
            messages.success(request, words)
    return redirect("need", code=found.code)


def _ended(request: HttpRequest, found: Need) -> HttpResponse:
    """End a need, solved or with the reason."""
    form = EndForm(request.POST, auto_id="end-%s")
    if not form.is_valid():
        return shown_need(request, found, refused=form)
    why, note = form.cleaned_data["why"], form.cleaned_data["note"]
    solved, now = why == "SOLVED", timezone.now()
    with refusals_in(request):
        end_need(need=found, solved=solved, why="" if solved else why, note=note, now=now, actor=request.user)
        messages.success(request, _("Ended: nobody is asked any more."))
    return redirect("need", code=found.code)


@permitted("exchange.meet_solver", load=load_match)
@acts_only("need", of=lambda found: found.need.code)
def meet(request: HttpRequest, found: Match) -> HttpResponse:
    """Say whether whoever asks would meet a solver."""
    form, meets = MeetForm(request.POST), request.POST.get("act") == "yes"
    note = form.cleaned_data["note"] if form.is_valid() else ""
    with refusals_in(request):
        meet_solver(match=found, meets=meets, note=note, now=timezone.now(), user=request.user)
        said = _("The office introduces you to %(solver)s.") if meets else _("%(solver)s is not told who you are.")
        messages.success(request, said % {"solver": found.solver.name})
    back = "need-office" if request.POST.get("from") == "office" else "need"
    return redirect(reverse(back, args=[found.need.code]) + "#solvers")
