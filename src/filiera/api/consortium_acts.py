"""What is done with a consortium: begun, partners proposed and asked, tasks, its way to the outcome; with a token."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Field, Router, Schema
from pydantic import StringConstraints

from filiera.api.call_shapes import ConsortiumShape
from filiera.api.calls import CallCode, with_token
from filiera.api.consortia import ConsortiumCode, OrganisationCode
from filiera.api.filters import READABLE
from filiera.api.problems import ApiProblem, ProblemError, not_found
from filiera.api.shapes import responses
from filiera.common.refusals import Refused
from filiera.common.visibility import audience_of
from filiera.competence.filters import current_organisations
from filiera.funding.models import Consortium, Partner
from filiera.funding.operations.consortia import Place, Step, add_partner, begin_consortium, move_consortium
from filiera.funding.operations.invitations import invite_partner
from filiera.funding.operations.outcomes import CriterionSaid, OutcomeSaid, write_outcome
from filiera.funding.operations.workspace import TaskSaid, add_task
from filiera.funding.queries.calls import call_of
from filiera.funding.queries.consortia import consortium_of, consortium_page
from filiera.funding.shapes_consortia import consortium_shape
from filiera.registry.models import Organisation

router = Router(tags=["Consortia"])
Named = Annotated[str, StringConstraints(min_length=1, max_length=160, pattern=READABLE)]
Points = Annotated[Decimal, Field(ge=0, le=9999, decimal_places=2)]
MailAddress = Annotated[str, StringConstraints(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]


class BeginBody(Schema, extra="forbid"):
    """What the draft is called, who leads it and who is proposed, by their public ids."""

    name: Named
    lead: OrganisationCode
    partners: list[OrganisationCode] = Field([], max_length=60)


class PartnerBody(Schema, extra="forbid"):
    """Who is proposed, what it would do and bear, in euro."""

    organisation: OrganisationCode
    tasks: str = Field("", max_length=600, pattern=READABLE)
    cost_eur: Annotated[Decimal, Field(ge=0, le=10**9, decimal_places=2)] | None = None


class InvitationBody(Schema, extra="forbid"):
    """Who is asked, and at which address; without one, whoever keeps its page is."""

    organisation: OrganisationCode
    email: MailAddress | None = None


class TaskBody(Schema, extra="forbid"):
    """What is to be done, by which partner, by which day."""

    what: Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=READABLE)]
    owner: OrganisationCode | None = None
    due_on: date | None = None


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
    on: date
    total_points: Points | None = None
    least_points: Points | None = None
    note: str = Field("", max_length=4000, pattern=READABLE)
    criteria: list[CriterionBody] = Field([], max_length=40)


OPTIONS: dict[str, Any] = {"response": responses(ConsortiumShape, 400), "by_alias": True}


@router.post("/calls/{code}/consortia", operation_id="beginConsortium", **OPTIONS)
def begin(request: HttpRequest, code: CallCode, body: Body[BeginBody]) -> dict[str, Any]:
    """Begin a consortium for a call, led by an organisation that you act for; the office for any; with a token."""
    call = call_of(code)
    if call is None or not request.user.has_perm("funding.compose_consortium", call) or not with_token(request):
        raise not_found()
    lead = _organisation(request, body.lead, "/lead")
    if not request.user.has_perm("funding.keep_applicant", lead):
        raise not_found()
    places = tuple(Place(_organisation(request, one, f"/partners/{at}")) for at, one in enumerate(body.partners))
    return _done(
        request,
        lambda: begin_consortium(
            call=call, name=body.name, lead=lead, places=places, now=timezone.now(), actor=request.user
        ),
    )


@router.post("/consortia/{code}/partners", operation_id="addPartner", **OPTIONS)
def add(request: HttpRequest, code: ConsortiumCode, body: Body[PartnerBody]) -> dict[str, Any]:
    """Propose a partner for a consortium; for who leads it and the office, with a token."""
    found = _led(request, code)
    place = Place(
        _organisation(request, body.organisation, "/organisation"), cost_eur=body.cost_eur, tasks=body.tasks.strip()
    )
    return _done(
        request, lambda: add_partner(consortium=found, place=place, now=timezone.now(), actor=request.user), found
    )


@router.post("/consortia/{code}/invitations", operation_id="invitePartner", **OPTIONS)
def invite(request: HttpRequest, code: ConsortiumCode, body: Body[InvitationBody]) -> dict[str, Any]:
    """Ask a partner by mail whether it takes part; for who leads and the office, with a token."""
    found = _led(request, code)
    partner, email = _partner(found, body.organisation, "/organisation"), body.email or ""
    return _done(
        request, lambda: invite_partner(partner=partner, email=email, now=timezone.now(), actor=request.user), found
    )


@router.post("/consortia/{code}/tasks", operation_id="addTask", **OPTIONS)
def task(request: HttpRequest, code: ConsortiumCode, body: Body[TaskBody]) -> dict[str, Any]:
    """Write a task down, with the partner that does it and its day; for partners within and the office, with a token."""
    found = _led(request, code, "funding.work_in_consortium")
    owner = _partner(found, body.owner, "/owner") if body.owner else None
    said = TaskSaid(body.what, owner, body.due_on)
    return _done(request, lambda: add_task(consortium=found, task=said, now=timezone.now(), actor=request.user), found)


@router.post("/consortia/{code}/steps", operation_id="moveConsortium", **OPTIONS)
def step(request: HttpRequest, code: ConsortiumCode, body: Body[StepBody]) -> dict[str, Any]:
    """Move a consortium on: a draft again, ready, submitted, abandoned; for who leads and the office, with a token."""
    found, taken = _led(request, code), Step(body.to)
    return _done(
        request, lambda: move_consortium(consortium=found, step=taken, now=timezone.now(), actor=request.user), found
    )


@router.put("/consortia/{code}/outcome", operation_id="putOutcome", **OPTIONS)
def outcome(request: HttpRequest, code: ConsortiumCode, body: Body[OutcomeBody]) -> dict[str, Any]:
    """Write down what the evaluators decided, or correct it; for who leads and the office, with a token."""
    found = _led(request, code)
    said = OutcomeSaid(
        to=body.to,
        on=body.on,
        total_points=body.total_points,
        least_points=body.least_points,
        note=body.note,
        criteria=tuple(CriterionSaid(one.name, one.points, one.most_points, one.comment) for one in body.criteria),
    )
    return _done(
        request, lambda: write_outcome(consortium=found, outcome=said, now=timezone.now(), actor=request.user), found
    )


def _led(request: HttpRequest, code: str, permission: str = "funding.change_consortium") -> Consortium:
    """Find a consortium for whoever may change it and asks with a token."""
    found = consortium_of(code)
    if found is None or not request.user.has_perm(permission, found) or not with_token(request):
        raise not_found()
    return found


def _organisation(request: HttpRequest, code: str, pointer: str) -> Organisation:
    """Find an organisation that the person may know. Raises ApiProblem at its place in the body."""
    found: Organisation | None = current_organisations(audience_of(request.user)).filter(code=code).first()
    if found is None:
        raise _at(pointer)
    return found


def _partner(found: Consortium, code: str, pointer: str) -> Partner:
    """Find a partner of a consortium by its organisation. Raises ApiProblem at its place in the body."""
    partner = found.partners.select_related("organisation", "consortium").filter(organisation__code=code).first()
    if partner is None:
        raise _at(pointer)
    return partner


def _at(pointer: str) -> ApiProblem:
    words = not_found().detail
    return ApiProblem("not-valid", words, (ProblemError(detail=words, pointer=pointer),))


def _done(request: HttpRequest, act: Callable[[], object], found: Consortium | None = None) -> dict[str, Any]:
    """Do an act and give the consortium as it stands then. Raises ApiProblem with the words of a refusal."""
    try:
        made = act()
    except Refused as error:
        raise ApiProblem("not-valid", str(error), (ProblemError(detail=str(error)),)) from error
    code = found.code if found is not None else getattr(made, "code", "")
    row = consortium_of(code)
    if row is None:
        raise not_found()
    audience = audience_of(request.user)
    return consortium_shape(consortium_page(row, audience=audience, now=timezone.now()), audience)
