"""Interest in a call: what the organisation that a token is bound to says of it, and takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Field, Router, Schema

from filiera.api.calls import CallCode, with_token
from filiera.api.filters import READABLE
from filiera.api.problems import ApiProblem, not_found
from filiera.api.shapes import responses
from filiera.common.acting import acting_of
from filiera.common.refusals import Refused
from filiera.funding.operations.interest import LONGEST, Interest, say_interest, withdraw_interest
from filiera.funding.queries.calls import call_of
from filiera.registry.queries.standing import standing_organisation

if TYPE_CHECKING:
    from filiera.funding.models import Call
    from filiera.registry.models import Organisation

router = Router(tags=["Calls"])


class InterestBody(Schema, extra="forbid"):
    """What interests the organisation, what it would bring, whether members may see it; else the office alone does."""

    note: str = Field("", max_length=LONGEST, pattern=READABLE)
    offers: str = Field("", max_length=LONGEST, pattern=READABLE)
    for_members: bool = False


class InterestShape(Schema):
    """An organisation's interest in a call, as it stands; `interested` is false once it was taken back."""

    call: str
    organisation: str
    interested: bool
    note: str
    offers: str
    for_members: bool


@router.put("/calls/{code}/interest", response=responses(InterestShape, 400), operation_id="putCallInterest")
def put_interest(request: HttpRequest, code: CallCode, body: Body[InterestBody]) -> dict[str, Any]:
    """Say that your organisation is interested in a call, or say it otherwise; for members, with a token."""
    call, own = _asked(request, code)
    said = Interest(body.note, body.offers, body.for_members)
    try:
        row = say_interest(call=call, organisation=own, said=said, now=timezone.now(), actor=request.user)
    except Refused as error:
        raise ApiProblem("not-valid", str(error)) from error
    return {
        "call": call.code,
        "organisation": own.code,
        "interested": True,
        "note": row.note,
        "offers": row.offers,
        "for_members": row.visibility == "MEMBERS",
    }


@router.delete("/calls/{code}/interest", response=responses(InterestShape), operation_id="deleteCallInterest")
def delete_interest(request: HttpRequest, code: CallCode) -> dict[str, Any]:
    """Take the interest of your organisation in a call back; for members, with a token."""
    call, own = _asked(request, code)
    withdraw_interest(call=call, organisation=own, now=timezone.now(), actor=request.user)
    said = {"note": "", "offers": "", "for_members": False}
    return {"call": call.code, "organisation": own.code, "interested": False, **said}


def _asked(request: HttpRequest, code: str) -> tuple[Call, Organisation]:
    """Find the call, and the organisation that the token acts for."""
    call, acting = call_of(code), acting_of(request.user)
    if call is None or acting is None or not request.user.has_perm("funding.say_interest", call):
        raise not_found()
    own = standing_organisation(acting.code)
    if own is None or not with_token(request):
        raise not_found()
    return call, own
