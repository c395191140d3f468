"""The office prepares meetings: plans them, writes the agenda, attaches papers, convenes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.language import current_language
from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, acts_only, permitted
from filiera.common.visibility import audience_of
from filiera.documents.models import Document
from filiera.governance.enums import PetitionState
from filiera.governance.forms_meetings import ItemForm, MeetingForm, NewMeetingForm
from filiera.governance.models import AgendaItem, MeetingPaper, Petition
from filiera.governance.operations.agenda import add_item, carry_item, change_item, move_item, remove_item
from filiera.governance.operations.candidates import set_candidates
from filiera.governance.operations.convening import convene_meeting
from filiera.governance.operations.letters_ahead import cancellation_ahead, notice_ahead, second_call_ahead
from filiera.governance.operations.meetings import attach_paper, change_meeting, detach_paper, plan_meeting
from filiera.governance.operations.notices import Sent, resend_notices
from filiera.governance.queries.deferred import next_planned
from filiera.governance.queries.meetings import charter_for, meeting_lines, meetings_open_to
from filiera.governance.views.meetings import meeting_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from filiera.governance.models import Meeting


@permitted("governance.manage_meetings")
def office_meetings(request: HttpRequest) -> HttpResponse:
    """List every meeting, drafts too."""
    lines = meeting_lines(meetings_open_to(request.user), today=timezone.localdate())
    context = {
        "lines": lines,
        "coming": sum(line.is_coming for line in lines),
        "unclear": sum(line.is_unclear for line in lines),
    }
    return render(request, "governance/meetings_office_page.html", context)


def _crumbs(last: str, row: Meeting | None = None) -> list[Crumb]:
    crumbs = [Crumb(_("Today"), reverse("office")), Crumb(_("Meetings"), reverse("meetings-office"))]
    if row is not None:
        crumbs.append(Crumb(row.title, reverse("meeting-desk", args=[row.pk])))
    return [*crumbs, Crumb(last)]


@permitted("governance.manage_meetings")
def new(request: HttpRequest) -> HttpResponse:
    """Plan a meeting; one that members asked for says which request it answers."""
    asked = request.GET.get("petition", "")
    petition = Petition.objects.filter(pk=int(asked) if asked.isdecimal() else 0).first()
    if petition is not None and petition.state not in (PetitionState.OPEN, PetitionState.DUE):
        petition = None
    start = (
        {"title": petition.title, "notice_text": petition.reasons} if petition else {"body": request.GET.get("body")}
    )
    form = NewMeetingForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            row = plan_meeting(
                body=form.cleaned_data["body"], plan=form.as_plan(), petition=petition, actor=request.user
            )
            return redirect("meeting-desk", pk=row.pk)
    context = {"form": form, "petition": petition, "crumbs": _crumbs(_("New meeting"))}
    return render(request, "governance/meeting_form_page.html", context, status=422 if form.errors else 200)


def _managed(pk: int, position: int | None = None) -> Any:
    if position is None:
        return meeting_of(pk)
    rows = AgendaItem.objects.select_related("meeting__body", "meeting__statute")
    return rows.filter(meeting_id=pk, position=position).first()


@permitted("governance.manage_meetings", load=_managed)
def edit(request: HttpRequest, row: Meeting) -> HttpResponse:
    """Change when and where a meeting is held; whoever was convened gets a new letter."""
    form = MeetingForm(request.POST or None, initial=MeetingForm.of(row))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            sent = change_meeting(meeting=row, plan=form.as_plan(), now=timezone.now(), actor=request.user)
            say_sent(request, sent, _("Written."))
            return redirect("meeting-desk", pk=row.pk)
    context = {"form": form, "meeting": row, "crumbs": _crumbs(_("When and where"), row)}
    return render(request, "governance/meeting_form_page.html", context, status=422 if form.errors else 200)


@permitted("governance.manage_meetings", load=_managed)
def item(request: HttpRequest, thing: Meeting | AgendaItem) -> HttpResponse:
    """Write an item: a new one of a meeting, or one that is on its agenda."""
    old = thing if isinstance(thing, AgendaItem) else None
    row = thing.meeting if isinstance(thing, AgendaItem) else thing
    today = timezone.localdate()
    form = ItemForm(
        request.POST or None,
        initial=ItemForm.of(old) if old else {},
        meeting=row,
        charter=charter_for(row, today=today),
        language=current_language(),
    )
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            with transaction.atomic():
                if old is None:
                    kept = add_item(meeting=row, plan=form.as_plan(), today=today, actor=request.user)
                else:
                    kept = change_item(item=old, plan=form.as_plan(), today=today, actor=request.user)
                set_candidates(item=kept, names=form.names(), actor=request.user)
            return redirect("meeting-desk", pk=row.pk)
    context = {"form": form, "meeting": row, "item": old, "crumbs": _crumbs(_("Item"), row)}
    return render(request, "governance/meeting_item_page.html", context, status=422 if form.errors else 200)


@permitted("governance.manage_meetings", load=_managed)
@acts_only("meeting-desk", of=lambda item: item.meeting_id)
def arrange(request: HttpRequest, thing: AgendaItem) -> HttpResponse:
    """Move an item up or down, or take it off the agenda."""
    act = request.POST.get("act", "")
    with refusals_in(request):
        if act == "remove":
            remove_item(item=thing, actor=request.user)
        elif act in ("up", "down"):
            move_item(item=thing, up=act == "up", actor=request.user)
    return redirect("meeting-desk", pk=thing.meeting_id)


@permitted("governance.manage_meetings", load=_managed)
@acts_only("meeting-desk", of=lambda item: item.meeting_id)
def carry(request: HttpRequest, thing: AgendaItem) -> HttpResponse:
    """Take up on the next agenda what this meeting left to another one; `to` names the agenda, where there are several."""
    body = thing.meeting.body_id
    asked = request.POST.get("to", "")
    row = meeting_of(_number(asked)) if asked else next_planned(body)
    if row is None:
        messages.error(request, _("No meeting is being prepared: plan one, then take the item up there."))
        return redirect(f"{reverse('meeting-new')}?body={body}")
    with refusals_in(request):
        made = carry_item(item=thing, to=row, today=timezone.localdate(), actor=request.user)
        messages.success(request, _("It is item %(n)s of the agenda.") % {"n": made.position})
    return redirect("meeting-desk", pk=row.pk)


@permitted("governance.manage_meetings", load=_managed)
@acts_only("meeting-desk")
def paper(request: HttpRequest, row: Meeting) -> HttpResponse:
    """Attach a document that the office may see, or take one off."""
    with refusals_in(request):
        if "remove" in request.POST:
            taken = get_object_or_404(MeetingPaper, meeting=row, pk=_number(request.POST["remove"]))
            detach_paper(paper=taken, actor=request.user)
        else:
            open_to = Document.objects.visible_to(audience_of(request.user))
            document = open_to.filter(pk=_number(request.POST.get("document", ""))).first()
            on = row.items.filter(pk=_number(request.POST.get("item", ""))).first()
            if document is None:
                messages.error(request, _("Choose the paper to attach."))
            else:
                attach_paper(meeting=row, document=document, item=on, now=timezone.now(), actor=request.user)
    return redirect("meeting-desk", pk=row.pk)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


@permitted("governance.manage_meetings", load=_managed)
def convene(request: HttpRequest, row: Meeting) -> HttpResponse:
    """Show the notice as it would leave; sent, convene the meeting and send it to everybody."""
    if request.method != "POST":
        with refusals_in(request):
            context = {
                "ahead": notice_ahead(row, now=timezone.now(), actor=request.user),
                "action": reverse("meeting-convene", args=[row.pk]),
                "act": "convene",
                "heading": _("Convene and send the notices"),
                "button": _("Convene and send the notices"),
            }
            return _letter_page(request, row, context)
        return redirect("meeting-desk", pk=row.pk)
    with refusals_in(request):
        accepts = request.POST.get("unreached") == "on"
        sent = convene_meeting(meeting=row, now=timezone.now(), actor=request.user, accepts_unreached=accepts)
        say_sent(request, sent, _("Convened."))
    return redirect("meeting-desk", pk=row.pk)


@permitted("governance.lead_meeting", load=meeting_of)
def no_quorum(request: HttpRequest, row: Meeting) -> HttpResponse:
    """Ask whether the quorum is really missing, with the letter that would leave."""
    ahead = second_call_ahead(row, now=timezone.now(), actor=request.user)
    heading = (
        _("The meeting would go on to its second call, whose time everybody is told.")
        if ahead is not None
        else _("The meeting would be over without having been held.")
    )
    context = {
        "ahead": ahead,
        "action": reverse("meeting-step", args=[row.pk]),
        "act": "no-quorum",
        "heading": heading,
        "button": _("Declare that the quorum is missing"),
    }
    return _letter_page(request, row, context)


@permitted("governance.manage_meetings", load=_managed)
def cancel(request: HttpRequest, row: Meeting) -> HttpResponse:
    """Ask whether the meeting is really cancelled for the reason that was written, with the letter that would leave."""
    why = request.GET.get("why", "").strip()[:300]
    with refusals_in(request):
        ahead = cancellation_ahead(row, why=why, now=timezone.now(), actor=request.user)
        context = {
            "ahead": ahead,
            "action": reverse("meeting-step", args=[row.pk]),
            "act": "cancel",
            "why": why,
            "heading": _("The meeting would be cancelled: whoever was convened is told.")
            if ahead is not None
            else _("The meeting would be cancelled: nobody was convened yet."),
            "button": _("Cancel and send the letters") if ahead is not None else _("Cancel it"),
        }
        return _letter_page(request, row, context)
    return redirect(f"{reverse('meeting-desk', args=[row.pk])}#cancel")


def _letter_page(request: HttpRequest, row: Meeting, context: dict[str, Any]) -> HttpResponse:
    crumbs = [Crumb(row.title, reverse("meeting-desk", args=[row.pk])), Crumb(_("The letter"))]
    return render(request, "governance/meeting_letter_page.html", {**context, "meeting": row, "crumbs": crumbs})


@permitted("governance.manage_meetings", load=_managed)
@acts_only("meeting-desk")
def resend(request: HttpRequest, row: Meeting) -> HttpResponse:
    """Send the letters again that did not arrive."""
    say_sent(request, resend_notices(meeting=row, now=timezone.now(), actor=request.user), "")
    return redirect("meeting-desk", pk=row.pk)


def say_sent(request: HttpRequest, sent: Sent, first: str) -> None:
    """Tell what came of a sending."""
    if sent.left:
        words = ngettext("%(n)s letter has left.", "%(n)s letters have left.", sent.left) % {"n": sent.left}
        messages.success(request, f"{first} {words}".strip())
    elif first:
        messages.success(request, first)
    if sent.unreached:
        words = ngettext("%(n)s has no address: %(names)s.", "%(n)s have no address: %(names)s.", len(sent.unreached))
        messages.warning(request, words % {"n": len(sent.unreached), "names": ", ".join(sent.unreached)})
    if sent.failed:
        words = ngettext("%(n)s letter did not leave.", "%(n)s letters did not leave.", sent.failed) % {
            "n": sent.failed
        }
        where = _("Who they are stands under “Notices”.")
        messages.warning(request, f"{words} {where}")
