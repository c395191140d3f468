"""Consortia: composed for a call, and those that the person who asks sees whole."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Field, Query, Router, Schema
from pydantic import StrictInt

from filiera.api.calls import CallCode, with_token
from filiera.api.composition_shapes import CompositionShape
from filiera.api.consortium_found import ConsortiumCode, whole
from filiera.api.consortium_shapes import ConsortiumPageShape, ConsortiumShape
from filiera.api.cursors import Order, PageQuery, cut
from filiera.api.fields import OrganisationCode
from filiera.api.filters import READABLE
from filiera.api.limits import AnswersThrottle
from filiera.api.problems import not_found, refused
from filiera.api.shapes import responses
from filiera.common.refusals import Refused
from filiera.common.visibility import audience_of
from filiera.funding.adapters import judged_call
from filiera.funding.adapters_composing import Wanted
from filiera.funding.operations.compose import compose_consortium
from filiera.funding.queries.calls import call_of
from filiera.funding.queries.composing import asked_of
from filiera.funding.queries.consortia import consortia_open_to
from filiera.funding.queries.needs import weights_of
from filiera.funding.shapes_consortia import composition_shape, consortium_line_shape

router = Router(tags=["Consortia"])
NEWEST = Order("consortia")


class WishesBody(Schema, extra="forbid"):
    """Who leads, who must be in and who must not, the most partners, the cost of the whole at most, in euro."""

    lead: OrganisationCode | None = None
    must: list[OrganisationCode] = Field([], max_length=30)
    must_not: list[OrganisationCode] = Field([], max_length=200)
    most: Annotated[StrictInt, Field(ge=1, le=60)] | None = None
    budget_eur: Annotated[float, Field(gt=0, le=1e12)] | None = None
    everybody: bool = Field(False, description="Look beyond the members.")
    idea: str = Field("", max_length=8000, pattern=READABLE, description="What the project is to do, in words.")
    seconds: float = Field(5, ge=0.5, le=20)


@router.post(
    "/calls/{code}/consortium",
    response=responses(CompositionShape, 400, 429),
    by_alias=True,
    operation_id="composeConsortium",
    throttle=AnswersThrottle(),
)
def compose(request: HttpRequest, code: CallCode, body: Body[WishesBody]) -> dict[str, Any]:
    """Compose the best consortium for a call that keeps all its rules; for members and the office, with a token."""
    call, now = call_of(code), timezone.now()
    if call is None or not request.user.has_perm("funding.compose_consortium", call) or not with_token(request):
        raise not_found()
    wanted = Wanted(
        lead=body.lead,
        must=frozenset(body.must),
        must_not=frozenset(body.must_not),
        most=body.most,
        budget_eur=body.budget_eur,
    )
    asked = asked_of(
        judged_call(call, call.rules.all()),
        weights_of(call.topics.all()),
        wanted=wanted,
        at=call.here(now).date(),
        idea=body.idea,
        members_only=not body.everybody,
        seconds=body.seconds,
    )
    audience = audience_of(request.user)
    try:
        found, _run = compose_consortium(asked=asked, call=call, audience=audience, now=now, actor=request.user)
    except Refused as error:
        raise refused(error) from error
    return composition_shape(found)


@router.get("/consortia", response=responses(ConsortiumPageShape), operation_id="listConsortia")
def consortia(request: HttpRequest, page: Query[PageQuery]) -> dict[str, Any]:
    """List the consortia that you see whole, the newest first; to a visitor there is none."""
    rows = (
        consortia_open_to(audience_of(request.user)).select_related("call").prefetch_related("partners__organisation")
    )
    found, following = cut(rows, order=NEWEST, page=page)
    return {"items": [consortium_line_shape(row) for row in found], "next": following}


@router.get("/consortia/{code}", response=responses(ConsortiumShape), by_alias=True, operation_id="getConsortium")
def one_consortium(request: HttpRequest, code: ConsortiumCode) -> dict[str, Any]:
    """Give a consortium with its partners, its judgement and its work."""
    return whole(request, code)
