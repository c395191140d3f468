"""What the map knows, in the shapes that pictures take."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import gettext as _

from filiera.competence.queries.coverage import ChainCoverage, LeafCoverage
from filiera.competence.queries.network import Network
from filiera.competence.queries.places import Land, TerritoryMap, land
from filiera.pictures import chain, dots, rosette, territory
from filiera.registry.enums import RESEARCH_KINDS, SCHOOL_KINDS, Kind

PACK_STAGES = (4, 5)
"""The stages whose organisations pictures draw in gold: primary and secondary packaging."""


def stages(coverage: ChainCoverage) -> list[chain.Stage]:
    """Give the chain as its picture takes it; a thread leads to its competence, a stage to its own table."""
    return [
        chain.Stage(
            stage=stage.code,
            label=stage.label,
            short_label=stage.short,
            leaves=tuple(chain.Leaf(leaf.code, leaf.label, len(leaf.holders), leaf.url) for leaf in stage.leaves),
            url=f"{reverse('chain')}?stage={stage.code}#stage",
        )
        for stage in coverage.stages
    ]


def leaf_rows(leaves: Iterable[LeafCoverage]) -> list[dots.LeafRow]:
    """Give leaves with their holders."""
    return [
        dots.LeafRow(
            id=leaf.code,
            label=leaf.label,
            holders=tuple(dots.Holder(str(one.id), one.called, one.strength, one.url) for one in leaf.holders),
            url=leaf.url,
        )
        for leaf in leaves
    ]


@lru_cache(maxsize=4)
def _ground(of: Land) -> territory.Ground:
    shapes = tuple(territory.Outline(name, rings) for name, rings in of.outlines)
    return territory.draw_ground(territory.Territory(shapes, of.grains))


def ground() -> territory.Ground:
    """Give the drawn ground of the territory, drawn once for each region."""
    return _ground(land())


def places(found: TerritoryMap) -> list[territory.Place]:
    """Give the map's places as its picture takes them."""
    return [
        territory.Place(
            name=place.name,
            province="",
            lon=place.lon,
            lat=place.lat,
            total=place.total,
            in_filter=place.in_filter,
            research_only=place.only_research,
            url=place.url,
        )
        for place in found.places
    ]


def around(found: TerritoryMap) -> territory.Around | None:
    """Give the circle of the filter, if one was asked for."""
    circle = found.circle
    return territory.Around(circle.lon, circle.lat, circle.km) if circle else None


def members(found: Network) -> list[rosette.Member]:
    """Give the organisations of the network, in chain order."""
    return [
        rosette.Member(
            id=str(node.id),
            name=node.name,
            stage=node.ordinal if node.ordinal < 99 else 0,
            kind=_picture_kind(node.kind, node.ordinal),
            url=node.url,
            mark=_("(example)") if node.is_example else "",
        )
        for node in found.nodes
    ]


def _picture_kind(kind: str, ordinal: int) -> str:
    if kind in RESEARCH_KINDS:
        return "research"
    if kind in SCHOOL_KINDS:
        return "school"
    if kind not in (Kind.COMPANY, Kind.OTHER):
        return "other"
    return "pack" if ordinal in PACK_STAGES else "company"


def ties(found: Network) -> list[rosette.Tie]:
    """Give what is shared, one tie a piece of evidence."""
    return [rosette.Tie(str(tie.a), str(tie.b), tie.kind.lower()) for tie in found.ties for _piece in range(tie.count)]
