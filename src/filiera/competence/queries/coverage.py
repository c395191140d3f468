"""Coverage along the chain: who holds each leaf, which leaves nobody holds, what breaks without one organisation."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from filiera.common.kept import Kept
from filiera.common.language import localised
from filiera.competence.enums import Verdict
from filiera.competence.filters import DirectoryFilter, current_organisations, matching
from filiera.competence.models import Claim, Competence
from filiera.competence.models.claims import HELD_AT
from filiera.competence.queries.state import map_state
from filiera.registry.models import Stage

if TYPE_CHECKING:
    from filiera.common.visibility import Audience


@dataclass(frozen=True, slots=True)
class Holder:
    """An organisation that holds a leaf, with its strength in [0, 1]."""

    id: int
    code: str
    name: str
    url: str
    strength: float
    is_example: bool
    in_region: bool

    @property
    def called(self) -> str:
        """Give its name where nothing but a name can stand; an invented one says that it is."""
        return _("%(name)s (example)") % {"name": self.name} if self.is_example else self.name


@dataclass(frozen=True, slots=True)
class LeafCoverage:
    """A leaf and its holders, strongest first. `elsewhere` are holders outside the cluster's region.

    `traces` are organisations in the region whose proof is too weak to count: they hold nothing, and are not hidden.
    """

    code: str
    label: str
    url: str
    stage: str
    stage_label: str
    group: str
    holders: tuple[Holder, ...]
    elsewhere: tuple[Holder, ...] = ()
    traces: tuple[Holder, ...] = ()

    @property
    def is_gap(self) -> bool:
        """Tell whether nobody in the region holds it."""
        return not self.holders

    @property
    def is_single(self) -> bool:
        """Tell whether one organisation alone holds it."""
        return len(self.holders) == 1


@dataclass(frozen=True, slots=True)
class StageCoverage:
    """A stage with its leaves in the order of the taxonomy; `numeral` is its roman number."""

    code: str
    ordinal: int
    numeral: str
    label: str
    short: str
    leaves: tuple[LeafCoverage, ...]

    @property
    def gaps(self) -> int:
        """Count the leaves that nobody holds."""
        return sum(leaf.is_gap for leaf in self.leaves)


@dataclass(frozen=True, slots=True)
class ChainCoverage:
    """The whole chain; `key` changes whenever a picture of it would, so that a picture once drawn can be kept."""

    stages: tuple[StageCoverage, ...]
    key: str

    @property
    def leaves(self) -> tuple[LeafCoverage, ...]:
        """Give every leaf, in the order of the taxonomy."""
        return tuple(leaf for stage in self.stages for leaf in stage.leaves)

    @property
    def gaps(self) -> tuple[LeafCoverage, ...]:
        """Give the leaves that nobody holds."""
        return tuple(leaf for leaf in self.leaves if leaf.is_gap)

    @property
    def gaps_filled_elsewhere(self) -> int:
        """Count the leaves that nobody in the region holds, and somebody outside does."""
        return sum(bool(leaf.elsewhere) for leaf in self.gaps)

    @property
    def single(self) -> tuple[LeafCoverage, ...]:
        """Give the leaves that one organisation alone holds."""
        return tuple(leaf for leaf in self.leaves if leaf.is_single)

    @property
    def several(self) -> tuple[LeafCoverage, ...]:
        """Give the leaves with two holders or more."""
        return tuple(leaf for leaf in self.leaves if len(leaf.holders) > 1)


NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI")


def numeral(ordinal: int) -> str:
    """Give the roman number of a stage."""
    return NUMERALS[ordinal - 1] if 0 < ordinal <= len(NUMERALS) else str(ordinal)


_chains: Kept[ChainCoverage] = Kept(24)


def chain_coverage(*, audience: Audience) -> ChainCoverage:
    """Give the chain as the audience may know it: three small queries, four more where the map changed since.

    What was worked out is kept in the process; while a map is being computed, nothing is.
    """
    state = map_state(audience)
    return _chains.get(state.key, lambda: _work_out(audience, current_organisations(audience)), keep=state.settled)


def filtered_coverage(
    asked: DirectoryFilter, *, audience: Audience, today: date, without: int | None = None
) -> ChainCoverage:
    """Give the chain of the organisations of a filter; `without` leaves one organisation out (what if)."""
    return _work_out(audience, matching(asked, audience=audience, today=today).exclude(pk=without))


def _work_out(audience: Audience, organisations: Any) -> ChainCoverage:
    claims = (
        Claim.objects.visible_to(audience)
        .filter(organisation__merged_into=None)
        .exclude(verdict=Verdict.REFUSED)
        .filter(organisation__in=organisations.values("pk"))
    )
    fields = ("competence_id", "strength", "organisation_id", "organisation__code", "organisation__name")
    rows = claims.order_by("-strength", "organisation__search_name").values_list(
        *fields, "organisation__is_example", "organisation__province__in_region", "organisation__country"
    )
    inside: dict[str, list[Holder]] = defaultdict(list)
    outside: dict[str, list[Holder]] = defaultdict(list)
    traces: dict[str, list[Holder]] = defaultdict(list)
    for code, strength, pk, org_code, name, is_example, in_region, country in rows:
        near = bool(in_region) or (in_region is None and country in ("", "IT"))
        url = reverse("organisation", args=[org_code])
        holder = Holder(pk, org_code, name, url, strength, is_example, near)
        if strength >= HELD_AT:
            (inside if near else outside)[code].append(holder)
        elif near:
            traces[code].append(holder)
    stages = _stages(inside, outside, traces)
    return ChainCoverage(stages, hashlib.sha256(repr(stages).encode()).hexdigest()[:24])


def _stages(
    inside: dict[str, list[Holder]], outside: dict[str, list[Holder]], traces: dict[str, list[Holder]]
) -> tuple[StageCoverage, ...]:
    leaves: dict[str, list[LeafCoverage]] = defaultdict(list)
    rows = Competence.objects.filter(level=3, successor=None).select_related("parent", "stage").order_by("ordinal")
    for row in rows:
        leaf = LeafCoverage(
            code=row.code,
            label=localised(row, "label"),
            url=reverse("competence", args=[row.code]),
            stage=row.stage_id or "",
            stage_label=localised(row.stage, "short") if row.stage else "",
            group=localised(row.parent, "label") if row.parent else "",
            holders=tuple(inside.get(row.code, ())),
            elsewhere=tuple(outside.get(row.code, ())),
            traces=tuple(traces.get(row.code, ())),
        )
        leaves[leaf.stage].append(leaf)
    return tuple(
        StageCoverage(
            code=stage.code,
            ordinal=stage.ordinal,
            numeral=numeral(stage.ordinal),
            label=localised(stage, "label"),
            short=localised(stage, "short"),
            leaves=tuple(leaves[stage.code]),
        )
        for stage in Stage.objects.order_by("ordinal")
    )


def broken_without(coverage: ChainCoverage, organisation_id: int) -> tuple[LeafCoverage, ...]:
    """Give the leaves that would become gaps if one organisation left."""
    return tuple(leaf for leaf in coverage.single if leaf.holders[0].id == organisation_id)


def most_like(coverage: ChainCoverage, leaf: LeafCoverage) -> LeafCoverage | None:
    """Give the leaf of the same group that most organisations hold; None where nobody holds any other of it."""
    group = leaf.code.rpartition(".")[0]
    others = [one for one in coverage.leaves if one.holders and one.code.rpartition(".")[0] == group and one != leaf]
    return max(others, key=lambda one: len(one.holders), default=None)
