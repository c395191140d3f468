"""Numbers and amounts in words and short forms."""

from __future__ import annotations

import pytest

from filiera.common.reading.amounts import amounts
from filiera.common.reading.words import spelt_in


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("centoventimila", 120_000),
        ("unmilioneottocentomila", 1_800_000),
        ("seicentottantamila", 680_000),
        ("ventuno", 21),
        ("mille", 1000),
        ("famila", None),
        ("", None),
    ],
)
def test_numbers_in_one_italian_word(written: str, value: int | None) -> None:
    assert spelt_in(written) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("centoventimila/00 euro", 120_000),
        ("euro quindicimila", 15_000),
        ("15 Meuro", 15_000_000),
        ("mezzo milione di euro", 500_000),
        ("sei milioni di euro", 6_000_000),
    ],
)
def test_amounts_in_words_and_short_forms(text: str, value: int) -> None:
    assert [one.low for one in amounts(text)] == [value]
