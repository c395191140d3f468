"""The first address of the API: what there is, and where it is described."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from ninja import Router, Schema

from filiera.api.description import described
from filiera.api.docs import operation_lines
from filiera.api.shapes import responses

router = Router(tags=["API"])


class OperationRef(Schema):
    """One operation: `address` where it can be opened as it stands, null where it needs an id or a question."""

    method: str
    path: str
    summary: str
    address: str | None


class IndexShape(Schema):
    """What the API is, where it is described, for machines and for people, and what it can do."""

    title: str
    version: str
    openapi: str
    docs: str
    operations: list[OperationRef]


@router.get("/", response=responses(IndexShape), operation_id="getIndex", url_name="index")
def index(request: HttpRequest) -> dict[str, object]:
    """List the operations, and say where they are described."""
    found = described()
    return {
        "title": found["info"]["title"],
        "version": found["info"]["version"],
        "openapi": request.build_absolute_uri(reverse("api:openapi-json")),
        "docs": request.build_absolute_uri(reverse("api:openapi-view")),
        "operations": [
            {
                "method": line.method,
                "path": line.path,
                "summary": line.summary,
                "address": request.build_absolute_uri(line.example) if line.example else None,
            }
            for line in operation_lines(found)
        ],
    }
