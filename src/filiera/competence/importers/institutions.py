"""Files of research organisations: the ROR dump, cuts of it, single records, and OpenAlex institutions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from filiera.competence.importers.base import Built, ReadFile, Unit
from filiera.competence.importers.stage import Fault, Stage, StagedRow
from filiera.registry.importers.files import Member
from filiera.registry.importers.json_stream import json_records
from filiera.registry.importers.ror import Institution, NotAnInstitution, institution_of, is_institution
from filiera.registry.importers.tables import Table, column_key

PART = "institution"


class InstitutionImporter:
    """Reads institutions; they become no evidence, so `build` gives no drafts (see `operations.import_institutions`)."""

    def read(self, member: Member) -> ReadFile | None:
        """Recognise JSON by its records, a table by its columns."""
        if member.suffix in (".json", ".jsonl", ".ndjson", ".txt", ""):
            return ReadFile(PART, _json_rows(member))
        if member.suffix != ".csv":
            return None
        with member.opened() as stream:
            keys = {column_key(name) for name in Table(stream).header}
        is_ror = "rorid" in keys or (
            "id" in keys and bool(keys & {"namestypesrordisplay", "countrycountrycode", "wikipediaurl"})
        )
        return ReadFile(PART, _table_rows(member)) if is_ror else None

    def key(self, row: StagedRow) -> str:
        """Give the institution's ROR id, or its OpenAlex id where it has none."""
        return str(row.values["_key"])

    def build(self, units: Sequence[Unit], stage: Stage) -> list[Built]:
        """Give nothing: institutions are recorded in the register."""
        return [Built() for _unit in units]


def best_of(rows: Sequence[StagedRow]) -> Institution:
    """Give an institution from the fullest of its records: JSON before a table, the later schema before the earlier."""
    rank = sorted(rows, key=lambda row: ("names" not in row.values, not isinstance(row.values.get("types"), list)))
    return institution_of(rank[0].values)


def _json_rows(member: Member) -> Iterator[StagedRow | Fault]:
    with member.opened() as stream:
        for record in json_records(stream):
            if record.value is None:
                yield Fault(record.fault, member.name, record.number, value=record.raw[:120], raw=record.raw)
            elif not is_institution(record.value):
                yield Fault("no-id", member.name, record.number, "id", str(record.value.get("id", ""))[:120])
            else:
                yield _row(member, record.number, record.value)


def _table_rows(member: Member) -> Iterator[StagedRow | Fault]:
    with member.opened() as stream:
        table = Table(stream)
        for record in table:
            if record.fault:
                yield Fault(record.fault, member.name, record.line, value=record.raw[:120], raw=record.raw)
            else:
                yield _row(member, record.line, dict(zip(table.header, record.values, strict=False)))


def _row(member: Member, line: int, values: dict[str, object]) -> StagedRow | Fault:
    try:
        key = institution_of(values).key
    except NotAnInstitution as error:
        return Fault(
            error.code, member.name, line, "id" if error.code == "no-id" else "name", str(values.get("id", ""))[:120]
        )
    except (AttributeError, TypeError, KeyError, IndexError):
        return Fault("not-json", member.name, line, value=str(values.get("id", ""))[:120])
    return StagedRow(PART, member.name, line, {**values, "_key": key})
