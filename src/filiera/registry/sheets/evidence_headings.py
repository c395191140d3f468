"""The headings of an evidence sheet, Italian and English: they tell such a sheet, and its importer reads it by them."""

from __future__ import annotations

from filiera.common.folding import fold

EVIDENCE_HEADINGS: dict[str, tuple[str, ...]] = {
    "id": ("codice",),
    "organisation_id": ("organizzazione", "codice organizzazione", "codice soggetto", "organisation", "organization"),
    "organisation_name": ("nome organizzazione", "nome soggetto"),
    "organisation_vat": ("partita iva",),
    "kind": ("tipo", "kind of evidence", "tipo di prova"),
    "title_it": ("titolo", "titolo it"),
    "title_en": ("title", "titolo en"),
    "text_it": ("testo", "testo it"),
    "text_en": ("text", "testo en"),
    "date": ("data",),
    "ended": ("fine",),
    "valid_until": ("valido fino a",),
    "competences": ("competenze",),
    "partners": ("partner",),
    "funders": ("finanziatori", "finanziato da"),
    "source_name": ("fonte", "nome fonte", "source"),
    "source_url": ("indirizzo fonte", "url"),
    "source_date": ("data fonte",),
    "certainty": ("certezza",),
    "visibility": ("visibilita", "visibile a"),
}
"""Columns of the sheet's own layout, and what else they are called, folded."""

_COLUMNS = {fold(word): column for column, words in EVIDENCE_HEADINGS.items() for word in (column, *words)}


def evidence_column(heading: str) -> str:
    """Give the column of the layout that a heading means, or an empty text."""
    return _COLUMNS.get(fold(heading), "")
