"""Turns of phrase of calls as regions, ministries, chambers and programmes write them, and the layouts that they choose."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from filiera.funding.reading.states import published_on
from filiera.funding.reading.texts import CallReading, read_call

TODAY = date(2026, 12, 1)


def read(text: str) -> CallReading:
    """Read a text on our day."""
    return read_call(text, language=None, today=TODAY)


def values(text: str, *fields: str) -> list[Any]:
    """Give the values of some fields, in the order of the text."""
    return [one.value for one in read(text).proposals if one.field in fields]


PURSES = [
    ("Le risorse messe a disposizione dal presente avviso ammontano ad euro 3.000.000,00.", [3_000_000]),
    ("Per l'attuazione sono stanziati complessivamente euro 900.000,00.", [900_000]),
    ("La Giunta ha destinato euro 120mila al sostegno delle botteghe.", [120_000]),
    ("Dotazione di 4 milioni di euro, ripartiti in 3 milioni di euro per la linea A e il resto per la B.", [4_000_000]),
    ("EUR 5 million has been earmarked for the call.", [5_000_000]),
    ("Lo scorso anno la dotazione è stata di 700.000 euro.", []),
    ("Risorse\n€ 2.000.000,00\n", [2_000_000]),
    ("Art. 2 - Dotazione\nLa dotazione è di 5 milioni di euro.\n2 milioni di euro per i servizi.\n", [5_000_000]),
]


@pytest.mark.parametrize(("text", "wanted"), PURSES, ids=[text[:40] for text, _wanted in PURSES])
def test_the_purse_of_the_call(text: str, wanted: list[int]) -> None:
    assert values(text, "budget_eur") == wanted


SUMS: list[tuple[str, dict[str, Any]]] = [
    ("Le spese non sono inferiori a € 30.000,00 e non superiori a € 500.000,00.",
     {"rules.cost_min": 30_000, "rules.cost_max": 500_000}),
    ("Il costo del progetto non può essere inferiore a euro 30.000 né superiore a euro 500.000.",
     {"rules.cost_min": 30_000, "rules.cost_max": 500_000}),
    ("Il contributo è compreso tra un minimo di euro 50.000,00 e un massimo di euro 200.000,00.",
     {"rules.grant_range": [50_000, 200_000]}),
    ("Il contributo non potrà in nessun caso superare i 45.000 euro.", {"rules.grant_max": 45_000}),
    ("L'importo massimo concedibile è pari a € 25.000,00.", {"rules.grant_max": 25_000}),
    ("Contributo massimo\n€ 90.000\n", {"rules.grant_max": 90_000}),
    ("We fund up to 70% of total costs, with a ceiling of €150,000 per project.", {"rules.grant_max": 150_000}),
    ("È riconosciuta una quota fissa fino a 30.000 euro.", {"rules.fixed_grant_max": 30_000}),
    ("Il contributo, in de minimis (300.000 euro in tre anni), va fino a un massimo di 30.000 euro.",
     {"rules.grant_max": 30_000}),
    ("Nel partenariato il contributo concesso a ciascuna impresa non supera 80.000 euro.",
     {"rules.grant_max": {"partner": 80_000}}),
    ("Il contributo non può superare 8.000 euro per ciascuna impresa.", {"rules.grant_max": 8_000}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), SUMS, ids=[text[:40] for text, _wanted in SUMS])
def test_costs_and_grants(text: str, wanted: dict[str, Any]) -> None:
    found = {
        one.field: one.value
        for one in read(text).proposals
        if one.field.startswith(("rules.cost", "rules.grant", "rules.fixed"))
    }
    assert found == wanted


RATES: list[tuple[str, list[dict[str, int]]]] = [
    ("Contributo:\n- piccole imprese: 60 %\n- medie imprese: 50 %\n- grandi imprese: 40 %\n",
     [{"small": 60, "medium": 50, "large": 40}]),
    ("Intensità di aiuto\nDimensione Percentuale\nPiccola 45%\nMedia 35%\n", [{"small": 45, "medium": 35}]),
    ("L'aiuto è del 45% per micro e piccole imprese, 35% per medie imprese, calcolato sulle spese ammissibili.",
     [{"micro": 45, "small": 45, "medium": 35}]),
    ("Ricerca industriale: aiuto del 50% dei costi.\nSviluppo sperimentale: aiuto del 25% dei costi.\n",
     [{"industrial_research": 50, "experimental_development": 25}]),
    ("Small companies receive up to 60 % of eligible costs and large companies up to 40 %.", [{"small": 60, "large": 40}]),
    ("Il voucher copre il 75% del costo del servizio.", [{"any": 75}]),
    ("Il contributo copre il 60% dei costi; l'anticipo è del 40% del contributo.", [{"any": 60}]),
    ("Per le nuove imprese la percentuale di contributo sulle spese è elevata al 60%.", []),
    ("Il 30% dei costi resta a carico del beneficiario del contributo.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), RATES, ids=[text[:40] for text, _wanted in RATES])
def test_rates_of_sentences_and_tables(text: str, wanted: list[dict[str, int]]) -> None:
    assert values(text, "rules.intensity") == wanted


MONTHS = [
    ("La durata dei progetti è non inferiore a diciotto mesi e non superiore a trentasei mesi.", [36]),
    ("La durata massima del progetto è di 18 mesi, prorogabile di 3 mesi su istanza motivata.", [18]),
    ("Durata. Gli interventi finiscono al massimo dieci mesi dopo la concessione.", [10]),
    ("Il mutuo ha una durata massima di quindici anni.", []),
    ("La rendicontazione del progetto si conclude entro 2 mesi.", []),
    ("Projects last 9 months at most.", [9]),
]


@pytest.mark.parametrize(("text", "wanted"), MONTHS, ids=[text[:40] for text, _wanted in MONTHS])
def test_how_long_a_project_lasts(text: str, wanted: list[int]) -> None:
    assert values(text, "rules.duration_max") == wanted


WHO: list[tuple[str, str, list[Any]]] = [
    ("Possono presentare domanda le micro, piccole e medie imprese.", "rules.size_in", [["micro", "small", "medium"]]),
    ("Possono presentare domanda PMI e grandi imprese.", "rules.size_in", []),
    ("Sono destinatarie startup e microimprese.", "rules.size_in", []),
    ("Sono ammesse esclusivamente le PMI.", "rules.size_in", [["micro", "small", "medium"]]),
    ("Il raggruppamento è composto da almeno 3 e non più di 7 partner.", "rules.partners", [{"min": 3, "max": 7}]),
    ("Le aggregazioni hanno un numero di imprese compreso tra 2 e 5.", "rules.partners", [{"min": 2, "max": 5}]),
    ("Number of partners\nMinimum three and maximum six.\n", "rules.partners", [{"min": 3, "max": 6}]),
    ("Single applicants only.\nWho can apply: one firm.", "rules.partners", []),
    ("Domande in forma singola o in partenariato di massimo 4 partner.", "rules.partners", [{"max": 4}]),
    ("Il partenariato ha almeno una PMI e almeno un'università.", "rules.min_by_kind", [{"sme": 1, "research": 1}]),
    ("Entities come from at least two Eurostars countries.", "rules.min_countries", [{"n": 2, "of": "EUROSTARS"}]),
    ("No single participant or country bears more than 70% of the cost.", "rules.share_max", [{"entity": 70, "country": 70}]),
    ("No partner may receive more than 60% of the grant.", "rules.share_max", []),
    ("The budget of the SMEs is 50% or more of the total cost.", "rules.share_min", [{"sme": 50}]),
    ("The consortium must be led by an innovative SME.", "rules.lead_kind", [["innovative_sme"]]),
    ("In caso di ATS è individuato un soggetto capofila.", "rules.lead_required", []),
    ("Il partenariato individua un capofila.", "rules.lead_required", [True]),
    ("Chi chiede è in possesso della certificazione UNI EN ISO 9001.", "rules.certificates", [["ISO 9001"]]),
    ("Due punti a chi è in possesso della certificazione ISO 9001.", "rules.certificates", []),
    ("Reti di imprese con personalità giuridica.", "rules.legal_personality", []),
    ("Regione Umbria\nLe imprese hanno una sede operativa sul territorio regionale.", "rules.seat_region",
     [{"code": "ITI2", "when": "application", "who": "all"}]),
    ("Codici ATECO ammessi: C 20.4, C 21, J 62.01.", "rules.ateco_in", [["20.4", "21", "62.01"]]),
    ("Type of action: LIFE Project Grants (LIFE-PJG)", "types_of_action", [("LIFE-PJG",)]),
    ("Il progetto ha TRL iniziale pari a 3 e finale pari a 6.", "rules.trl", [{"start": 3, "end": 6}]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "field", "wanted"), WHO, ids=[text[:40] for text, _field, _wanted in WHO])
def test_who_applies_and_with_what(text: str, field: str, wanted: list[Any]) -> None:
    assert values(text, field) == wanted


PAPERS = [
    ("La domanda è corredata di: a) scheda tecnica; b) bilanci degli ultimi due esercizi.",
     ["scheda tecnica", "bilanci degli ultimi due esercizi"]),
    ("Alla domanda si allegano la relazione tecnica, i bilanci e i curricula.", ["relazione tecnica", "bilanci", "curricula"]),
    ("6. Allegati. Scheda progettuale, piano finanziario, dichiarazioni antimafia.",
     ["Scheda progettuale", "piano finanziario", "dichiarazioni antimafia"]),
    ("Alla rendicontazione sono allegati: fatture; quietanze.", []),
    ("Reference documents: 1. Work Programme; 2. Regulation 2021/695.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), PAPERS, ids=[text[:40] for text, _wanted in PAPERS])
def test_papers_to_hand_in(text: str, wanted: list[str]) -> None:
    assert [paper for papers in values(text, "rules.docs") for paper in papers] == wanted


WINDOWS = [
    ("La trasmissione è consentita dalle ore 10.00 del 15 febbraio 2027 alle ore 13.00 del 31 marzo 2027.",
     datetime(2027, 2, 15, 10), datetime(2027, 3, 31, 13)),
    ("I progetti devono essere inviati entro le ore 17.00 del 22 aprile 2027.", None, datetime(2027, 4, 22, 17)),
    ("The call opens on 5 July 2027 and closes on 9 September 2027.", date(2027, 7, 5), date(2027, 9, 9)),
    ("Submission window: 1 February 2027 to 31 March 2027.", date(2027, 2, 1), date(2027, 3, 31)),
    ("La rendicontazione è trasmessa entro il 31 dicembre 2029.", None, None),
    ("Le richieste di chiarimento sono inviate entro il 15 aprile 2027.", None, None),
    ("Scadenza\n30/04/2027 ore 12:00\n", None, datetime(2027, 4, 30, 12)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "opens", "closes"), WINDOWS, ids=[one[0][:40] for one in WINDOWS])
def test_windows_in_other_words(text: str, opens: date | None, closes: date | None) -> None:
    found = {one.field: one.value for one in read(text).proposals if one.field.startswith("window.")}
    assert (found.get("window.opens"), found.get("window.closes")) == (opens, closes)


def test_days_are_counted_from_the_bulletin_that_the_text_names_and_a_person_looks() -> None:
    text = (
        "Bollettino Ufficiale n. 9 del 4 marzo 2027\nLe domande devono pervenire entro le ore 12.00 del sessantesimo giorno "
        "successivo alla pubblicazione sul Bollettino Ufficiale."
    )
    closes = read(text).of("window.closes")
    assert [(one.value, one.sure, one.note) for one in closes] == [(datetime(2027, 5, 3, 12), False, "computed")]
    assert read(text.split("\n")[1]).of("window.closes") == ()


def test_a_weekend_gives_way_to_monday_where_the_text_says_so() -> None:
    text = "BURL n. 9 del 5 marzo 2027\nLe domande si presentano entro il trentesimo giorno dalla pubblicazione."
    shifted = f"{text} Se festivo, vale il primo giorno lavorativo seguente per la presentazione delle domande."
    assert [one.value for one in read(text).of("window.closes")] == [date(2027, 4, 4)]
    assert [one.value for one in read(shifted).of("window.closes")] == [date(2027, 4, 5)]


def test_two_bulletins_leave_the_publication_open() -> None:
    assert published_on("BURL n. 1 del 4 marzo 2027 e BURL n. 2 del 9 marzo 2027", around=TODAY) is None


def test_several_dates_share_the_hour_after_the_last() -> None:
    found = read("Cut-off dates are 10 March 2027 and 6 October 2027, at 17:00.").of("window.cutoffs")
    assert [one.value for one in found] == [(datetime(2027, 3, 10, 17), datetime(2027, 10, 6, 17))]


def test_small_firms_alone_are_not_proposed_where_rates_name_large_ones() -> None:
    text = "Possono accedere le PMI.\nContributo:\n- piccole imprese: 60 %\n- grandi imprese: 40 %\n"
    assert values(text, "rules.size_in") == []


def test_a_title_belongs_to_its_article_and_says_what_follows() -> None:
    found = read("ARTICOLO 2\nRISORSE\n1. Sono 3.000.000 di euro.\n").of("budget_eur")
    assert [(one.value, one.article) for one in found] == [(3_000_000, "art. 2, comma 1")]


LATER: list[tuple[str, str, list[Any]]] = [
    ("Partners come from a minimum of three Member States or Associated Countries.", "rules.min_countries",
     [{"n": 3, "of": "MS_AC"}]),
    ("The consortium has applicants from 5 different regions.", "rules.min_regions", [{"n": 5}]),
    ("By 2030 at least fifteen regions use it.", "rules.min_regions", []),
    ("Of the partners, at least one must sit in a less developed or outermost region.", "rules.must_include_region_kind",
     [{"any": ["less_developed", "outermost"], "n": 1}]),
    ("È ammessa una sola istanza per impresa.", "rules.one_application_per_entity", [{"who": "company"}]),
    ("Il raggruppamento deve comprendere un organismo di ricerca e due imprese.", "rules.min_by_kind",
     [{"research": 1, "company": 2}]),
    ("At least one partner must be an SME.", "rules.min_by_kind", [{"sme": 1}]),
    ("At least one partner must be an SME.", "rules.partners", []),
    ("Nell'intera durata del programma ogni PMI può ottenere al massimo 60.000 euro.", "rules.per_sme_total_max", [60_000]),
    ("Domande in tre sessioni, con date limite 31 marzo 2027 e 30 giugno 2027.", "window.cutoffs",
     [(date(2027, 3, 31), date(2027, 6, 30))]),
    ("Le domande sono trasmesse tra il 1° e il 31 marzo 2027.", "window.closes", [date(2027, 3, 31)]),
    ("L'intensità dell'aiuto è del 50% per la ricerca industriale, maggiorata di 10 punti per le medie imprese.",
     "rules.intensity", [{"industrial_research": 50}]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "field", "wanted"), LATER, ids=[f"{one[1]} {one[0][:30]}" for one in LATER])
def test_rules_in_other_words(text: str, field: str, wanted: list[Any]) -> None:
    assert values(text, field) == wanted


def test_a_sentence_under_a_title_is_no_value_of_it() -> None:
    assert values("Bando letto (esempio)\nI progetti devono concludersi entro 24 mesi.", "rules.duration_max") == [24]
