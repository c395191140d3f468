"""The size of an enterprise: by headcount, turnover and balance sheet of its single undertaking.

Source: Recommendation 2003/361/EC, annex, article 2: fewer than 250 heads, and a turnover of at most 50 million euro or a
balance sheet of at most 43 million; small 50 and 10 million; micro 10 and 2 million.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from filiera.funding.logic.consortium import Partner
from filiera.funding.logic.kinds import said_by
from filiera.funding.logic.undertakings import HOLDING_PCT, Ties

SIZES = ("micro", "small", "medium", "large")
"""From the smallest on."""

SMALL_ENOUGH = frozenset(SIZES[:3])
"""Sizes of small and medium-sized enterprises."""

LIMITS = ((10, 2_000_000, 2_000_000), (50, 10_000_000, 10_000_000), (250, 50_000_000, 43_000_000))
"""Heads (fewer than), turnover and balance sheet in euro (at most) of micro, small and medium."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Heads, turnover and balance sheet in euro of a single undertaking; None is without bound, of what is not known."""

    headcount: Decimal | None
    turnover: Decimal | None
    balance: Decimal | None


def class_of(figures: Figures) -> int:
    """Give the place in `SIZES` of figures; what is without bound is beyond every limit."""
    for place, (heads, turnover, balance) in enumerate(LIMITS):
        if figures.headcount is None or figures.headcount >= heads:
            continue
        within = figures.turnover is not None and figures.turnover <= turnover
        if within or (figures.balance is not None and figures.balance <= balance):
            return place
    return len(LIMITS)


def _sum(values: Iterable[Decimal | None], *, is_whole: bool) -> tuple[Decimal, Decimal | None]:
    """Give the least and the most that values come to; without bound where one is not known, or is not there at all."""
    found = list(values)
    known = sum((value for value in found if value is not None), Decimal(0))
    return known, known if is_whole and None not in found else None


@dataclass(frozen=True, slots=True)
class Among:
    """Those who apply, by id, and the public bodies of them."""

    by_id: Mapping[str, Partner]
    public: tuple[Partner, ...]

    @classmethod
    def of(cls, partners: Sequence[Partner]) -> Among:
        """Sort partners."""
        kinds = [(one, said_by(one.kind)) for one in partners]
        public = [one for one, kind in kinds if kind is not None and kind.category == "public_administration"]
        return cls({one.id: one for one in partners}, tuple(public))


def sizes_of(partner: Partner, everybody: Among, ties: Ties) -> frozenset[str]:
    """Give the sizes that an enterprise may have: one where it is known. What figures show overrules what is declared."""
    if owned_by_a_public_body(partner, everybody, ties):
        return frozenset({"large"})
    group = ties.least.undertaking_of(partner.id)
    members = [everybody.by_id[one] for one in sorted(group) if one in everybody.by_id]
    is_whole = ties.is_known and len(members) == len(group) and ties.most.undertaking_of(partner.id) == group
    sums = [
        _sum((getattr(one, name) for one in members), is_whole=is_whole)
        for name in ("headcount", "turnover_eur", "balance_sheet_eur")
    ]
    low = class_of(Figures(*(least for least, _most in sums)))
    high = class_of(Figures(*(most for _least, most in sums)))
    declared = max((SIZES.index(one.size) for one in members if one.size), default=None)
    if declared is not None and low <= declared <= high:
        return frozenset({SIZES[declared]})
    return frozenset(SIZES[low : high + 1])


def owned_by_a_public_body(partner: Partner, everybody: Among, ties: Ties) -> bool:
    """Tell whether a public body holds 25 % or more, which makes an enterprise no SME. Source: article 3(4)."""
    others = (one for one in everybody.public if one.id != partner.id)
    return any(ties.least.holding(one.id, partner.id) >= HOLDING_PCT for one in others)
