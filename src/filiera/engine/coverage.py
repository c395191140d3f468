"""Coverage of the taxonomy by organisations: gaps, single sources, and what would be lost without one organisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NONE, SINGLE, SEVERAL = "none", "single", "several"

# A holder counts for coverage from this strength on; below it is a trace, shown as such. Chosen against people's judgement of
# 113 organisations (the column `competences` of the actors' evidence), on the half of them whose id has an even hash: from
# 0.10 to 0.05 precision falls from 0.71 to 0.67 and recall rises from 0.42 to 0.54; on the other half 0.62 to 0.61 and 0.25
# to 0.42. One undated sentence on one's own site (0.086) holds, weakly; a passage that speaks of the thing by the way does not.
HOLDER_STRENGTH = 0.05


@dataclass(frozen=True, slots=True)
class LeafCoverage:
    """How a leaf is covered: `state` is none, single (a risk: one organisation only) or several; holders best first."""

    competence_id: str
    state: str
    holders: tuple[str, ...]


def coverage(
    holders_per_leaf: Mapping[str, Mapping[str, float]], threshold: float = HOLDER_STRENGTH
) -> dict[str, LeafCoverage]:
    """Tell for each leaf who covers it; `holders_per_leaf` maps leaf to organisation to strength in [0, 1]."""
    return {leaf: _covered(leaf, holders, threshold) for leaf, holders in holders_per_leaf.items()}


def _covered(leaf: str, holders: Mapping[str, float], threshold: float) -> LeafCoverage:
    held = sorted(
        ((-value, organisation) for organisation, value in holders.items() if value >= threshold),
    )
    names = tuple(organisation for _, organisation in held)
    return LeafCoverage(leaf, NONE if not names else SINGLE if len(names) == 1 else SEVERAL, names)


@dataclass(frozen=True, slots=True)
class Loss:
    """What happens to the chain without some organisations: leaves that become gaps, leaves left with one holder."""

    new_gaps: tuple[str, ...]
    new_singles: tuple[str, ...]


def without(
    organisations: Sequence[str],
    holders_per_leaf: Mapping[str, Mapping[str, float]],
    threshold: float = HOLDER_STRENGTH,
) -> Loss:
    """Tell which leaves lose all holders, or all but one, if the organisations left."""
    leaving = frozenset(organisations)
    before = coverage(holders_per_leaf, threshold)
    after = coverage(
        {
            leaf: {one: value for one, value in holders.items() if one not in leaving}
            for leaf, holders in holders_per_leaf.items()
        },
        threshold,
    )

    def changed_to(state: str) -> tuple[str, ...]:
        return tuple(leaf for leaf in after if after[leaf].state == state != before[leaf].state)

    return Loss(changed_to(NONE), changed_to(SINGLE))
