"""Words, terms and files of the reader."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiera.engine.reading_bags import BagIndex
from filiera.engine.reading_files import Term, competences_from_csv, terms_from_csv, weights_of, with_terms
from filiera.engine.reading_meaning import Meaning, leaf_texts
from filiera.engine.reading_terms import TermIndex
from filiera.engine.reading_words import fold, keys_of, number_of, words_of
from filiera.engine.types import Competence

TAXONOMY = Path(__file__).parents[2] / "instances" / "lombardia-cosmetica" / "taxonomy"


@pytest.mark.parametrize(
    ("one", "other", "lang"),
    [
        ("polvere", "polveri", "it"),
        ("conservante", "conservanti", "it"),
        ("riempire", "riempimento", "it"),
        ("serigrafia", "serigrafare", "it"),
        ("marca", "marche", "it"),
        ("powder", "powders", "en"),
        ("filling", "fill", "en"),
    ],
)
def test_keys_of_inflected_words_meet(one: str, other: str, lang: str) -> None:
    assert keys_of(one, lang) & keys_of(other, lang) != frozenset()


def test_keys_of_short_words_and_numbers_are_exact() -> None:
    assert keys_of("spf", "it") == frozenset({"=spf"})
    assert keys_of("22716", "en") == frozenset({"=22716"})


@pytest.mark.parametrize(
    ("raw", "number"), [("2.000", 2000), ("2,000", 2000), ("2000", 2000), ("2.5", None), ("due", None)]
)
def test_number_of_grouped_digits(raw: str, number: int | None) -> None:
    assert number_of(raw) == number


def test_words_of_keep_places_and_leave_small_words_out() -> None:
    text = "L'olio di argan, senza conservanti."
    assert [(word.folded, text[word.start : word.end]) for word in words_of(text)] == [
        ("olio", "olio"),
        ("argan", "argan"),
        ("senza", "senza"),
        ("conservanti", "conservanti"),
    ]


def test_words_of_multiply_written_numbers() -> None:
    assert [word.number for word in words_of("3 milioni di pezzi")] == [3_000_000, None]


def test_words_of_stand_apart_at_a_full_stop() -> None:
    one, other = words_of("Challenge. Test")
    assert other.position - one.position > 3


@given(st.text(max_size=100))
def test_words_of_any_text_have_their_own_letters(text: str) -> None:
    for word in words_of(text):
        assert word.start < word.end
        if word.number is None:
            assert fold(text[word.start : word.end]) == word.folded


LEAVES = (
    Competence(
        "A.1.X", None, 3, {"en": "Airless systems"}, {"en": "Pistons that isolate a formula"}, {"en": ("pump",)}
    ),
    Competence(
        "A.1.Y", None, 3, {"en": "Pumps"}, {"en": "Devices that dose a lotion"}, {"en": ("pump", "bottle pump")}
    ),
)


def _found(text: str) -> dict[tuple[str, str], float]:
    words = words_of(text)
    index = TermIndex(LEAVES, {("A.1.X", "pump"): 0.4})
    return {
        (one.competence_id, " ".join(words[place].folded for place in one.indices)): round(one.value, 2)
        for one in index.occurrences(words)
    }


def test_term_of_one_leaf_beats_the_same_as_a_hint() -> None:
    found = _found("a pump")
    assert found["A.1.Y", "pump"] > 3 * found["A.1.X", "pump"]


def test_phrase_beats_single_word_and_gap_and_order_cost() -> None:
    straight, gap, turned = _found("bottle pump"), _found("bottle spray pump"), _found("pump bottle")
    assert straight["A.1.Y", "bottle pump"] > straight["A.1.Y", "pump"]
    assert straight["A.1.Y", "bottle pump"] > turned["A.1.Y", "pump bottle"]
    assert straight["A.1.Y", "bottle pump"] > gap["A.1.Y", "bottle pump"]


def test_corrected_gives_a_misspelt_word_the_keys_of_the_nearest() -> None:
    words, touched = TermIndex(LEAVES, {}).corrected(words_of("airlss sistems"))
    assert touched == frozenset({0, 1})
    assert keys_of("airless", "en") <= words[0].keys


def test_bags_need_two_rare_words() -> None:
    bags = BagIndex(LEAVES)
    assert bags.occurrences(words_of("pistons")) == []
    assert [one.competence_id for one in bags.occurrences(words_of("pistons isolate"))] == ["A.1.X"]


def test_meaning_stands_in_deviations_above_the_mean() -> None:
    leaves = np.eye(5, dtype=np.float32)
    standing = Meaning(leaves).standing(leaves[:2])
    assert standing.shape == (2, 5)
    assert standing.mean(axis=1) == pytest.approx([0, 0], abs=1e-5)
    assert [int(row.argmax()) for row in standing] == [0, 1]
    assert standing[0, 0] == pytest.approx(2.0, abs=1e-5)


def test_leaf_texts_describe_in_three_ways() -> None:
    whole, first, further = leaf_texts(LEAVES, "en")
    assert whole[0] == "Airless systems. Pistons that isolate a formula pump"
    assert first[1] == "Pumps: pump, bottle pump"
    assert further[1] == "Pumps: "


def test_with_terms_adds_and_refuses_unknown_competence() -> None:
    terms = (Term("A.1.X", "en", "pouch"), Term("A.1.X", "it", "sacca", 0.4))
    joined = with_terms(LEAVES, terms)
    assert joined[0].synonyms == {"en": ("pump", "pouch"), "it": ("sacca",)}
    assert weights_of(terms) == {("A.1.X", "sacca"): 0.4}
    with pytest.raises(KeyError):
        with_terms(LEAVES, [Term("Z", "en", "x")])


def test_terms_of_the_instance_name_every_leaf_in_both_languages() -> None:
    competences = competences_from_csv(TAXONOMY / "competences.csv")
    terms = terms_from_csv(TAXONOMY / "terms.csv")
    leaves = {one.id for one in competences if one.level == 3}
    counted = {(one.competence_id, one.lang) for one in terms}
    assert {(leaf, lang) for leaf in leaves for lang in ("it", "en")} - counted == set()
    assert len({(one.competence_id, one.lang, one.text) for one in terms}) == len(terms)
    assert {one.competence_id for one in terms} - {one.id for one in competences} == set()


def test_terms_file_with_weight_outside_its_range_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("competence_id,lang,term,weight\nA,it,prova,1.5\n", encoding="utf-8")
    with pytest.raises(ValueError, match="outside"):
        terms_from_csv(path)


SMALL = Competence(
    "SML", None, 1, {"it": "Serie"}, {"it": ""}, {"it": ("lotti da #5000", "#5000 pezzi", "lotti da #50 kg")}
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lotti da 500", True),
        ("lotti da 20 kg", True),
        ("500 piccoli pezzi", True),
        ("2 mila pezzi", True),
        ("70 milioni di pezzi", False),
        ("1,2 milioni di pezzi", False),
        ("lotti da 4 tonnellate", False),
        ("5 euro al pezzo", False),
        ("€ 5 al pezzo", False),
        ("lotti al 20 %", False),
        ("670 addetti e 120 milioni di pezzi", False),
        ("nel 2012 pezzi", False),
        ("nel 2025 due lotti", False),
    ],
)
def test_quantity_counts_its_own_pieces(text: str, found: bool) -> None:
    assert bool(TermIndex([SMALL], {}).occurrences(words_of(text))) is found
