"""What a person is told of calls: searches that are kept, whether letters tell; one's own, whoever a token acts for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Field, Router, Schema
from pydantic import StrictBool, StrictInt, StringConstraints

from filiera.api.calls import CallsQuery, call_filter, with_token
from filiera.api.fields import RowNumber
from filiera.api.filters import READABLE
from filiera.api.interest_shapes import DigestShape, OwnCallsShape
from filiera.api.problems import not_found, refused
from filiera.api.shapes import responses
from filiera.common.refusals import Refused
from filiera.common.visibility import audience_of
from filiera.funding.operations.digests import MOST_DAYS, choose_digest
from filiera.funding.operations.searches import drop_search, keep_search, rename_search, tell_search
from filiera.funding.queries.searches import own_calls, search_of
from filiera.funding.shapes_interest import digest_shape, own_calls_shape
from filiera.funding.wording_searches import LONGEST_NAME

if TYPE_CHECKING:
    from filiera.funding.models import CallSearch

router = Router(tags=["Calls"])
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_NAME, pattern=READABLE)]


class SearchBody(CallsQuery, extra="forbid"):
    """What a search asks for, as the list of calls takes it; its name, its own words where none is given."""

    within: StrictInt = Field(0, ge=0, le=3660, description="Days until the next closing; 0 for any.")
    name: Name = ""
    told: StrictBool = True


class SearchChangeBody(Schema, extra="forbid"):
    """Another name, and whether what is new in the search is told. What is not named stays."""

    name: Name = ""
    told: StrictBool = True


class DigestBody(Schema, extra="forbid"):
    """Whether letters tell you of calls, and how many days before one closes; 0 for not at all. How often: `PUT /letters`."""

    told: StrictBool
    closing_days: Annotated[StrictInt, Field(ge=0, le=MOST_DAYS)]


@router.get("/searches", response=responses(OwnCallsShape), operation_id="getOwnCalls")
def searches(request: HttpRequest) -> dict[str, Any]:
    """Give what you are told of calls: searches that you keep, calls that you follow; for who has an account."""
    if not request.user.is_authenticated:
        raise not_found()
    return _own(request)


@router.post("/searches", response=responses(OwnCallsShape, 400), operation_id="keepSearch")
def keep(request: HttpRequest, body: Body[SearchBody]) -> dict[str, Any]:
    """Keep a search of calls; the same again is the same, called and told as you say now; with a token."""
    if not request.user.is_authenticated or not with_token(request):
        raise not_found()
    try:
        keep_search(user=request.user, asked=call_filter(body), name=body.name, is_told=body.told, now=timezone.now())
    except Refused as error:
        raise refused(error, SearchBody.model_fields) from error
    return _own(request)


@router.patch("/searches/{id}", response=responses(OwnCallsShape, 400), operation_id="changeSearch")
def change(request: HttpRequest, id: RowNumber, body: Body[SearchChangeBody]) -> dict[str, Any]:
    """Call a search of yours otherwise, or say whether what is new in it is told; with a token."""
    search = _search(request, id)
    try:
        if "name" in body.model_fields_set:
            rename_search(search=search, name=body.name)
    except Refused as error:
        raise refused(error, SearchChangeBody.model_fields) from error
    if "told" in body.model_fields_set:
        tell_search(search=search, is_told=body.told, now=timezone.now())
    return _own(request)


@router.delete("/searches/{id}", response=responses(OwnCallsShape), operation_id="dropSearch")
def drop(request: HttpRequest, id: RowNumber) -> dict[str, Any]:
    """Take a search of yours away; with a token."""
    drop_search(search=_search(request, id))
    return _own(request)


@router.put("/digest", response=responses(DigestShape, 400), operation_id="putDigest")
def digest(request: HttpRequest, body: Body[DigestBody]) -> dict[str, Any]:
    """Choose whether letters tell you of calls, and how many days before one closes; with a token."""
    if not request.user.is_authenticated or not with_token(request):
        raise not_found()
    try:
        row = choose_digest(user=request.user, is_told=body.told, closing_days=body.closing_days, now=timezone.now())
    except Refused as error:
        raise refused(error, DigestBody.model_fields) from error
    return digest_shape(row)


def _own(request: HttpRequest) -> dict[str, Any]:
    return own_calls_shape(own_calls(request.user, audience=audience_of(request.user), now=timezone.now()))


def _search(request: HttpRequest, pk: int) -> CallSearch:
    """Find a search of whoever asks with a token; another's is not there."""
    search = search_of(request.user, pk) if request.user.is_authenticated and with_token(request) else None
    if search is None:
        raise not_found()
    return search
