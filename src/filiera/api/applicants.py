"""What an organisation says of itself for calls: read and written by its own people and the office."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Field, Path, Router, Schema
from pydantic import BeforeValidator, StrictBool, StrictInt, StringConstraints
from pydantic_core import PydanticCustomError

from filiera.api.applicant_shapes import ApplicantShape
from filiera.api.calls import with_token
from filiera.api.consortium_found import organisation_at
from filiera.api.fields import Day, OrganisationCode, RowNumber
from filiera.api.filters import READABLE
from filiera.api.problems import not_found, refused
from filiera.api.shapes import responses
from filiera.common.refusals import Refused
from filiera.common.visibility import audience_of
from filiera.funding.logic.values import read_region
from filiera.funding.operations.applicants import (
    Share,
    add_award,
    add_share,
    open_profile,
    set_recognition,
    take_away,
    write_profile,
)
from filiera.funding.queries.applicants import said_of
from filiera.funding.shapes_applicants import applicant_shape
from filiera.registry.queries.standing import standing_organisation

if TYPE_CHECKING:
    from collections.abc import Collection

    from filiera.registry.models import Organisation

router = Router(tags=["Organisations"])
OPTIONS: dict[str, Any] = {"response": responses(ApplicantShape, 400)}
KINDS = {"shares": "share", "awards": "award", "recognitions": "recognition"}


def _region(written: object) -> str:
    """Read a NUTS code. Raises PydanticCustomError."""
    if not isinstance(written, str):
        raise PydanticCustomError("string_type", "not a text")
    return str(read_region(written))


ApplicantCode = Annotated[str, Path(max_length=80, pattern=r"^[-a-zA-Z0-9_]+$")]
Figure = Annotated[Decimal, Field(ge=0, lt=10**12, decimal_places=2)]
Region = Annotated[str, BeforeValidator(_region)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=READABLE)]


class ApplicantBody(Schema, extra="forbid"):
    """Figures of the last closed year, and what is so or not; null is not known. What is not named stays.

    `operating_seats` are NUTS codes; `other_applications` the calls to which it applies elsewhere, an empty list for none.
    """

    headcount: Annotated[Decimal, Field(ge=0, le=10**6, decimal_places=1)] | None = None
    turnover_eur: Figure | None = None
    balance_sheet_eur: Figure | None = None
    figures_year: Annotated[StrictInt, Field(ge=1990, le=2100)] | None = None
    accounts_filed: Annotated[StrictInt, Field(ge=0, le=200)] | None = None
    women_or_youth: StrictBool | None = None
    legal_personality: StrictBool | None = None
    is_nonprofit: StrictBool | None = None
    is_innovative: StrictBool | None = None
    in_difficulty: StrictBool | None = None
    operating_seats: Annotated[list[Region], Field(max_length=60)] | None = None
    other_applications: Annotated[list[Name], Field(max_length=60)] | None = None
    shares_known: StrictBool = False
    awards_known: StrictBool = False
    recognitions_known: StrictBool = False


class ShareBody(Schema, extra="forbid"):
    """Who holds a share: of the register by public id, or whoever by name; in percent."""

    holder: OrganisationCode | None = None
    name: str = Field("", max_length=200, pattern=READABLE)
    share_pct: Annotated[Decimal, Field(gt=0, le=100, decimal_places=3)]


class AwardBody(Schema, extra="forbid"):
    """De minimis aid that was granted, in euro."""

    granted_on: Day
    amount_eur: Annotated[Decimal, Field(gt=0, lt=10**7, decimal_places=2)]
    measure: str = Field("", max_length=200, pattern=READABLE)


class RecognitionBody(Schema, extra="forbid"):
    """A recognition such as CTL or filiera, where it stands, since when."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=READABLE)]
    state: Literal["HELD", "PENDING", "ENDED"]
    since_on: Day | None = None


@router.get("/organisations/{id}/applicant", response=responses(ApplicantShape), operation_id="getApplicant")
def applicant(request: HttpRequest, id: ApplicantCode) -> dict[str, Any]:
    """Give what an organisation says of itself for calls; for its own people and the office, whose opening is written down."""
    return _shown(request, _applicant(request, id))


