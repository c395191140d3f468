"""Funded projects and what was won with them."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema
from pydantic import StringConstraints

from filiera.api.cursors import Order, PageQuery, cut
from filiera.api.filters import READABLE
from filiera.api.problems import not_found
from filiera.api.project_shapes import MoneyShape, ProjectPageShape, ProjectShape
from filiera.api.shapes import responses
from filiera.common.visibility import audience_of
from filiera.funding.queries.money import money_won
from filiera.funding.queries.projects import ProjectFilter, partners_seen, project_of, project_page
from filiera.funding.shapes_projects import money_shape, project_line_shape, project_shape

router = Router(tags=["Projects"])
NEWEST = Order("projects")
ProjectCode = Annotated[str, Path(max_length=100, pattern=r"^[-a-zA-Z0-9_]+$")]


class ProjectsQuery(Schema):
    """Which projects; empty means all."""

    q: str = Field("", max_length=200, pattern=READABLE, description="Words of acronym or title.")
    programme: str = Field("", max_length=160, pattern=READABLE)
    year: int = Field(0, ge=0, le=9999, description="Year in which it begins; 0 for any.")
    province: Annotated[str, StringConstraints(to_upper=True)] = Field("", max_length=4, pattern=READABLE)
    organisation: str = Field("", max_length=80, pattern=READABLE, description="Public id of one of its partners.")


@router.get("/projects", response=responses(ProjectPageShape), operation_id="listProjects")
def projects(request: HttpRequest, asked: Query[ProjectsQuery], page: Query[PageQuery]) -> dict[str, Any]:
    """List the funded projects that you may see, those brought in last first, with the partners that you may see."""
    audience = audience_of(request.user)
    filters = ProjectFilter(
        q=asked.q.strip(),
        programme=asked.programme,
        year=asked.year,
        province=asked.province,
        organisation=asked.organisation,
    )
    rows = filters.projects(audience)
    found, following = cut(rows, order=NEWEST, page=page)
    partners = partners_seen(found, audience=audience)
    items = [project_line_shape(row, partners[row.pk]) for row in found]
    return {"items": items, "total": rows.count(), "next": following}


@router.get("/projects/money", response=responses(MoneyShape), by_alias=True, operation_id="getMoney")
def money(request: HttpRequest) -> dict[str, Any]:
    """Sum what organisations of the register won: by province, programme and year, against the period before."""
    return money_shape(money_won(audience=audience_of(request.user), today=timezone.localdate()))


@router.get("/projects/{code}", response=responses(ProjectShape), operation_id="getProject")
def one_project(request: HttpRequest, code: ProjectCode) -> dict[str, Any]:
    """Give a funded project with its partners, their grants and what came of it."""
    row = project_of(code)
    if row is None or not request.user.has_perm("funding.view_project", row):
        raise not_found()
    audience = audience_of(request.user)
    return project_shape(project_page(row, audience=audience), audience=audience)
