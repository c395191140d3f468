"""Resolutions and books, for whom they are: the assembly's for members, the board's for the board, all for the office."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from filiera.api.cursors import Order, PageQuery, cut
from filiera.api.problems import not_found
from filiera.api.shapes import responses
from filiera.governance.exports_books import FORMAT, acts_of
from filiera.governance.models import Resolution
from filiera.governance.queries.acts import ResolutionFilter, books_open_to, resolutions_open_to

router = Router(tags=["Acts"])
NEWEST = Order("resolutions")


class ResolutionsQuery(Schema):
    """Which resolutions."""

    q: str = Field("", max_length=100, description="Words of title or text.")
    body: str = Field("", max_length=10, description="ASSEMBLY, BOARD or AUDITORS.")
    state: str = Field("", max_length=12, description="IN_FORCE, NOT_ADOPTED, CHALLENGED, SUPERSEDED or ANNULLED.")
    year: str = Field("", max_length=4, description="Year of the number.")


class FollowUpShape(Schema):
    """What a resolution asks somebody to do."""

    what: str
    who: str
    due_on: date
    done_on: date | None


class ResolutionShape(Schema):
    """A resolution, numbered within body and year. `superseded_by` is the id of the one that takes its place."""

    id: int
    number: str
    body: str
    title: str
    text: str
    adopted_on: date
    state: str
    state_why: str
    superseded_by: int | None
    is_example: bool
    follow_ups: list[FollowUpShape]


class ResolutionPage(Schema):
    """A page of resolutions, the last first."""

    items: list[ResolutionShape]
    next: str | None


class ActShape(Schema):
    """One act of a book: its content, its digest, its link to the act before (see `docs/books.md`)."""

    number: int
    title: str
    acted_on: date
    filed_at: datetime
    content: dict[str, Any]
    digest: str
    chain: str


class BookShape(Schema):
    """A whole book, as `filiera books verify --file` takes it."""

    format: str
    book: str
    acts: list[ActShape]


def _shape(row: Resolution) -> dict[str, object]:
    follow_ups = [
        {"what": one.what, "who": one.owner_name, "due_on": one.due_on, "done_on": one.done_on}
        for one in row.follow_ups.all()
    ]
    return {
        "id": row.pk,
        "number": str(row),
        "body": row.body.kind,
        "title": row.title,
        "text": row.text,
        "adopted_on": row.adopted_on,
        "state": row.state,
        "state_why": row.state_why,
        "superseded_by": row.superseded_by_id,
        "is_example": row.is_example,
        "follow_ups": follow_ups,
    }


@router.get("/resolutions", response=responses(ResolutionPage), operation_id="listResolutions")
def list_resolutions(request: HttpRequest, asked: Query[ResolutionsQuery], page: Query[PageQuery]) -> dict[str, object]:
    """List the resolutions that the person reads: for whoever reads none there is nothing at this address."""
    if not request.user.has_perm("governance.view_resolutions"):
        raise not_found()
    sought = ResolutionFilter(asked.q, asked.body, asked.state, asked.year)
    found = sought.apply(resolutions_open_to(request.user)).prefetch_related("follow_ups")
    rows, following = cut(found, order=NEWEST, page=page)
    return {"items": [_shape(row) for row in rows], "next": following}


@router.get("/resolutions/{int:id}", response=responses(ResolutionShape), operation_id="getResolution")
def get_resolution(request: HttpRequest, id: int) -> dict[str, object]:
    """Give one resolution by its id."""
    row = resolutions_open_to(request.user).prefetch_related("follow_ups").filter(pk=id).first()
    if row is None:
        raise not_found()
    return _shape(row)


@router.get("/books/{kind}", response=responses(BookShape), operation_id="getBook")
def get_book(request: HttpRequest, kind: str) -> dict[str, object]:
    """Give a whole book: `assembly`, `board`, `auditors` or `members`."""
    which = next((one for one in books_open_to(request.user) if one.value.lower() == kind), None)
    if which is None:
        raise not_found()
    acts = [
        {
            "number": act.number,
            "title": act.title,
            "acted_on": act.acted_on,
            "filed_at": act.filed_at,
            "content": act.content,
            "digest": act.digest,
            "chain": act.chain,
        }
        for act in acts_of(which)
    ]
    return {"format": FORMAT, "book": which.value, "acts": acts}
