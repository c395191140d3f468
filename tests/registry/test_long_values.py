"""A huge cell is shown cut, with its length, wherever it is shown; files that are taken away keep it whole."""

from __future__ import annotations

import io
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from openpyxl import load_workbook

from factories import OrganisationFactory, SourceFactory, UserFactory
from factories.sheets import sheet_of, tried
from filiera.common.in_words import shortened
from filiera.competence.exports_imports import rejected_csv
from filiera.competence.queries.imports import batch_page
from filiera.registry.models import Fact, ImportBatch, ImportRow

pytestmark = pytest.mark.django_db

HUGE = "x" * 45_120
CUT = {"it": f"{'x' * 200}… (45.120 caratteri)", "en": f"{'x' * 200}… (45,120 characters)"}


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(UserFactory(role="OFFICE"))
    return client


def test_short_value_is_shown_whole() -> None:
    assert shortened("x" * 200) == "x" * 200


@pytest.mark.parametrize("lang", ["it", "en"])
@pytest.mark.parametrize("page", ["trial", "rows/cells"])
def test_huge_cell_is_cut_on_the_pages_of_a_sheet(office: Client, lang: str, page: str) -> None:
    batch = tried(sheet_of(f"Nuova Essenza;Crema;{HUGE}", f";Crema;{HUGE}", head="Nome;Comune;Partita IVA"))
    shown = office.get(f"/{lang}/office/imports/{batch.pk}/{page}/").content.decode()
    assert (HUGE[:201] in shown, CUT[lang] in shown) == (False, True)


def test_workbook_to_correct_keeps_a_huge_cell_whole() -> None:
    from filiera.registry.exports import bad_rows_workbook

    batch = tried(sheet_of(f"Nuova Essenza;Crema;{'x' * 30_000}", head="Nome;Comune;Partita IVA"))
    sheet = load_workbook(io.BytesIO(bad_rows_workbook(batch))).active
    assert sheet is not None
    assert sheet["C2"].value == "x" * 30_000


@pytest.mark.parametrize("lang", ["it", "en"])
def test_huge_cell_is_cut_by_the_command(tmp_path: Path, lang: str) -> None:
    path = tmp_path / "soci.csv"
    path.write_bytes(sheet_of(f"Nuova Essenza;Crema;{HUGE}", f"{HUGE};Crema;12", head="Nome;Comune;Partita IVA"))
    out = StringIO()
    call_command("sheet", str(path), "--dry-run", "--lang", lang, stdout=out)
    assert (HUGE[:201] in out.getvalue(), CUT[lang] in out.getvalue()) == (False, True)


@pytest.mark.parametrize("lang", ["it", "en"])
def test_huge_cell_of_an_evidence_sheet_is_cut_on_its_page_and_whole_in_the_file(office: Client, lang: str) -> None:
    counts = {"rejected": 1, "reasons": {"bad-date": 1}}
    batch = ImportBatch.objects.create(kind="EVIDENCE", state="DONE", file_name="p.csv", digest="x", counts=counts)
    error = {"code": "bad-date", "file": "p.csv", "line": 2, "column": "on", "value": HUGE}
    ImportRow.objects.create(batch=batch, line=1, raw=[HUGE], fate="ERROR", errors=[error])
    shown = office.get(f"/{lang}/office/evidence/{batch.pk}/").content.decode()
    assert (HUGE[:201] in shown, CUT[lang] in shown) == (False, True)
    assert HUGE[:201] not in repr(batch_page(batch).report)
    assert HUGE in rejected_csv(batch).decode("utf-8-sig")


@pytest.mark.parametrize(
    ("lang", "said"),
    [("it", ["1.234.567 €", "2.345.678 €", "1.250", "1.400"]), ("en", ["€1,234,567", "€2,345,678", "1,250", "1,400"])],
)
def test_figures_of_an_organisation_have_their_thousands_apart(office: Client, lang: str, said: list[str]) -> None:
    organisation = OrganisationFactory(code="alba")
    for field, values in (("TURNOVER", ("1234567", "2345678")), ("EMPLOYEES", ("1250", "1400"))):
        for value in values:
            Fact.objects.create(
                organisation=organisation, field=field, value=value, certainty="SEEN", source=SourceFactory()
            )
    page = office.get(f"/{lang}/organisations/{organisation.code}/").content.decode()
    assert [one for one in said if one not in page] == []
    assert [one for one in ("1234567", "2345678", ">1250<", ">1400<") if one in page] == []


@pytest.mark.parametrize(("lang", "said"), [("it", "fatturato: 1.234.567 €"), ("en", "turnover: €1,234,567")])
def test_figure_that_a_row_brings_has_its_thousands_apart(office: Client, lang: str, said: str) -> None:
    OrganisationFactory(name="Alba Cosmetici", town="Crema", country="IT")
    batch = tried(sheet_of("Alba Cosmetici;Crema;1234567", head="Nome;Comune;Fatturato"))
    page = office.get(f"/{lang}/office/imports/{batch.pk}/rows/update/").content.decode()
    assert said.lower() in page.lower()
