"""What the evaluators said, as a file has it: points in all, the threshold, a note, and each criterion with its comment."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, model_validator

from filiera.funding.logic.strict import Strict, text_of
from filiera.funding.logic.values import fault

MOST_POINTS = Decimal("99999.99")
Comment = Annotated[str, text_of(8000)]


def _points(written: Any) -> Any:
    """Read points, with a point or a comma before two decimals at most."""
    if written is None:
        return None
    text = str(written).strip().replace(",", ".")
    if isinstance(written, bool) or not re.fullmatch(r"-?\d+(\.\d+)?", text):
        raise fault("no-number")
    found = Decimal(text)
    if not 0 <= found <= MOST_POINTS or found != round(found, 2):
        raise fault("no-points")
    return found


Points = Annotated[Decimal | None, BeforeValidator(_points)]


class Criterion(Strict):
    """What was given for a criterion, of how many points, and the words."""

    name: Annotated[str, text_of(200, needed=True)]
    points: Points = None
    most_points: Points = None
    comment: Comment = ""

    @model_validator(mode="after")
    def _within(self) -> Criterion:
        if self.points is not None and self.most_points is not None and self.points > self.most_points:
            raise fault("above-most", under="points")
        return self


class Decision(Strict):
    """What the evaluators said of a proposal; what is not written of it is left as it was."""

    total_points: Points = None
    least_points: Points = None
    note: Comment = ""
    criteria: list[Criterion] = []
