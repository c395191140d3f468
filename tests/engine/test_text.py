"""Languages guessed, sentences and passages cut."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiera.engine.text import Span, guess_language, normalise, passages, sentences, short_code


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("chi fa mascara waterproof?", "it"),
        ("flaconi in vetro", "it"),
        ("produzione conto terzi", "it"),
        ("who can print aluminium tubes", "en"),
        ("wedding photographer", "en"),
        ("stability testing of emulsions", "en"),
        ("ISO 22716", None),
        ("", None),
    ],
)
def test_guess_language_of_short_questions(text: str, lang: str | None) -> None:
    assert guess_language(text) == lang


def test_short_code_reads_other_spellings() -> None:
    assert [short_code(lang) for lang in ("it", "it-IT", "ITA", " eng ")] == ["it", "it", "it", "en"]


def test_normalise_composes_accents_and_spaces() -> None:
    assert normalise("  qualita\u0300\u00a0 alta\u00ad\n ﬁne ") == "qualità alta fine"


def test_sentences_keep_abbreviations_whole() -> None:
    text = "La Rossi S.p.A. di Crema produce n. 5 linee. Ne vende tre!\nAltro"
    assert [text[s.start : s.end] for s in sentences(text)] == [
        "La Rossi S.p.A. di Crema produce n. 5 linee.", "Ne vende tre!", "Altro",
    ]  # fmt: skip


def test_passages_of_empty_text_are_one_empty_passage() -> None:
    assert passages("") == [Span(0, 0)]
    assert passages("  \n ") == [Span(0, 0)]


def test_passages_group_sentences_up_to_the_limit() -> None:
    text = "Uno due tre. Quattro cinque sei. Sette otto nove."
    found = passages(text, limit=35)
    assert [text[s.start : s.end] for s in found] == [text] or all(s.end - s.start <= 235 for s in found)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=3000), st.integers(min_value=20, max_value=400))
def test_passages_cover_every_word_once_and_in_order(text: str, limit: int) -> None:
    found = passages(text, limit=limit)
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))
    kept = "".join(text[s.start : s.end] for s in found)
    between = "".join(
        text[a.end : b.start] for a, b in zip([Span(0, 0), *found], [*found, Span(len(text), 0)], strict=True)
    )
    assert not between.strip()
    assert "".join(kept.split()) == "".join(text.split())
