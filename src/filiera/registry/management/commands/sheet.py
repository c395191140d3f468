"""Bring a spreadsheet of organisations in from the command line: trial, errors with their place, and the real thing."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.common.terminal import NO_FILE, OwnCommand, add_common, file_problem
from filiera.common.visibility import Visibility
from filiera.registry.operations.import_answers import leave_row_out, take_row
from filiera.registry.operations.import_apply import apply_batch, start_batch
from filiera.registry.operations.import_trial import try_batch
from filiera.registry.operations.imports import ImportRefused, choose_columns, choose_table, discard_batch, upload_sheet
from filiera.registry.queries.imports import CELLS, band_rows, lines_of, mistakes, tally, values_left_out
from filiera.registry.sheets.headers import heading_again
from filiera.registry.sheets.other_sheets import looks_like_evidence
from filiera.registry.sheets.problems import SheetError
from filiera.registry.terminal import mistake_line, progress_bar
from filiera.registry.wording import sentence

if TYPE_CHECKING:
    from filiera.registry.models import ImportBatch, ImportRow
    from filiera.registry.queries.imports import Mistake


class Command(OwnCommand):
    """Try a sheet, and bring it in with `--apply`."""

    help = gettext_noop("Try a spreadsheet of organisations (XLSX or CSV), and bring it in with --apply.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and the options."""
        parser.add_argument("file", type=Path, metavar="FILE", help=_("an XLSX or CSV file"))
        parser.add_argument("--sheet", default="", metavar=_("NAME"), help=_("the sheet of the workbook"))
        parser.add_argument(
            "--header-line", type=int, metavar="N", help=_("the line of the headings; 0: there is none")
        )
        parser.add_argument(
            "--column", action="append", default=[], metavar=_("HEADING=FIELD"), help=_("what a column becomes")
        )
        parser.add_argument(
            "--leave-out",
            action="append",
            type=int,
            default=[],
            metavar=_("LINE"),
            help=_("a row that does not come in"),
        )
        parser.add_argument(
            "--take",
            action="append",
            type=int,
            default=[],
            metavar=_("LINE"),
            help=_("a row set aside that comes in anyway"),
        )
        group = parser.add_mutually_exclusive_group()
        group.add_argument("--dry-run", action="store_true", help=_("only try, and keep nothing"))
        group.add_argument("--apply", action="store_true", help=_("bring in what is ready"))
        parser.add_argument("--office-only", action="store_true", help=_("only the office sees the new organisations"))
        parser.add_argument(
            "--examples", action="store_true", help=_("mark the new organisations as invented examples")
        )
        add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Try the file, and bring it in where that is asked."""
        try:
            batch = self._tried(options)
            wrong = mistakes(batch, list(band_rows(batch, "error")))
            left = values_left_out(batch, list(band_rows(batch, CELLS)))
            rows = _fates(batch) if options["dry_run"] else []
            result = {"batch": batch.pk, "columns": _columns(batch), "counts": asdict(tally(batch))}
            result["is_evidence"] = looks_like_evidence(batch.headers)
            if options["apply"]:
                batch = self._applied(batch, options)
                result["counts"] = asdict(tally(batch))
        except OSError as error:
            raise CommandError(file_problem(error, options["file"]), returncode=NO_FILE) from error
        except (SheetError, ImportRefused) as error:
            raise CommandError(f"{options['file'].name}: {error}") from error
        result["headings_again"] = [one for one in batch.headers if heading_again(one, batch.headers)]
        result |= {"state": batch.state, "errors": _placed(wrong), "left_out": _placed(left)}
        if options["dry_run"]:
            discard_batch(batch=batch)
            result |= {"batch": None, "rows": rows}
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
            return
        self.stdout.write("\n".join([_words(result), *map(_row_words, rows)]))
        for one in (*wrong, *left):
            self.stdout.write(f"  {mistake_line(one)}")

    def _tried(self, options: dict[str, Any]) -> ImportBatch:
        path: Path = options["file"]
        batch = upload_sheet(name=path.name, content=path.read_bytes(), sheet=options["sheet"])
        if options["header_line"] is not None:
            batch = choose_table(batch=batch, header_line=options["header_line"])
        try:
            batch = self._settled(batch, options)
        except ImportRefused:
            discard_batch(batch=batch)
            raise
        with progress_bar(_("Trial")) as hook:
            batch = try_batch(batch=batch, progress=hook)
        try:
            for line in options["leave_out"]:
                leave_row_out(row=_row(batch, line))
            for line in options["take"]:
                take_row(row=_row(batch, line))
        except ImportRefused:
            discard_batch(batch=batch)
            raise
        batch.refresh_from_db()
        return batch

    def _settled(self, batch: ImportBatch, options: dict[str, Any]) -> ImportBatch:
        choices = {int(index): field for index, field in batch.mapping.items()}
        for pair in options["column"]:
            heading, _equals, field = pair.rpartition("=")
            if heading not in batch.headers:
                raise ImportRefused(_("The sheet has no column “%(column)s”.") % {"column": heading})
            choices[batch.headers.index(heading)] = field.upper()
        return choose_columns(batch=batch, choices=choices, remember=options["apply"])

    def _applied(self, batch: ImportBatch, options: dict[str, Any]) -> ImportBatch:
        visibility = Visibility.OFFICE if options["office_only"] else Visibility.PUBLIC
        batch = start_batch(batch=batch, visibility=visibility, is_example=options["examples"])
        with progress_bar(_("Bringing in")) as hook:
            return apply_batch(batch=batch, progress=hook)


def _row(batch: ImportBatch, line: int) -> ImportRow:
    found: ImportRow | None = batch.rows.filter(line=line).first()
    if found is None:
        raise ImportRefused(_("The sheet has no row at line %(line)s.") % {"line": line})
    return found


def _evidence_words() -> str:
    words = _("This looks like an evidence sheet.")
    return f"  {words} " + _("To bring it in as evidence: filiera evidence import sheet FILE")


def _placed(found: list[Mistake]) -> list[dict[str, Any]]:
    return [asdict(one) | {"where": one.where} for one in found]


def _fates(batch: ImportBatch) -> list[dict[str, Any]]:
    """Give every row of the sheet with what would become of it and why."""
    rows = list(batch.rows.select_related("candidate").order_by("line"))
    return [
        {
            "line": line.line,
            "name": line.name,
            "fate": row.fate,
            "fate_label": line.fate,
            "organisation": line.known.code if line.known else None,
            "reason": " ".join(part for part in (line.why, sentence(line.news)) if part),
        }
        for row, line in zip(rows, lines_of(batch, rows), strict=True)
    ]


def _row_words(row: dict[str, Any]) -> str:
    place = _("line %(line)s") % {"line": row["line"]}
    return "  " + ", ".join(part for part in (place, row["name"], row["fate_label"], row["reason"]) if part)


def _columns(batch: ImportBatch) -> dict[str, str]:
    return {batch.headers[int(index)]: field for index, field in batch.mapping.items()}


def _words(result: dict[str, Any]) -> str:
    counts = result["counts"]
    lines = [
        (_("known, something new"), counts["update"]),
        (_("known, nothing new"), counts["identical"]),
        (_("in doubt"), counts["ask"] + counts["later"]),
        (_("new"), counts["new"]),
        (_("new without a kind (a column “kind” can say it)"), counts["kindless"]),
        (_("with errors"), counts["error"]),
        (_("that come in, but for a wrong value"), counts["cells"]),
        (_("set aside: empty, headings, totals, notes, left out"), counts["empty"]),
        (_("in the register"), counts["applied"]),
    ]
    head = _("Batch %(n)s") % {"n": result["batch"]} if result["batch"] else _("Trial, nothing kept")
    warning = [_evidence_words()] if result["is_evidence"] else []
    for heading in result["headings_again"]:
        words = _("The heading of column “%(heading)s” comes twice: --column says what it becomes.")
        warning.append("  " + words % {"heading": heading})
    return "\n".join([head, *warning, *(f"  {label}: {number}" for label, number in lines)])
