"""Incentives of incentivi.gov.it, from an invented CSV and an invented Solr answer in the original formats."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from filiera.funding.drafts import CallDraft
from filiera.funding.enums import CallLevel, Procedure, SourceStatus
from filiera.funding.importers.brought import Answer
from filiera.funding.importers.incentivi_words import ateco_codes, level_of, region_code, values_of
from filiera.funding.importers.reading import ImportRead, read_calls
from filiera.funding.logic.call import Rules

FIXTURES = Path(__file__).parent / "fixtures"
EXPORT = FIXTURES / "2026-6-4_opendata-export.csv"
TODAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def export() -> ImportRead:
    return read_calls(EXPORT, today=TODAY)


def solr(**fields: Any) -> tuple[CallDraft, dict[str, str]]:
    """Read the one document with other fields; give the draft and the codes of its faults with their values."""
    answer = json.loads((FIXTURES / "solr.json").read_text(encoding="utf-8"))
    answer["response"]["docs"][0] |= fields
    found = read_calls(Answer("solr.json", json.dumps(answer).encode()), today=TODAY)
    return found.drafts[0], {one.code: one.value for one in found.faults}


def rules(found: CallDraft) -> dict[str, tuple[Any, bool]]:
    return {rule.name: (rule.value, rule.sure) for rule in found.rules}


def test_the_export_is_read_by_its_header(export: ImportRead) -> None:
    voucher, guarantees, backwards = export.drafts
    assert (export.format, dict(export.counted)) == (
        "incentivi-csv",
        {"incentives": 6, "records": 6, "calls": 3, "left_out": 2},
    )
    assert (voucher.ref, voucher.title, voucher.language) == ("90001", "Voucher per campioni (esempio)", "it")
    assert voucher.text == 'Contributi "a sportello" per imprese.\nSeconda riga.'
    assert (voucher.level, voucher.procedure, guarantees.level) == (
        CallLevel.REGIONAL,
        Procedure.COUNTER,
        CallLevel.NATIONAL,
    )
    assert (voucher.budget_eur, voucher.grant_min_eur, voucher.grant_max_eur) == (
        Decimal("1500000.00"),
        None,
        Decimal("30000.50"),
    )
    assert voucher.sectors == ("Chimica e Farmaceutica", "Commercio", "Mobili, Legno e Carta")
    assert (voucher.retrieved_on, voucher.source_changed_on) == (date(2026, 6, 4), date(2026, 10, 1))
    assert voucher.also["legal_basis"] == "Legge regionale di esempio"
    assert voucher.licence.startswith("IODL 2.0")
    assert next(csv.reader(io.StringIO(voucher.raw)))[0] == "ID_Incentivo"
    assert backwards.ref == "90003"


def test_every_fault_of_the_export_is_told_with_its_line(export: ImportRead) -> None:
    assert [(one.code, one.at, one.field, one.value, one.is_fatal) for one in export.faults] == [
        ("twice", 4, "ID_Incentivo", "90001", False),
        ("no-id", 7, "ID_Incentivo", "Senza numero (esempio)", True),
        ("two-senses", 5, "Stanziamento_incentivo", "1,500", False),
        ("closes-before-opens", 6, "Data_apertura", "2026-05-01 > 2026-04-01", False),
        ("unknown-size", 6, "Dimensioni", "Nanoimpresa", False),
        ("unknown-kind", 6, "Tipologia_Soggetto", "Marziano", False),
        ("unknown-region", 6, "Regioni", "Atlantide", False),
        ("bad-amount", 6, "Spesa_Ammessa_min", "tanto", False),
        ("bad-date", 6, "Data_ultimo_aggiornamento", "ieri", False),
        ("no-title", 8, "Titolo", "90004", True),
    ]


def test_who_may_apply_becomes_rules_with_the_words_of_the_source(export: ImportRead) -> None:
    voucher, guarantees, _backwards = export.drafts
    assert rules(voucher) == {
        "size_in": (["micro", "small", "medium"], True),
        "kind_in": (["company"], True),
        "seat_region": ({"code": "ITC4"}, False),
        "ateco_in": (["2025:20.42", "2025:22.22"], True),
        "cost_min": ({"project": 10000}, True),
    }
    assert {rule.article for rule in voucher.rules} == {"Legge regionale di esempio"}
    assert voucher.rules[0].clause == "Dimensioni: Microimpresa; Piccola Impresa; Media Impresa"
    assert rules(guarantees) == {"kind_in": (["company", "professional"], True)}


@pytest.mark.parametrize("path", [EXPORT, FIXTURES / "solr.json"])
def test_rules_are_of_the_vocabulary(path: Path) -> None:
    for found in read_calls(path, today=TODAY).drafts:
        read = Rules.model_validate({rule.name: rule.value for rule in found.rules})
        assert read.unknown_names == []


def test_a_note_that_closes_earlier_is_stronger_than_the_date_and_both_are_kept(export: ImportRead) -> None:
    voucher = export.drafts[0]
    assert voucher.window.closes == datetime(2026, 12, 15, 16)
    assert voucher.window.until_spent
    assert (voucher.also["closes_field"], voucher.also["closes_note"]) == ("2026-12-31", "2026-12-15T16:00:00")


def test_a_note_that_says_closed_is_stronger_than_no_date(export: ImportRead) -> None:
    window = export.drafts[1].window
    assert (window.status, window.closes) == (SourceStatus.CLOSED, date(2026, 3, 12))


@pytest.mark.parametrize(
    ("field", "note", "closes"),
    [
        ("2026-12-31T00:00:00", None, date(2026, 12, 31)),
        (None, "Domande fino alle ore 12.00 del 10 dicembre 2026.", datetime(2026, 12, 10, 12)),
        ("2026-12-10", "Domande fino alle ore 12.00 del 10 dicembre 2026.", datetime(2026, 12, 10, 12)),
        ("2026-12-01", "Domande fino alle ore 12.00 del 10 dicembre 2026.", date(2026, 12, 1)),
        (None, None, None),
    ],
)
def test_of_two_ends_the_earlier_stands(field: str | None, note: str | None, closes: Any) -> None:
    found, faults = solr(zs_field_close_date=field, zs_field_close_date_descriptor=note)
    assert (found.window.closes, faults) == (closes, {})


def test_of_windows_that_come_back_every_year_the_next_is_given() -> None:
    found, _faults = solr()
    assert (found.window.opens, found.window.closes) == (date(2027, 1, 1), date(2027, 9, 30))
    assert found.also["recurring"].startswith("Si può presentare domanda dal 1 gennaio")


def test_a_measure_that_is_always_open_is_continuous() -> None:
    found, _faults = solr(
        zs_field_close_date=None, zs_field_close_date_descriptor="Sempre aperto, fino a esaurimento dei fondi."
    )
    assert (found.procedure, found.window.closes, found.window.until_spent) == (Procedure.CONTINUOUS, None, True)


def test_a_document_of_solr_is_read() -> None:
    found, _faults = solr()
    assert (found.ref, found.procedure, found.source_changed_on) == ("91001", Procedure.RANKING, date(2026, 2, 25))
    assert rules(found) == {
        "size_in": (["micro"], True),
        "kind_in": (["research", "university"], True),
        "seat_region": ({"code": "ITH1"}, False),
        "ateco_in": (["72.00", "72.10"], False),
        "cost_min": ({"project": 1000}, True),
        "cost_max": ({"project": "70047.34"}, False),
    }
    assert found.url == "https://www.incentivi.gov.it/it/catalogo/esempio"


def test_the_later_update_of_the_same_id_is_kept_in_whichever_order() -> None:
    rows = list(csv.DictReader(io.StringIO(EXPORT.read_text(encoding="utf-8-sig"))))[:2]
    titles = []
    for order in (rows, rows[::-1]):
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(order)
        found = read_calls(Answer("export", out.getvalue().encode()), today=TODAY)
        titles += [one.title for one in found.drafts]
        assert [one.code for one in found.faults] == ["twice"]
    assert titles == ["Voucher per campioni (esempio)"] * 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("47.00; 47.10; 47.11;", (("47.00", "47.10", "47.11"), False)),
        ("ATECO 2025: 10.51, 10", (("2025:10.51", "2025:10"), True)),
        ("Codici ATECO 2007 - C; 20.4", (("2007:C", "2007:20.4"), True)),
        ("Tutti i settori economici ammissibili a ricevere aiuti;", ((), False)),
        ("Tutti esclusi 01.11; 02.10", ((), False)),
        ("", ((), False)),
    ],
)
def test_only_a_list_of_codes_is_one(text: str, expected: tuple[tuple[str, ...], bool]) -> None:
    assert ateco_codes(text) == expected


@pytest.mark.parametrize(
    ("names", "granted_by", "code"),
    [
        (("Lombardia",), "", "ITC4"),
        (("Valle d’Aosta/Vallée d'Aoste",), "", "ITC2"),
        (("Friuli Venezia Giulia",), "", "ITH4"),
        (("Trentino-Alto Adige/Südtirol",), "Provincia autonoma di Trento", "ITH2"),
        (("Trentino-Alto Adige/Südtirol",), "Ministero", ""),
        (("Lombardia", "Lombardia"), "", "ITC4"),
        (("Lombardia", "Veneto"), "", ""),
        ((), "", ""),
    ],
)
def test_one_region_has_one_code(names: tuple[str, ...], granted_by: str, code: str) -> None:
    assert region_code(names, granted_by) == code


@pytest.mark.parametrize(
    ("authority", "level"),
    [
        ("Regione Lombardia", CallLevel.REGIONAL),
        ("Provincia Autonoma di Bolzano", CallLevel.REGIONAL),
        ("Camera di Commercio di Cremona", CallLevel.LOCAL),
        ("COMUNE DI CREMA", CallLevel.LOCAL),
        ("Ministero delle Imprese e del Made in Italy", CallLevel.NATIONAL),
        ("INVITALIA", CallLevel.NATIONAL),
        ("Fondazione di esempio", CallLevel.OTHER),
    ],
)
def test_the_level_is_the_authority_s(authority: str, level: CallLevel) -> None:
    assert level_of(authority) == level


@pytest.mark.parametrize(
    ("written", "values"),
    [
        (["Lazio", "Lazio", None], ("Lazio",)),
        ('["Lazio", "Marche"]', ("Lazio", "Marche")),
        ("Lazio|Marche", ("Lazio", "Marche")),
        ("Lazio, Marche", ("Lazio", "Marche")),
        ("Agricoltura, silvicoltura e pesca, ICT", ("Agricoltura, silvicoltura e pesca", "ICT")),
        (None, ()),
        ({"a": 1}, ()),
    ],
)
def test_several_values_are_parted_however_they_are_written(written: Any, values: tuple[str, ...]) -> None:
    assert values_of(written) == values
