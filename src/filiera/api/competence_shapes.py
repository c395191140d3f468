"""The JSON of the taxonomy and of the chain's coverage."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from ninja import Field, Schema

from filiera.api.shapes import CompetenceRef, Labels, OrganisationRef, competence_ref, page_of
from filiera.common.language import localised

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import HttpRequest

    from filiera.competence.models import Competence
    from filiera.competence.queries.claims import ClaimLine
    from filiera.competence.queries.coverage import ChainCoverage, Holder, LeafCoverage


class CompetenceNode(Schema):
    """A stage (level 1), group (2) or leaf (3); holders are organisations that hold at least one leaf of it."""

    id: str
    level: int
    parent: str | None
    stage: str | None
    label: Labels
    holders: int = Field(description="Organisations of the region, or whose region is not known.")
    holders_elsewhere: int
    successor: str | None = Field(description="The competence that took its place, for one withdrawn.")
    children: list[CompetenceNode]


class CompetenceTree(Schema):
    """The whole taxonomy, in its own order."""

    stages: list[CompetenceNode]


class HolderShape(OrganisationRef):
    """An organisation that holds a leaf, with the strength in [0, 1]."""

    strength: float
    in_region: bool


class HolderReason(HolderShape):
    """A holder with the reason; `proofs` are ids of evidence, heaviest first."""

    reason: str
    verdict: str
    expires_on: date | None
    proofs: list[str]


class CompetenceDetail(Schema):
    """A competence with its words, and its holders where it is a leaf."""

    id: str
    level: int
    parent: CompetenceRef | None
    stage: str | None
    label: Labels
    definition: str
    synonyms_it: list[str]
    synonyms_en: list[str]
    ateco: list[str]
    hs: list[str]
    standards: list[str]
    trl_min: int | None
    trl_max: int | None
    successor: CompetenceRef | None
    leaves: list[CompetenceRef]
    holders: list[HolderReason]
    page: str


class LeafShape(CompetenceRef):
    """A leaf with its holders in the region and elsewhere, strongest first."""

    group: str
    holders: list[HolderShape]
    elsewhere: list[HolderShape]
    gap: bool
    single: bool


class StageShape(Schema):
    """A stage of the chain."""

    id: str
    ordinal: int
    label: str
    gaps: int
    leaves: list[LeafShape]


class CoverageShape(Schema):
    """The chain: leaves without anybody, held by one alone, by several; `broken` are those that `without` takes away."""

    stages: list[StageShape]
    leaves: int
    gaps: list[str]
    single: list[str]
    several: list[str]
    without: str | None
    broken: list[str]


def labels(row: Competence) -> dict[str, str]:
    """Give the label in four languages."""
    return {"it": row.label_it, "en": row.label_en, "fr": row.label_fr, "es": row.label_es}


def tree_shape(rows: Iterable[Competence], coverage: ChainCoverage) -> dict[str, object]:
    """Give the tree of the taxonomy."""
    under: dict[str | None, list[Competence]] = defaultdict(list)
    for row in rows:
        under[row.parent_id].append(row)
    leaves = {leaf.code: leaf for leaf in coverage.leaves}
    return {"stages": [_node(row, under, leaves)[0] for row in under[None]]}


def _node(
    row: Competence, under: dict[str | None, list[Competence]], leaves: dict[str, LeafCoverage]
) -> tuple[dict[str, object], set[int], set[int]]:
    """Give a node with the organisations that hold something of it, in the region and elsewhere."""
    children, inside, outside = [], set[int](), set[int]()
    for child in under[row.code]:
        shape, near, far = _node(child, under, leaves)
        children.append(shape)
        inside |= near
        outside |= far
    leaf = leaves.get(row.code)
    if leaf is not None:
        inside, outside = {one.id for one in leaf.holders}, {one.id for one in leaf.elsewhere}
    node = {
        "id": row.code,
        "level": row.level,
        "parent": row.parent_id,
        "stage": row.stage_id,
        "label": labels(row),
        "holders": len(inside),
        "holders_elsewhere": len(outside),
        "successor": row.successor_id,
        "children": children,
    }
    return node, inside, outside


def _holder(one: Holder, request: HttpRequest) -> dict[str, object]:
    return {
        "id": one.code,
        "name": one.name,
        "is_example": one.is_example,
        "page": request.build_absolute_uri(one.url),
        "strength": round(one.strength, 4),
        "in_region": one.in_region,
    }


def detail_shape(
    row: Competence,
    coverage: ChainCoverage,
    holders: Sequence[Holder],
    held: dict[int, ClaimLine],
    uids: dict[int, str],
    request: HttpRequest,
) -> dict[str, object]:
    """Give a competence with its holders and their reasons."""
    reasons = [
        _holder(one, request)
        | {
            "reason": held[one.id].reason,
            "verdict": held[one.id].verdict,
            "expires_on": held[one.id].expires_on,
            "proofs": [uids[pk] for pk, _weight in held[one.id].proofs if pk in uids],
        }
        for one in holders
    ]
    under = [leaf for leaf in coverage.leaves if leaf.code.startswith(f"{row.code}.")]
    return {
        "id": row.code,
        "level": row.level,
        "parent": competence_ref(row.parent) if row.parent else None,
        "stage": row.stage_id,
        "label": labels(row),
        "definition": localised(row, "definition"),
        "synonyms_it": row.synonyms_it,
        "synonyms_en": row.synonyms_en,
        "ateco": [str(code) for code in row.ateco],
        "hs": [str(code) for code in row.hs],
        "standards": [str(one) for one in row.standards],
        "trl_min": row.trl_min,
        "trl_max": row.trl_max,
        "successor": competence_ref(row.successor) if row.successor else None,
        "leaves": [{"id": leaf.code, "label": leaf.label} for leaf in under],
        "holders": reasons,
        "page": page_of(request, "competence", row.code),
    }


def _leaf(leaf: LeafCoverage, request: HttpRequest) -> dict[str, object]:
    return {
        "id": leaf.code,
        "label": leaf.label,
        "group": leaf.group,
        "holders": [_holder(one, request) for one in leaf.holders],
        "elsewhere": [_holder(one, request) for one in leaf.elsewhere],
        "gap": leaf.is_gap,
        "single": leaf.is_single,
    }


def coverage_shape(
    found: ChainCoverage, request: HttpRequest, *, without: str | None = None, broken: Sequence[LeafCoverage] = ()
) -> dict[str, object]:
    """Give the chain's coverage."""
    return {
        "stages": [
            {
                "id": stage.code,
                "ordinal": stage.ordinal,
                "label": stage.label,
                "gaps": stage.gaps,
                "leaves": [_leaf(leaf, request) for leaf in stage.leaves],
            }
            for stage in found.stages
        ],
        "leaves": len(found.leaves),
        "gaps": [leaf.code for leaf in found.gaps],
        "single": [leaf.code for leaf in found.single],
        "several": [leaf.code for leaf in found.several],
        "without": without,
        "broken": [leaf.code for leaf in broken],
    }