@router.patch("/organisations/{id}/applicant", operation_id="changeApplicant", **OPTIONS)
def change(request: HttpRequest, id: ApplicantCode, body: Body[ApplicantBody]) -> dict[str, Any]:
    """Write figures of an organisation for calls, as far as they are named; for its own people and the office, with a token."""
    found, values = _kept(request, id), body.dict(exclude_unset=True)
    return _written(
        request,
        found,
        lambda: write_profile(organisation=found, values=values, now=timezone.now(), actor=request.user),
        ApplicantBody.model_fields,
    )


@router.post("/organisations/{id}/applicant/shares", operation_id="addShare", **OPTIONS)
def share(request: HttpRequest, id: ApplicantCode, body: Body[ShareBody]) -> dict[str, Any]:
    """Write down who holds a share of an organisation; for its own people and the office, with a token."""
    found, now = _kept(request, id), timezone.now()
    holder = organisation_at(request, body.holder, "/holder") if body.holder else None
    said = Share(body.share_pct, holder, body.name, timezone.localdate(now))
    return _written(
        request,
        found,
        lambda: add_share(held=found, share=said, now=now, actor=request.user),
        ShareBody.model_fields,
    )


@router.post("/organisations/{id}/applicant/awards", operation_id="addAward", **OPTIONS)
def award(request: HttpRequest, id: ApplicantCode, body: Body[AwardBody]) -> dict[str, Any]:
    """Write down de minimis aid that an organisation was granted; for its own people and the office, with a token."""
    found = _kept(request, id)
    return _written(
        request,
        found,
        lambda: add_award(
            organisation=found,
            granted_on=body.granted_on,
            amount_eur=body.amount_eur,
            measure=body.measure,
            now=timezone.now(),
            actor=request.user,
        ),
        AwardBody.model_fields,
    )


@router.put("/organisations/{id}/applicant/recognitions", operation_id="putRecognition", **OPTIONS)
def recognition(request: HttpRequest, id: ApplicantCode, body: Body[RecognitionBody]) -> dict[str, Any]:
    """Write down a recognition of an organisation and where it stands; for its own people and the office, with a token."""
    found = _kept(request, id)
    return _written(
        request,
        found,
        lambda: set_recognition(
            organisation=found,
            name=body.name,
            state=body.state,
            since_on=body.since_on,
            now=timezone.now(),
            actor=request.user,
        ),
        RecognitionBody.model_fields,
    )


@router.delete("/organisations/{id}/applicant/{kind}/{number}", operation_id="takeAway", **OPTIONS)
def away(
    request: HttpRequest, id: ApplicantCode, kind: Literal["shares", "awards", "recognitions"], number: RowNumber
) -> dict[str, Any]:
    """Take a share, an award or a recognition of an organisation away; for its own people and the office, with a token."""
    found = _kept(request, id)
    if not take_away(organisation=found, kind=KINDS[kind], pk=number, now=timezone.now(), actor=request.user):
        raise not_found()
    return _shown(request, found)


def _applicant(request: HttpRequest, code: str) -> Organisation:
    found = standing_organisation(code)
    if found is None or not request.user.has_perm("funding.keep_applicant", found):
        raise not_found()
    return found


def _kept(request: HttpRequest, code: str) -> Organisation:
    """Find an organisation for whoever writes what it says of itself and asks with a token. Raises ApiProblem (404)."""
    found = _applicant(request, code)
    if not with_token(request):
        raise not_found()
    return found


def _written(
    request: HttpRequest, found: Organisation, act: Callable[[], object], takes: Collection[str]
) -> dict[str, Any]:
    """Do an act and give what stands then. Raises ApiProblem with the words of a refusal, at its place."""
    try:
        act()
    except Refused as error:
        raise refused(error, takes) from error
    return _shown(request, found)


def _shown(request: HttpRequest, found: Organisation) -> dict[str, Any]:
    audience = audience_of(request.user)
    profile = open_profile(organisation=found, audience=audience, user=request.user, now=timezone.now())
    return applicant_shape(profile, said_of(found))
