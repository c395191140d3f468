"""Names of organisations: what counts as the same, what people are asked, what is new."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiera.engine.names import NameIndex, Party, blend
from filiera.engine.names_features import (
    no_rival_words,
    same_acronym,
    same_body,
    same_country,
    same_domain,
    same_legal_form,
    same_numbers,
    same_part,
    same_town,
    same_words,
)
from filiera.engine.names_grams import GramIndex, grams
from filiera.engine.names_keys import keys_of
from filiera.engine.names_words import folded_name, initials_of, name_of, repaired
from filiera.engine.types import Feature

FILLERS = tuple(enumerate(("Como", "Lecco", "Varese", "Sondrio", "Pavia", "Lodi", "Mantova", "Brescia", "Monza") * 6))
KNOWN = (
    Party("polimi", ("Politecnico di Milano",), ("POLIMI",), "Milano", "IT", {"domain": ("polimi.it",)}),
    Party("polimi-f", ("Fondazione Politecnico di Milano",), (), "Milano", "IT"),
    Party(
        "unimi",
        ("Università degli Studi di Milano",),
        ("UNIMI",),
        "Milano",
        "IT",
        {"ror": ("https://ror.org/00wjc7c48",)},
    ),
    Party("unimib", ("Università degli Studi di Milano-Bicocca",), ("UNIMIB",), "Milano", "IT"),
    Party("cnr", ("Consiglio Nazionale delle Ricerche",), ("CNR",), "Roma", "IT"),
    Party("alba", ("Alba Cosmetici S.r.l.",), (), "Crema", "IT", {"vat": ("IT00743110157",)}),
    Party("aria", ("Aria Dosatori S.p.A.",), (), "Bergamo", "IT"),
    Party("lume", ("Lume Vetreria di Ghisalba & C. S.n.c.",), (), "Ghisalba", "IT"),
    Party("koeln", ("Universitaet zu Koeln",), (), "Koeln", "DE"),
    *(
        Party(f"filler-{number}", (f"Ditta {number} Prova Lavori {town} srl",), (), town, "IT")
        for number, town in FILLERS
    ),
)
INDEX = NameIndex(KNOWN)
VAT = {"vat": ("IT00743110157",)}


def _first(query: Party) -> tuple[str, str]:
    answer = INDEX.match(query)
    return answer.band, answer.matches[0].known_id if answer.matches else ""


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Party("", ("ALBA COSMETICI SRL",), (), "Crema", "IT"), ("same", "alba")),
        (Party("", ("Alba Cosmetici",), (), "Crema", "IT"), ("same", "alba")),
        (Party("", ("Àlba  cosmetici, s. r. l.",), (), "", ""), ("same", "alba")),
        (Party("", ("Cosmetici Alba",), (), "Crema", "IT"), ("ask", "alba")),
        (Party("", ("Aria Dosatori Società per Azioni",), (), "Bergamo", "IT"), ("same", "aria")),
        (Party("", ("Universität zu Köln",), (), "Köln", "DE"), ("same", "koeln")),
        (Party("", ("Qualcos'altro",), (), "", "IT", {"vat": ("IT00743110157",)}), ("same", "alba")),
        (
            Party("", ("University of Milan",), (), "Milano", "IT", {"ror": ("https://ror.org/00wjc7c48",)}),
            ("same", "unimi"),
        ),
    ],
)
def test_match_same_organisation_in_other_words(query: Party, expected: tuple[str, str]) -> None:
    assert _first(query) == expected


@pytest.mark.parametrize(
    ("known", "asked", "band"),
    [
        ("Farmadermo srl", "Farmaderma srl", "ask"),
        ("Colorplast due srl", "Colorplast srl", "ask"),
        ("Colorplast 2 srl", "Colorplast srl", "ask"),
        ("Maestro srl", "Mastro srl", "ask"),
        ("Alba Company srl", "Alba srl", "ask"),
        ("Rossi & Figli srl", "Rossi srl", "ask"),
        ("Rossi e C. snc", "Rossi S.n.c.", "same"),
        ("Colorplast spa", "COLORPLAST s.r.l.", "ask"),
        ("L'Òrea Bio-Lab srl", "L Orea bio lab", "same"),
        ("Assolombarda", "Kalsolarbalume srl", "new"),
        ("Dati di Filiera", "Fiodulirigar", "new"),
        ("Cosmetica Italia", "L'Orea Italia", "new"),
        ("Università Statale di Bergamo", "Università Bicocca di Bergamo", "new"),
        ("L'Officina dell'Erba Più", "Università degli Studi dell'Insubria", "new"),
        ("Studio Chimico Lombardo srl", "Studio Cosmetico Lombardo srl", "new"),
    ],
)
def test_match_in_one_town_without_identifiers(known: str, asked: str, band: str) -> None:
    index = NameIndex([Party("known", (known,), (), "Bergamo", "IT"), *KNOWN])
    matches = index.match(Party("", (asked,), (), "Bergamo", "IT"), limit=20).matches
    assert next((match.band for match in matches if match.known_id == "known"), "new") == band


@pytest.mark.parametrize(
    ("town", "vat", "band"),
    [("", "", "same"), ("Crema", "", "same"), ("Lodi", "", "ask"), ("", "IT01234560199", "ask")],
)
def test_equal_names_join_unless_something_contradicts(town: str, vat: str, band: str) -> None:
    query = Party("", ("Alba Cosmetici",), (), town, "IT", {"vat": (vat,)} if vat else {})
    assert _first(query) == (band, "alba")


def test_identifier_has_no_rival_in_an_equal_name() -> None:
    index = NameIndex([Party("a", ("Beta srl",), (), "Lodi", "IT"), Party("b", ("Zeta srl",), identifiers=VAT)])
    answer = index.match(Party("", ("Beta srl",), (), "Lodi", "IT", VAT))
    assert (answer.matches[0].known_id, answer.matches[0].band) == ("b", "same")


def test_doubt_says_which_words_are_the_ground() -> None:
    index = NameIndex([Party("a", ("Colorplast due srl",), (), "Lodi", "IT"), *KNOWN])
    features = index.match(Party("", ("Colorplast srl",), (), "Lodi", "IT")).matches[0].features
    assert features["telling_words"] == Feature(1.0, "colorplast")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Rossi & C. S.n.c.", {"rossi"}),
        ("Universität zu Köln", {"universitat zu koln", "universitaet zu koeln"}),
        ("Alba Società a responsabilità limitata", {"alba"}),
        ("Alba Company srl", {"alba company"}),
        ("S.p.A.", {"spa"}),
        ("12 !", set()),
    ],
)
def test_keys_set_form_case_accents_and_punctuation_aside(text: str, keys: set[str]) -> None:
    assert keys_of(text) == keys


def test_match_name_of_unknown_organisation_is_new() -> None:
    assert INDEX.match(Party("", ("Zeta Qwerty Holding",), (), "Napoli", "IT")).band == "new"


def test_match_foundation_of_university_is_not_joined_with_it() -> None:
    matches = INDEX.match(Party("", ("Fondazione Politecnico di Milano ETS",), (), "Milano", "IT")).matches
    assert matches[0].known_id == "polimi-f"
    assert [match.band for match in matches if match.known_id == "polimi"] != ["same"]


def test_match_bicocca_is_not_the_other_university_of_milan() -> None:
    answer = INDEX.match(Party("", ("Universita' degli Studi di Milano Bicocca",), (), "Milano", "IT"))
    assert answer.matches[0].known_id == "unimib"
    assert all(match.band != "same" for match in answer.matches if match.known_id == "unimi")


def test_match_with_other_vat_number_is_never_the_same() -> None:
    query = Party("", ("Alba Cosmetici srl",), (), "Crema", "IT", {"vat": ("IT01234560199",)})
    matches = INDEX.match(query).matches
    assert (matches[0].known_id, matches[0].band) == ("alba", "ask")


def test_match_namesake_abroad_is_never_the_same() -> None:
    assert all(match.band != "same" for match in INDEX.match(Party("", ("Alba Cosmetici",), (), "", "BR")).matches)


def test_match_twins_are_left_to_people() -> None:
    twins = NameIndex([Party("a", ("Beta Pack srl",), (), "", "IT"), Party("b", ("Beta Pack srl",), (), "", "IT")])
    answer = twins.match(Party("", ("Beta Pack srl",), (), "", "IT"))
    assert (answer.band, [match.band for match in answer.matches]) == ("ask", ["ask", "ask"])


def test_match_without_name_or_key_is_new() -> None:
    assert INDEX.match(Party("", ("  ",))).matches == ()


def test_index_with_repeated_id_is_refused() -> None:
    with pytest.raises(ValueError, match="comes twice"):
        NameIndex([KNOWN[0], KNOWN[0]])


def test_match_many_keeps_the_order() -> None:
    answers = INDEX.match_many([Party("", ("Aria Dosatori",), (), "Bergamo", "IT"), Party("", ("Zeta Qwerty",))])
    assert [answer.band for answer in answers] == ["same", "new"]


def test_every_match_of_the_index_with_itself_comes_first() -> None:
    assert [INDEX.match(party).matches[0].known_id for party in KNOWN] == [party.id for party in KNOWN]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("Università degli Studi di Milano", ("univ", "milan")),
        ("University of Milan", ("univ", "milan")),
        ("ANCORA COSMETICS S. r. l.", ("ancora", "cosmetics")),
        ("Rossi & C. S.n.c.", ("rossi",)),
        ("Società Cooperativa a responsabilità limitata Aurora", ("aurora",)),
        ("Universität München", ("univ", "munich")),
        ("Universitaet Muenchen", ("univ", "munich")),
        ("S.p.A.", ("spa",)),
    ],
)
def test_name_words_leave_legal_form_and_language_aside(raw: str, words: tuple[str, ...]) -> None:
    assert name_of(raw).words == words


def test_repaired_text_mends_wrong_code_pages() -> None:
    assert repaired("INSTITUT F√úR TECHNIK") == "INSTITUT FÜR TECHNIK"
    assert repaired("MÃ¼nchen") == "München"
    assert repaired("Perché") == "Perché"


def test_initials_leave_small_words_out() -> None:
    assert initials_of(name_of("Consiglio Nazionale delle Ricerche")) == "cnr"


def test_features_of_hand_solved_pairs() -> None:
    milan, rome = name_of("Banco Prova Milano srl"), name_of("Banco Prova Roma spa")
    assert same_words(name_of("Alba Rosa"), name_of("Rosa Alba")).score == 1.0
    assert same_part(name_of("Idryma Erevnas - Research Foundation"), name_of("Research Foundation")).score == 1.0
    assert no_rival_words(milan, rome, lambda word: 1.0).score == 0.0
    assert no_rival_words(milan, name_of("Banco Prova"), lambda word: 1.0).score == 1.0
    assert same_body(name_of("Ospedale di Lodi"), name_of("Comune di Lodi")) == Feature(0.0, "hospital")
    assert same_numbers(name_of("Université Paris 6"), name_of("Université Paris 7")) == Feature(0.0, "6, 7")
    assert same_legal_form(milan, rome) == Feature(0.0, "spa / srl")
    assert (same_town("Köln", "Koeln").score, same_town("Crema", "").score, same_town("Crema", "Lodi").score) == (
        1,
        0.5,
        0,
    )
    assert (same_country("EL", "GR").score, same_country("IT", "FR").score, same_country("", "FR").score) == (1, 0, 0.8)
    assert same_acronym(name_of("Consiglio Nazionale delle Ricerche"), (), name_of("CNR"), ()).score == 0.8
    assert same_acronym(name_of("Alfa"), ("AX",), name_of("Beta"), ("AX",)) == Feature(1.0, "ax")
    assert (
        same_domain(["a.it"], ["a.it"]).score,
        same_domain(["a.it"], ["b.it"]).score,
        same_domain([], ["b.it"]).score,
    ) == (1, 0.4, 0.5)


def test_grams_of_word_mark_its_edges() -> None:
    assert grams("crema") == {"_cr", "cre", "rem", "ema", "ma_"}


def test_gram_index_finds_nearest_first_and_nothing_for_foreign_letters() -> None:
    index = GramIndex(["alba cosmetici", "aria dosatori", "alba dosatori"])
    assert index.nearest("aria dosatori", 2) == [1, 2]
    assert index.nearest("xyz", 2) == []
    assert GramIndex([]).nearest("alba", 3) == []


@given(st.text(max_size=60))
def test_name_of_any_text_is_stable(text: str) -> None:
    assert folded_name(folded_name(text)) == folded_name(text)
    assert name_of(text) == name_of(text)


@given(st.text("abcdefgh -,.", max_size=20), st.text("abcdefgh -,.", max_size=20))
def test_features_are_symmetric_and_bounded(left: str, right: str) -> None:
    one, other = name_of(left), name_of(right)
    for compare in (same_words, same_part, same_body, same_numbers, same_legal_form):
        assert 0 <= compare(one, other).score <= 1
        assert compare(one, other).score == pytest.approx(compare(other, one).score)


@given(st.floats(0, 1), st.floats(0, 1))
def test_blend_rises_with_each_feature(low: float, high: float) -> None:
    low, high = sorted((low, high))
    assert blend({"same_words": Feature(low)}) <= blend({"same_words": Feature(high)})


@pytest.mark.parametrize("joined", ["dell", "nell", "all", "sull", "dall", "L", "d", "Un"])
def test_articles_and_prepositions_are_no_words_of_a_name(joined: str) -> None:
    assert name_of(f"Sapori {joined}'Erba").words == ("sapori", "erba")
