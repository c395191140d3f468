"""The taxonomy with its holders, and the coverage of the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from filiera.api.competence_shapes import (
    CompetenceDetail,
    CompetenceTree,
    CoverageShape,
    coverage_shape,
    detail_shape,
    tree_shape,
)
from filiera.api.filters import Code, DirectoryQuery
from filiera.api.problems import not_found, not_ready
from filiera.api.queries import organisation_of, uids_of
from filiera.api.shapes import responses
from filiera.common.visibility import audience_of
from filiera.competence.models import Competence
from filiera.competence.queries.claims import claims_of
from filiera.competence.queries.coverage import broken_without, chain_coverage, filtered_coverage
from filiera.competence.queries.readiness import map_is_computed

if TYPE_CHECKING:
    from filiera.common.visibility import Audience

router = Router(tags=["Competences"])


class WithoutQuery(Schema):
    """What if: the chain without one organisation."""

    without: Code = Field("", description="Id of an organisation to leave out.")


@router.get("/competences", response=responses(CompetenceTree), operation_id="listCompetences")
def competences(request: HttpRequest) -> dict[str, object]:
    """Give the taxonomy as a tree, with how many hold each leaf."""
    coverage = chain_coverage(audience=audience_of(request.user))
    return tree_shape(Competence.objects.order_by("ordinal", "code"), coverage)


@router.get("/competences/{str:id}", response=responses(CompetenceDetail), operation_id="getCompetence")
def competence(request: HttpRequest, id: str) -> dict[str, object]:
    """Give a competence with its words and, of a leaf, whoever holds it, strongest first."""
    row = Competence.objects.select_related("parent", "stage", "successor").filter(code=id).first()
    if row is None:
        raise not_found()
    audience = audience_of(request.user)
    coverage = chain_coverage(audience=audience)
    leaf = next((one for one in coverage.leaves if one.code == id), None)
    holders = [*leaf.holders, *leaf.elsewhere] if leaf else []
    claims = claims_of([one.id for one in holders], audience=audience, with_proofs=True, competence=id)
    held = {pk: line for pk, (line,) in claims.items()}
    uids = uids_of({pk for line in held.values() for pk, _weight in line.proofs})
    return detail_shape(row, coverage, [one for one in holders if one.id in held], held, uids, request)


@router.get("/coverage", response=responses(CoverageShape, 503), operation_id="getCoverage")
def coverage(request: HttpRequest, asked: Query[DirectoryQuery], what_if: Query[WithoutQuery]) -> dict[str, Any]:
    """Give the chain with its gaps and single sources, under a filter; `without` says what breaks if one leaves.

    Before the first map is computed every leaf would look like a gap: then it says so (503).
    """
    if not map_is_computed():
        raise not_ready()
    audience, today = audience_of(request.user), timezone.localdate()
    found = filtered_coverage(asked.asked(), audience=audience, today=today)
    left = _left_out(what_if.without, audience)
    if left is None:
        return coverage_shape(found, request)
    broken = broken_without(found, left)
    remaining = filtered_coverage(asked.asked(), audience=audience, today=today, without=left)
    return coverage_shape(remaining, request, without=what_if.without, broken=broken)


def _left_out(code: str, audience: Audience) -> int | None:
    """Find the organisation to leave out; what is private and what is absent are refused alike."""
    if not code:
        return None
    row = organisation_of(code, audience=audience)
    if row is None:
        raise not_found()
    return row.pk
