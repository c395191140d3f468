"""Interest in a call, partners looked for, answers to notices: what the organisation that a token is bound to says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Body, Field, Router, Schema
from pydantic import StringConstraints

from filiera.api.calls import CallCode, with_token
from filiera.api.filters import READABLE, Code
from filiera.api.problems import ApiProblem, ProblemError, not_found
from filiera.api.project_shapes import WantedShape
from filiera.api.shapes import responses
from filiera.common.acting import acting_of
from filiera.common.refusals import Refused
from filiera.competence.models import Competence
from filiera.funding.operations.interest import (
    LONGEST,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_COMPETENCES,
    Interest,
    Notice,
    reply_to_notice,
    say_interest,
    withdraw_interest,
    write_notice,
)
from filiera.funding.queries.calls import call_of
from filiera.funding.queries.interest import notice_of
from filiera.funding.shapes_interest import wanted_shapes
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


class NoticeBody(Schema, extra="forbid"):
    """Whom your organisation looks for, for which competences, and whether everybody may read it; else members do."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TITLE, pattern=READABLE)]
    text: str = Field("", max_length=LONGEST_TEXT, pattern=READABLE)
    competences: list[Code] = Field([], max_length=MOST_COMPETENCES)
    for_everybody: bool = False


class ReplyBody(Schema, extra="forbid"):
    """Which notice is answered, and what your organisation offers."""

    notice: Annotated[int, Field(ge=1, lt=2**63)]
    note: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, pattern=READABLE)]


class ReplyShape(Schema):
    """An answer to a notice, as it stands; said once, it stays as it was."""

    notice: int
    organisation: str
    note: str


@router.post("/calls/{code}/wanted", response=responses(WantedShape, 400), operation_id="writePartnersWanted")
def write_wanted(request: HttpRequest, code: CallCode, body: Body[NoticeBody]) -> dict[str, Any]:
    """Look for partners for a call, or write your open notice of that title anew; for members, with a token."""
    call, own = _asked(request, code)
    known = set(Competence.objects.filter(code__in=body.competences).values_list("code", flat=True))
    for at, one in enumerate(body.competences):
        if one not in known:
            detail = _("There is no competence “%(code)s”.") % {"code": one}
            raise ApiProblem("not-valid", detail, (ProblemError(detail=detail, pointer=f"/competences/{at}"),))
    said = Notice(body.title, body.text, known, is_public=body.for_everybody)
    try:
        row = write_notice(call=call, organisation=own, said=said, now=timezone.now(), actor=request.user)
    except Refused as error:
        raise ApiProblem("not-valid", str(error)) from error
    return wanted_shapes([row])[0]


@router.post("/wanted/replies", response=responses(ReplyShape, 400), operation_id="replyToWanted")
def reply(request: HttpRequest, body: Body[ReplyBody]) -> dict[str, Any]:
    """Answer a notice of partners wanted, once; for organisations, with a token."""
    found, acting = notice_of(body.notice), acting_of(request.user)
    own = standing_organisation(acting.code) if acting is not None else None
    may = found is not None and request.user.has_perm("funding.reply_to_wanted", found) and with_token(request)
    if found is None or own is None or not may:
        raise not_found()
    try:
        row = reply_to_notice(notice=found, organisation=own, note=body.note, now=timezone.now(), actor=request.user)
    except Refused as error:
        raise ApiProblem("not-valid", str(error)) from error
    return {"notice": found.pk, "organisation": own.code, "note": row.note}


def _asked(request: HttpRequest, code: str) -> tuple[Call, Organisation]:
    """Find the call, and the organisation that the token acts for."""
    call, acting = call_of(code), acting_of(request.user)
    if call is None or acting is None or not request.user.has_perm("funding.say_interest", call):
        raise not_found()
    own = standing_organisation(acting.code)
    if own is None or not with_token(request):
        raise not_found()
    return call, own
