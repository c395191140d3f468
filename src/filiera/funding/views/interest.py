"""Interest in a call and partners wanted: said on the page of the call, listed, answered, decided."""

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
from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, acts_only, permitted, public
from filiera.common.visibility import audience_of
from filiera.funding.forms_interest import InterestForm, ReplyForm, WantedForm
from filiera.funding.models import PartnerWanted, WantedReply
from filiera.funding.operations.interest import (
    Interest,
    Notice,
    close_notice,
    decide_reply,
    reply_to_notice,
    say_interest,
    withdraw_interest,
    write_notice,
)
from filiera.funding.queries.calls import topics_of
from filiera.funding.queries.interest import (
    has_replied,
    notice_lines,
    notice_of,
    notices_of_live_calls,
    organisation_acted_for,
    own_drafts,
    replies_for,
    reply_of,
)
from filiera.funding.views.calls import crumbs, load_call, shown_call

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse

    from filiera.funding.models import Call
    from filiera.registry.models import Organisation

PAGE_SIZE = 30


def load_notice(pk: int) -> PartnerWanted | None:
    """Load a notice by its number."""
    return notice_of(pk)


def load_reply(pk: int) -> WantedReply | None:
    """Load an answer by its number."""
    return reply_of(pk)


def _own(request: HttpRequest) -> Organisation | None:
    acting = acting_of(request.user)
    return None if acting is None else organisation_acted_for(acting.code)


@permitted("funding.say_interest", load=load_call)
@acts_only("call", of=lambda found: found.code)
def interest(request: HttpRequest, found: Call) -> HttpResponse:
    """Say that the organisation acted for is interested, or no longer."""
    own, now, form = _own(request), timezone.now(), InterestForm(request.POST, auto_id="interest-%s")
    page = redirect(reverse("call", args=[found.code]) + "#interest")
    if own is None:
        return page
    if request.POST.get("act") == "withdraw":
        if withdraw_interest(call=found, organisation=own, now=now, actor=request.user):
            messages.success(request, _("Withdrawn: nobody sees it any more."))
        return page
    if not form.is_valid():
        return shown_call(request, found, status=422, interest_form=form)
    with refusals_in(request):
        say_interest(call=found, organisation=own, said=Interest(**form.cleaned_data), now=now, actor=request.user)
        messages.success(request, _("Written: the office knows that you are interested."))
    return page


@permitted("funding.say_interest", load=load_call)
def write(request: HttpRequest, found: Call) -> HttpResponse:
    """Write a notice of partners wanted for a call."""
    own = _own(request)
    if own is None:
        return redirect("call", code=found.code)
    form = WantedForm(
        request.POST or None,
        topics=topics_of([found.pk]).get(found.pk, ()),
        drafts=own_drafts(found, own.pk),
        auto_id="wanted-%s",
    )
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        notice = Notice(
            said["title"],
            said["text"],
            said.get("competences", ()),
            is_public=said["is_public"] == "1",
            consortium=form.consortium,
        )
        with refusals_in(form):
            row = write_notice(call=found, organisation=own, said=notice, now=timezone.now(), actor=request.user)
            messages.success(request, _("The notice is out."))
            return redirect("wanted-notice", pk=row.pk)
    here = Crumb(str(found), reverse("call", args=[found.code]))
    context = {"form": form, "call": found, "own": own, "crumbs": crumbs(here, _("Partners wanted"))}
    return render(request, "funding/wanted_write_page.html", context, status=422 if form.is_bound else 200)


@public
@require_safe
def wanted(request: HttpRequest) -> HttpResponse:
    """List the notices that are open, for calls that are not over."""
    audience, own = audience_of(request.user), acting_of(request.user)
    competence = request.GET.get("competence", "")[:20]
    rows = notices_of_live_calls(audience=audience, now=timezone.now(), competence=competence)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": notice_lines(list(page), organisation_id=own.organisation_id if own else None),
        "competence": competence,
        "crumbs": crumbs(_("Partners wanted")),
    }
    return render(request, "funding/wanted_page.html", context)


@permitted("funding.view_wanted", load=load_notice, sign_in=False)
@require_safe
def notice(request: HttpRequest, found: PartnerWanted) -> HttpResponse:
    """Show a notice, and to whom it concerns the answers."""
    return _shown(request, found)


def _shown(request: HttpRequest, found: PartnerWanted, refused: BaseForm | None = None) -> HttpResponse:
    acting, audience = acting_of(request.user), audience_of(request.user)
    own_id = acting.organisation_id if acting else None
    may_reply = request.user.has_perm("funding.reply_to_wanted", found)
    answered = own_id is not None and has_replied(found, own_id)
    context = {
        "notice": found,
        "line": notice_lines([found], organisation_id=own_id)[0],
        "replies": replies_for(found, audience=audience, organisation_id=own_id)
        if acting or audience.is_office
        else (),
        "may_decide": request.user.has_perm("funding.keep_wanted", found),
        "is_own": own_id == found.organisation_id,
        "reply_form": (refused or ReplyForm(auto_id="reply-%s")) if may_reply and not answered else None,
        "crumbs": crumbs(Crumb(_("Partners wanted"), reverse("wanted")), found.title),
    }
    return render(request, "funding/wanted_notice_page.html", context, status=200 if refused is None else 422)


@permitted("funding.reply_to_wanted", load=load_notice)
@acts_only("wanted-notice")
def reply(request: HttpRequest, found: PartnerWanted) -> HttpResponse:
    """Answer a notice for the organisation acted for."""
    own, form = _own(request), ReplyForm(request.POST, auto_id="reply-%s")
    if own is not None and form.is_valid():
        with refusals_in(form):
            words = form.cleaned_data["note"]
            reply_to_notice(notice=found, organisation=own, note=words, now=timezone.now(), actor=request.user)
            messages.success(request, _("Your answer reaches %(name)s.") % {"name": found.organisation.name})
            return redirect("wanted-notice", pk=found.pk)
    return _shown(request, found, form)


@permitted("funding.keep_wanted", load=load_notice)
@acts_only("wanted-notice")
def close(request: HttpRequest, found: PartnerWanted) -> HttpResponse:
    """Look for partners no longer."""
    close_notice(notice=found, now=timezone.now(), actor=request.user)
    messages.success(request, _("The notice is closed."))
    return redirect("wanted-notice", pk=found.pk)


@permitted("funding.decide_reply", load=load_reply)
@acts_only("wanted-notice", of=lambda found: found.notice_id)
def decide(request: HttpRequest, found: WantedReply) -> HttpResponse:
    """Take an answer up, or decline it."""
    act = request.POST.get("act", "")
    if act in ("take", "decline"):
        with refusals_in(request):
            decide_reply(reply=found, takes=act == "take", now=timezone.now(), actor=request.user)
            said = _("Taken up: %(name)s has been told.") if act == "take" else _("Declined: %(name)s has been told.")
            messages.success(request, said % {"name": found.organisation.name})
    return redirect("wanted-notice", pk=found.notice_id)
