"""The work of a consortium, with a token: tasks, papers and who has signed them; the budget to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Body, File, Form, Schema
from ninja.files import UploadedFile
from pydantic import StrictBool, StringConstraints

from filiera.api.consortia import router
from filiera.api.consortium_found import (
    OPTIONS,
    WORKS,
    ConsortiumCode,
    PartnerId,
    consortium_for,
    done,
    partner_at,
    partner_in,
    row_in,
)
from filiera.api.fields import Day, OrganisationCode, RowNumber
from filiera.api.filters import READABLE
from filiera.api.problems import Problem, not_found, wrong_at
from filiera.common.acting import acting_of
from filiera.common.visibility import audience_of
from filiera.documents.operations.receiving import Sent
from filiera.funding.models import ConsortiumPaper, ConsortiumTask
from filiera.funding.operations.workspace import (
    PaperSaid,
    TaskSaid,
    add_paper,
    add_task,
    drop_paper,
    drop_task,
    set_task_done,
    sign_paper,
    unsign_paper,
)
from filiera.funding.pages_workspace import signers_of
from filiera.funding.queries.consortia import consortium_of
from filiera.funding.queries.judged import partners_in
from filiera.funding.queries.workspace import documents_asked
from filiera.funding.views.workspace import budget_file, may_drop_paper
from filiera.registry.queries.standing import standing_organisation

if TYPE_CHECKING:
    from filiera.funding.models import Consortium, Partner

ANY_BUDGET = {
    "responses": {
        200: {"description": "The file.", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}
    }
}


class TaskBody(Schema, extra="forbid"):
    """What is to be done, by which partner, by which day."""

    what: Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=READABLE)]
    owner: OrganisationCode | None = None
    due_on: Day | None = None


class DoneBody(Schema, extra="forbid"):
    """Whether a task is done."""

    done: StrictBool


class PaperForm(Schema, extra="forbid"):
    """What a paper is called, for which document of the call it stands, whether every partner signs it."""

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=READABLE)]
    stands_for: Annotated[str, StringConstraints(max_length=80, pattern=READABLE)] = ""
    signed_by_all: bool = False


class SignatureBody(Schema, extra="forbid"):
    """On which day a partner signed."""

    on: Day


@router.post("/consortia/{code}/tasks", operation_id="addTask", **OPTIONS)
def task(request: HttpRequest, code: ConsortiumCode, body: Body[TaskBody]) -> dict[str, Any]:
    """Write a task down, with the partner that does it and its day; for partners within and the office, with a token."""
    found = consortium_for(request, code, WORKS)
    owner = partner_at(found, body.owner, "/owner") if body.owner else None
    said = TaskSaid(body.what, owner, body.due_on)
    return done(
        request,
        lambda: add_task(consortium=found, task=said, now=timezone.now(), actor=request.user),
        found,
        takes=TaskBody.model_fields,
    )


@router.put("/consortia/{code}/tasks/{number}", operation_id="putTaskDone", **OPTIONS)
def task_done(request: HttpRequest, code: ConsortiumCode, number: RowNumber, body: Body[DoneBody]) -> dict[str, Any]:
    """Mark a task as done, or not; for partners within and the office, with a token."""
    found = consortium_for(request, code, WORKS)
    row: ConsortiumTask = row_in(found.tasks.all(), number)
    return done(
        request, lambda: set_task_done(task=row, is_done=body.done, now=timezone.now(), actor=request.user), found
    )


@router.delete("/consortia/{code}/tasks/{number}", operation_id="dropTask", **OPTIONS)
def task_dropped(request: HttpRequest, code: ConsortiumCode, number: RowNumber) -> dict[str, Any]:
    """Take a task away; for who leads and the office, with a token."""
    found = consortium_for(request, code)
    row: ConsortiumTask = row_in(found.tasks.all(), number)
    return done(request, lambda: drop_task(task=row, actor=request.user), found)


@router.post("/consortia/{code}/papers", operation_id="addPaper", **OPTIONS)
def paper(
    request: HttpRequest, code: ConsortiumCode, said: Form[PaperForm], file: File[UploadedFile]
) -> dict[str, Any]:
    """Bring a paper for those within, as multipart form data; for partners within and the office, with a token."""
    found, acting = consortium_for(request, code, WORKS), acting_of(request.user)
    if said.stands_for and said.stands_for not in dict(documents_asked(found.call)):
        raise wrong_at("/stands_for")
    owner = standing_organisation(acting.code) if acting is not None else None
    brought = PaperSaid(said.title, owner, said.stands_for, said.signed_by_all)
    sent = Sent(file.name or "", file.chunks())
    return done(
        request,
        lambda: add_paper(consortium=found, paper=brought, file=sent, now=timezone.now(), actor=request.user),
        found,
        takes={*PaperForm.model_fields, "file"},
    )


@router.delete("/consortia/{code}/papers/{number}", operation_id="dropPaper", **OPTIONS)
def paper_dropped(request: HttpRequest, code: ConsortiumCode, number: RowNumber) -> dict[str, Any]:
    """Take a paper out of the work, kept among the documents; for whoever brought it, who leads, the office; with a token."""
    found = consortium_for(request, code, WORKS)
    row = _paper(request, found, number)
    if not may_drop_paper(request.user, found, row):
        raise not_found()
    return done(request, lambda: drop_paper(paper=row, now=timezone.now(), actor=request.user), found)


@router.put("/consortia/{code}/papers/{number}/signatures/{partner}", operation_id="signPaper", **OPTIONS)
def signature(
    request: HttpRequest, code: ConsortiumCode, number: RowNumber, partner: PartnerId, body: Body[SignatureBody]
) -> dict[str, Any]:
    """Write down that a partner has signed a paper: its own people, who leads and the office, with a token."""
    found = consortium_for(request, code, WORKS)
    row, signer = _paper(request, found, number), _signer(request, found, partner)
    return done(
        request,
        lambda: sign_paper(paper=row, partner=signer, on=body.on, now=timezone.now(), actor=request.user),
        found,
        takes=SignatureBody.model_fields,
    )


@router.delete("/consortia/{code}/papers/{number}/signatures/{partner}", operation_id="unsignPaper", **OPTIONS)
def signature_dropped(
    request: HttpRequest, code: ConsortiumCode, number: RowNumber, partner: PartnerId
) -> dict[str, Any]:
    """Take back that a partner has signed a paper: its own people, who leads and the office, with a token."""
    found = consortium_for(request, code, WORKS)
    row, signer = _paper(request, found, number), _signer(request, found, partner)
    return done(request, lambda: unsign_paper(paper=row, partner=signer, actor=request.user), found)


@router.get(
    "/consortia/{code}/budget/{form}",
    response=dict.fromkeys((401, 404, 422), Problem),
    openapi_extra=ANY_BUDGET,
    operation_id="getBudget",
)
def budget(request: HttpRequest, code: ConsortiumCode, form: Literal["csv", "xlsx"]) -> HttpResponse:
    """Give the budget of a consortium as `csv` or `xlsx`; for partners within and the office."""
    found = consortium_of(code)
    if found is None or not request.user.has_perm(WORKS, found):
        raise not_found()
    return budget_file(found, form, audience=audience_of(request.user))


def _paper(request: HttpRequest, found: Consortium, number: int) -> ConsortiumPaper:
    row: ConsortiumPaper = row_in(found.papers.select_related("document", "consortium"), number)
    if not row.document.is_visible_to(audience_of(request.user)):
        raise not_found()
    return row


def _signer(request: HttpRequest, found: Consortium, key: str) -> Partner:
    """Find the partner whose signature is written down, for whoever may do that."""
    row = partner_in(found, key)
    within = [one for one in partners_in(found) if one.is_within]
    if row not in signers_of(found, within, user=request.user):
        raise not_found()
    return row
