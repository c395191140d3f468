"""Amounts of money as people write them, in the marks of their language or in plain figures; what has two senses is told."""

from __future__ import annotations

import re
from decimal import Decimal

_CURRENCY = re.compile(r"^(?:€|eur|euro)\s*|\s*(?:€|eur|euro)$", re.IGNORECASE)
_SIGNED = re.compile(r"^([-+]?)\s*(.*)$", re.DOTALL)
_PLAIN = re.compile(r"^[0-9]+$")
_MINUS = str.maketrans({"−": "-", "–": "-", "\xa0": " ", "\u202f": " ", "’": "'"})


class NotAnAmount(ValueError):
    """Raised for a text that is no amount of money."""


class TwoSenses(NotAnAmount):
    """Raised for a text that may mean either of two amounts: "1,200" is one euro and twenty, or a thousand and two hundred."""

    def __init__(self, small: Decimal, large: Decimal) -> None:
        super().__init__(f"{small} or {large}")
        self.small, self.large = small, large


def written_amount(text: str, *, decimal_mark: str) -> Decimal:
    """Read an amount: "1.200,00 €", "1.200", "1200" or "1 200,5" where the mark is a comma; with a point the other way round.

    A mark before one or two last figures can only part the cents, whichever it is; so can the last of two. One that stands
    before three figures parts the thousands if it does so in the language, and has two senses if not. Raises NotAnAmount.
    """
    bare = _CURRENCY.sub("", text.translate(_MINUS).strip())
    found = _SIGNED.match(bare)
    sign, figures = (found[1], found[2]) if found else ("", "")
    amount = _unsigned(_CURRENCY.sub("", figures.strip()), decimal_mark)
    return -amount if sign == "-" else amount


def _unsigned(figures: str, decimal_mark: str) -> Decimal:
    marks = re.findall(r"[.,]", figures)
    cents = re.search(r"[.,]([0-9]{1,2})$", figures)
    if cents and marks.count(marks[-1]) == 1:
        whole = figures[: cents.start()]
        return Decimal(f"{_thousands(whole, '.' if marks[-1] == ',' else ',')}.{cents[1]}")
    if len(marks) == 1 and marks[0] == decimal_mark:
        whole, _mark, rest = figures.partition(decimal_mark)
        if len(rest) == 3 and _PLAIN.match(rest) and _PLAIN.match(whole) and len(whole) <= 3:
            raise TwoSenses(Decimal(f"{whole}.{rest}").quantize(Decimal("0.01")), Decimal(whole + rest))
        raise NotAnAmount(figures)
    return Decimal(_thousands(figures, "," if decimal_mark == "." else "."))


def _thousands(figures: str, mark: str) -> str:
    """Give figures without what parts their thousands: the mark, a space or an apostrophe, always the same."""
    for parted in (mark, " ", "'"):
        if re.fullmatch(rf"[0-9]{{1,3}}(?:{re.escape(parted)}[0-9]{{3}})+", figures):
            return figures.replace(parted, "")
    if not _PLAIN.match(figures):
        raise NotAnAmount(figures)
    return figures
