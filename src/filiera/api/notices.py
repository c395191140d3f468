"""Partners wanted: notices that one may read, written, closed and answered, with a token; answers taken up or declined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Body, Field, Query, Router, Schema
from pydantic import StrictBool, StringConstraints

from filiera.api.calls import CallCode, with_token
from filiera.api.cursors import Order, PageQuery, cut
from filiera.api.fields import OrganisationCode, RowNumber
from filiera.api.filters import READABLE, Code
from filiera.api.interest import asked_for
from filiera.api.interest_shapes import NoticeShape, ReplyShape, WantedPageShape
from filiera.api.problems import not_found, refused, wrong_at
from filiera.api.shapes import responses
from filiera.common.acting import acting_of
from filiera.common.refusals import Refused
from filiera.common.visibility import audience_of
from filiera.competence.models import Competence
from filiera.funding.operations.interest import (
    LONGEST,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_COMPETENCES,
    Notice,
    close_notice,
    decide_reply,
    reply_to_notice,
    write_notice,
)
from filiera.funding.queries.interest import (
    draft_sought,
    notice_of,
    notices_of_live_calls,
    own_drafts,
    replies_for,
    reply_of,
)
from filiera.funding.shapes_interest import notice_shape, reply_shape, wanted_shapes
from filiera.registry.queries.standing import standing_organisation

if TYPE_CHECKING:
    from filiera.funding.models import Call, Consortium, PartnerWanted
    from filiera.registry.models import Organisation

router = Router(tags=["Calls"])
NOTICES = Order("wanted")
Words = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, pattern=READABLE)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TITLE, pattern=READABLE)]


class WantedQuery(Schema):
    """Which notices; empty means all."""

    competence: str = Field("", max_length=20, pattern=READABLE, description="A competence, with those below it.")


class NoticeBody(Schema, extra="forbid"):
    """Whom your organisation looks for, for which competences, and whether everybody may read it; else members do.

    `consortium` is the draft for which they are wanted; where it is not named, the one that the notice has stays.
    """

    title: Title
    text: str = Field("", max_length=LONGEST_TEXT, pattern=READABLE)
    competences: list[Code] = Field([], max_length=MOST_COMPETENCES)
    for_everybody: StrictBool = False
    consortium: OrganisationCode | None = None


class ReplyBody(Schema, extra="forbid"):
    """Which notice is answered, and what your organisation offers."""

    notice: Annotated[int, Field(ge=1, lt=2**63)]
    note: Words


class DecisionBody(Schema, extra="forbid"):
    """Whether an answer is taken up; else it is declined."""

    takes: StrictBool


@router.get("/wanted", response=responses(WantedPageShape), operation_id="listPartnersWanted")
def wanted(request: HttpRequest, asked: Query[WantedQuery], page: Query[PageQuery]) -> dict[str, Any]:
    """List who looks for partners for a call that is not over, as far as you may read it, the newest first."""
    rows = notices_of_live_calls(
        audience=audience_of(request.user), now=timezone.now(), competence=asked.competence.strip()
    )
    found, following = cut(rows, order=NOTICES, page=page)
    return {"items": wanted_shapes(found), "next": following}


@router.post("/calls/{code}/wanted", response=responses(NoticeShape, 400), operation_id="writePartnersWanted")
def write_wanted(request: HttpRequest, code: CallCode, body: Body[NoticeBody]) -> dict[str, Any]:
    """Look for partners for a call, or write your open notice of that title anew; for members, with a token."""
    call, own = asked_for(request, code)
    known = set(Competence.objects.filter(code__in=body.competences).values_list("code", flat=True))
    for at, one in enumerate(body.competences):
        if one not in known:
            raise wrong_at(f"/competences/{at}", _("There is no competence “%(code)s”.") % {"code": one})
    draft = _draft(call, own, body)
    said = Notice(body.title, body.text, known, is_public=body.for_everybody, consortium=draft)
    try:
        row = write_notice(call=call, organisation=own, said=said, now=timezone.now(), actor=request.user)
    except Refused as error:
        raise refused(error, NoticeBody.model_fields) from error
    return _shown(request, row)


def _draft(call: Call, own: Organisation, body: NoticeBody) -> Consortium | None:
    """Find the draft that a notice is for: the one that is named, else the one that the notice of that title has."""
    if "consortium" not in body.model_fields_set:
        return draft_sought(call, own.pk, " ".join(body.title.split()))
    draft = next((one for one in own_drafts(call, own.pk) if one.code == body.consortium), None)
    if draft is None and body.consortium is not None:
        raise wrong_at("/consortium", _("Choose a draft for this call that your organisation leads."))
    return draft


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
        raise refused(error, ReplyBody.model_fields) from error
    return reply_shape(row)


@router.get("/wanted/{id}", response=responses(NoticeShape), operation_id="getPartnersWanted")
def notice(request: HttpRequest, id: RowNumber) -> dict[str, Any]:
    """Give a notice of partners wanted, with its answers to who wrote it, and to others their own."""
    found = notice_of(id)
    if found is None or not request.user.has_perm("funding.view_wanted", found):
        raise not_found()
    return _shown(request, found)


@router.delete("/wanted/{id}", response=responses(NoticeShape), operation_id="closePartnersWanted")
def close(request: HttpRequest, id: RowNumber) -> dict[str, Any]:
    """Look for partners no longer: the notice is closed; for who wrote it and the office, with a token."""
    found = notice_of(id)
    if found is None or not request.user.has_perm("funding.keep_wanted", found) or not with_token(request):
        raise not_found()
    return _shown(request, close_notice(notice=found, now=timezone.now(), actor=request.user))


@router.put("/wanted/replies/{id}", response=responses(ReplyShape, 400), operation_id="decideReply")
def decide(request: HttpRequest, id: RowNumber, body: Body[DecisionBody]) -> dict[str, Any]:
    """Take an answer to a notice up, or decline it; for who wrote the notice and the office, with a token."""
    found = reply_of(id)
    if found is None or not request.user.has_perm("funding.decide_reply", found) or not with_token(request):
        raise not_found()
    try:
        row = decide_reply(reply=found, takes=body.takes, now=timezone.now(), actor=request.user)
    except Refused as error:
        raise refused(error) from error
    return reply_shape(row)


def _shown(request: HttpRequest, row: PartnerWanted) -> dict[str, Any]:
    acting, audience = acting_of(request.user), audience_of(request.user)
    own = acting.organisation_id if acting else None
    concerned = acting is not None or audience.is_office
    replies = replies_for(row, audience=audience, organisation_id=own) if concerned else ()
    return notice_shape(row, replies, tells_draft=request.user.has_perm("funding.keep_wanted", row))
