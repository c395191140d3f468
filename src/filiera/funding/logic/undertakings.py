"""Who owns whom: control, holdings of 25 % or more, and single undertakings, from the shares that are known.

Control is more than half of the shares, held alone or through what one controls; it passes on the whole share of what is
controlled, a minority share is not multiplied. Source: Recommendation 2003/361/EC, annex, article 3; Regulation (EU)
2023/2831, article 2(2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from filiera.funding.logic.consortium import Link
from filiera.funding.logic.verdicts import every

CONTROL_PCT = Decimal(50)
"""Above it one controls."""

HOLDING_PCT = Decimal(25)
"""From it on two are not independent. Source: Recommendation 2003/361/EC, annex, article 3(2)."""


@dataclass(frozen=True)
class Ownership:
    """Shares in percent, by owner and held."""

    shares: Mapping[tuple[str, str], Decimal]

    @cached_property
    def everybody(self) -> frozenset[str]:
        """Give all who own or are owned."""
        return frozenset(one for pair in self.shares for one in pair)

    @cached_property
    def controlled(self) -> dict[str, frozenset[str]]:
        """Give what each one controls, itself included."""
        return {owner: self._controlled_by(owner) for owner in self.everybody}

    def _controlled_by(self, owner: str) -> frozenset[str]:
        held = {owner}
        while True:
            more = {one for one in self.everybody - held if self._held_by(held, one) > CONTROL_PCT}
            if not more:
                return frozenset(held)
            held |= more

    def _held_by(self, owners: Iterable[str], held: str) -> Decimal:
        return sum((self.shares.get((owner, held), Decimal(0)) for owner in owners), Decimal(0))

    def holding(self, owner: str, held: str) -> Decimal:
        """Give the share of one in another, alone and through what it controls."""
        return self._held_by(self.controlled.get(owner, frozenset({owner})), held)

    def are_tied(self, one: str, other: str) -> bool:
        """Tell whether somebody who is or controls one holds 25 % or more of the other, or controls both."""
        for owner in self.everybody:
            within = self.controlled[owner] | {owner}
            for a, b in ((one, other), (other, one)):
                if a in within and (b in within or self.holding(owner, b) >= HOLDING_PCT):
                    return True
        return False

    def undertaking_of(self, one: str) -> frozenset[str]:
        """Give the single undertaking: all who are joined with one by control, however many steps away."""
        found, waiting = {one}, [one]
        while waiting:
            here = waiting.pop()
            for owner, held in self.controlled.items():
                joined = held | {owner}
                if len(held) > 1 and here in joined:
                    waiting += joined - found
                    found |= joined
        return frozenset(found)


@dataclass(frozen=True)
class Ties:
    """What is known of ownership: nothing where the section is missing; a link whose share is not known may be any."""

    links: tuple[Link, ...] | None

    @cached_property
    def least(self) -> Ownership:
        """Give the shares that are known, others as nothing."""
        return self._with(Decimal(0))

    @cached_property
    def most(self) -> Ownership:
        """Give the shares that are known, others as the whole."""
        return self._with(Decimal(100))

    def _with(self, unknown: Decimal) -> Ownership:
        shares: dict[tuple[str, str], Decimal] = {}
        for link in self.links or ():
            pair = (link.owner, link.held)
            shares[pair] = shares.get(pair, Decimal(0)) + (unknown if link.share_pct is None else link.share_pct)
        return Ownership(shares)

    @property
    def is_known(self) -> bool:
        """Tell whether who owns whom was written down at all."""
        return self.links is not None

    def are_independent(self, one: str, other: str) -> bool | None:
        """Tell whether two are independent of each other."""
        if self.least.are_tied(one, other):
            return False
        return None if not self.is_known or self.most.are_tied(one, other) else True

    def all_independent(self, ids: Iterable[str]) -> bool | None:
        """Tell whether all are independent of each other."""
        found = sorted(ids)
        return every(self.are_independent(a, b) for place, a in enumerate(found) for b in found[place + 1 :])
