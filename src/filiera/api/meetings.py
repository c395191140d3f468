"""Meetings, for whoever was convened and for the office: nobody else learns that there is one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from filiera.api.cursors import Order, PageQuery, cut
from filiera.api.problems import not_found
from filiera.api.shapes import responses
from filiera.governance.queries.meetings import meetings_open_to
from filiera.governance.shapes_meetings import meeting_line_shape, meeting_shape

router = Router(tags=["Meetings"])
NEWEST = Order("meetings")


class MeetingLineShape(Schema):
    """A meeting in a list. `state` is PLANNED, CONVENED, OPEN, CLOSED, NO_QUORUM or CANCELLED; `call` 1 or 2."""

    id: int
    body: str
    body_name: str
    title: str
    state: str
    first_at: str
    second_at: str | None
    call: int
    place: str
    is_example: bool


class MeetingPageShape(Schema):
    """A page of meetings, the newest first."""

    items: list[MeetingLineShape]
    next: str | None


class PaperShape(Schema):
    """A paper that is open to the person who asks."""

    id: int
    title: str


class ItemShape(Schema):
    """An item of an agenda. `result` is adopted, rejected, elected or empty.

    `body_elected` is the code of the body that an election fills, empty where it is none or the title says it;
    `renews_body` tells that it fills the whole of it anew.
    """

    position: int
    title: str
    kind: str
    vote_mode: str
    body_elected: str
    renews_body: bool
    proposal: str
    state: str
    state_words: str
    result: str
    papers: list[PaperShape]


class ClassShape(Schema):
    """One class in the quorum."""

    name: str
    with_vote: int
    present: int
    by_proxy: int
    without_vote: int


class QuorumShape(Schema):
    """The quorum at a moment, counted by the statute, with its article and its sentence."""

    is_there: bool
    present: int
    in_person: int
    by_proxy: int
    base: int
    needed: int
    article: str
    sentence: str
    classes: list[ClassShape]
    at: str


class MeetingShape(MeetingLineShape):
    """A meeting whole. `quorum` is null before the notice and where it was cancelled."""

    remote_url: str
    record_on: str | None
    convened_at: str | None
    opened_at: str | None
    closed_at: str | None
    chair: str
    secretary: str
    finding: str
    items: list[ItemShape]
    papers: list[PaperShape]
    quorum: QuorumShape | None


@router.get("/meetings", response=responses(MeetingPageShape), operation_id="listMeetings")
def meetings(request: HttpRequest, page: Query[PageQuery]) -> dict[str, Any]:
    """List the meetings that the person who asks may open; to a visitor there is none."""
    rows, following = cut(meetings_open_to(request.user), order=NEWEST, page=page)
    return {"items": [meeting_line_shape(row) for row in rows], "next": following}


@router.get("/meetings/{int:id}", response=responses(MeetingShape), operation_id="getMeeting")
def meeting(request: HttpRequest, id: int) -> dict[str, Any]:
    """Give a meeting with its agenda and its quorum."""
    row = meetings_open_to(request.user).filter(pk=id).first()
    if row is None:
        raise not_found()
    return meeting_shape(row, user=request.user, now=timezone.now())
