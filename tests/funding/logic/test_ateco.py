"""ATECO across editions: what maps whole, what splits, what is coarser, what is not known."""

from __future__ import annotations

import pytest

from filiera.funding.logic.ateco import is_in


@pytest.mark.parametrize(
    ("codes", "wanted", "expected"),
    [
        (["2025:20.42"], ["2025:20.42"], True),
        (["2025:20.42.00"], ["2025:20.42"], True),
        (["2025:20.42"], ["2025:20"], True),
        (["2025:20.4"], ["2025:20.42"], None),  # coarser than what is asked for
        (["2025:20.41"], ["2025:20.42"], False),
        (["2007:20.42"], ["2025:20.42"], True),
        (["2022:20.42.00"], ["2025:20.42"], True),
        (["2007:22.22"], ["2025:22.22"], None),  # splits into 22.22 and 22.25
        (["2007:22.22"], ["2025:22.22", "2025:22.25"], True),
        (["2007:22.22"], ["2025:20.42"], False),
        (["2025:20.42"], ["2007:20.42"], True),
        (["20.42"], ["2025:20.42"], True),  # the same in every edition
        (["22.22"], ["2025:22.22"], None),
        (["2025:20.42"], ["C"], True),
        (["2025:01.11"], ["C"], False),
        (["2007:22.22", "2025:20.42"], ["2025:20.42"], True),
        (["2025:99.88"], ["2025:20.42"], None),
        ([], ["2025:20.42"], False),
        (None, ["2025:20.42"], None),
    ],
)
def test_code_lies_within_what_is_asked(codes: list[str] | None, wanted: list[str], expected: bool | None) -> None:
    assert is_in(codes, wanted) is expected
