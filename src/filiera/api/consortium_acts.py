"""A consortium on its way, with a token: begun, what the project is, judged, its steps, what the evaluators decided."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Field, Schema
from pydantic import StrictBool, StrictInt, StringConstraints

from filiera.api.calls import CallCode, with_token
from filiera.api.consortia import router
from filiera.api.consortium_found import OPTIONS, ConsortiumCode, Named, consortium_for, done, organisation_at
from filiera.api.fields import Day, OrganisationCode
from filiera.api.filters import READABLE
from filiera.api.partner_kinds import PartnerKind
from filiera.api.problems import not_found, refused, wrong_at
from filiera.common.refusals import Refused
from filiera.funding.operations.consortia import (
    Place,
    Step,
    begin_consortium,
    check_consortium,
    move_consortium,
    set_project,
)
from filiera.funding.operations.outcomes import CriterionSaid, OutcomeSaid, write_outcome
from filiera.funding.queries.calls import call_of

Points = Annotated[Decimal, Field(ge=0, le=9999, decimal_places=2)]
Trl = Annotated[StrictInt, Field(ge=1, le=9)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=READABLE)]
OF_A_ROW = re.compile(r"(name|points)-(\d+)")


class BeginBody(Schema, extra="forbid"):
    """What the draft is called, who leads it and who is proposed, by their public ids."""

    name: Named
    lead: OrganisationCode
    partners: list[OrganisationCode] = Field([], max_length=60)


class ProjectBody(Schema, extra="forbid"):
    """What the project is. What is not named stays; null where nobody knows or has looked.

    `documents`, `plan_sections` and `outputs` are words as the call names them; months, percent, TRL in 1 to 9.
    """

    name: Named = ""
    summary: str = Field("", max_length=8000, pattern=READABLE)
    duration_months: Annotated[StrictInt, Field(ge=1, le=240)] | None = None
    trl_start: Trl | None = None
    trl_end: Trl | None = None
    s3_priority: str = Field("", max_length=200, pattern=READABLE)
    start_on: Day | None = None
    inkind_pct: Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)] | None = None
    civil_only: StrictBool | None = None
    research_may_publish: StrictBool | None = None
    wide_dissemination: StrictBool | None = None
    documents: Annotated[list[Words], Field(max_length=60)] | None = None
    plan_sections: Annotated[list[Words], Field(max_length=60)] | None = None
    outputs: Annotated[list[Words], Field(max_length=60)] | None = None
    supplier_name: str = Field("", max_length=200, pattern=READABLE)
    supplier_kind: PartnerKind = ""


class StepBody(Schema, extra="forbid"):
    """The state that follows."""

    to: Literal["DRAFT", "READY", "SUBMITTED", "ABANDONED"]


class CriterionBody(Schema, extra="forbid"):
    """What the evaluators gave for a criterion, of how many points, and their words."""

    name: Named
    points: Points | None = None
    most_points: Points | None = None
    comment: str = Field("", max_length=4000, pattern=READABLE)


class OutcomeBody(Schema, extra="forbid"):
    """A decision as it was received: the state, its day, points, threshold, criteria."""

    to: Literal["FUNDED", "RESERVE", "REJECTED"]
    on: Day
    total_points: Points | None = None
    least_points: Points | None = None
    note: str = Field("", max_length=4000, pattern=READABLE)
    criteria: list[CriterionBody] = Field([], max_length=40)


@router.post("/calls/{code}/consortia", operation_id="beginConsortium", **OPTIONS)
def begin(request: HttpRequest, code: CallCode, body: Body[BeginBody]) -> dict[str, Any]:
    """Begin a consortium for a call, led by an organisation that you act for; the office for any; with a token."""
    call = call_of(code)
    if call is None or not request.user.has_perm("funding.compose_consortium", call) or not with_token(request):
        raise not_found()
    lead = organisation_at(request, body.lead, "/lead")
    if not request.user.has_perm("funding.keep_applicant", lead):
        raise not_found()
    places = tuple(Place(organisation_at(request, one, f"/partners/{at}")) for at, one in enumerate(body.partners))
    return done(
        request,
        lambda: begin_consortium(
            call=call, name=body.name, lead=lead, places=places, now=timezone.now(), actor=request.user
        ),
        takes=BeginBody.model_fields,
    )


@router.patch("/consortia/{code}", operation_id="changeConsortium", **OPTIONS)
def change(request: HttpRequest, code: ConsortiumCode, body: Body[ProjectBody]) -> dict[str, Any]:
    """Write what the project of a consortium is, as far as it is named; for who leads and the office, with a token."""
    found, values = consortium_for(request, code), body.dict(exclude_unset=True)
    return done(
        request,
        lambda: set_project(consortium=found, values=values, now=timezone.now(), actor=request.user),
        found,
        takes=ProjectBody.model_fields,
    )


@router.post("/consortia/{code}/judgement", operation_id="judgeConsortium", **OPTIONS)
def judge(request: HttpRequest, code: ConsortiumCode) -> dict[str, Any]:
    """Judge a consortium anew and keep the verdict for those within; for who leads and the office, with a token."""
    found = consortium_for(request, code)
    return done(request, lambda: check_consortium(consortium=found, now=timezone.now(), actor=request.user), found)


@router.post("/consortia/{code}/steps", operation_id="moveConsortium", **OPTIONS)
def step(request: HttpRequest, code: ConsortiumCode, body: Body[StepBody]) -> dict[str, Any]:
    """Move a consortium on: a draft again, ready, submitted, abandoned; for who leads and the office, with a token."""
    found, taken = consortium_for(request, code), Step(body.to)
    return done(
        request, lambda: move_consortium(consortium=found, step=taken, now=timezone.now(), actor=request.user), found
    )


@router.put("/consortia/{code}/outcome", operation_id="putOutcome", **OPTIONS)
def outcome(request: HttpRequest, code: ConsortiumCode, body: Body[OutcomeBody]) -> dict[str, Any]:
    """Write down what the evaluators decided, or correct it; for who leads and the office, with a token."""
    found = consortium_for(request, code)
    said = OutcomeSaid(
        to=body.to,
        on=body.on,
        total_points=body.total_points,
        least_points=body.least_points,
        note=body.note,
        criteria=tuple(CriterionSaid(one.name, one.points, one.most_points, one.comment) for one in body.criteria),
    )

    def write() -> None:
        try:
            write_outcome(consortium=found, outcome=said, now=timezone.now(), actor=request.user)
        except Refused as error:
            place = OF_A_ROW.fullmatch(error.field)
            if place:
                raise wrong_at(f"/criteria/{place[2]}/{place[1]}", str(error)) from error
            raise refused(error, OutcomeBody.model_fields) from error

    return done(request, write, found)
