"""The importer of evidence sheets, CSV or XLSX, with the header of the template in English or Italian."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from filiera.competence.importers.base import Built, ReadFile, Unit, fault_of
from filiera.competence.importers.problems import Problem
from filiera.competence.importers.sheet import COLUMNS, NEEDED, read_row
from filiera.competence.importers.sheet_words import kind_of, level_of
from filiera.competence.importers.stage import Fault, Stage, StagedRow
from filiera.registry.enums import Scheme
from filiera.registry.importers.cells import identifier_of
from filiera.registry.importers.certainties import certainty_written
from filiera.registry.importers.files import Member, UnsafeFile
from filiera.registry.importers.tables import Table
from filiera.registry.sheets.evidence_headings import evidence_column
from filiera.registry.sheets.other_sheets import looks_like_organisations

PART = "evidence"
MEMBERS = "members"
"""A sheet of organisations, which has an import of its own."""

EXTRA = ("organisation_name", "organisation_vat", "visibility", "ended", "funders")
READ = frozenset({*COLUMNS, *EXTRA}) - {"competences"}
LISTED = {"kind": kind_of, "certainty": certainty_written, "visibility": level_of}
Heads = Sequence[tuple[str, str]]
"""The columns of a sheet: the field of each, and how the sheet heads it."""

SKIPPED = ("EXAMPLE", "ESEMPIO")
"""Ids of the template's own example, which is never imported."""

HEADER_ROWS = 10
MOST_ROWS = 200_000


class SheetImporter:
    """Reads sheets; `prefix` stands before each id."""

    prefix = "sheet"

    def read(self, member: Member) -> ReadFile | None:
        """Recognise a sheet by its header."""
        if member.suffix == ".xlsx":
            return ReadFile(MEMBERS, iter(())) if _is_of_members(member) else ReadFile(PART, _workbook_rows(member))
        if member.suffix not in (".csv", ".tsv", ".txt"):
            return None
        with member.opened() as stream:
            header = Table(stream).header
        if looks_like_organisations(header):
            return ReadFile(MEMBERS, iter(()))
        names = _names(header)
        return (
            ReadFile(PART, _table_rows(member))
            if set(names) & {"kind", "organisation_id", "organisation_name"}
            else None
        )

    def key(self, row: StagedRow) -> str:
        """Keep the rows in the order of the files; rows without an id are units of their own."""
        return str(row.values["_key"])

    def build(self, units: Sequence[Unit], stage: Stage) -> list[Built]:
        """Turn rows into drafts; an id that stands twice is rejected from the second row on."""
        return [self._built(rows) for _key, rows in units]

    def _built(self, rows: Sequence[StagedRow]) -> Built:
        built, seen = Built(), set[str]()
        for row in rows:
            values = {name: str(value) for name, value in row.values.items() if not name.startswith("_")}
            read = read_row(values, row.line, seen, is_example=False, prefix=self.prefix)
            if read.draft is None:
                built.reject_for(read.problems, row, row.values.get("_heads", {}))
                continue
            vat = identifier_of(Scheme.VAT, values.get("organisation_vat", ""))
            holder, *others = read.draft.mentions
            if vat:
                holder = replace(holder, ids={"VAT": vat})
            elif not values.get("organisation_name"):
                holder = replace(holder, ids=_written_ids(holder.code))
            built.drafts.append(replace(read.draft, mentions=(holder, *others)))
        return built


def _written_ids(code: str) -> dict[str, str]:
    """Tell the identifier that somebody wrote in place of our own code, where it is one."""
    for scheme in (Scheme.VAT, Scheme.ROR):
        found = identifier_of(scheme, code)
        if found:
            return {str(scheme): found}
    return {}


def _names(header: Sequence[str]) -> list[str]:
    return [evidence_column(name) or name.strip().lower().replace(" ", "_") for name in header]


def _row(member: Member, line: int, heads: Heads, cells: Sequence[str], name: str) -> StagedRow | Fault | None:
    values, clashes = _joined(heads, cells)
    if not any(cells) or values.get("id", "").upper() in SKIPPED:
        return None
    headings = {name: heading for name, heading in heads if name in READ}
    if clashes:
        others = read_row(values, line, set(), is_example=False, prefix="").problems
        alone = {name: heading for name, heading in headings.items() if name not in {one.column for one in clashes}}
        return fault_of([*clashes, *others], member.name, line, alone)
    key = values.get("id") or f"~{name}:{line:08d}"
    return StagedRow(PART, member.name, line, {**values, "_key": key, "_heads": headings})


