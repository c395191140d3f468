"""Sheets of evidence told from sheets of organisations by their headings."""

from __future__ import annotations

import pytest

from filiera.competence.importers.sheet_template import SHOWN
from filiera.registry.exports import TEMPLATE_FIELDS
from filiera.registry.sheets.fields import SheetField
from filiera.registry.sheets.other_sheets import looks_like_evidence, looks_like_organisations


@pytest.mark.parametrize(
    ("headings", "is_evidence", "is_organisations"),
    [
        (SHOWN, True, False),
        (("organisation", "kind", "title", "url", "date"), True, False),
        (("Codice", "Organizzazione", "Tipo", "Titolo", "Fonte"), True, False),
        (("Azienda", "Titolo", "Fonte", "Data"), True, False),
        (tuple(str(SheetField(field).label) for field in TEMPLATE_FIELDS), False, True),
        (("Rag. Soc.", "P.IVA/CF", "citta", "dip.", "note mie"), False, True),
        (("Azienda", "Tipo", "Comune", "Data"), False, True),
        (("Titolo", "Nome", "Cognome", "Azienda"), False, False),
        (("Nome", "Comune"), False, False),
    ],
)
def test_sheet_is_told_by_its_headings(headings: tuple[str, ...], is_evidence: bool, is_organisations: bool) -> None:
    assert (looks_like_evidence(headings), looks_like_organisations(headings)) == (is_evidence, is_organisations)
