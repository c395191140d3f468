"""What every importer of open data is: it recognises files, keys their rows, and turns a unit of rows into drafts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from filiera.competence.drafts import EvidenceDraft
from filiera.competence.importers.problems import Problem
from filiera.competence.importers.stage import Fault, Stage, StagedRow
from filiera.registry.importers.files import Member

Unit = tuple[str, list[StagedRow]]


@dataclass
class Built:
    """What a unit gave: drafts, rows that are rejected, and remarks that reject nothing.

    `orphans` counts rows of a thing of which nothing else is known: they wait for the file that names it. `outside`: the
    unit is not of the place that the import is limited to.
    """

    drafts: list[EvidenceDraft] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)
    orphans: int = 0
    outside: bool = False
    newest: tuple[str, str] | None = None
    """The source's name and the day of its newest content, as ISO text."""

    def remark(self, code: str, row: StagedRow, column: str = "", value: str = "") -> None:
        """Note something that is worth telling."""
        self.remarks.append(Fault(code, row.file, row.line, column, value[:120]))

    def reject(self, code: str, row: StagedRow, column: str = "", value: str = "") -> None:
        """Give up a row, saying why."""
        self.faults.append(Fault(code, row.file, row.line, column, value[:120]))

    def reject_for(self, problems: Sequence[Problem], row: StagedRow, headings: Mapping[str, str]) -> None:
        """Give up a row for everything that is wrong with it; `headings` are what the file heads its columns with."""
        self.faults.append(fault_of(problems, row.file, row.line, headings))


def fault_of(problems: Sequence[Problem], file: str, line: int, headings: Mapping[str, str]) -> Fault:
    """Put everything that is wrong with a row in one fault."""
    first, *others = [(one.code, one.column, one.value[:120], headings.get(one.column, "")) for one in problems]
    code, column, value, heading = first
    return Fault(code, file, line, column, value, heading=heading, more=others)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A recognised file: the kind of table it is, and its rows."""

    part: str
    rows: Iterator[StagedRow | Fault]


class Importer(Protocol):
    """A reader of one public format."""

    def read(self, member: Member) -> ReadFile | None:
        """Recognise a file; None where it is not of this format."""

    def key(self, row: StagedRow) -> str:
        """Give the key under which a row meets the others of its unit."""

    def build(self, units: Sequence[Unit], stage: Stage) -> list[Built]:
        """Turn units into drafts, one answer a unit."""
