"""The public register: organisations, one by one and in a list, their evidence and their ties."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from filiera.api.cursors import Order, PageQuery, cut
from filiera.api.evidence_shapes import TIES, EvidencePage, Ties, evidence_page
from filiera.api.filters import DirectoryQuery
from filiera.api.organisation_shapes import (
    OrganisationDetail,
    OrganisationLine,
    organisation_detail,
    organisation_line,
)
from filiera.api.problems import not_found
from filiera.api.queries import evidence_rows, organisation_of
from filiera.api.shapes import OrganisationRef, page_of, responses
from filiera.common.visibility import Audience, audience_of
from filiera.competence.filters import DirectoryFilter, Selection
from filiera.competence.queries.directory import entries_of
from filiera.competence.queries.network import network
from filiera.competence.queries.profile import profile
from filiera.registry.models import Organisation

router = Router(tags=["Register"])
BY_NAME = Order("organisations", "search_name")


class OrganisationPage(Schema):
    """A page of organisations, by name. `unknown` counts, by criterion, those of which what is asked is not known."""

    items: list[OrganisationLine]
    total: int
    unknown: dict[str, int]
    next: str | None


class OwnEvidenceQuery(Schema):
    """Which of an organisation's evidence."""

    ties: Ties = Field("proving", description=TIES)


class NodeShape(OrganisationRef):
    """An organisation of a network."""

    kind: str
    stage: str


class TieShape(Schema):
    """Evidence that two organisations share: its kind and how many pieces."""

    a: str
    b: str
    kind: str
    count: int


class NetworkShape(Schema):
    """An organisation's neighbourhood, itself included."""

    centre: str
    nodes: list[NodeShape]
    ties: list[TieShape]


@router.get("/organisations", response=responses(OrganisationPage), operation_id="listOrganisations")
def organisations(request: HttpRequest, asked: Query[DirectoryQuery], page: Query[PageQuery]) -> dict[str, object]:
    """List the organisations of the register, under the filter of the directory."""
    audience, today = audience_of(request.user), timezone.localdate()
    selection = Selection(asked.asked(), audience=audience, today=today)
    found = selection.matching()
    rows, following = cut(found.select_related("stage", "municipality"), order=BY_NAME, page=page)
    entries = entries_of(rows, audience=audience, today=today)
    return {
        "items": [organisation_line(row, entry, request) for row, entry in zip(rows, entries, strict=True)],
        "total": found.count(),
        "unknown": selection.undecided(),
        "next": following,
    }


def _the(code: str, audience: Audience) -> Organisation:
    """Find an organisation, or refuse what is private and what is absent alike."""
    row = organisation_of(code, audience=audience)
    if row is None:
        raise not_found()
    return row


@router.get("/organisations/{slug:id}", response=responses(OrganisationDetail), operation_id="getOrganisation")
def organisation(request: HttpRequest, id: str) -> dict[str, object]:
    """Give everything that is known of an organisation, with its sources."""
    audience, today = audience_of(request.user), timezone.localdate()
    row = _the(id, audience)
    (entry,) = entries_of([row], audience=audience, today=today)
    found = profile(row, audience=audience, today=today)
    return organisation_detail(row, entry, found, audience=audience, request=request)


@router.get("/organisations/{slug:id}/evidence", response=responses(EvidencePage), operation_id="listEvidenceOf")
def organisation_evidence(
    request: HttpRequest, id: str, asked: Query[OwnEvidenceQuery], page: Query[PageQuery]
) -> dict[str, object]:
    """List the evidence that proves something of an organisation, last recorded first: as many as `evidence_count`."""
    audience = audience_of(request.user)
    rows = evidence_rows(audience=audience, organisation=_the(id, audience).pk, named=asked.ties == "all")
    return evidence_page(rows, page=page, audience=audience, request=request)


@router.get("/organisations/{slug:id}/network", response=responses(NetworkShape), operation_id="getNetworkOf")
def organisation_network(request: HttpRequest, id: str) -> dict[str, object]:
    """Give the organisations with which one shares evidence."""
    audience, today = audience_of(request.user), timezone.localdate()
    row = _the(id, audience)
    found = network(DirectoryFilter(), audience=audience, today=today, centre=row)
    codes = {node.id: node.code for node in found.nodes}
    return {
        "centre": row.code,
        "nodes": [
            {
                "id": node.code,
                "name": node.name,
                "is_example": node.is_example,
                "page": page_of(request, "organisation", node.code),
                "kind": node.kind,
                "stage": node.stage,
            }
            for node in found.nodes
        ],
        "ties": [
            {"a": codes[tie.a], "b": codes[tie.b], "kind": tie.kind.lower(), "count": tie.count} for tie in found.ties
        ],
    }
