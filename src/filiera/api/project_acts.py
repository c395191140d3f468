"""Funded projects, with a token: written by hand, made of a consortium, corrected, given results, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body

from filiera.api.calls import with_token
from filiera.api.consortium_found import CHANGES, ConsortiumCode, row_in
from filiera.api.fields import RowNumber
from filiera.api.problems import not_found, refused
from filiera.api.project_bodies import FundedProjectBody, ResultBody, project_said
from filiera.api.project_shapes import ProjectShape, TakenBackShape
from filiera.api.projects import ProjectCode, router
from filiera.api.shapes import responses
from filiera.common.refusals import Refused
from filiera.common.visibility import audience_of
from filiera.funding.drafts_projects import ProjectSaid
from filiera.funding.models import FundedProject
from filiera.funding.operations.projects import ResultSaid, add_result, drop_result, keep_project, take_back_project
from filiera.funding.queries.consortia import consortium_page
from filiera.funding.queries.projects import draft_of_consortium, project_of, project_page, said_of
from filiera.funding.shapes_projects import project_shape
from filiera.funding.views.projects import load_funded

if TYPE_CHECKING:
    from filiera.funding.models import ProjectResult

OPTIONS: dict[str, Any] = {"response": responses(ProjectShape, 400)}


@router.post("/projects", operation_id="recordProject", **OPTIONS)
def record(request: HttpRequest, body: Body[FundedProjectBody]) -> dict[str, Any]:
    """Write a funded project by hand; for the office, with a token."""
    if not request.user.has_perm("funding.keep_projects") or not with_token(request):
        raise not_found()
    return _kept(request, body, ProjectSaid())


@router.post("/consortia/{code}/project", operation_id="makeProject", **OPTIONS)
def make(request: HttpRequest, code: ConsortiumCode, body: Body[FundedProjectBody]) -> dict[str, Any]:
    """Make a funded project of a consortium that won; what is not named is as worked out; for who leads and the office."""
    found = load_funded(code)
    if found is None or not request.user.has_perm(CHANGES, found) or not with_token(request):
        raise not_found()
    shown = consortium_page(found, audience=audience_of(request.user), now=timezone.now())
    return _kept(request, body, draft_of_consortium(found, shown.partners, shown.judgement), consortium=found)


@router.patch("/projects/{code}", operation_id="changeProject", **OPTIONS)
def change(request: HttpRequest, code: ProjectCode, body: Body[FundedProjectBody]) -> dict[str, Any]:
    """Correct a funded project, as far as it is named; for who leads its consortium and the office, with a token."""
    found = _project(request, code)
    return _kept(request, body, said_of(found), project=found)


@router.delete("/projects/{code}", response=responses(TakenBackShape, 400), operation_id="takeProjectBack")
def take_back(request: HttpRequest, code: ProjectCode) -> dict[str, Any]:
    """Take a funded project back, from its partners' pages too; for who leads its consortium and the office, with a token."""
    found = _project(request, code)
    try:
        take_back_project(project=found, now=timezone.now(), actor=request.user)
    except Refused as error:
        raise refused(error) from error
    return {"id": code, "taken_back": True}


@router.post("/projects/{code}/results", operation_id="addResult", **OPTIONS)
def result(request: HttpRequest, code: ProjectCode, body: Body[ResultBody]) -> dict[str, Any]:
    """Write down what came of a funded project; for who leads its consortium and the office, with a token."""
    found, said = _project(request, code), ResultSaid(body.title, body.kind, body.on, body.url)
    try:
        add_result(project=found, result=said, now=timezone.now(), actor=request.user)
    except Refused as error:
        raise refused(error, ResultBody.model_fields) from error
    return _shown(request, code)


@router.delete("/projects/{code}/results/{number}", operation_id="dropResult", **OPTIONS)
def result_dropped(request: HttpRequest, code: ProjectCode, number: RowNumber) -> dict[str, Any]:
    """Take a result of a funded project away; for who leads its consortium and the office, with a token."""
    row: ProjectResult = row_in(_project(request, code).results.all(), number)
    try:
        drop_result(result=row, now=timezone.now(), actor=request.user)
    except Refused as error:
        raise refused(error) from error
    return _shown(request, code)


def _project(request: HttpRequest, code: str) -> FundedProject:
    """Find a project for whoever may change it and asks with a token. Raises ApiProblem (404)."""
    found = project_of(code)
    if found is None or not request.user.has_perm("funding.change_project", found) or not with_token(request):
        raise not_found()
    return found


def _kept(request: HttpRequest, body: FundedProjectBody, before: ProjectSaid, **of: Any) -> dict[str, Any]:
    """Write a project as it is said now. Raises ApiProblem with the words of a refusal, at its place."""
    said = project_said(request, body, before)
    try:
        made = keep_project(said=said, now=timezone.now(), actor=request.user, **of)
    except Refused as error:
        raise refused(error, FundedProjectBody.model_fields) from error
    return _shown(request, made.code)


def _shown(request: HttpRequest, code: str) -> dict[str, Any]:
    row = project_of(code)
    if row is None or not request.user.has_perm("funding.view_project", row):
        raise not_found()
    audience = audience_of(request.user)
    return project_shape(project_page(row, audience=audience), audience=audience)
