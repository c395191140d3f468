"""Words that a text denies."""

from __future__ import annotations

import pytest

from filiera.engine.reading_bags import BagIndex
from filiera.engine.reading_terms import TermIndex
from filiera.engine.reading_words import words_of
from filiera.engine.types import Competence

METAL = Competence("MET", None, 1, {"it": "Packaging in metallo"}, {"it": "Lattine e scatole in metallo"}, {})
PRESERVED = Competence("PRE", None, 1, {"it": "Conservanti"}, {"it": ""}, {"it": ("senza conservanti",)})
AIRLESS = Competence("AIR", None, 1, {"it": "Flacone airless"}, {"it": ""}, {})


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("pompa senza molla metallica", ["molla", "metallica"]),
        ("crema senza conservanti in flacone airless", ["conservanti"]),
        ("senza parabeni e vegana", ["parabeni"]),
        ("privo di alcol, profumo", ["alcol"]),
        ("alcohol-free perfume", ["alcohol"]),
        ("free of mineral oil", ["mineral", "oil"]),
        ("imballi non riciclabili", ["riciclabili"]),
        ("non si separa", []),
        ("non solo rossetti", []),
        ("FREE, pompa", []),
        ("without\nmetal", []),
    ],
)
def test_words_that_a_statement_denies(text: str, denied: list[str]) -> None:
    assert [word.folded for word in words_of(text) if word.denied] == denied


def test_trouble_of_a_question_is_not_denied() -> None:
    words = words_of("crema non stabile senza alcol", is_question=True)
    assert [word.folded for word in words if word.denied] == ["alcol"]


def test_denied_words_are_neither_terms_nor_shared_words() -> None:
    words = words_of("pompa senza metallo, lattine senza scatole")
    assert TermIndex([METAL], {}).occurrences(words_of("senza metallo")) == []
    assert BagIndex([METAL, PRESERVED]).occurrences(words) == []


def test_denial_that_is_the_term_itself_counts_and_denies_nothing_more() -> None:
    terms = TermIndex([PRESERVED, AIRLESS], {})
    words = terms.settled(words_of("senza conservanti flacone airless"))
    assert sorted({one.competence_id for one in terms.occurrences(words)}) == ["AIR", "PRE"]
