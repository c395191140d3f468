"""The errors of a sheet: all that is wrong with a row, with its columns by their names in the reader's language."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from django.utils.translation import override

from factories.importer_world import bring, counts
from filiera.competence.exports_imports import rejected_csv
from filiera.competence.importers.sheet_columns import column_words
from filiera.competence.importers.sheet_template import SHOWN
from filiera.competence.queries.imports import batch_page, batch_report
from filiera.registry.sheets.evidence_headings import evidence_column

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db

BAD = ("e1", "", "pietra", "", "ieri", "Registro")
FINE = ("e2", "rossi", "prodotto", "Crema", "2025", "Registro")
ENGLISH = ("id", "organisation_id", "kind", "title_it", "date", "source_name")
OWN = ("Codice", "Organizzazione", "Tipo", "Titolo", "Data", "Fonte")


def sheet(folder: Path, *rows: tuple[str, ...]) -> Path:
    path = folder / "prove.csv"
    path.write_text("\n".join(";".join(row) for row in rows) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("lang", "head", "columns"),
    [
        ("it", ENGLISH, ["Codice soggetto («organisation_id»)", "Titolo (it) («title_it»)",
                         "Tipo di prova («kind»)", "Data («date»)"]),
        ("it", OWN, ["Codice soggetto («Organizzazione»)", "Titolo (it) («Titolo»)", "Tipo di prova («Tipo»)", "Data"]),
        ("en", ENGLISH, ["Organisation id", "Title (it)", "Kind", "Date"]),
        ("en", OWN, ["Organisation id («Organizzazione»)", "Title (it) («Titolo»)", "Kind («Tipo»)", "Date («Data»)"]),
    ],
)  # fmt: skip
def test_every_error_of_a_row_is_told_with_its_column_in_the_readers_language(
    tmp_path: Path, lang: str, head: tuple[str, ...], columns: list[str]
) -> None:
    batch = bring("EVIDENCE", sheet(tmp_path, head, BAD, FINE))
    with override(lang):
        page, table = batch_page(batch), rejected_csv(batch).decode("utf-8-sig")
    assert counts(batch) == (1, 0, 0, 1)
    assert [one.where.split(", ", 2)[2] for one in page.rejected] == columns
    assert [one.value for one in page.rejected] == ["", "", "pietra", "ieri"]
    assert [(one.code, one.number, len(one.examples)) for one in page.report.reasons] == [
        (code, 1, 1) for code in ("bad-date", "no-organisation", "no-title", "unknown-kind")
    ]
    assert [row[2] for row in csv.reader(io.StringIO(table), delimiter=";")][1:] == columns


def test_columns_that_differ_do_not_hide_what_else_is_wrong(tmp_path: Path) -> None:
    head, row = (*OWN, "Visibilità", "Visibile a"), (*BAD, "ufficio", "soci")
    batch = bring("EVIDENCE", sheet(tmp_path, head, row))
    codes = [error["code"] for error in batch.rows.get().errors]
    assert codes == ["columns-differ", "no-organisation", "no-title", "unknown-kind", "bad-date"]
    assert counts(batch) == (0, 0, 0, 1)


def test_missing_column_is_named_in_the_readers_language(tmp_path: Path) -> None:
    batch = bring("EVIDENCE", sheet(tmp_path, ENGLISH[:-1], FINE[:-1]))
    said = []
    for lang in ("it", "en"):
        with override(lang):
            said.append(batch_report(batch).reasons[0].examples)
    assert said == [("prove.csv, riga 1, Nome fonte",), ("prove.csv, line 1, Source name",)]


@pytest.mark.parametrize("lang", ["it", "en"])
def test_every_column_has_a_name_by_which_a_sheet_is_understood(lang: str) -> None:
    with override(lang):
        assert [evidence_column(column_words(name)) for name in SHOWN] == list(SHOWN)


def test_columns_of_open_data_keep_their_names(tmp_path: Path) -> None:
    path = tmp_path / "projects.csv"
    path.write_text("id;acronym;title;startDate;endDate;objective\nx;A;B;2024-01-01;;C\n", encoding="utf-8")
    batch = bring("CORDIS", path)
    assert batch_page(batch).rejected[0].where.endswith(", id")
