"""The importer of CORDIS: a zip, a folder or single tables, of any framework programme, in any order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from filiera.common.folding import fold
from filiera.competence.importers.base import Built, ReadFile, Unit
from filiera.competence.importers.cordis import Lookups, Place, build_project
from filiera.competence.importers.cordis_tables import IGNORED, PICS, TOPICS, Layout, key_of, layout_of, read_table
from filiera.competence.importers.stage import Fault, Stage, StagedRow
from filiera.registry.importers.files import Member
from filiera.registry.importers.tables import Table

KnownUids = Callable[[Sequence[str]], dict[str, str]]
"""Gives, for numbers of projects, the uid under which the map knows them already."""


@dataclass(frozen=True, slots=True)
class CordisImporter:
    """Reads CORDIS; `place` limits the projects to those with a participant there."""

    place: Place
    known_uids: KnownUids

    def read(self, member: Member) -> ReadFile | None:
        """Recognise a table by its header."""
        if member.suffix not in (".csv", ".tsv", ".txt"):
            return None
        with member.opened() as stream:
            layout = layout_of(Table(stream).header)
        if layout is None:
            return None
        return ReadFile(layout.part, iter(()) if layout.part == IGNORED else _rows(member, layout))

    def key(self, row: StagedRow) -> str:
        """Give the project's number."""
        return key_of(row)

    def build(self, units: Sequence[Unit], stage: Stage) -> list[Built]:
        """Turn the rows of some projects into drafts: three look-ups for all of them."""
        pics = {f"pic:{row.values['pic']}" for _key, rows in units for row in rows if row.values.get("pic")}
        topics = {f"topic:{code.strip()}" for _key, rows in units for row in rows for code in _codes(row)}
        lookups = Lookups(
            pics=stage.lookup(PICS, pics),
            topics=stage.lookup(TOPICS, topics),
            uids=self.known_uids([key for key, _rows in units]),
        )
        return [build_project(key, rows, lookups, fold, self.place) for key, rows in units]


def _codes(row: StagedRow) -> Sequence[str]:
    return [code for code in str(row.values.get("topic", "")).replace(";", ",").split(",") if code.strip()]


def _rows(member: Member, layout: Layout) -> Iterator[StagedRow | Fault]:
    with member.opened() as stream:
        yield from read_table(member, Table(stream), layout)
