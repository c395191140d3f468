"""How much of what is sought something brings: the competences that both name, by weight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shared:
    """What two texts share: the part of what is sought, in [0, 1], and the codes of both, the weightiest first."""

    score: float
    codes: tuple[str, ...]


def shared_weight(sought: Mapping[str, float], brought: Mapping[str, float]) -> Shared:
    """Give how much of what is sought is brought: each competence counts by both weights, of what is sought in all.

    Weights are in (0, 1], by code. Nothing sought, nothing shared.
    """
    whole = sum(sought.values())
    common = {code: weight * brought[code] for code, weight in sought.items() if code in brought}
    if not whole or not common:
        return Shared(0.0, ())
    codes = tuple(sorted(common, key=lambda code: (-common[code], code)))
    return Shared(min(1.0, sum(common.values()) / whole), codes)
