"""Calls: the list, one call with its clauses, whom it fits, a judgement of any consortium."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Field, Path, Query, Router, Schema
from pydantic import StringConstraints, ValidationError

from filiera.api.call_shapes import CallPageShape, CallShape, FitsShape, JudgementShape, OwnFitsShape
from filiera.api.cursors import Order, PageQuery, cut
from filiera.api.filters import MANY, READABLE, Code
from filiera.api.limits import AnswersThrottle
from filiera.api.problems import ApiProblem, ProblemError, not_found
from filiera.api.shapes import responses
from filiera.common.visibility import audience_of
from filiera.competence.filters import current_organisations
from filiera.funding.enums import CallLevel
from filiera.funding.files import places, value_fault
from filiera.funding.filters import CallFilter
from filiera.funding.logic.call import Call as CallText
from filiera.funding.logic.consortium import Consortium as ConsortiumText
from filiera.funding.logic.judging import judge
from filiera.funding.logic.standing import Standing
from filiera.funding.models import Call
from filiera.funding.queries.calls import call_of, lines_of
from filiera.funding.queries.fits import call_fits
from filiera.funding.queries.own_calls import organisation_fits
from filiera.funding.shapes import judgement_shape
from filiera.funding.shapes_calls import call_shape, fits_shape, line_shape, own_fits_shape
from filiera.funding.wording_files import value_words

router = Router(tags=["Calls"])
NEWEST = Order("calls")
CallCode = Annotated[str, Path(max_length=120, pattern=r"^[-a-zA-Z0-9_]+$")]


class CallsQuery(Schema):
    """Which calls; empty means all that are not over."""

    q: str = Field("", max_length=200, pattern=READABLE, description="Words of title, summary or programme.")
    standing: list[Standing] = Field([], max_length=4, description="Where it stands.")
    level: list[CallLevel] = Field([], max_length=8, description="Who gives the money.")
    programme: list[Annotated[str, StringConstraints(max_length=160, pattern=READABLE)]] = Field([], max_length=MANY)
    stage: list[Code] = Field([], max_length=MANY, description="Stage of the chain that it asks for.")
    competence: Annotated[str, StringConstraints(max_length=20, pattern=READABLE)] = Field("")
    within: int = Field(0, ge=0, le=3660, description="Days until the next closing; 0 for any.")


class CheckBody(Schema, extra="forbid"):
    """A call and a consortium, as the files of `filiera calls check` have them."""

    call: dict[str, Any]
    consortium: dict[str, Any]


def call_filter(asked: CallsQuery) -> CallFilter:
    """Give the filter of the list of calls."""
    return CallFilter(
        q=asked.q.strip(),
        standing=tuple(one.value for one in asked.standing),
        level=tuple(one.value for one in asked.level),
        programme=tuple(asked.programme),
        stage=tuple(asked.stage),
        competence=asked.competence,
        within=asked.within,
    )


@router.get("/calls", response=responses(CallPageShape), operation_id="listCalls")
def calls(request: HttpRequest, asked: Query[CallsQuery], page: Query[PageQuery]) -> dict[str, Any]:
    """List the calls that you may see, those brought in last first."""
    now = timezone.now()
    rows = call_filter(asked).calls(audience=audience_of(request.user), now=now)
    found, following = cut(rows, order=NEWEST, page=page)
    return {"items": [line_shape(one) for one in lines_of(found, now=now)], "total": rows.count(), "next": following}


@router.post(
    "/calls/check",
    response=responses(JudgementShape, 400, 429),
    by_alias=True,
    operation_id="checkConsortium",
    throttle=AnswersThrottle(),
)
def check(request: HttpRequest, body: Body[CheckBody]) -> dict[str, Any]:
    """Judge a consortium against a call, both as the files of `filiera calls check` have them; nothing is kept."""
    call = _read(CallText, body.call, "call")
    consortium = _read(ConsortiumText, body.consortium, "consortium")
    return judgement_shape(judge(call, consortium, places()))


@router.get("/calls/{code}", response=responses(CallShape), operation_id="getCall")
def one_call(request: HttpRequest, code: CallCode) -> dict[str, Any]:
    """Give a call with its rules, their clauses, and its versions."""
    found = call_open_to(request, code)
    return call_shape(found, lines_of([found], now=timezone.now())[0])


@router.get(
    "/calls/{code}/fits", response=responses(FitsShape), operation_id="getCallFits", throttle=[AnswersThrottle()]
)
def fits(request: HttpRequest, code: CallCode) -> dict[str, Any]:
    """Rank the members for a call: who may take part first, then by evidence; and who covers each competence."""
    return fits_shape(call_fits(call_open_to(request, code), audience=audience_of(request.user), now=timezone.now()))


@router.get(
    "/organisations/{id}/calls",
    response=responses(OwnFitsShape, 429),
    operation_id="getOrganisationCalls",
    throttle=AnswersThrottle(),
)
def organisation_calls(request: HttpRequest, id: Code) -> dict[str, Any]:
    """Rank the calls that are open or to come for an organisation, with what it would cover in each."""
    audience = audience_of(request.user)
    row = current_organisations(audience).filter(code=id).first()
    if row is None:
        raise not_found()
    return {"items": own_fits_shape(organisation_fits(row, audience=audience, now=timezone.now()))}


def call_open_to(request: HttpRequest, code: str) -> Call:
    """Find a call that the person may see. Raises ApiProblem (404)."""
    found = call_of(code)
    if found is None or not request.user.has_perm("funding.view_call", found):
        raise not_found()
    return found


def with_token(request: HttpRequest) -> bool:
    """Tell whether a request bears a token: the door has looked at it already."""
    return request.headers.get("Authorization", "").partition(" ")[0].lower() == "bearer"


def _read(model: Any, raw: dict[str, Any], part: str) -> Any:
    """Read a part of the body as its file would be; every fault with its pointer."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        faults = [value_fault(dict(one)) for one in error.errors(include_url=False)]
        errors = [
            ProblemError(detail=value_words(one), pointer="/" + "/".join([part, *parts_of(one.field)]))
            for one in faults
        ]
        raise ApiProblem("not-valid", errors[0].detail, tuple(errors)) from error


def parts_of(field: str) -> list[str]:
    """Give the steps of a field of a file, such as `rules.partners[0].min`."""
    return [one for one in field.replace("[", ".").replace("]", "").split(".") if one]
