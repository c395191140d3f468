"""Reading of questions and evidence: on a taxonomy of six leaves by hand, and on the instance's own."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filiera.engine.embedding import embedder
from filiera.engine.reading import EvidenceText, Reader
from filiera.engine.reading_blend import free_clause, sentence_around
from filiera.engine.reading_files import competences_from_csv, terms_from_csv, weights_of, with_terms
from filiera.engine.reading_words import words_of
from filiera.engine.types import Competence

ROOT = Path(__file__).parents[2]
TAXONOMY = ROOT / "instances" / "lombardia-cosmetica" / "taxonomy"
QUESTIONS = Path(__file__).parent / "fixtures" / "questions.csv"


def _competence(identifier: str, it: str, en: str, terms_it: str = "", terms_en: str = "") -> Competence:
    parent = identifier.rpartition(".")[0] or None
    synonyms = {"it": tuple(filter(None, terms_it.split("|"))), "en": tuple(filter(None, terms_en.split("|")))}
    return Competence(identifier, parent, identifier.count(".") + 1, {"it": it, "en": en}, {}, synonyms)


SMALL = (
    _competence("A", "Formulazione", "Formulation", "formulare|formula"),
    _competence("A.1", "Trucco", "Make-up"),
    _competence("A.1.EYE", "Prodotti occhi", "Eye products", "mascara|ombretto", "mascara|eyeshadow"),
    _competence("A.1.TAL", "Talco e cariche", "Talc and fillers", "talco|senza talco", "talc|talc-free"),
    _competence("B", "Produzione", "Manufacturing", "produrre|produzione"),
    _competence("B.1", "Riempimento", "Filling", "riempire", "fill"),
    _competence("B.1.MAS", "Riempimento trucco liquido", "Liquid make-up filling", "mascara|gloss", "mascara|gloss"),
    _competence("B.1.SML", "Piccoli lotti", "Small batches", "lotti da #10000 pezzi", "batches of #10000"),
    _competence("C", "Prove", "Testing", "test|prova"),
    _competence("C.1", "Microbiologia", "Microbiology"),
    _competence("C.1.CHL", "Challenge test", "Challenge test", "ISO 11930", "ISO 11930"),
    _competence("C.1.REC", "Riciclabilità", "Recyclability", "si ricicla|riciclabile", "recyclable"),
)


@pytest.fixture(scope="module")
def small() -> Reader:
    return Reader(SMALL)


@pytest.fixture(scope="module")
def whole() -> Reader:
    terms = terms_from_csv(TAXONOMY / "terms.csv")
    return Reader(with_terms(competences_from_csv(TAXONOMY / "competences.csv"), terms), None, weights_of(terms))


def _ids(reader: Reader, text: str) -> list[str]:
    return [one.competence_id for one in reader.read_question(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chi fa il challenge test?", ["C.1.CHL"]),
        ("prove secondo ISO 11930", ["C.1.CHL"]),
        ("Chi sa formulare un ombretto?", ["A.1.EYE"]),
        ("Chi sa riempire un mascara?", ["B.1.MAS"]),
        ("Who can fill mascara?", ["B.1.MAS"]),
        ("una polvere senza talco", ["A.1.TAL"]),
        ("a talc-free powder", ["A.1.TAL"]),
        ("lotti da 2.000 pezzi", ["B.1.SML"]),
        ("lotti da 2 milioni di pezzi", []),
        ("batches of 2,000", ["B.1.SML"]),
        ("materiale che si ricicla", ["C.1.REC"]),
        ("chalenge test", ["C.1.CHL"]),
        ("che tempo fa domani?", []),
        ("", []),
        ("di a da", []),
    ],
)
def test_question_of_small_taxonomy_is_read_as_by_hand(small: Reader, text: str, expected: list[str]) -> None:
    assert _ids(small, text) == expected


def test_question_of_two_parts_marks_the_words_of_each(small: Reader) -> None:
    text = "Chi fa il challenge test di una polvere senza talco?"
    spans = {one.competence_id: text[one.start : one.end] for one in small.read_question(text)}
    assert spans == {"C.1.CHL": "challenge test", "A.1.TAL": "senza talco"}


def test_term_does_not_reach_across_a_full_stop(small: Reader) -> None:
    assert _ids(small, "Abbiamo superato il challenge. Test di guida domani.") == []


def test_evidence_spans_are_sentences_of_the_joined_text(small: Reader) -> None:
    item = EvidenceText("Laboratorio", "Nato nel 1990. Esegue il challenge test. Ha sede a Crema.")
    (reading,) = small.read_evidence(item.title, item.text)
    assert item.joined[reading.start : reading.end] == "Esegue il challenge test."


def test_read_many_gives_what_one_by_one_gives(small: Reader) -> None:
    items = [
        EvidenceText("Challenge test", "ISO 11930"),
        EvidenceText("", ""),
        EvidenceText("Mascara", "Riempire gloss"),
    ]
    assert small.read_many(items) == [small.read_evidence(item.title, item.text) for item in items]


def test_reader_with_vectors_still_reads_the_words() -> None:
    reader = Reader(SMALL, embedder("hash-v1"))
    assert "C.1.CHL" in [one.competence_id for one in reader.read_question("Chi fa il challenge test ISO 11930?")]
    assert reader.read_many([EvidenceText("Challenge test", "ISO 11930")])[0][0].competence_id == "C.1.CHL"


def test_reader_of_empty_taxonomy_reads_nothing() -> None:
    assert Reader(()).read_question("challenge test") == ()


@pytest.mark.parametrize(
    ("text", "taken", "expected"),
    [
        ("Chi riempie, e chi prova che dura?", [(0, 11)], " e chi prova che dura"),
        ("tutto preso", [(0, 11)], "tutto preso"),
    ],
)
def test_free_clause_is_the_longest_that_nobody_stands_on(
    text: str, taken: list[tuple[int, int]], expected: str
) -> None:
    start, end = free_clause(text, taken)
    assert text[start:end] == expected.strip()


def test_sentence_around_takes_all_sentences_touched() -> None:
    text = "Uno due. Tre quattro! Cinque."
    assert text[slice(*sentence_around(text, 4, 12))] == "Uno due. Tre quattro!"


def test_design_question_finds_its_four_competences(whole: Reader) -> None:
    text = (
        "Chi sa riempire in flacone airless una crema senza conservanti, in lotti da 2.000 pezzi, "
        "e provare che il materiale si ricicla?"
    )
    spans = {one.competence_id: text[one.start : one.end] for one in whole.read_question(text)}
    wanted = {"PK1.CMP.AIR", "RAW.BAS.PRE", "MFG.OPS.SML", "PK1.PRC.DFR"}
    assert wanted - set(spans) == set()
    assert spans["PK1.CMP.AIR"] == "flacone airless"
    assert spans["RAW.BAS.PRE"] == "senza conservanti"
    assert spans["MFG.OPS.SML"] == "lotti da 2.000 pezzi"
    assert spans["PK1.PRC.DFR"] == "materiale si ricicla"


def _questions(half: int) -> list[dict[str, str]]:
    with QUESTIONS.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [row for row in rows if int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % 2 == half]


def _set(cell: str) -> set[str]:
    return set(filter(None, cell.split("|")))


def test_questions_of_the_reporting_half_are_read_well_by_words_alone(whole: Reader) -> None:
    right = found = asked = 0
    for row in _questions(1):
        got = set(_ids(whole, row["text"]))
        expected, also = _set(row["expected"]), _set(row["also"])
        right += len(got & expected)
        asked += len(expected)
        found += len(got - also | got & expected)
    assert right / asked >= 0.88
    assert right / found >= 0.82


def test_unrelated_questions_are_read_as_nothing_by_words_alone(whole: Reader) -> None:
    unrelated = [row for half in (0, 1) for row in _questions(half) if not row["expected"]]
    wrong = [row["text"] for row in unrelated if whole.read_question(row["text"])]
    assert len(unrelated) == 28
    assert len(wrong) <= 2


def test_questions_fixture_names_only_leaves_of_the_taxonomy(whole: Reader) -> None:
    known = {leaf.id for leaf in whole.leaves}
    named = {leaf for half in (0, 1) for row in _questions(half) for leaf in _set(row["expected"]) | _set(row["also"])}
    assert named - known == set()


def test_every_leaf_is_read_from_its_own_label(whole: Reader) -> None:
    missed = [
        leaf.id for leaf in whole.leaves for lang in ("it", "en") if leaf.id not in _ids(whole, leaf.labels[lang])
    ]
    assert missed == []


@settings(max_examples=60)
@given(st.text(max_size=80))
def test_spans_lie_within_any_text(text: str) -> None:
    reader = _SMALL_READER
    for one in reader.read_question(text):
        assert 0 <= one.start < one.end <= len(text)
        assert 0.5 <= one.score <= 1


_SMALL_READER = Reader(SMALL)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mascara", ["A.1.EYE", "B.1.MAS"]),
        ("chi fa mascara?", ["A.1.EYE", "B.1.MAS"]),
        ("il mascara del mio vicino di casa", []),
        ("microbiologia", ["C.1.CHL", "C.1.REC"]),
        ("nessuno che faccia microbiologia?", ["C.1.CHL", "C.1.REC"]),
        ("who does microbiology?", ["C.1.CHL", "C.1.REC"]),
        ("la microbiologia del terreno nella vigna di mio cugino", []),
        ("produzione", []),
    ],
)
def test_term_that_is_the_whole_question_names_its_leaves(small: Reader, text: str, expected: list[str]) -> None:
    found = small.read_question(text)
    assert [one.competence_id for one in found] == expected
    assert {text[one.start : one.end] for one in found} <= {"mascara", "microbiologia", "microbiology"}


def test_three_d_is_one_word() -> None:
    assert [word.folded for word in words_of("stampa 3D, 50ml, 3 d'oro")] == ["stampa", "3d", "50", "ml", "3", "oro"]
