"""Tell a sheet of evidence from one of organisations by its headings: each has an import of its own."""

from __future__ import annotations

from collections.abc import Sequence

from filiera.common.folding import fold
from filiera.registry.sheets.fields import SheetField
from filiera.registry.sheets.headers import field_headed

_TITLES = frozenset(["title", "title it", "title en", "titolo", "titolo it", "titolo en"])
_ORIGINS = frozenset(
    ["source", "source name", "source url", "source date", "fonte", "nome fonte", "indirizzo fonte", "data fonte"]
)
_BESIDE = frozenset(
    ["text", "text it", "text en", "testo", "testo it", "testo en", "date", "data", "valid until", "valido fino a", "certainty",
     "certezza", "organisation id", "codice organizzazione", "partners", "partner", "visibility", "visibilita", "competences"]
)  # fmt: skip
_KINDS = frozenset(["kind", "tipo", "kind of evidence", "tipo di prova"])
"""Headings of evidence sheets, folded, in English and Italian; those of `_BESIDE` say little by themselves."""


def looks_like_evidence(headers: Sequence[str]) -> bool:
    """Tell whether headings are rather those of an evidence sheet: titles, with a source or a kind and more beside."""
    folded = {fold(header) for header in headers}
    if not folded & _TITLES:
        return False
    beside = len(folded & _BESIDE) + len(folded & _ORIGINS)
    return bool(folded & _ORIGINS and beside >= 2) or bool(folded & _KINDS and beside >= 1)


def looks_like_organisations(headers: Sequence[str]) -> bool:
    """Tell whether headings are rather those of a sheet of organisations: a name, two things said of it, and no title."""
    folded = {fold(header) for header in headers}
    if folded & (_TITLES | _ORIGINS):
        return False
    fields = {field_headed(header)[0] for header in headers} - {None}
    return SheetField.NAME in fields and len(fields) >= 3
