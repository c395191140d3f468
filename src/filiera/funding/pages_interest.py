"""What stands beside the list of calls and beside one call: what a person keeps and follows, who is interested."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import ngettext

from filiera.common.acting import acting_of
from filiera.common.visibility import audience_of
from filiera.funding.forms_interest import InterestForm, KeepForm
from filiera.funding.queries.amendments import last_amendment, open_drafts, touched_drafts
from filiera.funding.queries.interest import call_interest
from filiera.funding.queries.searches import is_followed, kept_as
from filiera.funding.wording_searches import offered_name

if TYPE_CHECKING:
    from filiera.funding.filters import CallFilter
    from filiera.funding.models import Call


def beside_list(asked: CallFilter, *, user: Any) -> dict[str, Any]:
    """Give what the list of calls offers under a filter: to keep it, its feed, its calendar."""
    query = f"?{asked.query_string()}" if not asked.is_empty else ""
    kept = kept_as(user, asked) if user.is_authenticated else None
    return {
        "feed_url": reverse("calls-feed") + query,
        "calendar_url": reverse("calls-calendar") + query,
        "kept": kept,
        "keep_query": asked.query_string(),
        "keep_form": KeepForm(initial={"name": offered_name(asked), "is_told": True}, auto_id="keep-%s")
        if user.is_authenticated and kept is None
        else None,
    }


def beside_call(call: Call, *, user: Any, now: datetime) -> dict[str, Any]:
    """Give what stands beside a call: whether one follows it, who is interested, which drafts its last amendment touches."""
    acting, audience = acting_of(user), audience_of(user)
    interest = call_interest(call, audience=audience, organisation_id=acting.organisation_id if acting else None)
    own = interest.own
    initial = (
        {"note": own.note, "offers": own.offers, "for_members": own.visibility == "MEMBERS"} if own is not None else {}
    )
    may_say = user.has_perm("funding.say_interest", call)
    return {
        "is_followed": is_followed(user, call),
        "may_follow": user.has_perm("funding.follow_call", call),
        "interest": interest,
        "interest_form": InterestForm(initial=initial, auto_id="interest-%s") if may_say else None,
        "interested": _interested(interest.total),
        "acting_name": acting.name if acting else "",
        "drafts_touched": _touched(call, user=user, now=now),
    }


def _interested(total: int | None) -> str:
    if total is None:
        return ""
    return ngettext("%(n)s organisation is interested", "%(n)s organisations are interested", total) % {"n": total}


def _touched(call: Call, *, user: Any, now: datetime) -> str:
    """Say how many of the open drafts that the person may see the last amendment touches; empty for whoever sees none."""
    if not user.is_authenticated:
        return ""
    drafts = open_drafts(call, audience=audience_of(user))
    amendment = last_amendment(call) if drafts else None
    if amendment is None:
        return ""
    older = [one for one in drafts if one.created_at <= amendment.version.recorded_at]
    number = len(touched_drafts(amendment, older, now=now)) if older else 0
    if not number:
        return ""
    words = ngettext("It touches %(n)s draft that you see.", "It touches %(n)s drafts that you see.", number)
    return words % {"n": number}
