"""A meeting as its participants see it: lists, the page with the quorum, its live part, its calendar entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache

from filiera.common.views import Crumb, permitted, signed_in
from filiera.governance.calendar_files import PUBLISH, calendar_of
from filiera.governance.enums import ItemState, MeetingState
from filiera.governance.forms_meetings import ConflictForm, ObjectionForm, ProxyForm
from filiera.governance.letters_meetings import meeting_url
from filiera.governance.models import Meeting
from filiera.governance.operations.notices import record_opening
from filiera.governance.pages_meetings import MeetingPage, meeting_page
from filiera.governance.queries.meetings import charter_for, lets_proxies, meeting_lines, meetings_open_to
from filiera.governance.queries.proxy_holders import possible_holders
from filiera.governance.queries.seats import voting_seats
from filiera.governance.quorum import kind_rules
from filiera.governance.wording_meetings import reminder_text

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest


def meeting_of(pk: int) -> Meeting | None:
    """Find a meeting with its body and statute."""
    return Meeting.objects.select_related("body", "statute", "chaired_by", "petition").filter(pk=pk).first()


@signed_in
def meetings(request: HttpRequest) -> HttpResponse:
    """List the meetings that the person may open."""
    rows = meetings_open_to(request.user).filter(convened_at__isnull=False)
    context = {
        "lines": meeting_lines(rows, today=timezone.localdate()),
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("Meetings"))],
    }
    return render(request, "governance/meetings_page.html", context)


@permitted("governance.view_meeting", load=meeting_of, sign_in=True)
@never_cache
def meeting(request: HttpRequest, row: Meeting) -> HttpResponse:
    """Show a meeting to whoever takes part; whoever came by the notice has opened it."""
    record_opening(meeting=row, user=request.user, now=timezone.now())
    return participant_page(request, row)


def participant_page(request: HttpRequest, row: Meeting, status: int = 200, **forms: Form) -> HttpResponse:
    """Show a meeting; `forms` are those that could not be taken."""
    page = meeting_page(row, user=request.user, now=timezone.now())
    charter = charter_for(row, today=timezone.localdate())
    context: dict[str, Any] = {
        "page": page,
        "meeting": row,
        "reminder": reminder_text(),
        "rules": kind_rules(charter, [line.item.kind for line in page.lines]),
        "proxy_rule": charter.proxy,
        "lets_proxies": lets_proxies(row, charter),
        "may_lead": request.user.has_perm("governance.lead_meeting", row),
        "may_vote": _may_vote(request, row, page),
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("Meetings"), reverse("meetings")), Crumb(row.title)],
        **_own_forms(row, page, forms),
    }
    return render(request, "governance/meeting_page.html", context, status=status)


def _may_vote(request: HttpRequest, row: Meeting, page: MeetingPage) -> bool:
    """Tell whether the person votes on what is voted now, for a seat of its own or by proxy."""
    line = page.current
    if row.state != MeetingState.OPEN or line is None or line.item.state != ItemState.VOTING or not page.own:
        return False
    return bool(voting_seats(request.user, line.item, at=page.at))


def _own_forms(row: Meeting, page: MeetingPage, forms: dict[str, Form]) -> dict[str, Form | None]:
    """Give the forms of whoever speaks for a seat, where there is something to write now."""
    if not page.own or not page.is_live:
        return {"proxy_form": None, "conflict_form": None, "objection_form": None}
    states = {line.item.state for line in page.lines}
    before_vote = {ItemState.PLANNED, ItemState.DISCUSSED, ItemState.STOPPED}
    running = {ItemState.DISCUSSED, ItemState.VOTING, ItemState.STOPPED}
    may_object = row.state == MeetingState.OPEN and bool(states & running) and any(one.stay for one in page.own)
    return {
        "proxy_form": forms.get("proxy_form") or _proxy_form(row, page),
        "conflict_form": forms.get("conflict_form") or (ConflictForm(meeting=row) if states & before_vote else None),
        "objection_form": forms.get("objection_form") or (ObjectionForm(meeting=row) if may_object else None),
    }


def _proxy_form(row: Meeting, page: MeetingPage) -> ProxyForm | None:
    """Give the form of a proxy, with those who may hold it, where one may be given and none was."""
    giver = next((one.seat for one in page.own if one.stay is None and one.given is None), None)
    if giver is None or not lets_proxies(row, charter_for(row, today=timezone.localdate(page.at))):
        return None
    return ProxyForm(meeting=row, holders=possible_holders(row, giver=giver, at=page.at))


@permitted("governance.view_meeting", load=meeting_of)
@never_cache
def live(request: HttpRequest, row: Meeting) -> HttpResponse:
    """Give the part of the page that changes while the meeting is held; nothing (204) where what is shown still holds."""
    page = meeting_page(row, user=request.user, now=timezone.now())
    if request.GET.get("seen") == page.digest:
        return HttpResponse(status=204)
    context = {"page": page, "meeting": row, "may_vote": _may_vote(request, row, page)}
    return render(request, "governance/meeting_live_parts.html", context)


@permitted("governance.view_meeting", load=meeting_of, sign_in=True)
def calendar_file(request: HttpRequest, row: Meeting) -> HttpResponse:
    """Give the entry of a meeting for a calendar."""
    if row.state in (MeetingState.PLANNED, MeetingState.CANCELLED):
        raise Http404
    words = "\n".join(f"{item.position}. {item.title}" for item in row.items.order_by("position"))
    content = calendar_of(
        row,
        method=PUBLISH,
        now=timezone.now(),
        words=words,
        url=meeting_url(row),
        organiser=settings.DEFAULT_FROM_EMAIL,
    )
    name = pgettext("name of a file", "meeting")
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{row.pk}.ics"'
    return response
