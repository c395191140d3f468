"""The evidence sheet as CSV and XLSX, and the template that the office fills in."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from factories import OrganisationFactory
from factories.importer_world import bring, counts, table
from filiera.competence.importers.problems import Problem
from filiera.competence.importers.sheet import read_row
from filiera.competence.importers.sheet_template import SHOWN, evidence_template
from filiera.competence.models import Claim, Evidence
from filiera.competence.operations.imports import ImportRefused
from filiera.competence.operations.map import update_map
from filiera.competence.queries.imports import batch_report
from filiera.registry.models import Identifier, ImportRow
from filiera.registry.sheets.evidence_headings import evidence_column
from filiera.registry.sheets.other_sheets import looks_like_evidence, looks_like_organisations
from tests_clock import TODAY

pytestmark = pytest.mark.django_db

ROW = {"id": "e1", "organisation_id": "rossi", "kind": "certificate", "title_it": "Certificato", "title_en": "",
       "text_it": "Testo",
       "date": "2025-03", "valid_until": "2028", "source_name": "Registro"}  # fmt: skip


def workbook(path: Path, *rows: list[Any]) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_csv_and_xlsx_are_the_same_evidence(tmp_path: Path) -> None:
    rossi = OrganisationFactory(name="Rossi", code="rossi")
    csv = tmp_path / "prove.csv"
    csv.write_bytes(table([ROW]))
    assert counts(bring("EVIDENCE", csv)) == (1, 0, 0, 0)
    xlsx = workbook(tmp_path / "prove.xlsx", ["Prove del 2025"], [], list(ROW), list(ROW.values()))
    assert counts(bring("EVIDENCE", xlsx)) == (0, 0, 1, 0)
    evidence = Evidence.objects.get(uid="sheet:e1")
    assert (evidence.title_it, str(evidence.on), str(evidence.valid_until_on)) == (
        "Certificato",
        "2025-03-01",
        "2028-12-31",
    )
    assert evidence.links.get().organisation == rossi


def test_italian_header_and_words_are_understood(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "prove.xlsx",
        ["Codice", "Nome organizzazione", "Partita IVA", "Tipo", "Titolo", "Data", "Fonte"],
        [7.0, "Rossi", "01234560199", "Brevetto", "Emulsione", 2024, "Ufficio brevetti"],
    )
    holder = OrganisationFactory(name="Altro nome")
    Identifier.objects.create(organisation=holder, scheme="VAT", value="IT01234560199")
    assert counts(bring("EVIDENCE", path)) == (1, 0, 0, 0)
    evidence = Evidence.objects.get(uid="sheet:7")
    assert (evidence.kind, evidence.on_precision, evidence.links.get().organisation) == ("PATENT", "Y", holder)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "stone"}, "unknown-kind"),
        ({"id": ""}, "missing"),
        ({"title_it": ""}, "no-title"),
        ({"source_name": ""}, "no-source"),
        ({"organisation_id": ""}, "no-organisation"),
        ({"certainty": "perhaps"}, "unknown-certainty"),
        ({"date": "yesterday"}, "bad-date"),
        ({"date": "2024-02-31"}, "no-such-day"),
        ({"date": "2024-06", "valid_until": "2020"}, "ends-before"),
        ({"date": "2024-06", "ended": "2023-12-31"}, "ends-before"),
        ({"organisation_id": "99999019996"}, "wrong-vat"),
        ({"organisation_id": "IT 99999019996"}, "wrong-vat"),
    ],
)
def test_bad_row_stays_out_and_says_why(tmp_path: Path, change: dict[str, str], code: str) -> None:
    path = tmp_path / "prove.csv"
    path.write_bytes(table([ROW | change, ROW | {"id": "e2"}]))
    batch = bring("EVIDENCE", path)
    assert counts(batch) == (1, 0, 0, 1)
    [row] = batch.rows.filter(fate=ImportRow.Fate.ERROR)
    assert (row.errors[0]["code"], row.errors[0]["line"]) == (code, 2)


def test_rejected_rows_are_the_same_number_in_all_and_by_file(tmp_path: Path) -> None:
    folder = tmp_path / "prove"
    folder.mkdir()
    (folder / "prima.csv").write_bytes(table([ROW | {"kind": "stone"}, ROW | {"id": "e2"}, ROW | {"id": ""}]))
    (folder / "seconda.csv").write_bytes(table([ROW | {"id": "e3"}]) + b'"e4";"rossi"\r\n')
    report = batch_report(bring("EVIDENCE", folder))
    assert report.counts["rejected"] == 3
    assert [(one.name, one.rejected) for one in report.files] == [("prima.csv", 2), ("seconda.csv", 1)]


TWICE = ("Codice", "Nome organizzazione", "Tipo", "Titolo", "Fonte", "Visibilità", "Visibile a", "source_url", "URL")


def sheet_of(folder: Path, ending: str, head: tuple[str, ...], *rows: tuple[str, ...]) -> Path:
    path = folder / f"prove{ending}"
    if ending == ".xlsx":
        return workbook(path, head, *rows)
    path.write_text("\n".join(";".join(row) for row in (head, *rows)) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_empty_column_takes_nothing_from_its_twin(tmp_path: Path, ending: str) -> None:
    first = ("e1", "Rossi", "prodotto", "Crema", "Catalogo", "ufficio", "", "https://a.example/1", "")
    second = ("e2", "Rossi", "prodotto", "Siero", "Catalogo", "", "soci", "", "https://a.example/2")
    third = ("e3", "Rossi", "prodotto", "Olio", "Catalogo", "ufficio", "OFFICE", "", "")
    assert counts(bring("EVIDENCE", sheet_of(tmp_path, ending, TWICE, first, second, third))) == (3, 0, 0, 0)
    assert list(Evidence.objects.order_by("uid").values_list("visibility", "url")) == [
        ("OFFICE", "https://a.example/1"),
        ("MEMBERS", "https://a.example/2"),
        ("OFFICE", ""),
    ]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_columns_of_one_field_that_differ_reject_their_row_alone(tmp_path: Path, ending: str) -> None:
    first = ("e1", "Rossi", "prodotto", "Crema", "Catalogo", "ufficio", "pubblico", "", "")
    second = ("e2", "Rossi", "prodotto", "Siero", "Catalogo", "", "soci", "", "")
    batch = bring("EVIDENCE", sheet_of(tmp_path, ending, TWICE, first, second))
    assert (counts(batch), Evidence.objects.get().uid) == ((1, 0, 0, 1), "sheet:e2")
    [row] = batch.rows.filter(fate=ImportRow.Fate.ERROR)
    assert row.errors == [
        {"code": "columns-differ", "file": f"prove{ending}", "line": 2, "column": "visibility",
         "value": "Visibilità: ufficio / Visibile a: pubblico"}
    ]  # fmt: skip


def test_columns_that_are_not_read_may_differ(tmp_path: Path) -> None:
    head = ("id", "kind", "organisation_id", "title_it", "source_name", "note", "note", "competences", "competenze")
    row = ("e1", "product", "rossi", "Crema", "Catalogo", "uno", "due", "tre", "quattro")
    assert counts(bring("EVIDENCE", sheet_of(tmp_path, ".csv", head, row))) == (1, 0, 0, 0)


def test_id_that_stands_twice_is_rejected_the_second_time(tmp_path: Path) -> None:
    path = tmp_path / "prove.csv"
    path.write_bytes(table([ROW, ROW]))
    assert counts(bring("EVIDENCE", path)) == (1, 0, 0, 1)


def test_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "prove.csv"
    path.write_bytes(table([{name: value for name, value in ROW.items() if name != "source_name"}]))
    [row] = bring("EVIDENCE", path).rows.all()
    assert (row.errors[0]["code"], row.errors[0]["column"]) == ("missing-column", "source_name")


def test_workbook_of_members_is_refused_and_the_template_is_not(tmp_path: Path) -> None:
    members = workbook(
        tmp_path / "soci.xlsx", ["Soci"], ["Ragione sociale", "Comune", "Tipo"], ["Alba", "Crema", "PMI"]
    )
    with pytest.raises(ImportRefused) as caught:
        bring("EVIDENCE", members)
    assert (caught.value.code, caught.value.value) == ("members-sheet", "soci.xlsx")
    bare = workbook(tmp_path / "vuoto.xlsx", ["a", "b"], ["1", "2"])
    [row] = bring("EVIDENCE", bare).rows.all()
    assert row.errors[0]["code"] == "missing-column"


def test_example_of_the_template_is_in_words_that_are_understood() -> None:
    with override("it"):
        book = load_workbook(io.BytesIO(evidence_template()))
    rows = book.worksheets[0].iter_rows(values_only=True)
    example = dict(zip(map(evidence_column, next(rows)), next(rows), strict=True))
    assert (example["kind"], example["certainty"], example["visibility"]) == ("certificato", "visto", "pubblico")
    plain = {str(name): str(value or "") for name, value in example.items()}
    assert read_row(plain, 2, set(), is_example=False, prefix="sheet").problems == ()


@pytest.mark.parametrize("lang", ["it", "en"])
def test_template_comes_back_without_its_example(tmp_path: Path, lang: str) -> None:
    with override(lang):
        content = evidence_template()
    book = load_workbook(io.BytesIO(content))
    heads = [cell.value for cell in book.worksheets[0][1]]
    assert (heads[4], [evidence_column(head) for head in heads]) == (
        {"it": "Titolo (it)", "en": "Title (it)"}[lang],
        list(SHOWN),
    )
    assert (looks_like_organisations(heads), looks_like_evidence(heads)) == (False, True)
    assert book.worksheets[1].max_row == len(SHOWN) + 1
    filled = {**ROW, "organisation_name": "Rossi"}
    book.worksheets[0].append([filled.get(name, "") for name in SHOWN])
    path = tmp_path / "template.xlsx"
    book.save(path)
    assert counts(bring("EVIDENCE", path)) == (1, 0, 0, 0)


def test_every_problem_has_words_and_a_remedy() -> None:
    from filiera.competence.importers.problems import _messages

    with override("en"):
        assert all(
            Problem(code).message and Problem(code).message != code and Problem(code).remedy for code in _messages()
        )


def test_partner_and_funder_of_anothers_project_have_a_tie_and_prove_nothing(tmp_path: Path) -> None:
    OrganisationFactory(name="Rossi", code="rossi")
    OrganisationFactory(name="Regione", code="regione", kind="PUBLIC_BODY")
    OrganisationFactory(name="Verdi", code="verdi")
    path = tmp_path / "prove.csv"
    path.write_bytes(
        table(
            [
                ROW
                | {"kind": "project", "text_it": "Challenge test di creme.", "partners": "verdi", "funders": "regione"}
            ]
        )
    )
    assert counts(bring("EVIDENCE", path)) == (1, 0, 0, 0)
    links = Evidence.objects.get(uid="sheet:e1").links
    assert dict(links.values_list("organisation__code", "role")) == {
        "rossi": "HOLDER",
        "verdi": "PARTNER",
        "regione": "FUNDER",
    }
    update_map(today=TODAY)
    read = Claim.objects.filter(seen_by="PUBLIC").values_list("organisation__code", flat=True)
    assert set(read) == {"rossi"}
