"""What a participant does in a meeting: comes, leaves, gives a proxy, declares a conflict, objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.refusals import refusals_in
from filiera.common.views import acts_only, permitted
from filiera.governance.forms_meetings import ConflictForm, ObjectionForm, ProxyForm
from filiera.governance.models import Proxy
from filiera.governance.operations.attendance import Coming, check_out, take_part
from filiera.governance.operations.conflicts import declare_conflict, withdraw_conflict
from filiera.governance.operations.objections import object_to_item
from filiera.governance.operations.proxies import Written, give_proxy, revoke_proxy
from filiera.governance.queries.no_vote import why_without_vote
from filiera.governance.queries.proxy_holders import possible_holders
from filiera.governance.queries.seats import own_seats
from filiera.governance.views.meetings import meeting_of, participant_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from filiera.governance.models import Meeting, RollSeat
    from filiera.governance.queries.no_vote import NoVote


def _seat(request: HttpRequest, row: Meeting) -> RollSeat:
    """Give the seat that the person acts for: the one named in the form, else the only one."""
    seats = own_seats(request.user, row)
    asked = request.POST.get("seat", "")
    found = next((seat for seat in seats if str(seat.pk) == asked), seats[0] if seats and not asked else None)
    if found is None:
        raise Http404
    return found


@permitted("governance.take_part_in_meeting", load=meeting_of)
@acts_only("meeting")
def come(request: HttpRequest, row: Meeting) -> HttpResponse:
    """Check in, in the room or remotely, having accepted the reminder."""
    coming = Coming(request.POST.get("mode", ""), str(request.user), request.user)
    accepts = request.POST.get("accepts") == "on"
    with refusals_in(request):
        seat, now = _seat(request, row), timezone.now()
        take_part(seat=seat, coming=coming, accepts=accepts, now=now)
        _say_there(request, why_without_vote(seat, at=now))
    return redirect("meeting", pk=row.pk)


def _say_there(request: HttpRequest, barred: NoVote | None) -> None:
    """Say whether who has come counts; who does not is told why."""
    if barred is None:
        messages.success(request, _("You are there: you count for the quorum from now."))
    elif barred.counts:
        said = _("You are there: you count for the quorum, and do not vote: %(why)s.")
        messages.warning(request, said % {"why": barred.why})
    else:
        said = _("You are marked as there, and neither count for the quorum nor vote: %(why)s.")
        messages.warning(request, said % {"why": barred.why})


@permitted("governance.take_part_in_meeting", load=meeting_of)
@acts_only("meeting")
def leave(request: HttpRequest, row: Meeting) -> HttpResponse:
    """Leave a meeting; one may come back."""
    check_out(seat=_seat(request, row), now=timezone.now(), actor=request.user)
    messages.success(request, _("You have left: you no longer count for the quorum. You can come back."))
    return redirect("meeting", pk=row.pk)


@permitted("governance.take_part_in_meeting", load=meeting_of)
@acts_only("meeting")
def proxy(request: HttpRequest, row: Meeting) -> HttpResponse:
    """Give a proxy, signed by this act of the person who speaks for the giver."""
    seat = _seat(request, row)
    now = timezone.now()
    form = ProxyForm(request.POST, meeting=row, holders=possible_holders(row, giver=seat, at=now))
    if form.is_valid():
        holder = form.cleaned_data["holder"]
        with refusals_in(form):
            give_proxy(giver=seat, holder=holder, written=Written(timezone.localdate(now)), user=request.user, now=now)
            messages.success(
                request,
                _("%(name)s votes for you, unless you come. You can revoke it until the vote.") % {"name": holder.name},
            )
            return redirect("meeting", pk=row.pk)
    return participant_page(request, row, status=422, proxy_form=form)


@permitted("governance.take_part_in_meeting", load=meeting_of)
@acts_only("meeting")
def revoke(request: HttpRequest, row: Meeting) -> HttpResponse:
    """Revoke one's own proxy."""
    standing = Proxy.objects.filter(giver=_seat(request, row), revoked_at=None).first()
    if standing is None:
        raise Http404
    with refusals_in(request):
        revoke_proxy(proxy=standing, now=timezone.now(), user=request.user)
        messages.success(request, _("The proxy is revoked: nobody votes for you."))
    return redirect("meeting", pk=row.pk)


@permitted("governance.take_part_in_meeting", load=meeting_of)
@acts_only("meeting")
def conflict(request: HttpRequest, row: Meeting) -> HttpResponse:
    """Declare a conflict of interest on an item."""
    form = ConflictForm(request.POST, meeting=row)
    if form.is_valid():
        values = form.cleaned_data
        with refusals_in(form):
            declare_conflict(
                item=values["item"],
                seat=_seat(request, row),
                reason=values["reason"],
                now=timezone.now(),
                actor=request.user,
            )
            messages.success(request, _("Declared: on this item you count as present and do not vote."))
            return redirect("meeting", pk=row.pk)
    return participant_page(request, row, status=422, conflict_form=form)


@permitted("governance.take_part_in_meeting", load=meeting_of)
@acts_only("meeting")
def withdraw(request: HttpRequest, row: Meeting) -> HttpResponse:
    """Take back a conflict of interest that was declared by mistake."""
    position = request.POST.get("item", "")
    item = row.items.filter(position=int(position) if position.isdecimal() else 0).first()
    if item is None:
        raise Http404
    with refusals_in(request):
        withdraw_conflict(item=item, seat=_seat(request, row), now=timezone.now(), actor=request.user)
        messages.success(request, _("Taken back: on this item you vote."))
    return redirect("meeting", pk=row.pk)


@permitted("governance.take_part_in_meeting", load=meeting_of)
@acts_only("meeting")
def objection(request: HttpRequest, row: Meeting) -> HttpResponse:
    """Object to the item that is dealt with: it stops."""
    form = ObjectionForm(request.POST, meeting=row)
    if form.is_valid():
        values = form.cleaned_data
        with refusals_in(form):
            object_to_item(
                item=values["item"],
                seat=_seat(request, row),
                reason=values["reason"],
                topic=values["topic"],
                now=timezone.now(),
                actor=request.user,
            )
            messages.success(request, _("The item is stopped. The chair answers, and the minutes tell it."))
            return redirect("meeting", pk=row.pk)
    return participant_page(request, row, status=422, objection_form=form)
