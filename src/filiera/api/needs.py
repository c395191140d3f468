"""Needs: those of the organisation acted for, the open ones of others, one whole; what became of the last ones."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from filiera.api.cursors import Order, PageQuery, cut
from filiera.api.need_found import NeedCode, whole_need
from filiera.api.need_shapes import CandidatesShape, NeedFiguresShape, NeedPageShape, NeedShape
from filiera.api.problems import not_found
from filiera.api.shapes import responses
from filiera.common.acting import acting_of
from filiera.common.visibility import audience_of
from filiera.exchange.pages import note_opening
from filiera.exchange.queries.candidates import candidates_for
from filiera.exchange.queries.funnel import funnel
from filiera.exchange.queries.needs import desk_needs, need_lines, need_of, open_needs, own_needs
from filiera.exchange.shapes import funnel_shape, need_line_shape
from filiera.exchange.shapes_matches import candidates_shape

router = Router(tags=["Needs"])
OWN, OPEN, DESK = Order("needs"), Order("needs-open"), Order("needs-desk")


class DeskQuery(Schema):
    """Which needs of the desk; empty means drafts and all that are not over."""

    state: Literal["", "DRAFT", "PUBLISHED", "MATCHING", "IN_TALKS", "SOLVED", "CLOSED", "EXPIRED"] = ""


@router.get("/needs", response=responses(NeedPageShape), operation_id="listNeeds")
def needs(request: HttpRequest, page: Query[PageQuery]) -> dict[str, Any]:
    """List the needs of the organisation that you act for, the newest first."""
    acting = acting_of(request.user)
    if acting is None or not request.user.has_perm("exchange.list_needs"):
        raise not_found()
    found, following = cut(own_needs(acting.organisation_id), order=OWN, page=page)
    return {"items": [need_line_shape(one) for one in need_lines(found, with_counts=True)], "next": following}


@router.get("/open-needs", response=responses(NeedPageShape), operation_id="listOpenNeeds")
def others(request: HttpRequest, page: Query[PageQuery]) -> dict[str, Any]:
    """List the open needs that you may read, the newest first; for members and the office."""
    if not request.user.has_perm("exchange.list_needs"):
        raise not_found()
    found, following = cut(open_needs(audience_of(request.user)), order=OPEN, page=page)
    return {"items": [need_line_shape(one) for one in need_lines(found, with_counts=False)], "next": following}


@router.get("/desk-needs", response=responses(NeedPageShape), operation_id="listDeskNeeds")
def desk(request: HttpRequest, asked: Query[DeskQuery], page: Query[PageQuery]) -> dict[str, Any]:
    """List the needs that the desk works on, the newest first; for the office."""
    if not request.user.has_perm("exchange.route_needs"):
        raise not_found()
    found, following = cut(desk_needs(state=asked.state), order=DESK, page=page)
    lines = need_lines(found, with_counts=True, in_office=True)
    return {"items": [need_line_shape(one) for one in lines], "next": following}


@router.get("/need-figures", response=responses(NeedFiguresShape), operation_id="getNeedFigures")
def figures(request: HttpRequest) -> dict[str, Any]:
    """Say what became of the last hundred needs; to everybody where enough have asked that none is told apart."""
    found = funnel(now=timezone.now())
    if not (found.may_be_public or audience_of(request.user).is_office):
        raise not_found()
    return funnel_shape(found)


@router.get("/needs/{code}", response=responses(NeedShape), operation_id="getNeed")
def one_need(request: HttpRequest, code: NeedCode) -> dict[str, Any]:
    """Give a need: to its own people and the office whole, with who saw what; to other members an open one."""
    return whole_need(request, code)


@router.get("/needs/{code}/candidates", response=responses(CandidatesShape), operation_id="listCandidates")
def candidates(request: HttpRequest, code: NeedCode) -> dict[str, Any]:
    """Say who could solve a need, best first, with reasons, bars and whom to ask now; for the office."""
    found, now = need_of(code), timezone.now()
    if found is None or not request.user.has_perm("exchange.route_needs", found):
        raise not_found()
    note_opening(found, user=request.user, now=now)
    return candidates_shape(candidates_for(found, now=now))
