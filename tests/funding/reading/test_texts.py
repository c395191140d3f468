"""Proposals out of the text of a call, in both languages: what is proposed, from where, and what is left to a person."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filiera.funding.logic.call import Rules
from filiera.funding.reading.clauses import Clauses
from filiera.funding.reading.texts import CallReading, language_of, read_call
from filiera.settings.env import DATA_DIR

TODAY = date(2026, 11, 30)

CALL_IT = """Bando: Ricerca collaborativa (esempio)
Regione Lombardia - PR FESR 2021-2027
Art. 1 - Dotazione finanziaria
La dotazione finanziaria è pari a 20.000.000,00 euro.
Art. 2 - Soggetti beneficiari
1. Possono presentare domanda partenariati da 3 a 8 soggetti, di cui almeno una PMI e almeno un organismo di ricerca.
2. Tutti i soggetti devono avere una sede operativa in Lombardia al momento dell'erogazione.
3. Ciascuna impresa può presentare una sola domanda.
4. Le imprese devono avere almeno due bilanci depositati.
Art. 3 - Progetti
Il costo complessivo del progetto deve essere non inferiore a 3.500.000,00 euro. La durata massima del progetto è di 30 mesi.
Il progetto parte da TRL 4 e arriva fino a TRL 7. I progetti devono essere coerenti con una priorità della S3.
Art. 4 - Agevolazione
Il contributo a fondo perduto non può superare 5 milioni di euro per progetto.
L'intensità è pari al 60% per le piccole imprese, 50% per le medie e 40% per le grandi e gli organismi di ricerca.
L'aiuto è concesso ai sensi dell'art. 25 del Regolamento (UE) n. 651/2014.
Sono ammesse le imprese con codice ATECO 2025 20.42, 22.22 e 28.29.30.
Art. 5 - Domande
Le domande vanno presentate dalle ore 10.00 del 1 febbraio 2027 alle ore 16.00 del 15 aprile 2027.
Alla domanda si allegano i seguenti documenti:
- relazione tecnica
- accordo di partenariato
"""

CALL_EN = """Title: Safe ingredients (example)
Section 1. Money
The total indicative budget for the topic is EUR 20 million.
The Commission estimates that an EU contribution of between EUR 3.00 and 5.00 million would be appropriate.
The maximum amount to be granted to each third party is EUR 60 000.
Section 2. Conditions
At least three legal entities established in three different Member States or Associated Countries, at least one of them in a
Member State, must participate as independent beneficiaries.
Activities are expected to achieve TRL 6-7 by the end of the project. Type of action: RIA.
The funding rate is 60% of the eligible costs, except for non-profit legal entities where the funding rate is up to 100%.
No single entity may bear more than 70% of the cost. In-kind contributions are at least 15% of the total.
Participation is limited to legal entities established in Member States, Norway and Iceland.
Deadline: 17 September 2027 17:00 Brussels time.
"""


def read(text: str, language: str | None = None) -> CallReading:
    """Read a text on our day."""
    return read_call(text, language=language, today=TODAY)


def sure(text: str) -> dict[str, Any]:
    """Give what is proposed without doubt."""
    return {one.field: one.value for one in read(text).proposals if one.sure}


def test_an_italian_call_gives_its_rules() -> None:
    assert sure(CALL_IT) == {
        "title": "Ricerca collaborativa (esempio)",
        "budget_eur": Decimal(20_000_000),
        "grant_max_eur": Decimal(5_000_000),
        "aid": "gber25",
        "window.opens": datetime(2027, 2, 1, 10),
        "window.closes": datetime(2027, 4, 15, 16),
        "rules.partners": {"min": 3, "max": 8},
        "rules.min_by_kind": {"sme": 1, "research": 1},
        "rules.seat_region": {"code": "ITC4", "when": "acceptance", "who": "all"},
        "rules.one_application_per_entity": {"who": "company"},
        "rules.accounts_filed_min": 2,
        "rules.cost_min": 3_500_000,
        "rules.duration_max": 30,
        "rules.trl": {"start": 4, "end": 7},
        "rules.s3_priority_required": True,
        "rules.grant_max": 5_000_000,
        "rules.intensity": {"small": 60, "medium": 50, "large": 40, "research": 40},
        "rules.ateco_in": ["2025:20.42", "2025:22.22", "2025:28.29.30"],
    }


def test_an_english_call_gives_its_rules() -> None:
    assert sure(CALL_EN) == {
        "title": "Safe ingredients (example)",
        "budget_eur": Decimal(20_000_000),
        "grant_min_eur": Decimal(3_000_000),
        "grant_max_eur": Decimal(5_000_000),
        "types_of_action": ("RIA",),
        "window.closes": datetime(2027, 9, 17, 17, tzinfo=ZoneInfo("Europe/Brussels")),
        "rules.grant_range": [3_000_000, 5_000_000],
        "rules.partners": {"min": 3},
        "rules.min_countries": {"n": 3, "of": "MS_AC", "at_least_one": "MS"},
        "rules.trl": {"end": 7},
        "rules.share_max": {"entity": 70},
        "rules.inkind_min_pct": 15,
        "rules.countries": ["MS", "NO", "IS"],
    }


def test_what_a_person_should_look_at_first_says_why() -> None:
    doubtful = {one.field: one.note for text in (CALL_IT, CALL_EN) for one in read(text).proposals if not one.sure}
    assert doubtful == {
        "programme": "inferred",
        "level": "inferred",
        "rules.docs": "list-cut",
        "rules.intensity": "exception",
    }


def test_a_proposal_stands_where_it_says() -> None:
    for text in (CALL_IT, CALL_EN):
        for one in read(text).proposals:
            assert text[one.start : one.end] == one.sentence
    articles = {one.field: one.article for one in read(CALL_IT).proposals}
    assert articles["rules.partners"] == "art. 2, comma 1"
    assert articles["budget_eur"] == "art. 1"
    assert articles["window.closes"] == "art. 5"
    assert {one.article for one in read(CALL_EN).proposals if one.field == "rules.trl"} == {"Section 2"}


def test_rules_are_proposed_as_calls_write_them() -> None:
    rules = {
        one.field.removeprefix("rules."): one.value
        for text in (CALL_IT, CALL_EN)
        for one in read(text).proposals
        if one.field.startswith("rules.")
    }
    assert not Rules.model_validate(rules).unknown_names


ONE_SENTENCE: list[tuple[str, dict[str, Any]]] = [
    ("Il contributo massimo è di € 80mila.", {"rules.grant_max": 80_000, "grant_max_eur": Decimal(80_000)}),
    ("Il contributo massimo è di 80.000 €.", {"rules.grant_max": 80_000, "grant_max_eur": Decimal(80_000)}),
    ("Il contributo massimo è di 3,5 M€.", {"rules.grant_max": 3_500_000, "grant_max_eur": Decimal(3_500_000)}),
    ("Contributo fino a tre milioni di euro.", {"rules.grant_max": 3_000_000, "grant_max_eur": Decimal(3_000_000)}),
    ("The grant is up to EUR 3.5 million.", {"rules.grant_max": 3_500_000, "grant_max_eur": Decimal(3_500_000)}),
    ("The grant is at most €1,200,000.50.", {"rules.grant_max": "1200000.5", "grant_max_eur": Decimal("1200000.50")}),
    ("Le risorse complessive ammontano a 12 milioni di euro.", {"budget_eur": Decimal(12_000_000)}),
    ("The total budget is EUR 12 million.", {"budget_eur": Decimal(12_000_000)}),
    ("Le imprese con fatturato fino a 10 milioni di euro sono piccole.", {}),
    ("Gli aiuti de minimis non superano 300.000 euro in tre anni.", {"aid": "deminimis", "rules.deminimis_headroom": True}),
    ("Spesa massima ammissibile: 200.000 euro.", {"rules.cost_max": 200_000}),
    ("Il costo del progetto deve essere compreso tra 1 e 2,5 milioni di euro.", {"rules.budget_range": [1_000_000, 2_500_000]}),
    ("The project moves from TRL 4-7.", {"rules.trl": {"start": 4, "end": 7}}),
    ("Projects start at TRL 4-5 and achieve TRL 6-7 by the end.", {"rules.trl": {"start": 4, "end": 7}}),
    ("Activities start at TRL 5 and achieve TRL 7 by the end of the project.", {"rules.trl": {"start": 5, "end": 7}}),
    ("The grant is up to EUR 5 million per vessel.", {}),
    (
        "Il contributo è pari al 70% delle spese ammissibili per un massimo di 5.000,00 euro.",
        {"rules.intensity": {"any": 70}, "rules.grant_max": 5_000, "grant_max_eur": Decimal(5_000)},
    ),
    ("Le PMI sono quelle definite dal Reg. UE n. 651/2014.", {}),
    ("The TRL scale goes from TRL 1 to TRL 9.", {}),
    ("Almeno 10 partner compongono il partenariato.", {"rules.partners": {"min": 10}}),
    ("Il capofila deve essere una PMI.", {"rules.lead_kind": ["sme"]}),
    ("Il partenariato comprende almeno una PMI o una grande impresa.", {}),
    ("I partner devono essere autonomi tra loro.", {"rules.independent": True}),
    ("La procedura è a sportello.", {"procedure": "COUNTER"}),
    ("A two-stage submission procedure is used.", {"procedure": "TWO_STAGE"}),
    ("Sono escluse le imprese con codice ATECO 2007 92.00.", {}),
    ("Il contributo è pari al 50% delle spese ammissibili.", {"rules.intensity": {"any": 50}}),
    ("L'anticipo è pari al 40% del contributo sulle spese ammissibili.", {}),
    ("Non è richiesta una durata massima del progetto di 12 mesi.", {}),
    ("La durata del progetto non può superare 24 mesi.", {"rules.duration_max": 24}),
    ("The project must be completed within two years.", {"rules.duration_max": 24}),
    ("I progetti hanno sede operativa in Emilia-Romagna.",
     {"rules.seat_region": {"code": "ITH5", "when": "application", "who": "all"}}),
    ("", {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), ONE_SENTENCE, ids=[text[:40] for text, _wanted in ONE_SENTENCE])
def test_one_sentence_gives_its_rule(text: str, wanted: dict[str, Any]) -> None:
    assert {name: value for name, value in sure(text).items() if name != "title"} == wanted


def test_two_sentences_that_disagree_both_stand() -> None:
    text = "Il contributo massimo è di 100.000 euro.\nIl contributo non può superare 80.000 euro."
    assert [(one.value, one.sure, one.note) for one in read(text).of("rules.grant_max")] == [
        (100_000, False, "disagree"),
        (80_000, False, "disagree"),
    ]


def test_what_is_denied_or_excepted_is_not_sure() -> None:
    text = "Non è obbligatoria una durata massima del progetto di 24 mesi. Salvo che il bando disponga diversamente, TRL 4-6."
    assert [(one.field, one.note) for one in read(text).proposals if one.field.startswith("rules.")] == [
        ("rules.duration_max", "negated"),
        ("rules.trl", "exception"),
    ]


def test_the_language_is_told_by_small_words() -> None:
    assert (language_of(CALL_IT), language_of(CALL_EN)) == ("it", "en")


def test_clauses_know_where_a_place_stands() -> None:
    clauses = Clauses(CALL_IT, "it")
    assert clauses.at(0) is None
    found = clauses.at(CALL_IT.index("20.000.000"))
    assert found is not None
    assert (found.article, found.heading) == ("art. 1", "Dotazione finanziaria")


@given(
    st.text(
        alphabet=st.sampled_from("Art.1 €EUR 0123456789.,%milioni TRL-/ATECO\n\x00\u202e٣di a e partner almeno max")
    )
)
def test_no_text_makes_it_fail(text: str) -> None:
    for one in read(text).proposals:
        assert text[one.start : one.end] == one.sentence


@given(st.text())
def test_no_sign_makes_it_fail(text: str) -> None:
    read(text)


@settings(deadline=None, max_examples=12)
@given(
    st.sampled_from(
        ["dal 1 marzo ", "1.", "entro ", "EUR 1 ", "TRL 1", "almeno 3 ", "art. 1\n", "% ", "sede ", "\n", "- a\n", "a"]
    )
)
def test_time_grows_with_length_alone(piece: str) -> None:
    times = []
    for length in (20_000, 80_000):
        text = piece * (length // len(piece))
        begun = perf_counter()
        read(text, "it")
        times.append(perf_counter() - begun)
    assert times[1] < 10 * times[0] + 0.5


def test_a_hundred_real_topics_are_read_without_a_fault() -> None:
    path = DATA_DIR / "eu-calls-2026" / "topics-text-part1.jsonl"
    if not path.exists():
        pytest.skip("no topics of the EU portal under FILIERA_DATA")
    for line in path.read_text(encoding="utf-8").splitlines()[:25]:
        text = json.loads(line)["topicConditions"] or ""
        assert all(text[one.start : one.end] == one.sentence for one in read(text, "en").proposals)


def test_grant_per_project_is_no_cost_and_levels_may_be_said_from_to() -> None:
    text = "Il contributo massimo per progetto è di € 5.000.000,00. I progetti durano al massimo 30 mesi e hanno TRL da 4 a 7."
    found = {one.field: one.value for one in read_call(text, language="it", today=date(2026, 11, 30)).proposals}
    assert found["rules.grant_max"] == 5_000_000
    assert "rules.cost_max" not in found
    assert found["rules.trl"] == {"start": 4, "end": 7}


def test_papers_in_a_row_are_proposed_and_one_about_other_aid_says_nothing_of_the_call() -> None:
    text = (
        "Art. 6 Termini. Alla domanda devono essere allegati: il business plan, la dichiarazione de minimis, la lettera "
        "di intenti dei partner. I progetti devono concludersi entro 24 mesi dalla concessione."
    )
    found = {one.field: one for one in read_call(text, language="it", today=TODAY).proposals}
    assert found["rules.docs"].value == [
        "business plan",
        "dichiarazione de minimis",
        "lettera di intenti dei partner",
    ]
    assert not found["rules.docs"].sure
    assert "aid" not in found
    assert found["rules.duration_max"].article == "art. 6"


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Il costo del progetto non può essere inferiore a euro 800.000,00.", "rules.cost_min", 800_000),
        ("Il costo del progetto non può essere superiore a euro 800.000,00.", "rules.cost_max", 800_000),
        (
            "L'agevolazione è pari al 50% delle spese per le piccole imprese e al 40% per le medie imprese.",
            "rules.intensity",
            {"small": 50, "medium": 40},
        ),
    ],
)
def test_common_turns_of_italian_calls_are_read(text: str, field: str, value: Any) -> None:
    found = {one.field: one.value for one in read_call(text, language="it", today=TODAY).proposals}
    assert found[field] == value
