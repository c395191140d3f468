"""The template of the evidence sheet: the header, one example that is never imported, and what each column wants."""

from __future__ import annotations

import io

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from filiera.competence.enums import EvidenceKind
from filiera.competence.importers.sheet import COLUMNS, NEEDED
from filiera.competence.importers.sheet_columns import column_label
from filiera.competence.importers.sheet_files import EXTRA, SKIPPED

SHOWN = tuple(name for name in (*COLUMNS, *EXTRA) if name != "competences")
"""Columns of the template; `competences` is judgement for checking the engine, and is not asked of the office."""


def evidence_template() -> bytes:
    """Write the workbook in the active language; its importer understands the headings of both."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101  (a new workbook has a sheet)
    sheet.title = pgettext("several pieces", "Evidence")
    example = _example()
    sheet.append([column_label(name) for name in SHOWN])
    sheet.append([example.get(name, "") for name in SHOWN])
    notes = book.create_sheet(_("Notes"))
    notes.append([_("Column"), _("Needed"), _("What to write")])
    for name, words in _words().items():
        notes.append([column_label(name), _("yes") if name in NEEDED else "", words])
    for one in (sheet, notes):
        for cell in one[1]:
            cell.font = Font(bold=True)
        one.freeze_panes = "A2"
    for place, name in enumerate(SHOWN, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = 40 if name.startswith("text") else 22
    notes.column_dimensions["A"].width, notes.column_dimensions["C"].width = 22, 100
    for row in notes.iter_rows(min_row=2, min_col=3, max_col=3):
        row[0].alignment = Alignment(wrap_text=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _example() -> dict[str, str]:
    return {
        "id": SKIPPED[0],
        "organisation_name": "Rossi Profumi S.r.l.",
        "organisation_vat": "IT01234560199",
        "kind": str(EvidenceKind.CERTIFICATE.label),
        "title_it": "Certificato ISO 22716 per il sito di Crema",
        "title_en": "ISO 22716 certificate for the Crema site",
        "text_it": "Buone pratiche di fabbricazione per emulsioni e profumi.",
        "date": "2025-03",
        "valid_until": "2028-03-14",
        "source_name": _("Register of the certification body"),
        "source_url": "https://example.org/certificates/1",
        "source_date": "2026-01-10",
        "certainty": _("seen"),
        "visibility": _("public"),
    }


def _words() -> dict[str, str]:
    kinds = ", ".join(str(kind.label) for kind in EvidenceKind)
    day = _("A day, a month or only the year: 14/3/2025, 14 March 2025, 3/2025, 2025.")
    words = {
        "id": _("An id of your own, never used twice: the same id updates. The row %(id)s is never imported.")
        % {"id": SKIPPED[0]},
        "organisation_id": _("The organisation's id in the register, its VAT number or its ROR; or leave it empty."),
        "kind": _("One of: %(kinds)s.") % {"kinds": kinds},
        "title_en": _("A title in English. One of the two titles is needed."),
        "title_it": _("A title in Italian. One of the two titles is needed."),
        "text_en": _("What it says, in English: the words by which it will be found."),
        "text_it": _("What it says, in Italian: the words by which it will be found."),
        "date": day,
        "valid_until": _("The last day of its validity, for certificates."),
        "partners": _(
            "Ids or names of the other organisations, with | between them; what each did itself is for a row of its own."
        ),
        "source_name": _("Where it was read: nothing is shown without its source."),
        "source_url": _("The address of the page."),
        "source_date": day,
        "certainty": _("seen, declared, memory or disputed; empty means seen."),
        "organisation_name": _("The organisation's name, where it has no id."),
        "organisation_vat": _("Its VAT number, by which it is found surely."),
        "visibility": _("public, members, organisation or office; empty means public."),
        "funders": _("Ids or names of those who paid for it and did not do it, with | between them."),
        "ended": _("The day on which it ended, for projects and courses."),
    }
    return {name: words[name] for name in SHOWN}
