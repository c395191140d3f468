"""The rejected rows of an import as a table that the office can correct and send again."""

from __future__ import annotations

import csv
import io

from django.utils.translation import gettext as _

from filiera.competence.importers.problems import Problem
from filiera.competence.queries.imports import column_of
from filiera.registry.models import ImportBatch, ImportRow


def rejected_csv(batch: ImportBatch) -> bytes:
    """Write the rejected rows in the active language, UTF-8 with BOM so that spreadsheets read it right."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([_("File"), _("Line"), _("Column"), _("Value"), _("What is wrong"), _("What to do"), _("Row")])
    for row in batch.rows.filter(fate=ImportRow.Fate.ERROR).order_by("line").iterator(chunk_size=500):
        for error in row.errors:
            problem = Problem(error["code"])
            place = [error.get("file", ""), error.get("line", ""), column_of(error, batch.kind), error.get("value", "")]
            said = [*place, problem.message, problem.remedy, row.raw[0] if row.raw else ""]
            writer.writerow([_safe(str(value)) for value in said])
    return out.getvalue().encode("utf-8-sig")


def _safe(value: str) -> str:
    """Keep a value from being taken for a formula."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t") else value
