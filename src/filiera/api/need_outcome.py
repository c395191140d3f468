"""Around the desk, with a token: what else needs become, a solver's rules, what refusals propose, needs and offers like one."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Field, Query, Schema
from pydantic import StrictBool, StrictInt, StringConstraints

from filiera.api.calls import with_token
from filiera.api.cursors import Order, PageQuery, cut
from filiera.api.fields import Day, OrganisationCode, RowNumber
from filiera.api.filters import READABLE, Code
from filiera.api.need_found import OPTIONS, MatchCode, NeedCode, acted, done, match_for, need_for, own_organisation
from filiera.api.need_outcome_shapes import (
    CorrectionsShape,
    NeedExitPageShape,
    SimilarNeedsShape,
    SolverRulesShape,
)
from filiera.api.needs import router
from filiera.api.problems import not_found
from filiera.api.shapes import responses
from filiera.common.visibility import audience_of
from filiera.exchange.logic.gates import Wishes
from filiera.exchange.operations.asking import take_up_again
from filiera.exchange.operations.corrections import decide_correction
from filiera.exchange.operations.exits import add_exit, close_exit
from filiera.exchange.operations.requesters import note_meeting
from filiera.exchange.operations.solvers import MOST_A_MONTH, set_solver_rules
from filiera.exchange.pages import profiles_of
from filiera.exchange.queries.exits import exit_of, exits_of
from filiera.exchange.queries.needs import need_of
from filiera.exchange.queries.refusals import correction_of, corrections
from filiera.exchange.queries.similar import similar_needs
from filiera.exchange.queries.solvers import rules_of
from filiera.exchange.shapes import similar_shape
from filiera.exchange.shapes_outcome import correction_shape, exit_of_need_shape, rules_shape
from filiera.registry.enums import Size

ROUTE, MATCHES = "exchange.route_needs", "exchange.keep_match"
ORDER = Order("need-exits")
Codes = Annotated[list[Code], Field(max_length=60)]


class ExitBody(Schema, extra="forbid"):
    """What is to be done with it."""

    note: str = Field("", max_length=600, pattern=READABLE)


class CameOfBody(Schema, extra="forbid"):
    """What came of it."""

    note: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400, pattern=READABLE)]


class SolverRulesBody(Schema, extra="forbid"):
    """Which requests you want: codes of the taxonomy, sizes and provinces of who asks; what is not named is all."""

    wanted: Codes = []
    unwanted: Codes = []
    sizes: list[Size] = Field([], max_length=10)
    provinces: Codes = []
    a_month: Annotated[StrictInt, Field(ge=0, le=MOST_A_MONTH)] | None = None
    paused_until_on: Day | None = None

    def said(self) -> Wishes:
        """Give the rules as the operation takes them."""
        return Wishes(**(dict(self) | {"sizes": [one.value for one in self.sizes]}))


class CorrectionBody(Schema, extra="forbid"):
    """Whether a competence is taken out of a profile; else it is kept, and proposed no more."""

    organisation: OrganisationCode
    competence: Code
    takes: StrictBool


@router.get("/need-exits", response=responses(NeedExitPageShape), operation_id="listNeedExits")
def exits(request: HttpRequest, page: Query[PageQuery]) -> dict[str, Any]:
    """List what needs became besides being asked of solvers, the newest first; for the office."""
    if not request.user.has_perm(ROUTE):
        raise not_found()
    found, following = cut(exits_of(None), order=ORDER, page=page)
    return {"items": [exit_of_need_shape(one) for one in found], "next": following}


@router.put("/needs/{code}/exits/{kind}", operation_id="addNeedExit", **OPTIONS)
def leave_by(
    request: HttpRequest, code: NeedCode, kind: Literal["LAB", "TRAINING", "CALL_IDEA", "TABLE"], body: Body[ExitBody]
) -> dict[str, Any]:
    """Write down what else a need becomes, once of each kind: the tie remains; for the office, with a token."""
    found = need_for(request, code, ROUTE)
    act = partial(add_exit, need=found, kind=kind, note=body.note, now=timezone.now(), actor=request.user)
    return done(request, act, found, takes=ExitBody.model_fields)


@router.put("/need-exits/{id}", operation_id="closeNeedExit", **OPTIONS)
def came_of(request: HttpRequest, id: RowNumber, body: Body[CameOfBody]) -> dict[str, Any]:
    """Write down what came of what a need became; for the office, with a token."""
    found = exit_of(id)
    if found is None or not request.user.has_perm(ROUTE, found.need) or not with_token(request):
        raise not_found()
    act = partial(close_exit, exit_=found, note=body.note, now=timezone.now(), actor=request.user)
    return done(request, act, found.need, takes=CameOfBody.model_fields)


@router.put("/matches/{code}/met", operation_id="noteMeeting", **OPTIONS)
def met(request: HttpRequest, code: MatchCode) -> dict[str, Any]:
    """Write down that the two of a match have met; for the office, with a token."""
    found = match_for(request, code, MATCHES)
    return done(request, partial(note_meeting, match=found, now=timezone.now(), actor=request.user), found.need)


@router.put("/matches/{code}/taken-up", operation_id="takeSolverUp", **OPTIONS)
def taken_up(request: HttpRequest, code: MatchCode) -> dict[str, Any]:
    """Take up a solver that was set aside before it was asked; for the office, with a token."""
    found = match_for(request, code, MATCHES)
    return done(request, partial(take_up_again, match=found, now=timezone.now(), actor=request.user), found.need)


@router.get("/solver-rules", response=responses(SolverRulesShape), operation_id="getSolverRules")
def rules(request: HttpRequest) -> dict[str, Any]:
    """Say which requests the organisation that you act for wants."""
    own = own_organisation(request)
    if own is None or not request.user.has_perm("exchange.write_rules"):
        raise not_found()
    return rules_shape(rules_of(own))


@router.put("/solver-rules", response=responses(SolverRulesShape, 400), operation_id="putSolverRules")
def put_rules(request: HttpRequest, body: Body[SolverRulesBody]) -> dict[str, Any]:
    """Say which requests your organisation wants: the last word stands, whole; with a token."""
    own = own_organisation(request)
    if own is None or not request.user.has_perm("exchange.write_rules") or not with_token(request):
        raise not_found()
    act = partial(set_solver_rules, organisation=own, said=body.said(), now=timezone.now(), actor=request.user)
    acted(act, SolverRulesBody.model_fields)
    return rules_shape(rules_of(own))


@router.get("/need-corrections", response=responses(CorrectionsShape), operation_id="listNeedCorrections")
def proposed(request: HttpRequest) -> dict[str, Any]:
    """List what refusals propose for your organisation's profile; for the office, for all."""
    if not request.user.has_perm("exchange.list_needs"):
        raise not_found()
    return {"items": [correction_shape(one) for one in corrections(organisation_ids=profiles_of(request.user))]}


@router.put("/need-corrections", response=responses(CorrectionsShape, 400), operation_id="decideNeedCorrection")
def decide(request: HttpRequest, body: Body[CorrectionBody]) -> dict[str, Any]:
    """Take a competence out of a profile after refusals, or keep it; for its own people and the office, with a token."""
    if not request.user.has_perm("exchange.list_needs") or not with_token(request):
        raise not_found()
    one = correction_of(body.organisation, body.competence, organisation_ids=profiles_of(request.user))
    if one is None:
        raise not_found()
    act = partial(decide_correction, correction=one, takes=body.takes, today=timezone.localdate(), actor=request.user)
    acted(act)
    return proposed(request)


@router.get("/needs/{code}/similar", response=responses(SimilarNeedsShape), operation_id="listSimilarNeeds")
def similar(request: HttpRequest, code: NeedCode) -> dict[str, Any]:
    """List the needs like one, of those that you may see, the likest first; for its own people and the office."""
    found = need_of(code)
    if found is None or not request.user.has_perm("exchange.keep_need", found):
        raise not_found()
    lines = similar_needs(found, audience=audience_of(request.user))
    return {"items": [similar_shape(one) for one in lines]}
