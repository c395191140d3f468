"""When closing a vote is asked about first."""

from __future__ import annotations

import pytest

from filiera.governance.logic.closing import FEWEST_SECRET, closing_doubt


@pytest.mark.parametrize(
    ("cast", "is_secret", "doubt"),
    [
        (0, False, "nobody"),
        (0, True, "nobody"),
        (1, False, None),
        (1, True, "few"),
        (FEWEST_SECRET - 1, True, "few"),
        (FEWEST_SECRET, True, None),
    ],
)
def test_what_closing_leaves_in_doubt(cast: int, is_secret: bool, doubt: str | None) -> None:
    assert closing_doubt(cast=cast, is_secret=is_secret) == doubt
