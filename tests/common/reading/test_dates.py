"""Days, hours, sentences and regions of a text, where they stand."""

from __future__ import annotations

from datetime import time

import pytest

from filiera.common.reading.countries import country_meant
from filiera.common.reading.dates import days, hours
from filiera.common.reading.places import region_code, region_named
from filiera.common.reading.sentences import sentences


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("entro il 10 dicembre 2026", "it", [(10, 12, 2026)]),
        ("dal 3 al 5 maggio", "it", [(3, 5, None), (5, 5, None)]),
        ("by January 7, 2027", "en", [(7, 1, 2027)]),
        ("by the end of February 2027", "en", [(28, 2, 2027)]),
        ("2027-02-30", "it", [(30, 2, 2027)]),
        ("lotto 3.4.12", "it", []),
    ],
)
def test_days_are_read_where_they_stand(text: str, language: str, wanted: list[tuple[int, int, int | None]]) -> None:
    found = list(days(text, 0, len(text), language=language))
    assert [(one.day, one.month, one.year) for one in found] == wanted
    assert all(0 <= one.start < one.end <= len(text) for one in found)


def test_a_numeric_day_in_english_has_a_second_sense_and_a_false_one_says_so() -> None:
    text = "03/04/2027"
    assert next(days(text, 0, len(text), language="en")).other == (3, 4)
    assert next(days("31/02/2027", 0, 10, language="it")).code == "no-such-day"


def test_hours_are_read_in_both_languages() -> None:
    text = "ore 12.30, 5 p.m., mezzogiorno, h 24"
    assert [one.at for one in hours(text, 0, len(text))] == [time(12, 30), time(17), time(12), time(23, 59, 59)]


def test_sentences_end_neither_after_abbreviations_nor_in_figures() -> None:
    text = "Vedi art. 3 del bando. Il costo è di 3.000 euro.\nFine"
    assert [text[start:end] for start, end in sentences(text)] == [
        "Vedi art. 3 del bando.",
        "Il costo è di 3.000 euro.",
        "Fine",
    ]


def test_a_region_is_named_where_it_is_the_only_one() -> None:
    assert region_named("in Lombardia e in lombardia") == region_code("Lombardy") == "ITC4"
    assert region_named("tra Veneto e Lazio") == region_named("qui") == ""


def test_countries_are_known_by_their_names_in_two_languages() -> None:
    assert [country_meant(name) for name in ("Germania", "germany", "Olanda", "IT", "Oz")] == [
        "DE",
        "DE",
        "NL",
        "IT",
        "",
    ]
