"""Workbooks that the office takes away: the template to fill in, and the rows to correct."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from filiera.common.workbook import Sheet, write_workbook
from filiera.registry.models import ImportRow
from filiera.registry.operations.import_fates import cells_of
from filiera.registry.queries.batch_rows import rows_without_a_value
from filiera.registry.queries.imports import mistakes_of
from filiera.registry.sheets.fields import SheetField

if TYPE_CHECKING:
    from filiera.registry.models import ImportBatch

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

TEMPLATE_FIELDS = (
    SheetField.NAME, SheetField.VAT, SheetField.TOWN, SheetField.PROVINCE, SheetField.ADDRESS, SheetField.WEBSITE,
    SheetField.EMAIL, SheetField.PHONE, SheetField.KIND, SheetField.EMPLOYEES, SheetField.SUMMARY,
    SheetField.MEMBER_SINCE,
)  # fmt: skip


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """Give a file to be saved under a name."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _heads() -> dict[str, tuple[str, str, str]]:
    """Give, for each column of the template: its heading, an example, a note."""
    italian = (get_language() or "it").startswith("it")
    return {
        SheetField.NAME: (_("Company name"), _("Example Ltd (example)"), _("As it is called. The only value that is needed.")),
        SheetField.VAT: (_("VAT number"), "", _("11 digits; the last one is checked. Leave it empty if you do not know it.")),
        SheetField.TOWN: (_("Town"), "Crema", _("The municipality, with its province in brackets where two are called so.")),
        SheetField.PROVINCE: (_("Province"), "CR", _("Two letters.")),
        SheetField.ADDRESS: (_("Address"), "via Manzoni 4" if italian else "4 Manzoni Street", _("Street and number.")),
        SheetField.WEBSITE: (_("Web site"), "www.example.org", _("With or without https://")),
        SheetField.EMAIL: (_("E-mail"), "info@example.org", _("Comes in for the office alone.")),
        SheetField.PHONE: (_("Telephone"), "0373 000000", _("Comes in for the office alone.")),
        SheetField.KIND: (_("Kind"), _("company"), _("Company, university, research body, ITS, association, public body…")),
        SheetField.EMPLOYEES: (_("Employees"), "45", _("A whole number. “About 45” comes in as text, not as a number.")),
        SheetField.SUMMARY: (_("What they do"), _("airless filling, small batches"), _("In a few words.")),
        SheetField.MEMBER_SINCE: (_("Member since"), "15/12/2025", _("Day/month/year. Empty for those who are not members.")),
    }  # fmt: skip


def template_workbook() -> bytes:
    """Write the template: headings and one example row, and a sheet of notes."""
    heads = _heads()
    names, examples = ([heads[field][part] for field in TEMPLATE_FIELDS] for part in (0, 1))
    notes = [[heads[field][0], heads[field][2]] for field in TEMPLATE_FIELDS]
    last = [_("Before you bring it in"), _("Take the example row out. Columns may be left out, added and moved.")]
    return write_workbook(
        Sheet(_("Organisations"), names, [examples], [max(14, len(one) + 4) for one in examples]),
        Sheet(_("Notes"), [_("Column"), _("What goes in it")], [*notes, [], last], (24, 90)),
    )


def bad_rows_workbook(batch: ImportBatch) -> bytes:
    """Write the rows that stay out or lack a value with what is wrong beside them; it can be brought in again."""
    width = len(batch.headers)
    lacking = rows_without_a_value(batch).values("pk")
    rows = []
    for row in batch.rows.filter(Q(fate=ImportRow.Fate.ERROR) | Q(pk__in=lacking)).order_by("line"):
        cells = (cells_of(row) + [""] * width)[:width]
        found = [one for one in mistakes_of(batch, row) if one.is_error or one.is_left]
        wrong = " ".join(f"{one.header}: {one.message} {one.remedy}" for one in found)
        rows.append([*cells, row.line, wrong])
    heads = [*batch.headers, _("Line of the file"), _("What is wrong")]
    return write_workbook(Sheet(_("To correct"), heads, rows, [*[18] * width, 14, 90]))
