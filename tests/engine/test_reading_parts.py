"""Parts of a question that are looked at by themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from filiera.engine.embedding import embedder
from filiera.engine.reading import Reader
from filiera.engine.reading_files import competences_from_csv, terms_from_csv, weights_of, with_terms
from filiera.engine.reading_parts import LEAST_TERMS, parts_left
from filiera.engine.reading_proofs import Proof
from filiera.engine.reading_words import words_of

TAXONOMY = Path(__file__).parents[2] / "instances" / "lombardia-cosmetica" / "taxonomy"
TEXT = "Chi mi fa il rossetto? Voglio 1,000 pezzi vegani, entro Natale"
WORDS = words_of(TEXT)
AT = {word.folded: index for index, word in enumerate(WORDS)}
PROOFS = {
    "LIP": Proof(0.5, 0.0, (AT["rossetto"],)),
    "VEG": Proof(0.8, 0.0, (AT["vegani"],)),
    "SML": Proof(0.9, 0.0, (AT["1,000"], AT["pezzi"])),
    "WEAK": Proof(LEAST_TERMS - 0.01, 0.0, (AT["natale"],)),
}


def test_clause_left_is_looked_at_without_what_was_read() -> None:
    assert parts_left(TEXT, WORDS, PROOFS, {"SML"}) == {"Chi mi fa il rossetto": ["LIP"], "Voglio vegani": ["VEG"]}
    proofs = {"LIP": Proof(0.5, 0.0, (0,)), "VEG": Proof(0.8, 0.0, (1,))}
    both = parts_left("il rossetto vegano", words_of("il rossetto vegano"), proofs, {"VEG"})
    assert both == {"il rossetto": ["LIP"]}


def test_nothing_is_looked_at_where_nothing_or_all_was_read() -> None:
    assert parts_left(TEXT, WORDS, PROOFS, set()) == {}
    assert parts_left(TEXT, WORDS, PROOFS, {"LIP", "VEG", "SML"}) == {}


def test_words_that_were_read_are_not_read_again_as_another_leaf() -> None:
    proofs = {"LIP": Proof(0.8, 0.0, (AT["rossetto"],)), "STK": Proof(0.5, 0.0, (AT["rossetto"],))}
    assert parts_left(TEXT, WORDS, proofs, {"LIP"}) == {}


@pytest.fixture(scope="module")
def reader() -> Reader:
    terms = terms_from_csv(TAXONOMY / "terms.csv")
    known = with_terms(competences_from_csv(TAXONOMY / "competences.csv"), terms)
    return Reader(known, embedder("hash-v1"), weights_of(terms))


NOTICE = (
    "Bando Filiere 2027 (esempio). La dotazione finanziaria complessiva è pari a 12 milioni di euro. "
    "Possono presentare domanda partenariati composti da un minimo di 3 e un massimo di 6 imprese. "
    "Il bando sostiene sistemi airless e challenge test. "
    "Il costo del progetto non può essere inferiore a 800 mila euro. "
    "Le domande possono essere presentate dal 15 gennaio al 31 marzo 2027. "
    "Alla domanda sono allegati il business plan e la lettera di intenti dei partner."
)


def test_sentence_names_what_a_long_text_as_a_whole_is_not_about(reader: Reader) -> None:
    whole = {one.competence_id for one in reader.read_evidence("", NOTICE, "it")}
    apart = {one.competence_id: NOTICE[one.start : one.end] for one in reader.read_apart(NOTICE, whole)}
    assert "PK1.CMP.AIR" not in whole
    assert apart["PK1.CMP.AIR"] == "Il bando sostiene sistemi airless e challenge test."
    assert not whole & set(apart)


def test_what_was_read_already_is_not_told_again(reader: Reader) -> None:
    apart = {one.competence_id for one in reader.read_apart(NOTICE, {"PK1.CMP.AIR"})}
    assert ("PK1.CMP.AIR" in apart, "TST.MIC.CHL" in apart) == (False, True)
    assert reader.read_apart("", set()) == ()


def test_part_that_the_whole_vector_hides_is_read() -> None:
    terms = terms_from_csv(TAXONOMY / "terms.csv")
    reader = Reader(
        with_terms(competences_from_csv(TAXONOMY / "competences.csv"), terms), embedder("hash-v1"), weights_of(terms)
    )
    asked = reader.read_question("mi serve un mascara, certificato vegano, in 3000 pezzi", "it")
    assert {one.competence_id for one in asked} == {"RND.MKU.EYE", "TST.REG.CRT", "MFG.OPS.SML", "MFG.FIL.MKU"}
