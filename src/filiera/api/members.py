"""The members' register for whoever may read it whole, and the public check of a certificate."""

from __future__ import annotations

import time
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema

from filiera.api.fields import Day
from filiera.api.filters import READABLE
from filiera.api.problems import ApiProblem, not_found
from filiera.api.shapes import responses
from filiera.common.language import current_language
from filiera.common.limits import address_of
from filiera.governance.exports_members import certificate_shape, register_shape
from filiera.governance.queries.certificates import check_certificate
from filiera.governance.queries.members import members_on
from filiera.governance.views.verify import CHECKS

router = Router(tags=["Members"])
CertificateCode = Annotated[str, Path(max_length=40, pattern=READABLE)]


class MemberShape(Schema):
    """A member on a day. `status` is ACTIVE, SUSPENDED or LEAVING."""

    number: int
    organisation: str = Field(description="Id of the organisation in the register.")
    name: str
    is_example: bool
    class_: str = Field(alias="class", description="Code of the class in the statute.")
    class_name: str
    since: str
    status: str
    suspended_on: str | None
    leaves_on: str | None
    left_on: str | None


class MemberList(Schema):
    """The members of a day, by number."""

    on: str
    total: int
    members: list[MemberShape]


class MembersQuery(Schema):
    """Of which day."""

    on: Day | None = Field(None, description="The day; today if absent.")


class CertificateShape(Schema):
    """A certificate as anybody may check it. Of one that was revoked only `revoked_at` is told; its `state` says so."""

    code: str
    state: str
    revoked_at: str | None = None
    cluster: str = ""
    name: str = ""
    tax_scheme: str = ""
    tax_number: str = ""
    is_example: bool = False
    number: int | None = None
    admitted_on: str | None = None
    act: str = ""
    as_of: str | None = None
    days: int | None = None
    months: int | None = None
    has_reached: bool | None = None
    reached_on: str | None = None
    article: str = ""
    digest: str = ""


@router.get("/members", response=responses(MemberList), operation_id="listMembers", by_alias=True)
def members(request: HttpRequest, asked: Query[MembersQuery]) -> dict[str, Any]:
    """List the members of a day: for the office and the board."""
    if not request.user.has_perm("governance.view_whole_register"):
        raise not_found()
    day = asked.on or timezone.localdate()
    return register_shape(members_on(day, current_language()), day)


@router.get("/certificates/{code}", response=responses(CertificateShape, 429), operation_id="getCertificate")
def certificate(request: HttpRequest, code: CertificateCode) -> dict[str, Any]:
    """Check a certificate of seniority by the code that stands on it."""
    if not CHECKS.allows(address_of(request), time.time()):
        raise ApiProblem("too-many", retry_after=CHECKS.wait(time.time()))
    found = check_certificate(code)
    if found is None:
        raise not_found()
    return certificate_shape(found)
