"""Interest in a call, and following one: who says so as far as one may know, what one says oneself, with a token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Field, Router, Schema
from pydantic import StrictBool

from filiera.api.calls import CallCode, with_token
from filiera.api.filters import READABLE
from filiera.api.interest_shapes import CallInterestShape, FollowedShape, InterestShape
from filiera.api.problems import not_found, refused
from filiera.api.shapes import responses
from filiera.common.acting import acting_of
from filiera.common.refusals import Refused
from filiera.common.visibility import audience_of
from filiera.funding.operations.interest import LONGEST, Interest, say_interest, withdraw_interest
from filiera.funding.operations.searches import follow_call, leave_call
from filiera.funding.queries.calls import call_of
from filiera.funding.queries.interest import call_interest
from filiera.funding.shapes_interest import call_interest_shape, own_interest_shape
from filiera.registry.queries.standing import standing_organisation

if TYPE_CHECKING:
    from filiera.funding.models import Call
    from filiera.registry.models import Organisation

router = Router(tags=["Calls"])


class InterestBody(Schema, extra="forbid"):
    """What interests the organisation, what it would bring, whether members may see it; else the office alone does."""

    note: str = Field("", max_length=LONGEST, pattern=READABLE)
    offers: str = Field("", max_length=LONGEST, pattern=READABLE)
    for_members: StrictBool = False


@router.get("/calls/{code}/interest", response=responses(CallInterestShape), operation_id="getCallInterest")
def get_interest(request: HttpRequest, code: CallCode) -> dict[str, Any]:
    """Give who is interested in a call, as far as you may know it, and what your organisation says."""
    call, acting = call_of(code), acting_of(request.user)
    if call is None or not request.user.has_perm("funding.view_call", call):
        raise not_found()
    own = acting.organisation_id if acting else None
    return call_interest_shape(call.code, call_interest(call, audience=audience_of(request.user), organisation_id=own))


@router.put("/calls/{code}/interest", response=responses(InterestShape, 400), operation_id="putCallInterest")
def put_interest(request: HttpRequest, code: CallCode, body: Body[InterestBody]) -> dict[str, Any]:
    """Say that your organisation is interested in a call, or say it otherwise; for members, with a token."""
    call, own = asked_for(request, code)
    said = Interest(body.note, body.offers, body.for_members)
    try:
        row = say_interest(call=call, organisation=own, said=said, now=timezone.now(), actor=request.user)
    except Refused as error:
        raise refused(error, InterestBody.model_fields) from error
    return own_interest_shape(row)


@router.delete("/calls/{code}/interest", response=responses(InterestShape), operation_id="deleteCallInterest")
def delete_interest(request: HttpRequest, code: CallCode) -> dict[str, Any]:
    """Take the interest of your organisation in a call back; for members, with a token."""
    call, own = asked_for(request, code)
    withdraw_interest(call=call, organisation=own, now=timezone.now(), actor=request.user)
    said = {"note": "", "offers": "", "for_members": False}
    return {"call": call.code, "organisation": own.code, "interested": False, **said}


@router.put("/calls/{code}/following", response=responses(FollowedShape), operation_id="followCall")
def follow(request: HttpRequest, code: CallCode) -> dict[str, Any]:
    """Follow a call: what changes and when it closes reaches you by mail; for whoever has an account, with a token."""
    call = _followed(request, code)
    try:
        follow_call(user=request.user, call=call, now=timezone.now())
    except Refused as error:
        raise refused(error) from error
    return {"call": call.code, "followed": True}


@router.delete("/calls/{code}/following", response=responses(FollowedShape), operation_id="leaveCall")
def leave(request: HttpRequest, code: CallCode) -> dict[str, Any]:
    """Follow a call no longer; for whoever has an account, with a token."""
    call = _followed(request, code)
    leave_call(user=request.user, call=call)
    return {"call": call.code, "followed": False}


def _followed(request: HttpRequest, code: str) -> Call:
    call = call_of(code)
    if call is None or not request.user.has_perm("funding.follow_call", call) or not with_token(request):
        raise not_found()
    return call


def asked_for(request: HttpRequest, code: str) -> tuple[Call, Organisation]:
    """Find the call, and the organisation that the token acts for. Raises ApiProblem (404)."""
    call, acting = call_of(code), acting_of(request.user)
    if call is None or acting is None or not request.user.has_perm("funding.say_interest", call):
        raise not_found()
    own = standing_organisation(acting.code)
    if own is None or not with_token(request):
        raise not_found()
    return call, own
