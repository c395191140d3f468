"""Whoever leads writes down a show of hands, for the seats that are there without a device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.refusals import refusals_in
from filiera.common.views import acts_only, permitted
from filiera.governance.forms_votes import HandsForm
from filiera.governance.operations.hands import record_votes
from filiera.governance.queries.hands import hand_seats
from filiera.governance.views.meetings_desk import desk_page, led_item

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from filiera.governance.models import AgendaItem


@permitted("governance.lead_meeting", load=led_item)
@acts_only("meeting-desk", of=lambda item: item.meeting_id)
def hands(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """Record what was shown in the room."""
    now = timezone.now()
    form = HandsForm(item, hand_seats(item, at=now), request.POST)
    if form.is_valid():
        with refusals_in(form):
            number = len(record_votes(item=item, votes=form.votes(), now=now, actor=request.user).cast)
            said = ngettext("%(n)s vote is written down.", "%(n)s votes are written down.", number) % {"n": number}
            messages.success(request, said) if number else messages.info(
                request, _("Nothing was written: these votes stand already.")
            )
            return redirect("meeting-desk", pk=item.meeting_id)
    return desk_page(request, item.meeting, status=422, hands_form=form)
