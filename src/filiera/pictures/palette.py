"""The palette of a consortium: a pan for each partner and topic, filled by strength; under it the budget, aid within cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from filiera.pictures.labels import text_width
from filiera.pictures.strokes import r1

LEAST_RADIUS, RADIUS_BY_STRENGTH = 4.0, 15.5
BUDGET_WIDTH, BUDGET_HEIGHT, BUDGET_GAP = 1000.0, 64.0, 4.0
LABEL_SIZE, LABEL_PADDING = 13.0, 10.0
TONES = {"company": "", "research": "s", "other": "g"}
"""Class of a part of the budget by the kind of partner."""


def pan_radius(strength: float) -> float:
    """Give the radius of a pan, in a box of 44 units, for a strength in [0, 1]; 0 for none."""
    return 0.0 if strength <= 0 else r1(LEAST_RADIUS + RADIUS_BY_STRENGTH * min(strength, 1.0))


@dataclass(frozen=True, slots=True)
class Share:
    """What a partner bears: its label, the cost in euro, the aid in percent of it (None where not known), its kind."""

    label: str
    cost_eur: float
    aid_pct: float | None
    kind: str = "company"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the drawn budget, in a box of 1000 by 64: where it stands, how far it is filled, its label where it fits."""

    x: float
    width: float
    fill_y: float
    fill_height: float
    tone: str
    label: str


def budget(shares: Sequence[Share]) -> tuple[Part, ...]:
    """Lay the parts of a budget side by side: width by cost, filled from below by aid. Nothing where nothing is borne."""
    borne = [one for one in shares if one.cost_eur > 0]
    total = sum(one.cost_eur for one in borne)
    if not total:
        return ()
    room = BUDGET_WIDTH - BUDGET_GAP * (len(borne) - 1)
    found, x = [], 0.0
    for one in borne:
        width = room * one.cost_eur / total
        height = BUDGET_HEIGHT * (one.aid_pct or 0.0) / 100
        fits = text_width(one.label, LABEL_SIZE) + LABEL_PADDING <= width
        found.append(
            Part(
                x=r1(x),
                width=r1(width),
                fill_y=r1(BUDGET_HEIGHT - height),
                fill_height=r1(height),
                tone=TONES.get(one.kind, "g"),
                label=one.label if fits else "",
            )
        )
        x += width + BUDGET_GAP
    return tuple(found)
