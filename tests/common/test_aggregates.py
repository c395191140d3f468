"""When a sum may be shown: enough contributors, none of them dominant."""

from __future__ import annotations

import pytest

from filiera.common.aggregates import may_be_shown


@pytest.mark.parametrize(
    ("contributions", "shown"),
    [
        ([], False),
        ([1, 1, 1, 1], False),
        ([1, 1, 1, 1, 1], True),
        ([2, 2, 2, 2, 3], False),
        ([2, 2, 2, 2, 2, 3], True),
        ([1, 1, 1, 1, 0], False),
        ([100, 1, 1, 1, 1, 1], False),
        ([5, 5, 5, 5], False),
    ],
)
def test_sum_is_shown_of_five_or_more_of_whom_none_has_above_a_quarter(contributions: list[int], shown: bool) -> None:
    assert may_be_shown(contributions) is shown
