"""Files that people write for one act: a name that is not known is a slip of the hand, a text has its longest."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ConfigDict

from filiera.funding.logic.values import Amount, Written, fault

MOST_EUR = Decimal("99999999999.99")
"""What the column of an amount holds."""


class Strict(Written):
    """A part of a file in which only what we know may stand."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def text_of(most: int, *, needed: bool = False) -> BeforeValidator:
    """Read words of at most so many characters; a number is a word too, a group is none, null is empty."""

    def read(written: Any) -> str:
        if isinstance(written, (bool, dict, list)):
            raise fault("no-word")
        text = "" if written is None else str(written).strip()
        if needed and not text:
            raise fault("missing")
        if len(text) > most:
            raise fault("too-long", most=str(most))
        return text

    return BeforeValidator(read)


def choice_of(*allowed: str) -> BeforeValidator:
    """Read one of some codes, in large or small letters."""

    def read(written: Any) -> str:
        code = str(written).strip().upper()
        if code not in allowed:
            raise fault("no-choice", expected=", ".join(allowed))
        return code

    return BeforeValidator(read)


def _cents(amount: Decimal | None) -> Decimal | None:
    if amount is None:
        return None
    if amount > MOST_EUR:
        raise fault("out-of-range")
    if amount != round(amount, 2):
        raise fault("no-cents")
    return amount


Euro = Annotated[Amount, AfterValidator(_cents)]
"""In euro, to the cent, as large as a column holds; null is not known."""
