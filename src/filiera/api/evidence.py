"""Evidence and its sources, for whoever wants to check."""

from __future__ import annotations

from enum import StrEnum

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from filiera.api.cursors import Order, PageQuery, cut
from filiera.api.evidence_shapes import TIES, EvidencePage, EvidenceShape, Ties, evidence_page, evidence_shape
from filiera.api.fields import Day
from filiera.api.filters import MANY, Code
from filiera.api.problems import not_found, not_valid
from filiera.api.queries import evidence_rows, organisation_of, with_ties
from filiera.api.shapes import SourceShape, responses, source_shape
from filiera.common.visibility import audience_of
from filiera.competence.enums import EvidenceKind
from filiera.competence.models import Competence
from filiera.competence.queries.sources import open_evidence, source_rows

router = Router(tags=["Evidence"])
SOURCES = Order("sources")

EvidenceKindName = StrEnum("EvidenceKindName", {kind: kind.lower() for kind in EvidenceKind.values})  # type: ignore[misc]


class EvidenceQuery(Schema):
    """Which evidence; empty means any."""

    kind: list[EvidenceKindName] = Field([], max_length=MANY, description="Kind of proof.")
    organisation: Code = Field("", description="Id of an organisation of which it proves something.")
    ties: Ties = Field("proving", description=TIES)
    competence: Code = Field(
        "", description="Stage, group or leaf read in it. What proves nothing of the register is not read."
    )
    since: Day | None = Field(None, description="First day of its own date.")


class SourceLine(SourceShape):
    """A source with the pieces of evidence that came of it."""

    is_example: bool
    evidence_count: int


class SourcePage(Schema):
    """A page of sources, last recorded first."""

    items: list[SourceLine]
    total: int
    next: str | None


@router.get("/evidence", response=responses(EvidencePage), operation_id="listEvidence")
def evidence(request: HttpRequest, asked: Query[EvidenceQuery], page: Query[PageQuery]) -> dict[str, object]:
    """List evidence, last recorded first."""
    audience = audience_of(request.user)
    organisation = organisation_of(asked.organisation, audience=audience) if asked.organisation else None
    if asked.organisation and organisation is None:
        raise not_valid("organisation", _("There is no such organisation in the register."))
    if asked.competence and not Competence.objects.filter(code=asked.competence).exists():
        raise not_valid("competence", _("There is no such competence in the taxonomy."))
    rows = evidence_rows(
        audience=audience,
        kinds=[kind.name for kind in asked.kind],
        organisation=organisation.pk if organisation else None,
        named=asked.ties == "all",
        competence=asked.competence,
        since=asked.since,
    )
    return evidence_page(rows, page=page, audience=audience, request=request)


@router.get("/evidence/{path:id}", response=responses(EvidenceShape), operation_id="getEvidence")
def one_evidence(request: HttpRequest, id: str) -> dict[str, object]:
    """Give one piece of evidence with its source, its ties and what was read in it."""
    audience = audience_of(request.user)
    row = with_ties(open_evidence(audience), audience=audience).filter(uid=id).first()
    if row is None:
        raise not_found()
    return evidence_shape(row, request)


@router.get("/sources", response=responses(SourcePage), operation_id="listSources")
def sources(request: HttpRequest, page: Query[PageQuery]) -> dict[str, object]:
    """List where everything comes from, last recorded first."""
    rows = source_rows(audience=audience_of(request.user))
    found, following = cut(rows, order=SOURCES, page=page)
    items = [source_shape(row).dict() | {"is_example": row.is_example, "evidence_count": row.pieces} for row in found]
    return {"items": items, "total": rows.count(), "next": following}
