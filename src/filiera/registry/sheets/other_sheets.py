"""Tell a sheet of evidence from one of organisations by its headings: each has an import of its own."""

from __future__ import annotations

from collections.abc import Sequence

from filiera.common.folding import fold
from filiera.registry.sheets.evidence_headings import EVIDENCE_HEADINGS
from filiera.registry.sheets.fields import SheetField
from filiera.registry.sheets.headers import field_headed


def _headings(*columns: str) -> frozenset[str]:
    """Give the headings of columns of an evidence sheet that are not those of organisations too, as `url` is."""
    words = {fold(word) for column in columns for word in (column, *EVIDENCE_HEADINGS[column])}
    return frozenset(word for word in words if field_headed(word)[1] < 1)


_TITLES = _headings("title_it", "title_en")
_ORIGINS = _headings("source_name", "source_url", "source_date")
_BESIDE = _headings(
    *("organisation_id", "text_it", "text_en", "date", "ended", "valid_until", "partners", "funders", "certainty"),
    *("visibility", "competences"),
)
_KINDS = frozenset(["kind", *EVIDENCE_HEADINGS["kind"]])
"""Headings of evidence sheets, folded; those of `_BESIDE` and `_KINDS` say little by themselves."""


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
