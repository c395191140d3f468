"""The columns of an evidence sheet by their names in the reader's language: the template heads them so, and errors say them."""

from __future__ import annotations

from django.utils.translation import pgettext

from filiera.common.folding import fold


def column_label(name: str) -> str:
    """Give a column's name in the active language; what is no column of the sheet keeps its own."""
    return _labels().get(name, name)


def column_words(name: str, heading: str = "") -> str:
    """Name a column as the template does, and beside it as the file heads it where that is another name."""
    label = column_label(name)
    return f"{label} («{heading}»)" if heading and fold(heading) != fold(label) else label


def _labels() -> dict[str, str]:
    """Give the labels by column. Each must be a heading that `evidence_column` understands, in either language."""
    return {
        "id": pgettext("column of a sheet", "Id"),
        "organisation_id": pgettext("column of a sheet", "Organisation id"),
        "organisation_name": pgettext("column of a sheet", "Organisation name"),
        "organisation_vat": pgettext("column of a sheet", "Organisation VAT"),
        "kind": pgettext("column of a sheet", "Kind"),
        "title_it": pgettext("column of a sheet", "Title (it)"),
        "title_en": pgettext("column of a sheet", "Title (en)"),
        "text_it": pgettext("column of a sheet", "Text (it)"),
        "text_en": pgettext("column of a sheet", "Text (en)"),
        "date": pgettext("column of a sheet", "Date"),
        "ended": pgettext("column of a sheet", "Ended"),
        "valid_until": pgettext("column of a sheet", "Valid until"),
        "partners": pgettext("column of a sheet", "Partners"),
        "funders": pgettext("column of a sheet", "Funders"),
        "source_name": pgettext("column of a sheet", "Source name"),
        "source_url": pgettext("column of a sheet", "Source URL"),
        "source_date": pgettext("column of a sheet", "Source date"),
        "certainty": pgettext("column of a sheet", "Certainty"),
        "visibility": pgettext("column of a sheet", "Visibility"),
    }
