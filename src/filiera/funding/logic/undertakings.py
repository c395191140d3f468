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
    def _owned(self) -> dict[str, dict[str, Decimal]]:
        """Give the shares of each owner, by who is held."""
        found: dict[str, dict[str, Decimal]] = {}
        for (owner, held), share in self.shares.items():
            found.setdefault(owner, {})[held] = share
        return found

    @cached_property
    def controlled(self) -> dict[str, frozenset[str]]:
        """Give what each one controls, itself included."""
        return {owner: self._controlled_by(owner) for owner in self.everybody}

    def _controlled_by(self, owner: str) -> frozenset[str]:
        held, waiting, shares = {owner}, [owner], dict[str, Decimal]()
        while waiting:
            for one, share in self._owned.get(waiting.pop(), {}).items():
                shares[one] = shares.get(one, Decimal(0)) + share
                if one not in held and shares[one] > CONTROL_PCT:
                    held.add(one)
                    waiting.append(one)
        return frozenset(held)

    def _holdings(self, owner: str) -> dict[str, Decimal]:
        """Give the shares of one, alone and through what it controls, by who is held."""
        if owner not in self._known_holdings:
            self._known_holdings[owner] = self._counted_holdings(owner)
        return self._known_holdings[owner]

    @cached_property
    def _known_holdings(self) -> dict[str, dict[str, Decimal]]:
        return {}

    def _counted_holdings(self, owner: str) -> dict[str, Decimal]:
        found: dict[str, Decimal] = {}
        for one in self.controlled.get(owner, frozenset({owner})):
            for held, share in self._owned.get(one, {}).items():
                found[held] = found.get(held, Decimal(0)) + share
        return found

    def holding(self, owner: str, held: str) -> Decimal:
        """Give the share of one in another, alone and through what it controls."""
        return self._holdings(owner).get(held, Decimal(0))

    @cached_property
    def _tied(self) -> dict[str, set[str]]:
        """Give with whom each one is tied."""
        found: dict[str, set[str]] = {}
        for owner, within in self.controlled.items():
            held = {one for one, share in self._holdings(owner).items() if share >= HOLDING_PCT}
            for one in within:
                found.setdefault(one, set()).update(within | held)
            for one in held:
                found.setdefault(one, set()).update(within)
        return found

    def are_tied(self, one: str, other: str) -> bool:
        """Tell whether somebody who is or controls one holds 25 % or more of the other, or controls both."""
        return other in self._tied.get(one, ())

    def tied_with(self, one: str) -> frozenset[str]:
        """Give all who are tied with one."""
        return frozenset(self._tied.get(one, ())) - {one}

    @cached_property
    def _undertakings(self) -> dict[str, frozenset[str]]:
        """Give the single undertakings, by each one who is in them."""
        joined: dict[str, set[str]] = {one: {one} for one in self.everybody}
        for held in self.controlled.values():
            groups = {id(joined[one]): joined[one] for one in held}.values()
            if len(groups) > 1:
                whole = set().union(*groups)
                for one in whole:
                    joined[one] = whole
        frozen = {id(group): frozenset(group) for group in joined.values()}
        return {one: frozen[id(group)] for one, group in joined.items()}

    def undertaking_of(self, one: str) -> frozenset[str]:
        """Give the single undertaking: all who are joined with one by control, however many steps away."""
        return self._undertakings.get(one, frozenset({one}))


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
