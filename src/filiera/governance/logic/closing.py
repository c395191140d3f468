"""When a vote is closed only by somebody who says that it is meant: what closing does is not undone."""

from __future__ import annotations

from enum import StrEnum

FEWEST_SECRET = 3
"""With fewer ballots a secret vote is one in name alone: they are published, and who has voted is no secret. Of two voters each
knows the other's ballot, of one everybody does."""


class ClosingDoubt(StrEnum):
    """Why closing a vote now is asked about first."""

    NOBODY = "nobody"
    FEW = "few"


def closing_doubt(*, cast: int, is_secret: bool) -> ClosingDoubt | None:
    """Tell why a vote with so many votes cast is closed only by a tick; None where it closes at once."""
    if not cast:
        return ClosingDoubt.NOBODY
    return ClosingDoubt.FEW if is_secret and cast < FEWEST_SECRET else None
