"""One meeting's desk: whoever leads it opens it, marks who is there, calls the items, answers objections, closes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, acts_only, permitted
from filiera.common.visibility import Visibility, audience_of
from filiera.documents.models import Document
from filiera.documents.operations.receiving import Sent
from filiera.governance.enums import ItemState, MeetingState, PresenceMode, VoteMode
from filiera.governance.forms_meetings import AnswerForm, OpenForm, PaperProxyForm, SaidForm
from filiera.governance.forms_votes import CloseVoteForm, HandsForm
from filiera.governance.logic.closing import closing_doubt
from filiera.governance.logic.convening import last_notice_day
from filiera.governance.models import AgendaItem, MeetingPaper, RollSeat
from filiera.governance.operations.agenda import defer_item, discuss_item, write_discussion
from filiera.governance.operations.attendance import Coming, accept_aloud, check_in, check_out
from filiera.governance.operations.candidates import set_candidates
from filiera.governance.operations.conflicts import declare_conflict, withdraw_conflict
from filiera.governance.operations.convening import reasons_against
from filiera.governance.operations.holding import Chair, close_meeting, declare_no_quorum, open_meeting
from filiera.governance.operations.meetings import cancel_meeting
from filiera.governance.operations.objections import answer_objections, object_to_item
from filiera.governance.operations.proxies import Written, give_proxy
from filiera.governance.pages_meetings import meeting_page, open_papers
from filiera.governance.queries.deferred import deferred_items
from filiera.governance.queries.hands import hand_seats
from filiera.governance.queries.meetings import charter_for, lets_proxies, topic_warnings
from filiera.governance.queries.roll import drawn_roll, roll_lines, unreached
from filiera.governance.queries.votes import still_to_vote
from filiera.governance.quorum import kind_rules
from filiera.governance.views.meetings import meeting_of
from filiera.governance.views.meetings_office import say_sent
from filiera.governance.wording_meetings import last_day_words, reminder_text

if TYPE_CHECKING:
    from datetime import datetime

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from filiera.governance.logic.charter import Charter
    from filiera.governance.models import Meeting
    from filiera.governance.pages_meetings import MeetingPage

MOST_OPEN = 12
"""Seats that are not there and stand open on the desk; more are folded away, and found by name."""

MOST_PAPERS = 200
"""Documents offered to be attached, the newest."""


@permitted("governance.lead_meeting", load=meeting_of, sign_in=True)
@never_cache
def desk(request: HttpRequest, row: Meeting) -> HttpResponse:
    """Show all there is to lead a meeting."""
    return desk_page(request, row)


def desk_page(request: HttpRequest, row: Meeting, status: int = 200, **forms: Form) -> HttpResponse:
    """Show the desk; `forms` are those that could not be taken."""
    now = timezone.now()
    page = meeting_page(row, user=request.user, now=now)
    may_manage = request.user.has_perm("governance.manage_meetings")
    charter = charter_for(row, today=timezone.localdate(now))
    is_planned = row.state == MeetingState.PLANNED
    home = Crumb(_("Meetings"), reverse("meetings-office" if may_manage else "meetings"))
    context: dict[str, Any] = {
        "page": page,
        "meeting": row,
        "may_manage": may_manage,
        **_roll(request, row),
        "opens_now": page.may_check_in or bool(forms.get("open_form")),
        "rules": kind_rules(charter, [line.item.kind for line in page.lines]),
        "warnings": topic_warnings([line.item for line in page.lines]),
        "reasons": reasons_against(row, now=now) if is_planned else [],
        "unreached": _unreached(row, now) if is_planned else [],
        "last_day": _last_day(charter, row, now) if is_planned else "",
        "reminder": reminder_text(),
        "papers": open_papers(request.user, row),
        "deferred": deferred_items(today=timezone.localdate(now), body_id=row.body_id)
        if is_planned and may_manage
        else [],
        "documents": _documents(request, row) if may_manage else [],
        "open_form": forms.get("open_form") or _open_form(row),
        "paper_form": forms.get("paper_form") or _paper_form(row, charter),
        "said_form": forms.get("said_form") or (SaidForm(meeting=row) if row.state == MeetingState.OPEN else None),
        "answer_form": forms.get("answer_form") or AnswerForm(),
        **_hands(page, now, forms.get("hands_form")),
        "close_form": forms.get("close_form") or _close_form(page),
        "crumbs": [home, Crumb(row.title)],
    }
    return render(request, "governance/meeting_desk_page.html", context, status=status)


def _last_day(charter: Charter, row: Meeting, now: datetime) -> str:
    """Say by when the notice must leave; where that is over, the reasons say it with the first day that is still good."""
    first_on = timezone.localdate(row.first_at)
    is_over = last_notice_day(charter, row.body.kind, first_on) < timezone.localdate(now)
    return "" if is_over else last_day_words(charter, row.body.kind, first_on)


def _roll(request: HttpRequest, row: Meeting) -> dict[str, Any]:
    """Give the roll: who is there, then who is not, those of a name alone where one is asked for."""
    if row.state == MeetingState.PLANNED:
        return {"roll": []}
    asked = request.GET.get("q", "").strip()[:80]
    roll = roll_lines(row)
    found = [line for line in roll if asked.casefold() in line.seat.name.casefold()]
    is_over = row.state not in (MeetingState.CONVENED, MeetingState.OPEN)
    there = [line for line in found if line.stay or (is_over and line.was_there)]
    seats_there = {line.seat.pk for line in there}
    away = [line for line in found if line.seat.pk not in seats_there]
    return {
        "roll": roll,
        "asked": asked,
        "there": there,
        "away": away,
        "away_open": bool(asked) or len(away) <= MOST_OPEN,
        "failed": sum(any(one.failed_why for one in line.deliveries) for line in roll),
    }


def _unreached(row: Meeting, now: datetime) -> list[str]:
    """Give who of the roll, as it would be drawn up now, has no address."""
    today = timezone.localdate(now)
    return unreached(drawn_roll(row, record_on=row.record_on or today), today=today)


def _hands(page: MeetingPage, now: datetime, form: Form | None) -> dict[str, Any]:
    """Give who has not voted on the item that is voted now, and of an open vote the form that writes a show of hands."""
    line = page.current
    if line is None or line.item.state != ItemState.VOTING:
        return {"silent": [], "hands_form": None}
    seats = hand_seats(line.item, at=now)
    return {
        "silent": still_to_vote(line.item, at=now),
        "hands_form": form or (HandsForm(line.item, seats) if seats else None),
    }


def _close_form(page: MeetingPage) -> CloseVoteForm | None:
    """Give the tick that closing the running vote asks for, where it leaves a doubt."""
    line = page.current
    if line is None or line.item.state != ItemState.VOTING:
        return None
    doubt = closing_doubt(cast=line.cast, is_secret=line.item.vote_mode == VoteMode.SECRET)
    return CloseVoteForm(doubt=doubt) if doubt is not None else None


def _documents(request: HttpRequest, row: Meeting) -> Any:
    taken = MeetingPaper.objects.filter(meeting=row).values("document")
    # What only the office reads, a scan of a proxy or a paper of an application, is no paper of a meeting.
    rows = Document.objects.visible_to(audience_of(request.user)).exclude(pk__in=taken)
    rows = rows.exclude(content_visibility=Visibility.OFFICE)
    return rows.order_by("-changed_at", "-pk")[:MOST_PAPERS]


def _paper_form(row: Meeting, charter: Charter) -> PaperProxyForm | None:
    """Give the form of a proxy on paper, where one may stand for another at all."""
    is_convened = row.state != MeetingState.PLANNED
    return PaperProxyForm(meeting=row) if is_convened and lets_proxies(row, charter) else None


def _open_form(row: Meeting) -> OpenForm | None:
    return OpenForm(meeting=row) if row.state == MeetingState.CONVENED else None


def led_item(pk: int, position: int) -> AgendaItem | None:
    """Find an item with its meeting and body, for who leads it."""
    return AgendaItem.objects.select_related("meeting__body").filter(meeting_id=pk, position=position).first()


@permitted("governance.lead_meeting", load=meeting_of)
@acts_only("meeting-desk")
def open_it(request: HttpRequest, row: Meeting) -> HttpResponse:
    """Open a meeting."""
    form = OpenForm(request.POST, meeting=row)
    if form.is_valid():
        values = form.cleaned_data
        chair = Chair(values["chair_name"], values["secretary_name"], values["chair_seat"])
        with refusals_in(form):
            read = values["reminder_read"]
            open_meeting(meeting=row, chair=chair, reminder_read=read, now=timezone.now(), actor=request.user)
            messages.success(request, _("The meeting is open."))
            return redirect("meeting-desk", pk=row.pk)
    return desk_page(request, row, status=422, open_form=form)


@permitted("governance.lead_meeting", load=meeting_of)
@acts_only("meeting-desk")
def step(request: HttpRequest, row: Meeting) -> HttpResponse:
    """Close a meeting, declare that the quorum is missing, cancel it, or record the reminder that was read aloud."""
    act, now = request.POST.get("act", ""), timezone.now()
    with refusals_in(request):
        if act == "close":
            close_meeting(meeting=row, now=now, actor=request.user)
            messages.success(request, _("The meeting is over."))
        elif act == "no-quorum":
            call = {"1": 1, "2": 2}.get(request.POST.get("call", ""))
            sent = declare_no_quorum(meeting=row, now=now, actor=request.user, of_call=call)
            say_sent(request, sent, _("Declared."))
        elif act == "cancel" and request.user.has_perm("governance.manage_meetings"):
            sent = cancel_meeting(meeting=row, why=request.POST.get("why", ""), now=now, actor=request.user)
            say_sent(request, sent, _("Cancelled."))
        elif act == "aloud":
            accept_aloud(meeting=row, now=now, actor=request.user)
            messages.success(request, _("Recorded: read aloud, and accepted by who is in the room."))
        else:
            raise Http404
    return redirect("meeting-desk", pk=row.pk)


@permitted("governance.lead_meeting", load=meeting_of)
@acts_only("meeting-desk")
def attendance(request: HttpRequest, row: Meeting) -> HttpResponse:
    """Mark that a seat has come, in the room or remotely, or has left."""
    mode, _sign, pk = request.POST.get("mark", "").partition(":")
    seat = row.roll.filter(pk=int(pk) if pk.isdecimal() else 0).first()
    if seat is None:
        raise Http404
    with refusals_in(request):
        if mode == "out":
            check_out(seat=seat, now=timezone.now(), actor=request.user)
        else:
            name = request.POST.get("person", "").strip() or _speaker(seat)
            check_in(
                seat=seat,
                coming=Coming(mode if mode in PresenceMode.values else "", name),
                now=timezone.now(),
                actor=request.user,
            )
    return redirect(f"{reverse('meeting-desk', args=[row.pk])}#seat-{seat.pk}")


def _speaker(seat: RollSeat) -> str:
    """Give who speaks for a seat by name, where nobody else was written."""
    if seat.member is None:
        return seat.name
    rows = seat.member.organisation.delegates.in_force(timezone.localdate()).filter(role="REPRESENTATIVE")
    row = rows.select_related("user").first()
    return str(row.user) if row else seat.name


@permitted("governance.manage_meetings", load=meeting_of)
@acts_only("meeting-desk")
def paper_proxy(request: HttpRequest, row: Meeting) -> HttpResponse:
    """Record a proxy that was written on paper."""
    form = PaperProxyForm(request.POST, request.FILES, meeting=row)
    if form.is_valid():
        values, file = form.cleaned_data, form.cleaned_data["file"]
        scan = Sent(file.name, file.chunks()) if file else None
        written = Written(values["dated_on"], on_paper=True, scan=scan)
        with refusals_in(form):
            give_proxy(
                giver=values["giver"],
                holder=values["holder"],
                written=written,
                user=None,
                now=timezone.now(),
                actor=request.user,
            )
            messages.success(request, _("The proxy is recorded."))
            return redirect("meeting-desk", pk=row.pk)
    return desk_page(request, row, status=422, paper_form=form)


@permitted("governance.lead_meeting", load=led_item)
@acts_only("meeting-desk", of=lambda item: item.meeting_id)
def item_act(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """Call an item, leave it to another meeting, or keep what was said on it."""
    act = request.POST.get("act", "")
    with refusals_in(request):
        if act == "discuss":
            discuss_item(item=item, now=timezone.now(), actor=request.user)
        elif act == "defer":
            defer_item(item=item, actor=request.user)
        elif act == "note":
            write_discussion(item=item, text=request.POST.get("text", ""), actor=request.user)
            messages.success(request, _("Kept for the minutes."))
        elif act == "candidates":
            set_candidates(item=item, names=request.POST.get("candidates", "").splitlines(), actor=request.user)
        elif act == "withdraw-conflict":
            pk = request.POST.get("seat", "")
            seat = item.meeting.roll.filter(pk=int(pk) if pk.isdecimal() else 0).first()
            if seat is None:
                raise Http404
            withdraw_conflict(item=item, seat=seat, now=timezone.now(), actor=request.user)
        else:
            raise Http404
    return redirect(f"{reverse('meeting-desk', args=[item.meeting_id])}#item-{item.position}")


@permitted("governance.lead_meeting", load=led_item)
@acts_only("meeting-desk", of=lambda item: item.meeting_id)
def answer(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """Answer the objections that stopped an item."""
    form = AnswerForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        with refusals_in(form):
            answer_objections(
                item=item,
                answer=values["answer"],
                resume=values["what"] == "resume",
                now=timezone.now(),
                actor=request.user,
            )
            return redirect(f"{reverse('meeting-desk', args=[item.meeting_id])}#item-{item.position}")
    return desk_page(request, item.meeting, status=422, answer_form=form)


@permitted("governance.lead_meeting", load=meeting_of)
@acts_only("meeting-desk")
def said(request: HttpRequest, row: Meeting) -> HttpResponse:
    """Write down a conflict or an objection that somebody in the room has said."""
    form = SaidForm(request.POST, meeting=row)
    if form.is_valid():
        values = form.cleaned_data
        act = declare_conflict if values["what"] == "conflict" else object_to_item
        with refusals_in(form):
            act(
                item=values["item"],
                seat=values["seat"],
                reason=values["reason"],
                now=timezone.now(),
                actor=request.user,
            )
            return redirect(f"{reverse('meeting-desk', args=[row.pk])}#item-{values['item'].position}")
    return desk_page(request, row, status=422, said_form=form)
