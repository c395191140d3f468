"""The ballot, its receipt, the result; and the chair's acts on a vote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, acts_only, permitted
from filiera.governance.enums import ItemState, VoteMode
from filiera.governance.forms_votes import BallotForm, CloseVoteForm
from filiera.governance.logic.ballots import read_code
from filiera.governance.models import AgendaItem
from filiera.governance.operations.outcomes import VoteInDoubt, close_item, close_vote
from filiera.governance.operations.votes import VoteError, cast_votes, open_vote
from filiera.governance.queries.hands import hands_written_for
from filiera.governance.queries.no_vote import reasons_against_voting
from filiera.governance.queries.seats import voting_seats
from filiera.governance.queries.statutes import charter_of
from filiera.governance.queries.votes import (
    cast_count,
    counted_codes,
    open_results,
    own_open_votes,
    published_urn,
    seats_that_voted,
    shown_by_hand,
    whole_tally,
)
from filiera.governance.views.meetings_desk import desk_page
from filiera.governance.wording_meetings import majority_words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ACTS = {"open": open_vote, "close-item": close_item}
CLOSED = (ItemState.DECIDED, ItemState.DEFERRED)


def _item(pk: int, position: int) -> AgendaItem | None:
    items = AgendaItem.objects.select_related("meeting__body", "meeting__statute")
    return items.filter(meeting_id=pk, position=position).first()


def _crumbs(item: AgendaItem, last: str) -> list[Crumb]:
    return [Crumb(item.meeting.title), Crumb(last)]


@permitted("governance.take_part_in_meeting", load=_item, sign_in=True)
@never_cache
@sensitive_post_parameters()
def ballot(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """Show the ballot of an item; POST casts it. Of a secret one the receipt is shown at once and kept nowhere."""
    now = timezone.now()
    if item.state in CLOSED:
        return redirect("vote-result", pk=item.meeting_id, position=item.position)
    seats = voting_seats(request.user, item, at=now)
    done = seats_that_voted(item, [one.seat for one in seats])
    left = [one for one in seats if one.seat.pk not in done]
    asked = seats if request.method == "POST" else left
    form = BallotForm(item, asked, request.POST if request.method == "POST" else None, is_split="split" in request.GET)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            casting = cast_votes(item=item, votes=form.votes(), user=request.user, now=now)
            if item.vote_mode == VoteMode.SECRET:
                return _receipt(request, item, form, len(casting.before))
            _say_counted(request, len(casting.cast))
            return redirect("ballot", pk=item.meeting_id, position=item.position)
    cast = [one.seat for one in seats if one.seat.pk in done]
    context = {
        "item": item,
        "form": form,
        "seats": left,
        "done": [one for one in seats if one.seat.pk in done],
        "by_hand": hands_written_for(item, cast),
        "own_votes": own_open_votes(item, cast),
        "majority": "" if item.kind == "ELECTION" else majority_words(charter_of(item.meeting.statute), item.kind),
        "reasons": [] if seats else reasons_against_voting(request.user, item, at=now),
        "count": cast_count(item),
        "crumbs": _crumbs(item, _("Vote")),
    }
    return render(request, "governance/ballot_page.html", context)


def _say_counted(request: HttpRequest, number: int) -> None:
    if number:
        sentence = ngettext("Your vote is counted.", "Your %(n)s votes are counted.", number)
        messages.success(request, sentence % {"n": number})
    else:
        messages.info(request, _("You had voted already: the first vote counts."))


def _receipt(request: HttpRequest, item: AgendaItem, form: BallotForm, before: int) -> HttpResponse:
    codes = counted_codes(item, form.codes())
    context = {"item": item, "codes": codes, "before": before, "crumbs": _crumbs(item, _("Receipt"))}
    return render(request, "governance/receipt_page.html", context)


@permitted("governance.view_meeting", load=_item, sign_in=True)
@never_cache
@sensitive_post_parameters()
def vote_result(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """Show what came of an item; POST looks for a ballot by its code, which no address keeps."""
    if item.judgement is None:
        raise Http404
    typed = request.POST.get("code", "") if request.method == "POST" else ""
    urn = published_urn(item)
    code = read_code(typed)
    language = get_language() or "it"
    context = {
        "item": item,
        "explanation": item.judgement.get("summary", item.judgement["explanation"]).get(language, ""),
        "excluded": [(one["id"], one.get(language, "")) for one in item.judgement["excluded"]],
        "figures": item.judgement["figures"],
        "tally": whole_tally(item),
        "results": open_results(item),
        "silent": item.judgement.get("silent"),
        "by_hand": shown_by_hand(item) if item.vote_mode == VoteMode.OPEN else [],
        "urn": urn,
        "typed": typed,
        "found": bool(code) and code in counted_codes(item, [code]),
        "resolution": getattr(item, "resolution", None),
        "crumbs": _crumbs(item, _("Result")),
    }
    return render(request, "governance/vote_result_page.html", context)


@permitted("governance.view_meeting", load=_item, sign_in=True)
def ballots_file(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """Give the ballots of a closed secret vote as a file, for `filiera votes recount` and whoever counts by hand."""
    urn = published_urn(item)
    if urn is None:
        raise Http404
    content = {"item": item.title, "seats": urn.seats, "digest": urn.digest, "ballots": urn.ballots}
    kind = pgettext("name of a file", "ballots")
    name = f"{kind}-{item.meeting_id}-{item.position}.json"
    return JsonResponse(content, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@permitted("governance.lead_meeting", load=_item)
@acts_only("meeting-desk", of=lambda item: item.meeting_id)
def lead_vote(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """Open or close a vote, or close an item that is not voted; then back to the desk, or to the result."""
    asked = request.POST.get("act", "")
    if asked == "close":
        return _close(request, item)
    act = ACTS.get(asked)
    if act is None:
        raise Http404
    with refusals_in(request):
        item = act(item=item, now=timezone.now(), actor=request.user)
        if item.judgement is not None:
            return redirect("vote-result", pk=item.meeting_id, position=item.position)
    return redirect("meeting-desk", pk=item.meeting_id)


def _close(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """Close a vote; where closing it leaves a doubt, the desk asks for a tick."""
    try:
        close_vote(item=item, now=timezone.now(), sure_of=CloseVoteForm(request.POST).sure_of(), actor=request.user)
    except VoteInDoubt as refused:
        form = CloseVoteForm({"asked": refused.doubt.value}, doubt=refused.doubt)
        form.add_error("is_sure", str(refused))
        return desk_page(request, item.meeting, status=422, close_form=form)
    except VoteError as refused:
        messages.error(request, str(refused))
        return redirect("meeting-desk", pk=item.meeting_id)
    return redirect("vote-result", pk=item.meeting_id, position=item.position)
