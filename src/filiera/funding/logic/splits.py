"""What each bears of the cost, in whole cents: an exact split, a third each, has none, and a cent decides at a limit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import combinations, islice

from filiera.engine.composing.solution import Chosen

CENT = Decimal("0.01")

MOST_TRIED = 30
"""Ways of giving the cents that are left over to some of the partners."""

GRAIN = Decimal("0.0001")
"""Below this part of a euro a split says nothing: the solver counts so far."""


@dataclass(frozen=True, slots=True)
class Borne:
    """The part of each by id: euro, or percent of the whole where no amount is stated; None where costs are not asked for."""

    parts: Mapping[str, Decimal | None]
    is_euro: bool = True

    def told(self, one: Chosen) -> Chosen:
        """Give one of the chosen with its part in whole cents."""
        part = self.parts[one.id]
        return one if part is None or not self.is_euro else replace(one, cost=float(part))


def whole_cents(chosen: Sequence[Chosen]) -> Iterator[Borne]:
    """Give the splits in whole cents that are nearest to an exact one, one after the other: the judge takes which it can.

    Of the cents that the floors of all leave over, first those with the largest rest have one; then other choices, then
    everybody's is raised; then the same in whole euro, where the solver's own error is more than a cent.
    """
    is_euro = all(one.cost is not None for one in chosen)
    exact = {one.id: one.cost if is_euro else one.share_pct for one in chosen}
    known = {code: Decimal(str(part)).quantize(GRAIN) for code, part in exact.items() if part is not None}
    if not known or len(known) < len(exact):
        yield Borne(dict.fromkeys(exact), is_euro)
        return
    for unit in (CENT, Decimal(1)):
        for parts in _shared_out(known, unit):
            yield Borne(parts, is_euro)
        yield Borne({code: _raised(part, unit) for code, part in known.items()}, is_euro)


def _shared_out(known: Mapping[str, Decimal], unit: Decimal) -> Iterator[dict[str, Decimal]]:
    """Give whole units to each, with what is left over of the sum given to one after the other."""
    low = {code: part.quantize(unit, ROUND_FLOOR) for code, part in known.items()}
    left = int((sum(known.values(), Decimal(0)).quantize(unit) - sum(low.values(), Decimal(0))) / unit)
    broken = sorted((code for code in known if known[code] > low[code]), key=lambda one: (low[one] - known[one], one))
    for raised in islice(combinations(broken, min(left, len(broken))), MOST_TRIED):
        yield {code: part + unit if code in raised else part for code, part in low.items()}


def _raised(part: Decimal, unit: Decimal) -> Decimal:
    return part.quantize(unit, ROUND_CEILING)
