"""Amounts as people write them: read in the marks of their language, refused where they have two senses."""

from __future__ import annotations

from decimal import Decimal

import pytest

from filiera.common.written_amounts import NotAnAmount, TwoSenses, written_amount


@pytest.mark.parametrize(
    ("text", "mark", "amount"),
    [
        ("1.200,00", ",", "1200.00"),
        ("1200", ",", "1200"),
        ("1.200", ",", "1200"),
        ("1.200,00 €", ",", "1200.00"),
        ("1.200,00\xa0€", ",", "1200.00"),
        ("€ 1.200,5", ",", "1200.5"),
        ("1 200,00 euro", ",", "1200.00"),
        ("1.250.000", ",", "1250000"),
        ("1200.00", ",", "1200.00"),
        ("1,200.00", ",", "1200.00"),
        ("500,00", ",", "500.00"),
        ("-5", ",", "-5"),
        ("− 5,00 €", ",", "-5.00"),
        ("-€5.00", ".", "-5.00"),
        ("0", ",", "0"),
        ("1,200.00", ".", "1200.00"),
        ("€1,200.00", ".", "1200.00"),
        ("1,200", ".", "1200"),
        ("1200,00", ".", "1200.00"),
        ("1.200,00", ".", "1200.00"),
        ("EUR 500", ".", "500"),
    ],
)
def test_amount_is_read_as_people_write_it(text: str, mark: str, amount: str) -> None:
    assert written_amount(text, decimal_mark=mark) == Decimal(amount)


@pytest.mark.parametrize(("text", "mark"), [("1,200", ","), ("1.200", ".")])
def test_amount_with_two_senses_is_refused_with_both(text: str, mark: str) -> None:
    with pytest.raises(TwoSenses) as refused:
        written_amount(text, decimal_mark=mark)

    assert (refused.value.small, refused.value.large) == (Decimal("1.20"), Decimal(1200))


@pytest.mark.parametrize(
    "text", ["", "€", "cento", "1.20.000", "12,3456", "1.2000,00", "1,2,00", "5 6", "1e3", "--5", "NaN", "٣"]
)
@pytest.mark.parametrize("mark", [",", "."])
def test_what_is_no_amount_is_refused(text: str, mark: str) -> None:
    with pytest.raises(NotAnAmount):
        written_amount(text, decimal_mark=mark)
