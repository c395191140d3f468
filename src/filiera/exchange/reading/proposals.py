"""A proposal: a value for a field of a need, the words and the sentence that say it, and whether a person should look first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

PlaceKind = Literal["near", "province", "region", "country", "union", "abroad"]


@dataclass(frozen=True, slots=True)
class Where:
    """Where a solver should be. `code` is of NUTS for a region, of ISO 3166 for a country, "EU" for the union.

    `name` is as it is written; of a town `km` is the radius that is said, None where none is.
    """

    kind: PlaceKind
    name: str
    code: str = ""
    km: int | None = None


Value = date | tuple[int, int] | Where | str


@dataclass(frozen=True, slots=True)
class Hit:
    """What a finder sees in a sentence, or in a text: a value for a field, by the characters [start, end) that say it."""

    field: str
    value: Value
    start: int
    end: int
    sure: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a text seems to say of a need.

    `field` is `deadline` (a day), `urgency` ("URGENT"), `trl` (least and most), `development` (IDEA, LAB, PROTOTYPE, PILOT,
    PRODUCTION), `place` (`Where`), `stage` (of the chain, a code of the taxonomy), `secrecy` (OPEN, RESERVED, SECRET), `help`
    (SOLVER, LAB, TRAINING, EQUIPMENT, CALL) or `excluded` (the name of an organisation, as it is written).

    The characters [start, end) of the text are the words that say it, within `sentence`. `sure` is False where a person
    should look first; `note` is why, as a code: `in-words`, `counted`, `vague`, `past`, `year-far`, `second-sense`,
    `no-such-day`, `law`, `call`, `negated`, `denied`, `disagree`, `several`, `unknown-place`, `short-name`, `by-terms`,
    `implied`.
    """

    field: str
    value: Value
    sentence: str
    start: int
    end: int
    sure: bool = True
    note: str = ""


IsTown = Callable[[str], bool]
"""Tells of a name, as it is written, whether a town is called so."""
