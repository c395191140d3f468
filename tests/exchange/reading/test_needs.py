"""What is read of a need, sentence by sentence; that nothing makes the reader fail; that every span lies in the text."""

from __future__ import annotations

from datetime import date
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.reading.need_table import FIELDS, UNSURE_DEADLINES
from filiera.exchange.reading.day_words import easter
from filiera.exchange.reading.needs import Knowledge, NeedReading, read_need
from filiera.exchange.reading.proposals import Where
from filiera.exchange.reading.stages import StageTerms

TODAY = date(2026, 10, 5)
TOWNS = frozenset({"Crema", "Lodi", "Bergamo", "Brescia", "Milano", "Bologna", "Varese", "Como"})
KNOWN = Knowledge(is_town=TOWNS.__contains__)
CASES = [(field, text, values) for field, table in FIELDS.items() for text, values in table]


def read(text: str) -> NeedReading:
    """Read a need on our day."""
    return read_need(text, today=TODAY, knowledge=KNOWN)


def written(value: Any) -> Any:
    """Write a value as the table does."""
    if isinstance(value, Where):
        parts = [value.kind] if value.kind == "abroad" else [value.kind, value.code or value.name, value.km]
        return ":".join(str(part) for part in parts if part)
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize(("field", "text", "values"), CASES, ids=[text for _field, text, _values in CASES])
def test_a_sentence_says_its_value_and_no_other(field: str, text: str, values: list[Any]) -> None:
    assert [written(one.value) for one in read(text).of(field)] == values


def test_the_table_has_both_languages_and_enough_of_what_says_nothing() -> None:
    assert len(CASES) >= 150
    assert sum(not values for _field, _text, values in CASES) >= 50


@pytest.mark.parametrize(("text", "note"), UNSURE_DEADLINES)
def test_a_doubtful_deadline_says_why(text: str, note: str) -> None:
    (one,) = read(text).of("deadline")
    assert (one.sure, one.note) == (False, note)


def test_a_proposal_bears_its_words_and_its_sentence() -> None:
    text = "Buongiorno.\nCerchiamo un partner in Lombardia. Ci serve entro il 10 dicembre, grazie."
    (one,) = read(text).of("deadline")
    assert (text[one.start : one.end], one.sentence, one.sure) == (
        "entro il 10 dicembre",
        "Ci serve entro il 10 dicembre, grazie.",
        True,
    )


def test_two_deadlines_both_stand_and_neither_is_sure() -> None:
    found = read("I campioni entro il 10 novembre, la produzione entro il 1 marzo.").of("deadline")
    assert [(one.value, one.sure, one.note) for one in found] == [
        (date(2026, 11, 10), False, "several"),
        (date(2027, 3, 1), False, "several"),
    ]


def test_secret_takes_reserved_along_and_open_beside_either_is_a_doubt() -> None:
    assert [one.value for one in read("È riservata. I concorrenti non devono saperlo.").of("secrecy")] == ["SECRET"]
    both = read("È riservata. Il titolo può essere pubblico.").of("secrecy")
    assert [(one.value, one.sure, one.note) for one in both] == [
        ("RESERVED", False, "disagree"),
        ("OPEN", False, "disagree"),
    ]


def test_what_is_denied_is_open_but_a_person_looks() -> None:
    (one,) = read("Non è riservato.").of("secrecy")
    assert (one.value, one.sure, one.note) == ("OPEN", False, "denied")


def test_words_for_a_level_are_never_sure_and_a_number_comes_first() -> None:
    assert [one.sure for one in read("Abbiamo un prototipo.").of("trl")] == [False]
    assert [one.value for one in read("Abbiamo un prototipo a TRL 4.").of("trl")] == [(4, 4)]


def test_that_somebody_solves_it_is_implied_once_and_never_sure() -> None:
    found = read("Chi serigrafa vetro curvo? Chi lo fa senza cottura?").of("help")
    assert [(one.value, one.sure, one.note) for one in found] == [("SOLVER", False, "implied")]


def test_a_town_that_nobody_knows_is_a_doubt_only_after_words_of_nearness() -> None:
    found = read_need("Un laboratorio vicino a Vattelapesca, non a Boh.", today=TODAY).of("place")
    assert [(one.value, one.note) for one in found] == [(Where("near", "Vattelapesca"), "unknown-place")]
    assert read("Un laboratorio vicino a Vattelapesca.").of("place") == ()


def test_the_stage_is_that_of_most_terms_and_never_sure() -> None:
    terms = StageTerms([("flacone", "packaging", 1), ("tappo", "packaging", 1), ("crema", "making", 1)])
    (one,) = read_need("Flaconi e tappi per una crema", today=TODAY, knowledge=Knowledge(stages=terms)).of("stage")
    assert (one.value, one.sure, one.note) == ("packaging", False, "by-terms")
    assert read_need("Un flacone di crema", today=TODAY, knowledge=Knowledge(stages=terms)).of("stage") == ()


def test_the_language_is_told() -> None:
    assert read("We need a supplier of caps for our new jars.").language == "en"
    assert read("Cerchiamo un fornitore di tappi per i nostri vasetti.").language == "it"
    assert read("").language == "it"


def test_easter_is_on_its_sundays() -> None:
    assert [easter(year) for year in (2024, 2025, 2026, 2038)] == [
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2038, 4, 25),
    ]


SAID = """
entro il 10 31 dicembre febbraio due mesi non riservato NDA TRL 5 - in Lombardia vicino a Crema km da esclusa la Gamma srl
cerchiamo un fornitore corso . , ? by end of within weeks not except Anyone prototype idea 2026 9999 0 % € 5.000 pezzi Q1
Natale easter venerdì > : Da: @ l' ' ﷺ 😀 İ ß
"""
WORDS = st.sampled_from([*SAID.split(), "\n", "\u202e", "\x00"])


@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_no_words_make_it_fail_and_spans_lie_in_the_text(text: str) -> None:
    for one in read(text).proposals:
        assert 0 <= one.start < one.end <= len(text)
        assert one.sentence in text
        assert text[one.start : one.end] in one.sentence


@given(st.text(max_size=300), st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_no_text_and_no_day_make_it_fail(text: str, today: date) -> None:
    assert all(0 <= one.start < one.end <= len(text) for one in read_need(text, today=today).proposals)


@given(
    st.lists(WORDS, max_size=30).map(" ".join), st.sampled_from([date(1, 1, 1), date(9999, 12, 31), date(9999, 2, 1)])
)
def test_the_ends_of_time_make_nothing_fail(text: str, today: date) -> None:
    read_need(text, today=today)


@pytest.mark.parametrize(
    "piece",
    [
        "entro ",
        "a",
        "\n",
        "non ",
        "TRL 5 ",
        "in Lombardia e ",
        "A ",
        "entro il 10 dicembre. ",
        ">",
        "\u202e",
        "tranne Uno, ",
        "1.",
        "è ",
    ],
)
def test_long_texts_take_no_long_time(piece: str) -> None:
    begun = perf_counter()
    read(piece * (200_000 // len(piece)))
    assert perf_counter() - begun < 20
