"""The box for an amount of money: what it takes in each language, and what it answers when it does not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django import forms
from django.utils.translation import override

from filiera.common.forms import EuroField


class PriceForm(forms.Form):
    amount = EuroField(above_zero=True)
    fee = EuroField(required=False)


@pytest.mark.parametrize(
    ("lang", "text"), [("it", "1.200,00 €"), ("it", "1.200"), ("it", "1200"), ("en", "€1,200.00"), ("en", "1,200")]
)
def test_amount_is_taken_as_the_pages_write_it_and_written_so_again(lang: str, text: str) -> None:
    with override(lang):
        form = PriceForm({"amount": text})
        assert form.is_valid()
        assert form.cleaned_data == {"amount": Decimal(1200), "fee": None}
        again = PriceForm(initial=form.cleaned_data)["amount"].value()
        assert again == {"it": "1.200,00", "en": "1,200.00"}[lang]
        assert PriceForm({"amount": again}).is_valid()


@pytest.mark.parametrize(
    ("lang", "name", "text", "words"),
    [
        ("it", "amount", "-5", "Scrivi un importo maggiore di zero."),
        ("en", "amount", "0", "Write an amount above zero."),
        ("it", "fee", "-5", "Scrivi un importo non minore di zero."),
        ("it", "amount", "1,200", "«1,200» può essere 1.200,00 o 1,20: scrivi quale, con i centesimi."),
        ("en", "amount", "1.200", "“1.200” may be 1,200.00 or 1.20: write which, with the cents."),
        ("it", "amount", "cento", "Scrivi un importo, per esempio 1.200,00."),
        ("en", "amount", "a hundred", "Write an amount, for instance 1,200.00."),
        ("it", "amount", "12.000.000", "Scrivi un importo di al massimo 9.999.999,99\xa0€."),
    ],
)
def test_amount_that_is_not_taken_is_answered_in_words(lang: str, name: str, text: str, words: str) -> None:
    with override(lang):
        form = PriceForm({"amount": "1", name: text})
        assert form.errors == {name: [words]}
        assert form[name].value() == text


def test_zero_is_an_amount_where_nothing_has_to_be_paid() -> None:
    assert PriceForm({"amount": "1", "fee": "0"}).is_valid()
