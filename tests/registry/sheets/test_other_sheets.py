"""Sheets of evidence told from sheets of organisations by their headings."""

from __future__ import annotations

import pytest

from filiera.competence.importers.sheet import COLUMNS
from filiera.competence.importers.sheet_files import EXTRA
from filiera.competence.importers.sheet_template import SHOWN
from filiera.registry.exports import TEMPLATE_FIELDS
from filiera.registry.sheets.evidence_headings import EVIDENCE_HEADINGS, evidence_column
from filiera.registry.sheets.fields import SheetField
from filiera.registry.sheets.headers import field_headed
from filiera.registry.sheets.other_sheets import looks_like_evidence, looks_like_organisations


@pytest.mark.parametrize(
    ("headings", "is_evidence", "is_organisations"),
    [
        (SHOWN, True, False),
        (("organisation", "kind", "title", "url", "date"), True, False),
        (("Codice", "Organizzazione", "Tipo", "Titolo", "Fonte"), True, False),
        (("Azienda", "Titolo", "Fonte", "Data"), True, False),
        (("Azienda", "Titolo", "Fonte", "Finanziatori"), True, False),
        (("Azienda", "Titolo", "Tipo di prova", "Fine"), True, False),
        (("Organizzazione", "Titolo", "Tipo", "URL"), False, False),
        (("Organizzazione", "Comune", "Tipo", "URL"), False, True),
        (tuple(str(SheetField(field).label) for field in TEMPLATE_FIELDS), False, True),
        (("Rag. Soc.", "P.IVA/CF", "citta", "dip.", "note mie"), False, True),
        (("Azienda", "Tipo", "Comune", "Data"), False, True),
        (("Titolo", "Nome", "Cognome", "Azienda"), False, False),
        (("Nome", "Comune"), False, False),
    ],
)
def test_sheet_is_told_by_its_headings(headings: tuple[str, ...], is_evidence: bool, is_organisations: bool) -> None:
    assert (looks_like_evidence(headings), looks_like_organisations(headings)) == (is_evidence, is_organisations)


def test_headings_are_of_every_column_of_the_layout_and_of_one_each() -> None:
    assert set(EVIDENCE_HEADINGS) == {*COLUMNS, *EXTRA}
    assert [
        word for column, words in EVIDENCE_HEADINGS.items() for word in words if evidence_column(word) != column
    ] == []


@pytest.mark.parametrize(
    ("heading", "column"),
    [("Visibilità", "visibility"), ("TITLE_IT", "title_it"), ("Tipo di prova", "kind"), ("Nome fonte", "source_name"),
     ("Nome organizzazione", "organisation_name"), ("Nome soggetto", "organisation_name"),
     ("Codice organizzazione", "organisation_id"), ("Codice soggetto", "organisation_id"), ("Ragione sociale", ""), ("", "")],
)  # fmt: skip
def test_heading_means_a_column_however_it_is_written(heading: str, column: str) -> None:
    assert evidence_column(heading) == column


@pytest.mark.parametrize("heading", ["Tappa", "Tappa della filiera", "Fase", "Fase della filiera", "Stadio"])
def test_stage_is_known_by_the_word_of_the_pages_and_by_those_of_old_sheets(heading: str) -> None:
    assert field_headed(heading) == (SheetField.STAGE, 1)
