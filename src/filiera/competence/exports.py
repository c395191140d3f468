"""Shortlists and answers as files to take away: XLSX with real types, tagged PDF."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from filiera.common.in_words import long_date
from filiera.common.language import current_language

if TYPE_CHECKING:
    from filiera.competence.models import Shortlist
    from filiera.competence.queries.shortlists import ShortlistRow

TEMPLATE = Path(__file__).parent / "typst" / "shortlist.typ"


def shortlist_xlsx(shortlist: Shortlist, rows: list[ShortlistRow], today: date) -> bytes:
    """Write a shortlist as a workbook; text that looks like a formula stays text."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    book = Workbook(write_only=False)
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(_("Shortlist")[:31])
    heads = [_("Organisation"), _("Example"), _("Place"), _("Stage"), _("Competences"), _("Reason"), _("Page")]
    sheet.append(heads)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        entry = row.entry
        labels = "; ".join(line.label for line in entry.chips)
        values = [entry.name, _("yes") if entry.is_example else "", entry.town, entry.stage, labels, row.reason]
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", value) for value in (*values, row.address)])
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s"
    for column, width in zip("ABCDEFG", (34, 10, 20, 22, 48, 70, 48), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    notes = book.create_sheet(_("About")[:31])
    notes.append([_("Question"), ILLEGAL_CHARACTERS_RE.sub("", shortlist.question)])
    notes["B1"].data_type = "s"
    notes.append([_("Date"), today])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def shortlist_pdf(shortlist: Shortlist, rows: list[ShortlistRow], today: date) -> bytes:
    """Write a shortlist as a tagged PDF (PDF/UA-1). What people wrote goes in as data, never as markup."""
    import json

    import typst

    from filiera.common.instance import current_instance

    instance = current_instance()
    data = {
        "lang": current_language(),
        "title": _("Shortlist"),
        "cluster": instance.name,
        "question": shortlist.question,
        "question_label": _("The question"),
        "date": long_date(today),
        "example": _("example"),
        "rows": [
            {
                "name": row.entry.name,
                "example": row.entry.is_example,
                "meta": " · ".join(part for part in (row.entry.town, row.entry.stage) if part),
                "reason": row.reason,
                "competences": ", ".join(line.label for line in row.entry.chips),
                "address": row.address,
            }
            for row in rows
        ],
        "footer": str(instance.words.footer),
    }
    fonts = Path(settings.VAR_DIR) / "fonts"
    pdf: bytes = typst.compile(
        TEMPLATE,
        sys_inputs={"data": json.dumps(data)},
        font_paths=[fonts] if fonts.exists() else [],
        pdf_standards=["ua-1"],
    )
    return pdf
