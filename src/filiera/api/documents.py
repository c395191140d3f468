"""Shared papers, as far as they are open to whoever asks: the same rule as the pages, and the same lines on openings."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from filiera.api.cursors import Order, PageQuery, cut
from filiera.api.fields import RowNumber
from filiera.api.filters import READABLE, Code
from filiera.api.problems import Problem, not_found, not_valid
from filiera.api.shapes import OrganisationRef, page_of, responses
from filiera.common.given import sent_out
from filiera.common.visibility import Audience, audience_of
from filiera.documents.models import Document, DocumentVersion
from filiera.documents.operations.documents import give_out, open_document
from filiera.documents.operations.refusals import DocumentRefused
from filiera.documents.queries.documents import document_of, documents_found, newest_of

router = Router(tags=["Documents"])
NEWEST = Order("documents")
ANY_FILE = {
    "responses": {
        200: {"description": "The file.", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}
    }
}


class DocumentQuery(Schema):
    """Which papers; empty means any."""

    q: str = Field(
        "",
        max_length=120,
        pattern=READABLE,
        description="Words of the title, the summary, or the name of a file that you may read.",
    )
    owner: Code = Field(
        "", description="Id of the organisation whose papers they are; `cluster` for the cluster's own."
    )


class FileShape(Schema):
    """The newest file of a paper; `address` gives it."""

    version: int
    name: str
    media_type: str
    size: int
    address: str


class DocumentShape(Schema):
    """A paper; `owner` is null for the cluster's own, `file` where the file is not open to whoever asks."""

    id: int
    title: str
    language: str
    summary: str
    is_example: bool
    owner: OrganisationRef | None
    visibility: str
    file_visibility: str
    changed_at: str
    file: FileShape | None
    page: str


class DocumentPage(Schema):
    """A page of papers, the newest first."""

    items: list[DocumentShape]
    total: int
    next: str | None


@router.get("/documents", response=responses(DocumentPage), operation_id="listDocuments")
def documents(request: HttpRequest, asked: Query[DocumentQuery], page: Query[PageQuery]) -> dict[str, object]:
    """List the papers that you may see, the newest first."""
    audience = audience_of(request.user)
    rows = documents_found(audience=audience, text=asked.q, owner=asked.owner)
    found, following = cut(rows, order=NEWEST, page=page)
    newest = newest_of(found, audience)
    items = [_shape(row, newest.get(row.pk), request) for row in found]
    return {"items": items, "total": rows.count(), "next": following}


@router.get("/documents/{id}", response=responses(DocumentShape), operation_id="getDocument")
def one_document(request: HttpRequest, id: RowNumber) -> DocumentShape:
    """Give one paper; opening what is private to others is written down."""
    found, audience = _open(request, id)
    open_document(document=found, audience=audience, user=request.user, now=timezone.now())
    return _shape(found, newest_of([found], audience).get(found.pk), request)


@router.get(
    "/documents/{id}/files/{number}",
    response=dict.fromkeys((401, 404, 422), Problem),
    openapi_extra=ANY_FILE,
    operation_id="getDocumentFile",
    url_name="document-file",
)
def document_file(request: HttpRequest, id: RowNumber, number: RowNumber) -> HttpResponse | FileResponse:
    """Give a file of a paper by the number of its version; a copy under an agreement bears your name and the time."""
    found, audience = _open(request, id)
    version = next((one for one in found.versions.all() if one.number == number), None)
    if version is None or not found.may_read("file", audience):
        raise not_found()
    try:
        return sent_out(
            give_out(document=found, version=version, audience=audience, user=request.user, now=timezone.now())
        )
    except DocumentRefused as error:
        raise not_valid("number", str(error)) from error


def _open(request: HttpRequest, pk: int) -> tuple[Document, Audience]:
    audience, found = audience_of(request.user), document_of(pk)
    if found is None or not found.is_visible_to(audience):
        raise not_found()
    return found, audience


def _shape(row: Document, newest: DocumentVersion | None, request: HttpRequest) -> DocumentShape:
    owner = row.owner
    return DocumentShape(
        id=row.pk,
        title=row.title,
        language=row.language,
        summary=row.summary,
        is_example=row.is_example,
        owner=OrganisationRef(
            id=owner.code,
            name=owner.name,
            is_example=owner.is_example,
            page=page_of(request, "organisation", owner.code),
        )
        if owner
        else None,
        visibility=row.visibility,
        file_visibility=row.content_visibility,
        changed_at=row.changed_at.isoformat(),
        file=_file(row, newest, request) if newest else None,
        page=request.build_absolute_uri(reverse("document", args=[row.pk])),
    )


def _file(row: Document, version: DocumentVersion, request: HttpRequest) -> FileShape:
    address = reverse("api:document-file", args=[row.pk, version.number])
    return FileShape(
        version=version.number,
        name=version.file_name,
        media_type=version.media_type,
        size=version.size,
        address=request.build_absolute_uri(address),
    )