def _joined(heads: Heads, cells: Sequence[str]) -> tuple[dict[str, str], list[Problem]]:
    """Give a row by field, and the fields of which two columns say different things, with both; an empty cell says nothing.

    None of the two could be taken: of a level of visibility, either might publish what the other keeps.
    """
    values: dict[str, str] = {}
    headed: dict[str, str] = {}
    clashes: dict[str, Problem] = {}
    for (name, heading), cell in zip(heads, cells, strict=False):
        if not name or not cell:
            continue
        first, other = values.setdefault(name, cell), headed.setdefault(name, heading)
        if name in READ and _meant(name, first) != _meant(name, cell):
            clashes.setdefault(name, Problem("columns-differ", name, f"{other}: {first} / {heading}: {cell}"))
    return values, list(clashes.values())


def _meant(name: str, text: str) -> str:
    """Give what a value says, whichever of its words is used."""
    return LISTED[name](text) or text if name in LISTED else text


def _missing(member: Member, names: Sequence[str], line: int) -> list[Fault]:
    wanted = [name for name in NEEDED if name != "organisation_id" and name not in names]
    if "organisation_id" not in names and "organisation_name" not in names:
        wanted.append("organisation_id")
    return [Fault("missing-column", member.name, line, name) for name in wanted]


def _table_rows(member: Member) -> Iterator[StagedRow | Fault]:
    with member.opened() as stream:
        table = Table(stream)
        names = _names(table.header)
        if missing := _missing(member, names, 1):
            yield from missing
            return
        heads = list(zip(names, table.header, strict=True))
        for record in table:
            if record.fault:
                yield Fault(record.fault, member.name, record.line, value=record.raw[:120], raw=record.raw)
                continue
            row = _row(member, record.line, heads, [value.strip() for value in record.values], member.name)
            if row is not None:
                yield row


def _is_of_members(member: Member) -> bool:
    """Tell whether the first rows of a workbook head a sheet of organisations, and none of them a sheet of evidence."""
    with _workbook(member) as book:
        heads = [
            [_text(cell) for cell in cells]
            for sheet in book.worksheets
            for cells in sheet.iter_rows(values_only=True, max_row=HEADER_ROWS)
        ]
    if any({"kind", "id"} <= set(_names(head)) for head in heads):
        return False
    return any(looks_like_organisations(head) for head in heads)


def _workbook_rows(member: Member) -> Iterator[StagedRow | Fault]:
    """Read every sheet of a workbook that has the header within its first rows; formulas give their last value."""
    found = False
    with _workbook(member) as book:
        for sheet in book.worksheets:
            heads: list[tuple[str, str]] = []
            for line, cells in enumerate(sheet.iter_rows(values_only=True, max_row=MOST_ROWS), start=1):
                texts = [_text(cell) for cell in cells]
                if not heads:
                    names = _names(texts)
                    if {"kind", "id"} <= set(names):
                        heads, found = list(zip(names, texts, strict=True)), True
                        if missing := _missing(member, names, line):
                            yield from missing
                            break
                    elif line >= HEADER_ROWS:
                        break
                    continue
                row = _row(member, line, heads, texts, f"{member.name}/{sheet.title}")
                if row is not None:
                    yield row
    if not found:
        yield fault_of([Problem("missing-column", name) for name in ("id", "kind")], member.name, 1, {})


@contextmanager
def _workbook(member: Member) -> Iterator[Workbook]:
    """Open a workbook, formulas by their last value. Raises UnsafeFile where the file is none, whatever its name says."""
    with member.opened() as stream:
        content = stream.read()
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, ParseError, OSError, ValueError, KeyError) as error:
        raise UnsafeFile("no-workbook", member.name) from error
    with closing(book):
        yield book


def _text(cell: Any) -> str:
    """Write a cell as the sheet shows it: days without clock, whole numbers without point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
