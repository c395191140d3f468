"""What comes of an introduction: read by the two and the office; begun, moved on, its result and its evidence, with a token."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Field, Query, Schema
from pydantic import StrictBool, StrictInt

from filiera.api.cursors import Order, PageQuery, cut
from filiera.api.filters import READABLE
from filiera.api.need_found import MatchCode, Note, acted, match_for
from filiera.api.need_outcome_shapes import CollaborationPageShape, CollaborationShape
from filiera.api.needs import router
from filiera.api.problems import not_found
from filiera.api.shapes import responses
from filiera.common.acting import acting_of
from filiera.common.visibility import audience_of
from filiera.exchange.operations.collaborations import (
    LONGEST_RESULT,
    LONGEST_TITLE,
    Result,
    agree_to_evidence,
    begin_collaboration,
    move_collaboration,
    name_result,
)
from filiera.exchange.operations.contents import say_content
from filiera.exchange.queries.collaborations import (
    collaboration_line,
    collaboration_lines,
    introduced,
    side_of,
)
from filiera.exchange.queries.contents import contents_of
from filiera.exchange.queries.matches import match_of
from filiera.exchange.shapes_outcome import collaboration_shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from filiera.exchange.models import Collaboration, Match

ORDER = Order("collaborations")
OPTIONS: dict[str, Any] = {"response": responses(CollaborationShape, 400)}
VIEW, KEEP = "exchange.view_collaboration", "exchange.keep_collaboration"
Worth = Annotated[Decimal, Field(ge=0, lt=10**12, decimal_places=2)]


class CollaborationResultBody(Schema, extra="forbid"):
    """What came of it; `public_title` is what everybody may read once both let it be evidence."""

    result: str = Field("", max_length=LONGEST_RESULT, pattern=READABLE)
    value_eur: Worth | None = None
    public_title: str = Field("", max_length=LONGEST_TITLE, pattern=READABLE)

    def said(self) -> Result:
        """Give the result as the operations take it."""
        return Result(self.result, self.value_eur, self.public_title)


class CollaborationStepBody(CollaborationResultBody):
    """How far it is. STOPPED says `why`, COMPLETED what came of it."""

    to: Literal["SCOPING", "NDA", "AGREED", "RUNNING", "COMPLETED", "STOPPED"]
    why: Note = ""


class AgreesBody(Schema, extra="forbid"):
    """Whether it may be evidence on both pages, as far as your side is concerned."""

    agrees: StrictBool


class ContentBody(Schema, extra="forbid"):
    """How content your side is, from 1 to 5, so many days after the introduction."""

    after_days: Annotated[StrictInt, Field(ge=1, le=3650)]
    mark: Annotated[StrictInt, Field(ge=1, le=5)]
    note: str = Field("", max_length=600, pattern=READABLE)


@router.get("/collaborations", response=responses(CollaborationPageShape), operation_id="listCollaborations")
def collaborations(request: HttpRequest, page: Query[PageQuery]) -> dict[str, Any]:
    """List who your organisation was introduced to and what comes of it; the office, acting for none, lists all."""
    acting = acting_of(request.user)
    if not request.user.has_perm("exchange.list_needs"):
        raise not_found()
    own = acting.organisation_id if acting is not None else None
    found, following = cut(introduced(own), order=ORDER, page=page)
    lines = collaboration_lines(found, organisation_id=own)
    return {"items": [collaboration_shape(one) for one in lines], "next": following}


@router.get("/collaborations/{code}", response=responses(CollaborationShape), operation_id="getCollaboration")
def collaboration(request: HttpRequest, code: MatchCode) -> dict[str, Any]:
    """Give what came of an introduction, by the id of its match; for the two and the office."""
    found = match_of(code)
    if found is None or not request.user.has_perm(VIEW, found):
        raise not_found()
    return _told(request, found)


@router.put("/collaborations/{code}/begun", operation_id="beginCollaboration", **OPTIONS)
def begin(request: HttpRequest, code: MatchCode) -> dict[str, Any]:
    """Say that the two work together; for them and the office, with a token."""
    found = match_for(request, code, KEEP)
    return _done(request, found, partial(begin_collaboration, match=found, now=timezone.now(), actor=request.user))


@router.put("/collaborations/{code}/state", operation_id="moveCollaboration", **OPTIONS)
def move(request: HttpRequest, code: MatchCode, body: Body[CollaborationStepBody]) -> dict[str, Any]:
    """Move a collaboration on: completed it says what came of it, stopped it says why; with a token."""
    found, row = _begun(request, code)
    result = body.said() if body.to == "COMPLETED" else None
    said: dict[str, Any] = {"to": body.to, "why": body.why, "result": result, "now": timezone.now()}
    act = partial(move_collaboration, collaboration=row, **said, actor=request.user)
    return _done(request, found, act, CollaborationStepBody)


@router.put("/collaborations/{code}/result", operation_id="putCollaborationResult", **OPTIONS)
def result(request: HttpRequest, code: MatchCode, body: Body[CollaborationResultBody]) -> dict[str, Any]:
    """Correct what came of a collaboration, as long as it is no evidence; with a token."""
    found, row = _begun(request, code)
    act = partial(name_result, collaboration=row, result=body.said(), actor=request.user)
    return _done(request, found, act, CollaborationResultBody)


@router.put("/collaborations/{code}/evidence", operation_id="agreeToEvidence", **OPTIONS)
def evidence(request: HttpRequest, code: MatchCode, body: Body[AgreesBody]) -> dict[str, Any]:
    """Let a completed collaboration be evidence on both pages, or take that back; for the two, with a token."""
    found, row = _begun(request, code)
    side = _side(request, found)
    if not side:
        raise not_found()
    said: dict[str, Any] = {"side": side, "agrees": body.agrees, "now": timezone.now(), "actor": request.user}
    return _done(request, found, partial(agree_to_evidence, collaboration=row, **said), AgreesBody)


@router.put("/collaborations/{code}/content", operation_id="sayContent", **OPTIONS)
def content(request: HttpRequest, code: MatchCode, body: Body[ContentBody]) -> dict[str, Any]:
    """Say how content your side is, so many days after the introduction; the office alone reads it; with a token."""
    found = match_for(request, code, KEEP)
    side = _side(request, found)
    if not side:
        raise not_found()
    said: dict[str, Any] = {"side": side, "days": body.after_days, "mark": body.mark, "note": body.note}
    act = partial(say_content, match=found, **said, now=timezone.now(), actor=request.user)
    return _done(request, found, act, ContentBody)


def _side(request: HttpRequest, found: Match) -> str:
    acting = acting_of(request.user)
    return side_of(found, acting.organisation_id if acting is not None else None)


def _begun(request: HttpRequest, code: str) -> tuple[Match, Collaboration]:
    """Find a collaboration that has begun. Raises ApiProblem (404)."""
    found = match_for(request, code, KEEP)
    row = collaboration_line(found, side="").row
    if row is None:
        raise not_found()
    return found, row


def _done(
    request: HttpRequest, found: Match, act: Callable[[], object], body: type[Schema] | None = None
) -> dict[str, Any]:
    acted(act, body.model_fields if body is not None else ())
    return _told(request, match_of(found.code) or found)


def _told(request: HttpRequest, found: Match) -> dict[str, Any]:
    contents = contents_of(found) if audience_of(request.user).is_office else ()
    return collaboration_shape(collaboration_line(found, side=_side(request, found)), contents)
