"""Words: analysis, BM25 and TF-IDF by hand, cognates, and counts that the hidden do not touch."""

from __future__ import annotations

import math

import numpy as np
import pytest

from filiera.engine.cognates import key, skeletons
from filiera.engine.lexical import K1, B, Postings, question_words, words

TEXTS = ["vetro vetro carta", "carta", "legno e ferro e pietra", "vetro"]


def postings(texts: list[str] = TEXTS, lang: str = "it") -> Postings:
    return Postings.build(enumerate(texts), lang, len(texts))


def test_words_are_folded_stemmed_and_free_of_function_words() -> None:
    assert words("La qualità delle emulsioni", "it") == words("qualita emulsione", "it")
    assert words("The stability of emulsions", "en") == words("stability emulsion", "en")


def test_question_words_leave_the_frame_out_unless_nothing_else_is_said() -> None:
    assert list(question_words("chi fa mascara?", "it")) == words("mascara", "it")
    assert question_words("chi cerca aziende?", "it") != {}


def test_question_words_count_repetition_sublinearly() -> None:
    assert question_words("vetro, vetro e vetro", "it") == pytest.approx({words("vetro", "it")[0]: 1 + math.log(3)})


def test_bm25_of_a_hand_solved_case() -> None:
    found = postings().bm25(question_words("vetro", "it"))
    # Four units with 3, 1, 3 and 1 words: the mean is 2; "vetro" stands in two of them.
    rarity = math.log(1 + (4 - 2 + 0.5) / (2 + 0.5))
    first = rarity * 2 * (K1 + 1) / (2 + K1 * (1 - B + B * 3 / 2))
    last = rarity * 1 * (K1 + 1) / (1 + K1 * (1 - B + B * 1 / 2))
    np.testing.assert_allclose(found.score, [first, 0, 0, last], rtol=1e-5)
    np.testing.assert_allclose(found.coverage, [1, 0, 0, 1], rtol=1e-5)


def test_coverage_counts_words_that_nobody_has() -> None:
    found = postings().bm25(question_words("vetro sottomarini", "it"))
    known, unknown = math.log(1 + 2.5 / 2.5), math.log(1 + 4.5 / 0.5)
    np.testing.assert_allclose(found.coverage, [known / (known + unknown), 0, 0, known / (known + unknown)], rtol=1e-5)


def test_tfidf_of_a_hand_solved_case() -> None:
    score = postings().tfidf(question_words("vetro", "it"))
    glass, paper = 1 + math.log(5 / 3), 1 + math.log(5 / 3)
    doubled = (1 + math.log(2)) * glass
    np.testing.assert_allclose(score, [doubled / math.hypot(doubled, paper), 0, 0, 1], rtol=1e-5)


def test_scores_over_visible_units_equal_those_of_an_index_without_the_others() -> None:
    visible = np.array([True, False, True, True])
    question = question_words("vetro carta pietra", "it")
    hidden = postings([TEXTS[0], "", TEXTS[2], TEXTS[3]])
    np.testing.assert_array_equal(postings().bm25(question, visible).score, hidden.bm25(question).score)
    np.testing.assert_array_equal(postings().bm25(question, visible).coverage, hidden.bm25(question).coverage)
    np.testing.assert_allclose(postings().tfidf(question, visible), hidden.tfidf(question), rtol=1e-6)


@pytest.mark.parametrize(
    ("italian", "english"),
    [
        ("biotecnologia", "biotechnology"), ("settore", "sector"), ("sistema", "system"), ("effetto", "effect"),
        ("polimero", "polymer"), ("ottica", "optics"), ("trasporto", "transport"), ("gruppo", "group"),
    ],
)  # fmt: skip
def test_cognates_share_a_key(italian: str, english: str) -> None:
    assert key(words(italian, "it")[0]) == key(words(english, "en")[0])


def test_skeletons_of_many_words_equal_those_of_each() -> None:
    many = ["biotecnologi", "system", "aa", "co2", "spf", "ottic"]
    assert skeletons(many) == [skeletons([word])[0] for word in many]
    assert (key("spf"), key("aa")) == (None, None)


def test_translated_words_keep_acronyms_and_what_has_no_counterpart() -> None:
    english = postings(["biotechnology of spf", "paper"], "en")
    found = english.translated(question_words("biotecnologia spf lucertola", "it"))
    assert found[words("biotechnology", "en")[0]] == 1.0
    assert found["spf"] == 1.0
    assert sum(english.frequency(word) > 0 for word in found) == 2
    assert len(found) == 3
