"""Identifiers as people write them, and as they must never be taken."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiera.engine.identifiers import (
    InvalidIdentifier,
    eu_vat,
    italian_tax_code,
    italian_vat,
    pic,
    ror,
    web_domain,
)

_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def _with_check_digit(ten: str) -> str:
    """Add the eleventh digit of a partita IVA by hand: odd places as they are, even places doubled, casting nines."""
    total = 0
    for place, letter in enumerate(ten):
        digit = int(letter) * (2 if place % 2 else 1)
        total += digit - 9 if digit > 9 else digit
    return ten + str(-total % 10)


@pytest.mark.parametrize(
    ("given_value", "expected"),
    [
        ("00743110157", "00743110157"),
        ("IT 007 431 101 57", "00743110157"),
        ("it00743110157", "00743110157"),
        ("P.IVA 00743110157", "00743110157"),
        ("743110157", "00743110157"),
        (743110157, "00743110157"),
        ("743110157.0", "00743110157"),
        ("007-43110157", "00743110157"),
    ],
)
def test_italian_vat_messy_input_gives_eleven_digits(given_value: object, expected: str) -> None:
    assert italian_vat(given_value) == expected


@pytest.mark.parametrize(
    ("function", "value", "code"),
    [
        (italian_vat, "", "empty"),
        (italian_vat, None, "empty"),
        (italian_vat, "00743110158", "checksum"),
        (italian_vat, "743110158", "length"),
        (italian_vat, "12345", "length"),
        (italian_vat, "0074311015A", "format"),
        (italian_tax_code, "RSSMRA80A01H501U9", "length"),
        (italian_tax_code, "RSSMRA80A01H501Z", "checksum"),
        (eu_vat, "123456789", "country"),
        (eu_vat, "DE136695977", "checksum"),
        (pic, "99986193", "length"),
        (pic, "99986193X", "format"),
        (pic, "", "empty"),
        (ror, "", "empty"),
        (ror, "https://ror.org/01nffqt87", "checksum"),
        (ror, "https://ror.org/01nffqt8", "length"),
        (ror, "01uffqt88", "format"),
        (web_domain, "", "empty"),
        (web_domain, "n/a", "format"),
        (web_domain, "https://www.facebook.com/azienda", "shared"),
        (web_domain, "info@gmail.com", "shared"),
        (web_domain, "http://192.168.0.1/", "format"),
    ],
)
def test_invalid_identifier_carries_code(function: Callable[[object], str], value: object, code: str) -> None:
    with pytest.raises(InvalidIdentifier) as caught:
        function(value)
    assert caught.value.code == code


def test_italian_tax_code_of_organisation_and_person_both_pass() -> None:
    assert italian_tax_code("743110157") == "00743110157"
    assert italian_tax_code("rss mra 80a01 h501u") == "RSSMRA80A01H501U"


@pytest.mark.parametrize(
    ("value", "country", "expected"),
    [
        ("IT00743110157", None, "IT00743110157"),
        ("00743110157", "IT", "IT00743110157"),
        ("DE 136 695 976", None, "DE136695976"),
        ("136695976", "DE", "DE136695976"),
        ("GR094259216", None, "EL094259216"),
        ("094259216", "GR", "EL094259216"),
    ],
)
def test_eu_vat_prefix_is_normalised(value: str, country: str | None, expected: str) -> None:
    assert eu_vat(value, country) == expected


def test_pic_with_spaces_and_float_tail_is_nine_digits() -> None:
    assert pic(" 999 861 936 ") == "999861936"
    assert pic("999861936.0") == "999861936"


@pytest.mark.parametrize(
    "value", ["01nffqt88", "https://ror.org/01nffqt88", "http://www.ror.org/01NFFQT88/", "ROR.org/01nffqt88"]
)
def test_ror_any_spelling_gives_full_address(value: str) -> None:
    assert ror(value) == "https://ror.org/01nffqt88"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://www.esempio.it/chi-siamo?x=1", "esempio.it"),
        ("ESEMPIO.IT", "esempio.it"),
        ("info@esempio.it", "esempio.it"),
        ("http//:www.esempio.it", "esempio.it"),
        ("www.perché.it", "xn--perch-fsa.it"),
        ("ricerca.esempio.it:8080", "ricerca.esempio.it"),
    ],
)
def test_web_domain_addresses_give_host(value: str, expected: str) -> None:
    assert web_domain(value) == expected


@given(st.integers(1_000, 9_999_999), st.integers(1, 100))
def test_italian_vat_of_right_check_digit_survives_lost_zeros(number: int, office: int) -> None:
    full = _with_check_digit(f"{number:07d}{office:03d}")
    assert italian_vat(full.lstrip("0")) == full


@given(st.text(_CROCKFORD, min_size=6, max_size=6), st.integers(0, 99))
def test_ror_only_one_pair_of_check_digits_passes(middle: str, check: int) -> None:
    number = 0
    for letter in "0" + middle:
        number = number * 32 + _CROCKFORD.index(letter)
    right = 98 - (number * 100) % 97
    value = f"0{middle}{check:02d}"
    if check == right:
        assert ror(value) == f"https://ror.org/{value}"
    else:
        with pytest.raises(InvalidIdentifier):
            ror(value)


@given(st.text(max_size=40))
def test_any_text_is_normalised_or_refused(text: str) -> None:
    for function in (italian_vat, italian_tax_code, eu_vat, pic, ror, web_domain):
        try:
            normal = function(text)
        except InvalidIdentifier:
            continue
        assert function(normal) == normal
